import { requestMessageHash, requestMessageSalt, type RequestChange } from '@trine/protocol';
import { securityEvent, type Logger } from '@trine/telemetry';
import type { CallbackQueue } from '../callbacks/callback-queue.js';
import { addErrorCallback } from '../callbacks/error-callback.js';
import type { GatewayConfig } from '../config.js';
import type { CommandDesk } from '../ledger/command-desk.js';
import type { MailRoom } from '../mail/mail-room.js';
import type { ReceivedLetter, RequestRecord } from '../store/documents.js';
import type { GatewayStore } from '../store/gateway-store.js';
import { UnitOfWork } from '../store/unit-of-work.js';
import { areDocumentsIntact } from './document-contract.js';
import { addRequestStatus } from './request-status.js';

/** What the gateway itself answers to a contract whose documents are not what their addresses say (contract: flows.md section 11). */
const DOCUMENTS_NOT_INTACT = 31000;

/**
 * An IdP's side of a request (contract: flows.md 6.4): tells the back end once both letter and ledger record are there, and of a
 * contract (section 11) once its documents are, too.
 */
export class IdpSide {
  constructor(
    private readonly config: Pick<GatewayConfig, 'documentContract'>,
    private readonly store: GatewayStore,
    private readonly desk: CommandDesk,
    private readonly mail: () => MailRoom,
    private readonly callbacks: CallbackQueue,
    private readonly logger: Logger,
  ) {}

  /** Goes on with the documents that an earlier process was fetching. */
  async load(): Promise<void> {
    for (const { node_id, request_id } of await this.store.requestsAwaitingDocuments()) this.startFetching(node_id, request_id);
  }

  onChange(record: RequestRecord, change: RequestChange, height: string, work: UnitOfWork): void {
    const { detail, idp } = record.doc;
    if (!detail) return;
    if (idp?.notified && !idp.refused && change.kind !== 'created') {
      addRequestStatus(this.callbacks, work, { name: 'idp.incoming_request_status_update_url' }, record.node_id, detail, height);
    }
    this.tellIfComplete(record, work);
  }

  onLetter(record: RequestRecord, letter: ReceivedLetter<'consent_request'>, work: UnitOfWork): void {
    if (record.content?.consent_request) return;
    record.content = { ...record.content, consent_request: letter };
    work.putRequest(record, true);
    this.tellIfComplete(record, work);
  }

  private tellIfComplete(record: RequestRecord, work: UnitOfWork): void {
    const { detail, idp } = record.doc;
    const letter = record.content?.consent_request;
    if (!detail || !letter || idp?.notified || idp?.documents === 'awaited' || detail.closed || detail.timed_out) return;
    record.doc.idp = { ...idp, notified: true };
    work.putRequest(record);
    const { node_id, request_id } = record;
    this.mail().file(work, node_id, 'inbound', letter, detail.creation_block_height);
    if (!this.isIntact(record, letter)) {
      securityEvent(this.logger, 'mail_refused', { reason: 'does not match the ledger', code: 10025, from: letter.from, type: letter.type, request_id });
      this.refuse(record, work);
      return;
    }
    const { requestType, validate } = this.config.documentContract;
    if (validate && detail.request_type === requestType && record.doc.idp.documents !== 'intact') {
      record.doc.idp = { notified: false, documents: 'awaited' };
      work.afterCommit(() => this.startFetching(node_id, request_id));
      return;
    }
    const { body } = letter;
    this.callbacks.add(work, {
      target: { name: 'idp.incoming_request_url' },
      retry: 'window',
      node_id,
      request_id,
      body: {
        node_id,
        type: 'incoming_request',
        mode: detail.mode,
        request_id,
        request_message: body.request_message,
        request_message_hash: detail.request_message_hash,
        request_message_salt: body.request_message_salt,
        requester_node_id: detail.requester_node_id,
        min_ial: detail.min_ial,
        min_aal: detail.min_aal,
        data_request_list: detail.data_request_list.map(({ service_id, as_id_list, min_as }) => ({ service_id, as_id_list, min_as })),
        initial_salt: body.initial_salt,
        request_type: detail.request_type,
        creation_time: body.creation_time,
        creation_block_height: detail.creation_block_height,
        request_timeout: detail.request_timeout,
        ...(body.reference_group_code === undefined
          ? { namespace: body.namespace, identifier: body.identifier }
          : { reference_group_code: body.reference_group_code }),
      },
    });
  }

  /** The back end is not told and can't answer. */
  private refuse(record: RequestRecord, work: UnitOfWork): void {
    const { node_id, request_id } = record;
    record.doc.idp = { notified: true, refused: true };
    addErrorCallback(this.callbacks, work, { role: 'idp', node_id, action: 'idp.processMessage', request_id, error: 10025 });
  }

  private startFetching(nodeId: string, requestId: string): void {
    this.fetchDocuments(nodeId, requestId).catch((error: unknown) =>
      this.logger.error({ err: error, request_id: requestId }, 'the documents of a contract could not be looked at; they are after a restart'),
    );
  }

  private async fetchDocuments(nodeId: string, requestId: string): Promise<void> {
    const message = (await this.store.loadRequest(nodeId, requestId))?.content?.consent_request?.body.request_message ?? '';
    const intact = await areDocumentsIntact(message, this.config.documentContract.fetchTimeoutMs);
    await this.store.exclusively(nodeId, [requestId], async () => {
      const record = await this.store.loadRequest(nodeId, requestId);
      // Ended meanwhile.
      if (record?.doc.idp?.documents !== 'awaited') return;
      const work = new UnitOfWork();
      work.putRequest(record);
      if (intact) {
        record.doc.idp.documents = 'intact';
        this.tellIfComplete(record, work);
      } else {
        this.refuse(record, work);
        this.answerWithError(record, work);
      }
      await this.store.commit(work);
    });
  }

  private answerWithError({ node_id, request_id, doc: { detail } }: RequestRecord, work: UnitOfWork): void {
    if (!detail) return;
    const command = this.desk.send<'CreateIdpResponse'>(work, {
      node_id,
      type: 'CreateIdpResponse',
      aggregate: request_id,
      args: { request_id, error_code: DOCUMENTS_NOT_INTACT },
      keptWhile: 'ledger_stopped_or_no_tokens',
    });
    const body = { request_id, idp_id: node_id, error_code: DOCUMENTS_NOT_INTACT };
    this.mail().send(work, { from: node_id, to: detail.requester_node_id, type: 'idp_response', request_id, vouched_by: command, body });
  }

  /** What the requester sent is what it put on the ledger (contract: flows.md 7.4). */
  private isIntact({ node_id, doc: { detail } }: RequestRecord, { from, body }: ReceivedLetter<'consent_request'>): boolean {
    if (!detail || from !== detail.requester_node_id || !detail.idp_id_list.includes(node_id)) return false;
    const salted =
      detail.mode !== 1 || requestMessageSalt(body.namespace ?? '', body.identifier ?? '', body.initial_salt) === body.request_message_salt;
    return salted && requestMessageHash(body.request_message, body.request_message_salt) === detail.request_message_hash;
  }
}
