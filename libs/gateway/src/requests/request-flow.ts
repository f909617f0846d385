import type { LedgerEvent, MailType, RequestDetail, RequestNews } from '@trine/protocol';
import { securityEvent, type Logger } from '@trine/telemetry';
import type { ApiError } from '../api/api-error.js';
import type { CallbackQueue } from '../callbacks/callback-queue.js';
import { addErrorCallback } from '../callbacks/error-callback.js';
import type { CommandDesk } from '../ledger/command-desk.js';
import type { MailRoom, ReceivedMail } from '../mail/mail-room.js';
import type { PendingCommand, ReceivedLetter, RequestRecord } from '../store/documents.js';
import type { GatewayStore } from '../store/gateway-store.js';
import { UnitOfWork } from '../store/unit-of-work.js';
import type { AsSide } from './as-side.js';
import type { IdpSide } from './idp-side.js';
import type { RequesterSide } from './requester-side.js';

type RequestEvent = LedgerEvent & { request: RequestNews };
const isRequestEvent = (event: LedgerEvent): event is RequestEvent => event.request !== undefined;

/** Letters about one request that wait for the ledger to say who its requester is; further ones are refused. */
const RIVALS_COUNT_MAX = 8;

/**
 * Applies what comes in - ledger events and mail - to the running requests of a node, request by request in order, different
 * requests side by side, all in one piece of work.
 */
export class RequestFlow {
  constructor(
    private readonly nodeId: string,
    private readonly store: GatewayStore,
    private readonly desk: CommandDesk,
    private readonly mail: () => MailRoom,
    private readonly callbacks: CallbackQueue,
    private readonly requester: RequesterSide,
    private readonly idp: IdpSide,
    private readonly as: AsSide,
    private readonly logger: Logger,
  ) {}

  async takeEvents(events: LedgerEvent[], work: UnitOfWork, commit: () => Promise<void>): Promise<void> {
    const ids = events.map((event) => event.request?.request_id ?? (event.outcome && this.desk.requestOf(event.outcome.command_id)));
    await this.onRequests(ids, work, commit, (records) => {
      for (const event of events) if (!isRequestEvent(event)) this.takeOther(records, event, work);
      return inGroups(events.filter(isRequestEvent), (event) => event.request.request_id, (event) => this.takeRequestEvent(records, event, work));
    });
  }

  async takeMail(mail: ReceivedMail[], work: UnitOfWork, commit: () => Promise<void>): Promise<void> {
    await this.onRequests(mail.map(({ body }) => body.request_id), work, commit, (records) =>
      inGroups(mail, ({ body }) => body.request_id, (letter) => this.takeLetter(records, letter, work)),
    );
  }

  private async onRequests(
    ids: (string | undefined)[],
    work: UnitOfWork,
    commit: () => Promise<void>,
    apply: (records: Map<string, RequestRecord>) => Promise<void>,
  ): Promise<void> {
    const requestIds = ids.filter((id) => id !== undefined);
    await this.store.exclusively(this.nodeId, requestIds, async () => {
      await apply(await this.store.loadRequests(this.nodeId, requestIds));
      await commit();
    });
  }

  private takeOther(records: Map<string, RequestRecord>, event: LedgerEvent, work: UnitOfWork): void {
    this.settle(records, event, work);
    if (event.identity) {
      const { reference_group_code, action, actor_node_id } = event.identity;
      this.callbacks.add(work, {
        target: { name: 'idp.identity_modification_notification_url' },
        retry: 'window',
        node_id: this.nodeId,
        body: { node_id: this.nodeId, type: 'identity_modification_notification', reference_group_code, action, actor_node_id },
      });
    }
  }

  /** A command of this node could not be signed, so it was never sent: to its request that is as if the ledger had refused it. */
  async failCommand(command: PendingCommand, error: ApiError): Promise<void> {
    const work = new UnitOfWork();
    await this.onRequests([this.desk.requestOf(command.id)], work, () => this.store.commit(work), (records) => {
      this.desk.fail(command, error, work);
      this.mail().settle(command.id, false, '', work);
      this.takeBack(records, command, work);
      return Promise.resolve();
    });
  }

  /** A command of this node has its outcome: its letters stand or are taken back, and what it would have changed stays. */
  private settle(records: Map<string, RequestRecord>, event: LedgerEvent, work: UnitOfWork): void {
    const command = this.desk.settle(event, work);
    if (!command || !event.outcome) return;
    const accepted = event.outcome.code === 0;
    this.mail().settle(command.id, accepted, event.height, work);
    if (!accepted) this.takeBack(records, command, work);
  }

  private takeBack(records: Map<string, RequestRecord>, command: PendingCommand, work: UnitOfWork): void {
    const record = records.get(this.desk.requestOf(command.id) ?? '');
    if (record && command.createsRequest !== undefined) {
      records.delete(record.request_id);
      work.deleteRequest(record);
    } else if (record?.doc.as && command.answersData) {
      record.doc.as.services[command.answersData.service_id] = 'asked';
      work.putRequest(record);
    }
  }

