import { identifierHash, idpAnswersWanted, type CommandArgs, type MailBodies, type RequestDetail } from '@trine/protocol';
import { ApiError } from '../api/api-error.js';
import { Operation, type Call } from '../api/operation.js';
import type { CommandDesk } from '../ledger/command-desk.js';
import type { LedgerClient } from '../ledger/ledger-client.js';
import type { AccessorFacts, AssociationFacts } from '../ledger/ledger-facts.js';
import type { MailRoom } from '../mail/mail-room.js';
import type { RequestRecord } from '../store/documents.js';
import type { GatewayStore } from '../store/gateway-store.js';
import { UnitOfWork } from '../store/unit-of-work.js';
import { consentBlock, isConsentSignature } from './consent-check.js';

interface Answering {
  reference_id: string;
  callback_url: string;
  request_id: string;
}

interface IdpAnswer extends Answering {
  ial: number;
  aal: number;
  status: 'accept' | 'reject';
  accessor_id?: string;
  signature: string;
}

type ConsentRequest = MailBodies['consent_request'];

/** An open request that this IdP was asked about. */
interface AskedRequest {
  detail: RequestDetail;
  consent: ConsentRequest;
}

/** Calls of an identity provider about requests (contract: openapi tag `idp`). */
export class IdpOperations {
  constructor(
    private readonly store: GatewayStore,
    private readonly ledger: LedgerClient,
    private readonly desk: CommandDesk,
    private readonly mail: () => MailRoom,
  ) {}

  @Operation('createIdpResponse')
  async createIdpResponse({ nodeId, body }: Call<IdpAnswer>): Promise<void> {
    const asked = await this.answerable(nodeId, body.request_id);
    await this.checkAnswer(nodeId, body, asked);
    const { request_id, ial, aal, status, signature, accessor_id } = body;
    const { mode } = asked.detail;
    await this.record(nodeId, body, asked.detail, { request_id, ial, aal, status, signature }, { mode, ...(mode !== 1 && accessor_id !== undefined && { accessor_id }) });
  }

  @Operation('createIdpErrorResponse')
  async createIdpErrorResponse({ nodeId, body }: Call<Answering & { error_code: number }>): Promise<void> {
    const { request_id, error_code } = body;
    const { detail } = await this.answerable(nodeId, request_id);
    const known = await this.ledger.askOne<{ known: boolean }>('GetErrorCodeKnown', { type: 'idp', error_code });
    if (known?.known !== true) throw new ApiError(20078);
    await this.record(nodeId, body, detail, { request_id, error_code }, { error_code });
  }

  @Operation('getRequestMessagePaddedHash')
  async getRequestMessagePaddedHash({ nodeId, query }: Call): Promise<unknown> {
    const { request_id = '', accessor_id = '' } = query;
    const { record, detail } = await this.openRequest(nodeId, request_id);
    if (detail.mode === 1) throw new ApiError(20075);
    const consent = consentOf(record);
    if (!consent) throw new ApiError(20038);
    const accessor = await this.ledger.askOne<AccessorFacts>('GetAccessor', { accessor_id });
    if (accessor?.active !== true) throw new ApiError(20011);
    return { request_message_padded_hash: consentBlock(consent, accessor.accessor_public_key).toString('base64') };
  }

  /** The first checks of every answer: known, open, still wanted, received here (contract: flows.md 6.4). */
  private async answerable(nodeId: string, requestId: string): Promise<AskedRequest> {
    const { record, detail } = await this.openRequest(nodeId, requestId);
    if (idpAnswersWanted(detail) === 0) throw new ApiError(20081);
    const consent = consentOf(record);
    if (!consent) throw new ApiError(20038);
    return { detail, consent };
  }

  private async openRequest(nodeId: string, requestId: string): Promise<{ record: RequestRecord | undefined; detail: RequestDetail }> {
    const record = await this.store.loadRequest(nodeId, requestId);
    const detail = record?.doc.detail ?? (await this.ledger.askOne<RequestDetail>('GetRequestDetail', { request_id: requestId }));
    if (!detail) throw new ApiError(20012);
    if (detail.closed) throw new ApiError(20025);
    if (detail.timed_out) throw new ApiError(20026);
    return { record, detail };
  }

  private async checkAnswer(nodeId: string, answer: IdpAnswer, { detail, consent }: AskedRequest): Promise<void> {
    const person =
      consent.reference_group_code === undefined
        ? { identity_namespace: consent.namespace, identity_identifier_hash: identifierHash(consent.identifier ?? '') }
        : { reference_group_code: consent.reference_group_code };
    const [ials, aals, exists, association, accessor] = await this.ledger.ask<
      [{ supported_ial_list: number[] }, { supported_aal_list: number[] }, { exist: boolean } | null, AssociationFacts | null, AccessorFacts | null]
    >(
      { name: 'GetSupportedIALList' },
      { name: 'GetSupportedAALList' },
      { name: 'CheckExistingIdentity', params: person },
      { name: 'GetAssociation', params: { ...person, node_id: nodeId } },
      { name: 'GetAccessor', params: { accessor_id: answer.accessor_id ?? '' } },
    );
    if (!ials.supported_ial_list.includes(answer.ial)) throw new ApiError(20094);
    if (!aals.supported_aal_list.includes(answer.aal)) throw new ApiError(20095);
    if (answer.ial < detail.min_ial) throw new ApiError(20055);
    if (answer.aal < detail.min_aal) throw new ApiError(20056);
    if (detail.mode === 1) return;
    if (exists?.exist !== true) throw new ApiError(20020);
    if (!association) throw new ApiError(20071);
    if (!association.mode_list.includes(detail.mode)) throw new ApiError(20065);
    if (answer.accessor_id === undefined) throw new ApiError(20014);
    if (!accessor) throw new ApiError(20011);
    if (accessor.reference_group_code !== association.reference_group_code) throw new ApiError(20077);
    if (!accessor.active) throw new ApiError(20011);
    if (answer.ial !== association.ial) throw new ApiError(20060);
    if (!isConsentSignature(consent, accessor.accessor_public_key, answer.signature)) throw new ApiError(20028);
  }

  private async record(
    nodeId: string,
    { request_id, reference_id, callback_url }: Answering,
    detail: RequestDetail,
    args: CommandArgs['CreateIdpResponse'],
    letter: Partial<MailBodies['idp_response']>,
  ): Promise<void> {
    const work = new UnitOfWork();
    const command = this.desk.send<'CreateIdpResponse'>(work, {
      node_id: nodeId,
      type: 'CreateIdpResponse',
      aggregate: request_id,
      args,
      keptWhile: 'ledger_stopped',
      result: { url: callback_url, body: { node_id: nodeId, type: 'response_result', reference_id, request_id } },
    });
    this.mail().send(work, {
      from: nodeId,
      to: detail.requester_node_id,
      type: 'idp_response',
      request_id,
      vouched_by: command,
      body: { request_id, idp_id: nodeId, ...letter },
    });
    await this.store.commit(work);
  }
}

/** The letter of a consent request that arrived here, matched the ledger and was passed on. */
function consentOf(record: RequestRecord | undefined): ConsentRequest | undefined {
  return record?.doc.idp?.notified === true && !record.doc.idp.refused ? record.content?.consent_request?.body : undefined;
}
