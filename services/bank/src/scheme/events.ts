import { ifFound, requestMessageIsIntact, type Callback } from '@trine/client';
import type { Parts } from '../parts.js';
import { errorAnswer } from '../journeys/answers.js';
import type { Enrolments } from '../journeys/enrolments.js';
import { registrationOf, type RegistrationRow } from '../journeys/ndid.js';
import { OPEN_STEPS, type RequestRow } from '../journeys/request-steps.js';
import type { IncomingRequest, Requests } from '../journeys/requests.js';
import type { BankCustomer } from '../adapters/ports.js';
import type { AnswerErrorReason } from '../config.js';
import type { ErrorCode } from '../api.js';
import type { Change } from '../store/store.js';
import type { Cancellation } from './cancellation.js';
import { openCallback, type KeptCallback } from './inbox.js';
import type { Names } from './names.js';
import type { Registering } from './registering.js';

/** What the bank does about each callback. Every part is idempotent: callbacks repeat, overtake one another and are replayed. */
export class SchemeEvents {
  constructor(
    private readonly parts: Parts,
    private readonly names: Names,
    private readonly enrolments: Enrolments,
    private readonly requests: Requests,
    private readonly registering: Registering,
    private readonly cancellation: Cancellation,
  ) {}

  async take(kept: KeptCallback): Promise<void> {
    const callback = openCallback(this.parts, kept);
    switch (callback.type) {
      case 'incoming_request':
        return this.incoming(callback);
      case 'request_status':
        return this.status(callback);
      case 'response_result':
        return this.answered(callback);
      case 'create_identity_result':
        return callback.success ? this.registering.succeed(callback.reference_id, callback.reference_group_code ?? null) : this.registering.fail(callback.reference_id, callback.error.code);
      case 'create_identity_request_result':
        return callback.success ? undefined : this.registering.fail(callback.reference_id, callback.error.code);
      case 'revoke_identity_association_result':
        return callback.success ? this.cancellation.succeed(callback.reference_id) : this.cancellation.fail(callback.reference_id, callback.error.code);
      case 'revoke_identity_association_request_result':
        return callback.success ? undefined : this.cancellation.fail(callback.reference_id, callback.error.code);
      case 'error':
        this.parts.logger.warn({ code: callback.error.code, action: callback.action }, 'the gateway reports an error');
    }
  }

  private async incoming(request: IncomingRequest): Promise<void> {
    const { store, clock, vault, config: { bank } } = this.parts;
    if (await store.one('select 1 from request where id = $1', [request.request_id])) return;
    const customer = await this.customerOf(request);
    const display = await this.names.display(request);
    const askedAt = new Date(request.creation_time);
    const expiresAt = new Date(request.creation_time + request.request_timeout * 1000);
    // Asked before the transaction: the bank's systems may be slow, or away; then the callback is taken up again.
    const refusal = customer && !(await registrationOf(store, customer.customerId)) ? await this.enrolments.refusal(customer) : undefined;

    await store.within(async (change) => {
      // One request of a person after the other, so that of two waiting ones only the first brings N1 (KB-69).
      if (customer) await change.all('select pg_advisory_xact_lock(hashtext($1))', [customer.customerId]);
      const registration = customer && (await registrationOf(change, customer.customerId, 'for share'));
      const [made] = await change.all(
        `insert into request (id, customer_id, requester_node_id, step, content, display, asked_at, expires_at) values ($1, $2, $3, 'DETAIL', $4, $5, $6, $7) on conflict do nothing returning 1`,
        [request.request_id, customer?.customerId ?? null, request.requester_node_id, vault.seal(`request ${request.request_id}`, JSON.stringify(request)), JSON.stringify(display), askedAt, expiresAt],
      );
      if (!made) return;
      await change.life(request.request_id, 'DECISION', 'received', { mode: request.mode, requester: request.requester_node_id, known: customer !== undefined }, clock.now());
      if (expiresAt <= clock.real()) return void (await change.all("update request set step = 'EXPIRED' where id = $1", [request.request_id]));
      if (this.isOwn(request) && registration) return this.consentToOwn(change, request, registration);
      const wrong = customer ? this.whyNot(request, registration, refusal) : { reason: 'NOT_ELIGIBLE' as const, shown: 'KB_NOT_ELIGIBLE' as const };
      if (wrong || (await this.tooMany(change, request, customer!.customerId))) {
        // The person never hears of it, the organisation hears it at once (KB-67).
        await change.all(`update request set display = display || '{"hidden":true}' where id = $1`, [request.request_id]);
        return errorAnswer(change, this.parts, request.request_id, wrong?.reason ?? 'NOT_ELIGIBLE', wrong?.shown ?? 'KB_NOT_ELIGIBLE');
      }
      const { customerId } = customer!;
      if (registration?.state === 'REGISTERED') await this.prompt(change, request.request_id, customerId, display);
      else await this.inviteToRegister(change, request.request_id, customerId, display, registration !== undefined);
      await change.emit(customerId, 'request', request.request_id);
      await change.emit(customerId, 'ndid', customerId);
    });
    if (bank.scheme.mode === 3 && this.isOwn(request)) store.wake.emit('work');
  }

