import { errorEntry, isNormal, MAIL_BYTES_MAX, newId, type CommandArgs, type RequestDetail } from '@trine/protocol';
import { ApiError, errorBody } from '../api/api-error.js';
import type { CallbackQueue } from '../callbacks/callback-queue.js';
import type { CommandDesk, NewCommand } from '../ledger/command-desk.js';
import type { NewRequest, RequestPlanner } from '../requests/new-request.js';
import type { RequestCreator } from '../requests/request-creator.js';
import type { RequesterSide } from '../requests/requester-side.js';
import type { RequestRecord } from '../store/documents.js';
import type { GatewayStore } from '../store/gateway-store.js';
import type { References } from '../store/references.js';
import { UnitOfWork } from '../store/unit-of-work.js';

/** Commands that may need a person's consent, which are also the purposes of its request, and what their callbacks are called. */
const CALLBACK_NAMES = {
  RegisterIdentity: 'create_identity',
  AddIdentity: 'add_identity',
  AddAccessor: 'add_accessor',
  RevokeAccessor: 'revoke_accessor',
  RevokeAndAddAccessor: 'revoke_and_add_accessor',
  RevokeIdentityAssociation: 'revoke_identity_association',
  UpdateIdentityModeList: 'upgrade_identity_mode',
} as const;

/** What every consent request of an identity operation asks for (contract: flows.md 5.3). */
const CONSENT_TERMS = { min_idp: 1, min_ial: 1.1, min_aal: 1, request_timeout: 86_400 };

type IdentityCommand = keyof typeof CALLBACK_NAMES;

/** An identity operation that passed its checks. */
export interface IdentityChange<T extends IdentityCommand = IdentityCommand> {
  node_id: string;
  reference_id: string;
  callback_url: string;
  type: T;
  /** What the ledger is told, but for the consent. */
  args: Omit<CommandArgs[T], 'request_id'>;
  reference_group_code: string;
  /** Accessors that the operation is about; callbacks and look-ups name them. */
  accessors?: { accessor_id?: string; revoking_accessor_id?: string };
}

/** The consent that an operation needs. */
export interface WantedConsent {
  namespace: string;
  identifier: string;
  mode: 2 | 3;
  request_message: string;
}

/** What the first answer means: go on, or the code that the operation fails with. */
type Verdict = 'accepted' | 10015 | 10016;

/** An operation waiting for consent, as its consent request keeps it. */
interface WaitingChange extends IdentityChange {
  verdict?: Verdict;
}

/**
 * Carries out identity operations that passed their checks: at once, or after the person's consent (contract: flows.md 5.2 and
 * 5.3). A waiting operation is kept with its consent request, so it survives a restart like any other request.
 */
export class IdentityChanges {
  constructor(
    private readonly store: GatewayStore,
    private readonly desk: CommandDesk,
    private readonly callbacks: CallbackQueue,
    private readonly references: References,
    private readonly planner: RequestPlanner,
    private readonly creator: RequestCreator,
    private readonly requester: RequesterSide,
  ) {
    requester.onConsentAnswer = (record, work) => Promise.resolve(this.decide(record, work));
    requester.onConsentEnd = (record, work) => this.conclude(record, work);
  }

  /** Starts the operation, whose reference id is held by the caller. Returns the id of its consent request, if it needs one. */
  async start<T extends IdentityCommand>(change: IdentityChange<T>, consent: WantedConsent | undefined): Promise<string | undefined> {
    const work = new UnitOfWork();
    const request_id = consent && (await this.ask(change, consent, work));
    if (!consent) this.record(change, {}, work);
    await this.store.commit(work);
    return request_id;
  }

  /** Asks for the consent. That it can't be asked for is told in the request result: the call itself is accepted (contract). */
  private async ask(change: IdentityChange, consent: WantedConsent, work: UnitOfWork): Promise<string> {
    const { node_id, reference_id, callback_url, type, accessors } = change;
    const result = (request_id: string) => ({ node_id, type: `${CALLBACK_NAMES[type]}_request_result`, reference_id, request_id, ...accessors });
    let request: NewRequest;
    try {
      request = await this.plan(change, consent);
    } catch (error) {
      if (!(error instanceof ApiError) || (errorEntry(error.code).status !== 'client' && error.code !== 10000)) throw error;
      const request_id = newId();
      this.fail(change, result(request_id), error, work);
      return request_id;
    }
    const { request_id } = request;
    this.creator.add(work, node_id, request, { reference_id, callback_url, operation: JSON.stringify(change) }, {
      url: callback_url,
      body: result(request_id),
      // Consent to a registration is only asked for persons that are on the platform already.
      ...(type === 'RegisterIdentity' && { success: { exist: true } }),
      onSuccess: ['creation_block_height'],
    });
    this.references.put(work, { node_id, family: 'identity', reference_id, doc: { request_id, ...accessors } });
    return request_id;
  }

