import {
  identifierHash,
  isNormal,
  requestMessageHash,
  requestMessageSalt,
  requestParamsHash,
  type ErrorCode,
  type RequestChange,
  type RequestDetail,
} from '@trine/protocol';
import { securityEvent, type Logger } from '@trine/telemetry';
import type { CallbackQueue } from '../callbacks/callback-queue.js';
import { addErrorCallback } from '../callbacks/error-callback.js';
import type { LedgerClient } from '../ledger/ledger-client.js';
import type { ServiceDirectory } from '../ledger/service-directory.js';
import type { AccessorFacts } from '../ledger/ledger-facts.js';
import type { MailRoom } from '../mail/mail-room.js';
import type { ReceivedLetter, RequestRecord } from '../store/documents.js';
import type { UnitOfWork } from '../store/unit-of-work.js';
import { isConsentSignature } from './consent-check.js';
import { addRequestStatus } from './request-status.js';

/** A source's side of a request (contract: flows.md 6.7): checks the consents itself before its back end is asked. */
export class AsSide {
  constructor(
    private readonly mail: () => MailRoom,
    private readonly callbacks: CallbackQueue,
    private readonly ledger: LedgerClient,
    private readonly services: ServiceDirectory,
    private readonly logger: Logger,
  ) {}

  async onChange(record: RequestRecord, _change: RequestChange, height: string, work: UnitOfWork): Promise<void> {
    const { detail, as } = record.doc;
    if (!detail) return;
    if (as && !as.refused) addRequestStatus(this.callbacks, work, { name: 'as.incoming_request_status_update_url' }, record.node_id, detail, height);
    await this.askIfComplete(record, work);
  }

  async onLetter(record: RequestRecord, letter: ReceivedLetter<'data_request'>, work: UnitOfWork): Promise<void> {
    if (record.content?.data_request) return;
    record.content = { ...record.content, data_request: letter };
    work.putRequest(record, true);
    await this.askIfComplete(record, work);
  }

  private async askIfComplete(record: RequestRecord, work: UnitOfWork): Promise<void> {
    const { detail, as, height = '' } = record.doc;
    const letter = record.content?.data_request;
    if (!detail || !letter || as || detail.closed || detail.timed_out) return;
    const normal = detail.response_list.filter(isNormal);
    // The requester may have been faster than this node's own view of the ledger.
    if (normal.length < detail.min_idp) return;
    const { node_id, request_id } = record;
    this.mail().file(work, node_id, 'inbound', letter, height);
    record.doc.as = { services: {} };
    work.putRequest(record);
    const fault = isIntact(record, detail, letter) ? await this.consentFault(detail, letter) : 10025;
    if (fault !== undefined) {
      record.doc.as.refused = true;
      securityEvent(this.logger, 'mail_refused', { reason: 'does not match the ledger', code: fault, from: letter.from, type: letter.type, request_id });
      addErrorCallback(this.callbacks, work, { role: 'as', node_id, action: 'as.processMessage', request_id, error: fault });
      return;
    }
    const { body } = letter;
    for (const { service_id, request_params } of body.service_data_request_list) {
      record.doc.as.services[service_id] = 'asked';
      this.callbacks.add(work, {
        target: { service: { node_id, service_id } },
        retry: 'request',
        node_id,
        request_id,
        body: {
          node_id,
          type: 'data_request',
          request_id,
          mode: detail.mode,
          namespace: body.namespace,
          identifier: body.identifier,
          service_id,
          ...(request_params !== undefined && { request_params }),
          requester_node_id: detail.requester_node_id,
          response_signature_list: detail.response_list.map((r) => (isNormal(r) ? r.signature : null)),
          max_ial: Math.max(...normal.map(({ ial }) => ial)),
          max_aal: Math.max(...normal.map(({ aal }) => aal)),
          request_type: detail.request_type,
          creation_time: body.creation_time,
          creation_block_height: detail.creation_block_height,
          request_timeout: detail.request_timeout,
        },
      });
    }
  }

  /** 10024 unless every answer that counts was signed by an accessor of the person. */
  private async consentFault(detail: RequestDetail, { body }: ReceivedLetter<'data_request'>): Promise<ErrorCode | undefined> {
    const normal = detail.response_list.filter(isNormal);
    if (normal.length !== detail.min_idp) return 10024;
    if (detail.mode === 1) return undefined;
    this.services.prepare(body.service_data_request_list.map(({ service_id }) => service_id));
    const accessorOf = (idpId: string): string => body.response_private_data_list.find(({ idp_id }) => idp_id === idpId)?.accessor_id ?? '';
    const [group, ...accessors] = await this.ledger.ask<[{ reference_group_code: string } | null, ...(AccessorFacts | null)[]]>(
      { name: 'GetReferenceGroupCode', params: { identity_namespace: body.namespace, identity_identifier_hash: identifierHash(body.identifier) } },
      ...normal.map(({ idp_id }) => ({ name: 'GetAccessor', params: { accessor_id: accessorOf(idp_id) } })),
    );
    const right = normal.every(({ signature }, i) => {
      const accessor = accessors[i];
      return accessor && accessor.reference_group_code === group?.reference_group_code && isConsentSignature(body, accessor.accessor_public_key, signature);
    });
    return right ? undefined : 10024;
  }
}

/** What the requester sent is what it put on the ledger (contract: flows.md 7.4). */
function isIntact({ node_id }: RequestRecord, detail: RequestDetail, { from, body }: ReceivedLetter<'data_request'>): boolean {
  if (from !== detail.requester_node_id) return false;
  if (detail.mode === 1 && requestMessageSalt(body.namespace, body.identifier, body.initial_salt) !== body.request_message_salt) return false;
  if (requestMessageHash(body.request_message, body.request_message_salt) !== detail.request_message_hash) return false;
  return body.service_data_request_list.every(({ service_id, request_params, request_params_salt }) => {
    const service = detail.data_request_list.find((s) => s.service_id === service_id);
    return service?.as_id_list.includes(node_id) === true && service.request_params_hash === requestParamsHash(request_params, request_params_salt);
  });
}
