import { ApiError, ifFound } from '@trine/client';
import type { RegistrationRow } from '../journeys/ndid.js';
import type { Parts } from '../parts.js';
import { retryMs, type Job, type Outcome } from './runner.js';
import { unreached } from './registering.js';

const IN_PROGRESS = 20045;
/** The identity is unknown, or not held by this bank: it has left. */
const GONE = [20020, 20071];
const LOOK_AGAIN_MS = 5_000;
const UNREACHED_ATTEMPTS_MAX = 6;

/** Ends a customer's association with this bank on the scheme, and with it the accessor (KB-76). Another bank's stays. */
export class Cancellation {
  constructor(private readonly parts: Parts) {}

  async run(job: Job): Promise<Outcome> {
    const { gateway, ports, store, callbackUrl } = this.parts;
    const row = await this.row(job.about);
    if (row?.state !== 'CANCELLING') return 'DONE';
    const customer = await ports.core.byCustomerId(row.customer_id);
    if (!customer) throw new Error('core banking does not know this customer any more');
    const identity = { namespace: 'citizen_id', identifier: customer.citizenId };
    if (job.state['sent'] === true && !(await ifFound(gateway.identity.getIdentityIal(identity)))) {
      await this.succeed(job.about);
      return 'DONE';
    }
    try {
      await gateway.identity.revokeIdentityAssociation({ ...identity, reference_id: job.about, callback_url: `${callbackUrl()}/identity_result`, request_message: `${this.parts.config.bank.name.en}: NDID` });
      await store.all(`update job set state = state || '{"sent":true}' where id = $1`, [job.id]);
      return { againMs: LOOK_AGAIN_MS };
    } catch (error) {
      if (error instanceof ApiError && error.code === IN_PROGRESS) return { againMs: LOOK_AGAIN_MS };
      if (error instanceof ApiError && GONE.includes(error.code)) {
        await this.succeed(job.about);
        return 'DONE';
      }
      if (error instanceof ApiError && error.status < 500) {
        await this.fail(job.about, error.code);
        return 'DONE';
      }
      if (job.state['sent'] === true || !unreached(error)) await store.all(`update job set state = state || '{"sent":true}' where id = $1`, [job.id]);
      else if (job.attempts >= UNREACHED_ATTEMPTS_MAX) {
        await this.fail(job.about, undefined);
        return 'DONE';
      }
      return { againMs: retryMs(job.attempts) };
    }
  }

  /** N4 (KB-75). The key goes with the registration. */
  async succeed(cancelReferenceId: string): Promise<void> {
    const { store, clock, notices } = this.parts;
    await store.within(async (change) => {
      const [row] = await change.all<RegistrationRow>("delete from registration where cancel_reference_id = $1 and state = 'CANCELLING' returning *", [cancelReferenceId]);
      if (!row) return;
      await notices.notify(change, { id: `N4:${cancelReferenceId}`, customerId: row.customer_id, kind: 'NT-07', link: '/ndid' });
      await change.audit('cancelled', row.customer_id, { accessor: row.accessor_id }, clock.now());
      await change.emit(row.customer_id, 'ndid', row.customer_id);
    });
  }

  /** The customer stays registered and is told so (KB-77). */
  async fail(cancelReferenceId: string, code: number | undefined): Promise<void> {
    const { store, clock, notices, logger } = this.parts;
    await store.within(async (change) => {
      const [row] = await change.all<RegistrationRow>("update registration set state = 'REGISTERED', cancel_failed = true where cancel_reference_id = $1 and state = 'CANCELLING' returning *", [cancelReferenceId]);
      if (!row) return;
      logger.warn({ code }, 'the scheme did not end an association');
      await notices.notify(change, { id: `NT-08:${cancelReferenceId}`, customerId: row.customer_id, kind: 'NT-08', link: '/ndid' });
      await change.audit('cancellation failed', row.customer_id, { code: code ?? null }, clock.now());
      await change.emit(row.customer_id, 'ndid', row.customer_id);
    });
  }

  private row(cancelReferenceId: string): Promise<RegistrationRow | undefined> {
    return this.parts.store.one<RegistrationRow>('select * from registration where cancel_reference_id = $1', [cancelReferenceId]);
  }
}