  private async plan({ node_id, type }: IdentityChange, consent: WantedConsent): Promise<NewRequest> {
    const request = await this.planner.plan<NewRequest>(
      node_id,
      { ...CONSENT_TERMS, ...consent, purpose: type },
      (rest) => rest(),
      (planned) => Promise.resolve(planned),
    );
    // Recorded, it would wait for answers that can't come.
    if (request.letters.some(({ body }) => Buffer.byteLength(JSON.stringify(body)) > MAIL_BYTES_MAX)) throw new ApiError(10000, 'request_message is too large to send');
    return request;
  }

  /** Puts the change on the ledger; its outcome is the operation's result. */
  private record(change: IdentityChange, consent: { request_id?: string }, work: UnitOfWork): void {
    const { node_id, reference_id, callback_url, type, args, accessors } = change;
    this.desk.send(work, {
      node_id,
      type,
      aggregate: change.reference_group_code,
      args: { ...args, ...consent },
      keptWhile: 'ledger_stopped',
      result: {
        url: callback_url,
        body: { ...resultBody(change), ...consent },
        ...(type === 'RegisterIdentity' && { onSuccess: ['reference_group_code'] }),
        ...(accessors && { onFailure: accessors }),
      },
      reference: { family: 'identity', reference_id, free: 'always' },
    } as NewCommand<IdentityCommand>);
    this.references.put(work, { node_id, family: 'identity', reference_id, doc: { ...consent, ...accessors } });
  }

  /** The first checked answer decides (contract: flows.md 5.3, step 5); the request is closed with its validity. */
  private decide(record: RequestRecord, work: UnitOfWork): void {
    const { requester, detail } = record.doc;
    if (requester?.operation === undefined || !detail || requester.closing) return;
    const checked = detail.response_list.find(({ idp_id }) => requester.answers[idp_id]?.validity);
    if (!checked) return;
    const { valid_ial, valid_signature } = requester.answers[checked.idp_id]?.validity ?? {};
    const change = JSON.parse(requester.operation) as WaitingChange;
    change.verdict = !isNormal(checked) || checked.status === 'reject' ? 10016 : valid_ial === true && valid_signature === true ? 'accepted' : 10015;
    requester.operation = JSON.stringify(change);
    requester.closing = true;
    work.putRequest(record);
    this.desk.send<'CloseRequest'>(work, {
      node_id: record.node_id,
      type: 'CloseRequest',
      aggregate: record.request_id,
      args: { request_id: record.request_id, response_valid_list: this.requester.validity(record) },
      // No call waits for it, so like any closing that the gateway makes by itself.
      keptWhile: 'ledger_stopped_or_no_tokens',
    });
  }

  /** The consent request has ended: goes on with the operation or fails it. */
  private conclude({ request_id, doc }: RequestRecord, work: UnitOfWork): void {
    const { verdict, ...change } = JSON.parse(doc.requester?.operation ?? '{}') as WaitingChange;
    const detail = doc.detail as RequestDetail;
    if (!detail.timed_out && verdict === 'accepted' && hasValidAccept(detail)) {
      this.record(change, { request_id }, work);
      return;
    }
    // Closed by the IdP itself, perhaps before the accept was checked.
    const code = detail.timed_out ? 20026 : verdict === undefined || verdict === 'accepted' ? 20025 : verdict;
    this.fail(change, { ...resultBody(change), request_id }, new ApiError(code), work);
  }

  private fail({ node_id, reference_id, callback_url }: IdentityChange, body: Told, error: ApiError, work: UnitOfWork): void {
    this.callbacks.add(work, {
      target: { url: callback_url },
      retry: 'window',
      node_id,
      request_id: body.request_id,
      body: { ...body, success: false, error: errorBody(error) },
    });
    this.references.free(work, node_id, 'identity', reference_id);
  }
}

type Told = { node_id: string; type: string; reference_id: string; request_id: string };

const resultBody = ({ node_id, type, reference_id }: IdentityChange): Omit<Told, 'request_id'> => ({ node_id, type: `${CALLBACK_NAMES[type]}_result`, reference_id });

const hasValidAccept = ({ response_list }: RequestDetail): boolean =>
  response_list.some((answer) => isNormal(answer) && answer.status === 'accept' && answer.valid_ial === true && answer.valid_signature === true);