  private async takeRequestEvent(records: Map<string, RequestRecord>, event: RequestEvent, work: UnitOfWork): Promise<void> {
    this.settle(records, event, work);
    const { request_id, change } = event.request;
    const known = records.get(request_id);
    // What is only told in part was here and has ended.
    if (!known?.doc.detail && !isWhole(event.request.detail)) return;
    const detail: RequestDetail = { ...(known?.doc.detail as RequestDetail), ...event.request.detail };
    // Own requests that are not here any more have ended.
    if (!known && detail.requester_node_id === this.nodeId) return;
    const record = known ?? { node_id: this.nodeId, request_id, doc: {} };
    records.set(request_id, record);
    record.doc.detail = detail;
    record.doc.height = event.height;
    work.putRequest(record);
    this.dropRivals(record, detail.requester_node_id, work);

    if (record.doc.requester) await this.requester.onChange(record, event, work);
    if (detail.idp_id_list.includes(this.nodeId)) this.idp.onChange(record, change, event.height, work);
    if (isAskedAsSource(detail, this.nodeId)) await this.as.onChange(record, change, event.height, work);
    if (detail.closed || detail.timed_out) {
      records.delete(record.request_id);
      work.deleteRequest(record);
    }
  }

  private async takeLetter(records: Map<string, RequestRecord>, mail: ReceivedMail, work: UnitOfWork): Promise<void> {
    const { id, type, from, body, signature } = mail;
    const letter = { id, type, from, body, signature } as Letter;
    const existing = records.get(body.request_id);
    if (letter.type === 'idp_response' || letter.type === 'as_response') {
      if (existing?.doc.requester) await this.requester.onLetter(existing, letter, work);
      return;
    }
    const record = existing ?? { node_id: this.nodeId, request_id: body.request_id, doc: {} };
    records.set(record.request_id, record);
    if (record.doc.detail && from !== record.doc.detail.requester_node_id) this.refuse(record, letter, work);
    else if (!record.doc.detail && isHeldByAnother(record, letter)) this.keepRival(record, letter, work);
    else if (letter.type === 'consent_request') this.idp.onLetter(record, letter, work);
    else await this.as.onLetter(record, letter, work);
  }

  /** Until the ledger names the requester, nobody's letter may keep out another's. */
  private keepRival(record: RequestRecord, letter: Asking, work: UnitOfWork): void {
    const rivals = record.content?.rivals ?? [];
    if (rivals.some(({ type, from }) => type === letter.type && from === letter.from)) return;
    if (rivals.length >= RIVALS_COUNT_MAX) {
      this.refuse(record, letter, work);
      return;
    }
    record.content = { ...record.content, rivals: [...rivals, letter] };
    work.putRequest(record, true);
  }

  /** Leaves only what the requester itself has sent. */
  private dropRivals(record: RequestRecord, requester: string, work: UnitOfWork): void {
    const { consent_request, data_request, rivals = [], ...rest } = record.content ?? {};
    const letters = [consent_request, data_request, ...rivals].filter((letter) => letter !== undefined);
    const refused = letters.filter(({ from }) => from !== requester);
    if (refused.length === 0 && rivals.length === 0) return;
    for (const letter of refused) this.refuse(record, letter, work);
    const own = letters.filter(({ from }) => from === requester);
    record.content = { ...rest, ...Object.fromEntries(own.map((letter) => [letter.type, letter])) };
    work.putRequest(record, true);
  }

  private refuse({ node_id, request_id }: RequestRecord, { type, from }: Asking, work: UnitOfWork): void {
    securityEvent(this.logger, 'mail_refused', { reason: 'not sent by the requester', code: 10025, from, type, request_id });
    const role = type === 'consent_request' ? 'idp' : 'as';
    addErrorCallback(this.callbacks, work, { role, node_id, action: `${role}.processMessage`, request_id, error: 10025 });
  }
}

type Letter = { [T in MailType]: ReceivedLetter<T> }[MailType];
type Asking = ReceivedLetter<'consent_request'> | ReceivedLetter<'data_request'>;

function isHeldByAnother({ content }: RequestRecord, { type, from }: Asking): boolean {
  const held = content?.[type];
  return held !== undefined && held.from !== from;
}

const isWhole = (detail: RequestNews['detail']): detail is RequestDetail => 'request_id' in detail;

const isAskedAsSource = (detail: RequestDetail, nodeId: string): boolean =>
  detail.data_request_list.some(({ as_id_list }) => as_id_list.includes(nodeId));

/** Items of one group one after the other, groups side by side. */
async function inGroups<T>(items: T[], groupOf: (item: T) => string, take: (item: T) => Promise<void>): Promise<void> {
  const groups = new Map<string, Promise<void>>();
  for (const item of items) {
    const group = groupOf(item);
    const before = groups.get(group);
    groups.set(group, before ? before.then(() => take(item)) : take(item));
  }
  await Promise.all(groups.values());
}
