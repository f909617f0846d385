import { ApiError, ifFound } from '@trine/client';
import type { ErrorCode } from '../api.js';
import { registrationOf, type RegistrationRow } from '../journeys/ndid.js';
import type { RequestRow } from '../journeys/request-steps.js';
import type { Parts } from '../parts.js';
import type { Change } from '../store/store.js';
import { retryMs, type Job, type Outcome } from './runner.js';

/** 20045: it is being registered; 20019: it has been. */
const IN_PROGRESS = 20045;
const HELD = 20019;
/** Another bank registered this person at the same moment; the scheme says to start again. */
const TAKEN_MEANWHILE = 25055;
const SECOND_START = '-again';
const LOOK_AGAIN_MS = 5_000;
/** After so many attempts of which none can have arrived, the customer is told to try later, and nothing is left behind (GN-11). */
const UNREACHED_ATTEMPTS_MAX = 6;

/** Registers customers on the scheme (KB-42). The result comes as a callback; a lost one is found by asking again. */
export class Registering {
  constructor(private readonly parts: Parts) {}

  async run(job: Job): Promise<Outcome> {
    const { gateway, ports, store, callbackUrl, config: { bank: { scheme } } } = this.parts;
    const row = await this.row(job.about);
    if (row?.state !== 'REGISTERING') return 'DONE';
    const customer = await ports.core.byCustomerId(row.customer_id);
    if (!customer) throw new Error('core banking does not know this customer any more');
    const identity = { namespace: 'citizen_id', identifier: customer.citizenId };
    try {
      await gateway.identity.createIdentity({
        reference_id: row.reference_id, callback_url: `${callbackUrl()}/identity_result`, identity_list: [identity], mode: scheme.mode,
        accessor_type: 'RSA', accessor_public_key: row.public_key, accessor_id: row.accessor_id, ial: scheme.ial,
        request_message: `${this.parts.config.bank.name.en}: NDID`,
      });
      await store.all(`update job set state = state || '{"sent":true}' where id = $1`, [job.id]);
      return { againMs: LOOK_AGAIN_MS };
    } catch (error) {
      if (error instanceof ApiError && error.code === IN_PROGRESS) return { againMs: LOOK_AGAIN_MS };
      if (error instanceof ApiError && error.code === HELD) {
        const held = await ifFound(gateway.identity.getIdentity(identity));
        // Held with a key that this bank does not have (a restored database): the customer cancels at the scheme first.
        const accessor = await ifFound(gateway.utility.getAccessor({ accessor_id: row.accessor_id }));
        if (held && accessor) await this.succeed(row.reference_id, held.reference_group_code);
        else await this.fail(row.reference_id, HELD);
        return 'DONE';
      }
      if (error instanceof ApiError && error.status < 500) {
        await this.fail(row.reference_id, error.code);
        return 'DONE';
      }
      const reached = job.state['sent'] === true || !unreached(error);
      if (reached) await store.all(`update job set state = state || '{"sent":true}' where id = $1`, [job.id]);
      else if (!row.silent && job.attempts >= UNREACHED_ATTEMPTS_MAX) {
        await this.fail(row.reference_id, undefined);
        return 'DONE';
      }
      return { againMs: retryMs(job.attempts) };
    }
  }

  /** Registered: N2, then N3 for each request that waited (KB-60), all or nothing. */
  async succeed(referenceId: string, referenceGroupCode: string | null): Promise<void> {
    const { store, clock, notices } = this.parts;
    const found = await this.row(referenceId);
    if (!found) return;
    await store.within(async (change) => {
      await change.all('select pg_advisory_xact_lock(hashtext($1))', [found.customer_id]);
      const row = await registrationOf(change, found.customer_id, 'for update');
      if (row?.reference_id !== referenceId || row.state !== 'REGISTERING') return;
      const { customer_id: customerId } = row;
      await change.all("update registration set state = 'REGISTERED', registered_at = $2, reference_group_code = $3 where customer_id = $1", [customerId, clock.now(), referenceGroupCode]);
      const ended = await change.all<{ id: string }>("update enrolment set step = 'REGISTERED', error_code = null where customer_id = $1 and step = 'REGISTERING' returning id", [customerId]);
      if (!row.silent) await notices.notify(change, { id: `N2:${referenceId}`, customerId, kind: 'NT-02', link: '/ndid' });
      for (const { id, display } of await this.waiting(change, customerId)) {
        await change.all("update request set step = 'DETAIL' where id = $1", [id]);
        await notices.notify(change, { id: `N3:${id}`, customerId, kind: 'NT-03', organisation: display.organisation, service: display.service, link: `/requests/${id}` });
        await change.life(id, 'DECISION', 'N3: asked the customer, who has registered', {}, clock.now());
        await change.emit(customerId, 'request', id);
      }
      await change.audit('registered', customerId, { accessor: row.accessor_id }, clock.now());
      for (const { id } of ended) await change.emit(customerId, 'enrolment', id);
      await change.emit(customerId, 'ndid', customerId);
    });
  }

  /**
   * The customer is not registered and can try again (AC-KB-31) - unless the scheme says to start again, which is done once.
   *
   * @param code the scheme's; undefined: it could not be reached
   */
  async fail(referenceId: string, code: number | undefined): Promise<void> {
    const { store, clock, logger } = this.parts;
    const shown: ErrorCode = code === undefined ? 'SYSTEM_UNAVAILABLE' : 'KB_REGISTRATION_FAILED';
    await store.within(async (change) => {
      if (code === TAKEN_MEANWHILE && !referenceId.endsWith(SECOND_START)) {
        const [again] = await change.all("update registration set reference_id = $2 where reference_id = $1 and state = 'REGISTERING' returning 1", [referenceId, referenceId + SECOND_START]);
        if (again) await change.enqueue('REGISTER', referenceId + SECOND_START);
        return;
      }
      const [row] = await change.all<RegistrationRow>("delete from registration where reference_id = $1 and state = 'REGISTERING' returning *", [referenceId]);
      if (!row) return;
      logger.warn({ code }, 'the scheme did not register a customer');
      const ended = await change.all<{ id: string }>("update enrolment set step = 'FAILED', error_code = $2 where customer_id = $1 and step = 'REGISTERING' returning id", [row.customer_id, shown]);
      await change.audit('registration failed', row.customer_id, { code: code ?? null }, clock.now());
      for (const { id } of ended) await change.emit(row.customer_id, 'enrolment', id);
      await change.emit(row.customer_id, 'ndid', row.customer_id);
    });
  }

  private waiting(change: Change, customerId: string): Promise<RequestRow[]> {
    return change.all<RequestRow>("select * from request where customer_id = $1 and step = 'REGISTRATION_NEEDED' and not over and expires_at > $2 order by asked_at, id for update", [customerId, this.parts.clock.real()]);
  }

  private row(referenceId: string): Promise<RegistrationRow | undefined> {
    return this.parts.store.one<RegistrationRow>('select * from registration where reference_id = $1', [referenceId]);
  }
}

/** The call can't have taken effect. */
export const unreached = (error: unknown): boolean => {
  const { code } = ((error as { cause?: unknown }).cause ?? {}) as { code?: string };
  return code === 'ECONNREFUSED' || code === 'ENOTFOUND' || (error instanceof ApiError && error.status === 503);
};