  /** N1, once for all requests that wait for one registration (KB-61, KB-69). */
  private async inviteToRegister(change: Change, requestId: string, customerId: string, { organisation, service }: RequestRow['display'], registering: boolean): Promise<void> {
    const [other] = await change.all("select 1 from request where customer_id = $1 and id <> $2 and step = 'REGISTRATION_NEEDED' and not over and expires_at > $3 limit 1", [customerId, requestId, this.parts.clock.real()]);
    await change.all("update request set step = 'REGISTRATION_NEEDED' where id = $1", [requestId]);
    if (other || registering) return;
    await this.parts.notices.notify(change, { id: `N1:${requestId}`, customerId, kind: 'NT-01', organisation, service, link: `/ndid/register?request_id=${requestId}` });
    await change.life(requestId, 'DECISION', 'N1: invited to register', {}, this.parts.clock.now());
  }

  private async prompt(change: Change, requestId: string, customerId: string, { organisation, service }: RequestRow['display']): Promise<void> {
    await this.parts.notices.notify(change, { id: `N3:${requestId}`, customerId, kind: 'NT-03', organisation, service, link: `/requests/${requestId}` });
    await change.life(requestId, 'DECISION', 'N3: asked the customer', {}, this.parts.clock.now());
  }

  private whyNot(request: IncomingRequest, registration: RegistrationRow | undefined, refusal: string | undefined): { reason: AnswerErrorReason; shown: ErrorCode } | undefined {
    const { ial, aal } = this.parts.config.bank.scheme;
    if (!requestMessageIsIntact(request) || request.min_ial > ial || request.min_aal > aal) return { reason: 'LEVEL_TOO_LOW', shown: 'KB_NOT_ELIGIBLE' };
    if (registration?.state === 'CANCELLING') return { reason: 'CANCELLED', shown: 'KB_CANCELLING' };
    if (registration || !refusal) return undefined;
    return refusal === 'KB_OUTSIDE_HOURS' ? { reason: 'OUTSIDE_HOURS', shown: 'KB_OUTSIDE_HOURS' } : { reason: 'NOT_ELIGIBLE', shown: 'KB_NOT_ELIGIBLE' };
  }

  private async tooMany(change: Change, { requester_node_id }: IncomingRequest, customerId: string): Promise<boolean> {
    const { clock, config: { bank } } = this.parts;
    const [row] = await change.all<{ n: number }>('select count(*) as n from request where requester_node_id = $1 and customer_id = $2 and step = any($3::text[]) and not over and expires_at > $4', [
      requester_node_id, customerId, OPEN_STEPS as string[], clock.real(),
    ]);
    return (row?.n ?? 0) > bank.prompts_waiting_max;
  }

  /** In mode 3 the scheme asks also this bank whether its customer wants to leave; the customer has said so in the app (KB-72). */
  private async consentToOwn(change: Change, request: IncomingRequest, registration: RegistrationRow): Promise<void> {
    const answer = this.requests.signed(registration.state === 'CANCELLING' ? 'ACCEPT' : 'REJECT', registration, request);
    await change.all(`update request set step = 'SENDING', answer = $2, display = display || '{"hidden":true}', answered_at = $3 where id = $1`, [request.request_id, JSON.stringify(answer), this.parts.clock.now()]);
    await change.life(request.request_id, 'DECISION', `own identity operation: ${answer.kind}`, {}, this.parts.clock.now());
    await change.enqueue('ANSWER', request.request_id);
  }

  private isOwn = ({ requester_node_id }: IncomingRequest): boolean => requester_node_id === this.parts.config.nodeId;

  private async customerOf({ namespace, identifier, reference_group_code }: IncomingRequest): Promise<BankCustomer | undefined> {
    const { store, ports, gateway } = this.parts;
    if (identifier !== undefined) return namespace === 'citizen_id' ? ports.core.byCitizenId(identifier) : undefined;
    const known = await store.one<{ customer_id: string }>('select customer_id from registration where reference_group_code = $1', [reference_group_code]);
    if (known) return ports.core.byCustomerId(known.customer_id);
    // The result of the registration, which tells the code, may come after the first request.
    for (const { customer_id } of await store.all<{ customer_id: string }>('select customer_id from registration where reference_group_code is null')) {
      const customer = await ports.core.byCustomerId(customer_id);
      const identity = customer && (await ifFound(gateway.identity.getIdentity({ namespace: 'citizen_id', identifier: customer.citizenId })));
      if (identity?.reference_group_code === reference_group_code) return customer;
    }
    return undefined;
  }

  private async status({ request_id, closed, timed_out }: Callback<'request_status'>): Promise<void> {
    if (!closed && !timed_out) return;
    const { store, clock } = this.parts;
    await store.within(async (change) => {
      const [row] = await change.all<{ customer_id: string | null; step: string }>('update request set over = true where id = $1 and not over returning customer_id, step', [request_id]);
      if (!row) return;
      await change.life(request_id, 'DECISION', closed ? 'closed' : 'timed out', {}, clock.now());
      if (!(OPEN_STEPS as readonly string[]).includes(row.step)) return;
      await change.all("update request set step = 'EXPIRED', challenge = null where id = $1", [request_id]);
      await tellRequest(change, row.customer_id, request_id);
    });
  }

  private async answered({ request_id, success, error }: Callback<'response_result'>): Promise<void> {
    await settleAnswer(this.parts, request_id, success ? undefined : error.code);
  }

  /** What time alone brings. */
  async sweep(): Promise<void> {
    const { store, clock } = this.parts;
    const due = await store.one('select 1 from request where step = any($1::text[]) and expires_at <= $2 limit 1', [OPEN_STEPS as string[], clock.real()]);
    if (!due) return;
    await store.within(async (change) => {
      const rows = await change.all<{ id: string; customer_id: string | null }>("update request set step = 'EXPIRED', challenge = null where step = any($1::text[]) and expires_at <= $2 returning id, customer_id", [OPEN_STEPS as string[], clock.real()]);
      for (const { id, customer_id } of rows) await tellRequest(change, customer_id, id);
    });
  }
}

async function tellRequest(change: Change, customerId: string | null, requestId: string): Promise<void> {
  if (!customerId) return;
  await change.emit(customerId, 'request', requestId);
  await change.emit(customerId, 'ndid', customerId);
}

/** The request was closed, or timed out, before the answer came. */
const TOO_LATE = [20025, 20026, 20081, 25002, 25003, 25004];

/** @param code undefined: the scheme has recorded the answer */
export async function settleAnswer({ store, clock }: Pick<Parts, 'store' | 'clock'>, requestId: string, code: number | undefined): Promise<void> {
  await store.within(async (change) => {
    const [row] = await change.all<RequestRow>('select * from request where id = $1 for update', [requestId]);
    if (!row?.answer) return;
    if (row.step === 'SENDING') {
      const step = code === undefined ? 'SENT' : TOO_LATE.includes(code) ? 'EXPIRED' : 'FAILED';
      await change.all('update request set step = $2, error_code = $3 where id = $1', [requestId, step, step === 'FAILED' ? 'SYSTEM_UNAVAILABLE' : null]);
      await tellRequest(change, row.customer_id, requestId);
    }
    await change.all("update job set done = true where id = $1", [`ANSWER:${requestId}`]);
    await change.life(requestId, 'DECISION', code === undefined ? 'answer recorded' : `answer refused with ${code}`, {}, clock.now());
  });
}
