import { messageHash, messageSalt, newId, newSalt } from '@trine/protocol';
import { ApiError } from '../api/api-error.js';
import { Operation, notFound, type Call } from '../api/operation.js';
import type { CommandDesk } from '../ledger/command-desk.js';
import type { LedgerClient } from '../ledger/ledger-client.js';
import type { GatewayStore } from '../store/gateway-store.js';
import type { References } from '../store/references.js';
import { UnitOfWork } from '../store/unit-of-work.js';
import { INITIAL_SALT_CHARS_MIN, type RequestPlanner, type WantedRequest } from './new-request.js';
import type { RequestCreator } from './request-creator.js';
import type { RequesterSide } from './requester-side.js';

/** Limits of recorded messages in characters (contract: flows.md section 3). */
const MESSAGE_CHARS_MAX = 1024;
const PURPOSE_CHARS_MAX = 512;

interface Asynchronous {
  reference_id: string;
  callback_url: string;
}

/** Calls of a relying party (contract: openapi tag `rp`). */
export class RpOperations {
  constructor(
    private readonly store: GatewayStore,
    private readonly ledger: LedgerClient,
    private readonly desk: CommandDesk,
    private readonly references: References,
    private readonly planner: RequestPlanner,
    private readonly creator: RequestCreator,
    private readonly requester: RequesterSide,
  ) {}

  @Operation('createRequest')
  async createRequest({ nodeId, params, body }: Call<Asynchronous & Omit<WantedRequest, 'namespace' | 'identifier' | 'purpose'>>): Promise<unknown> {
    const { reference_id, callback_url } = body;
    const { namespace = '', identifier = '' } = params;
    // Bypassing applies to modes 2 and 3 only; a purpose is the identity operations' own.
    const wanted: WantedRequest = { ...body, namespace, identifier, bypass_identity_check: body.mode !== 1 && body.bypass_identity_check === true };
    delete wanted.purpose;
    return this.planner.plan(
      nodeId,
      wanted,
      (rest) => this.references.holding(nodeId, 'request', reference_id, rest),
      async (request) => {
        const work = new UnitOfWork();
        this.creator.add(work, nodeId, request, { reference_id, callback_url }, {
          url: callback_url,
          body: { node_id: nodeId, type: 'create_request_result', reference_id, request_id: request.request_id },
          onSuccess: ['creation_block_height'],
        });
        this.references.put(work, { node_id: nodeId, family: 'request', reference_id, doc: { request_id: request.request_id } });
        await this.store.commit(work);
        return { request_id: request.request_id, initial_salt: request.content.initial_salt };
      },
    );
  }

  @Operation('getRequestIdByReference')
  async getRequestIdByReference({ nodeId, params }: Call): Promise<unknown> {
    const { request_id } = this.references.find(nodeId, 'request', params['reference_id'] ?? '') ?? {};
    return Promise.resolve(request_id === undefined ? notFound() : { request_id });
  }

  @Operation('getRequestData')
  async getRequestData({ nodeId, params }: Call): Promise<unknown> {
    const requestId = params['request_id'] ?? '';
    const data = await this.store.asData(nodeId, requestId);
    if (data.length === 0 && !(await this.ledger.askOne('GetRequest', { request_id: requestId }))) return notFound();
    return data.map(({ as_id, service_id, source_signature, signature_signing_algorithm, signature_signing_key_version, data_salt, data: text }) => ({
      source_node_id: as_id,
      service_id,
      source_signature,
      signature_signing_algorithm,
      signature_signing_key_version,
      data_salt,
      data: text,
    }));
  }

  @Operation('removeAllRequestData')
  async removeAllRequestData({ nodeId }: Call): Promise<void> {
    await this.store.removeAsData(nodeId, undefined);
  }

  @Operation('removeRequestData')
  async removeRequestData({ nodeId, params }: Call): Promise<void> {
    await this.store.removeAsData(nodeId, params['request_id'] ?? '');
  }

  @Operation('closeRequest')
  async closeRequest({ nodeId, body }: Call<Asynchronous & { request_id: string }>): Promise<void> {
    const { request_id, reference_id, callback_url } = body;
    await this.requester.close(nodeId, request_id, {
      url: callback_url,
      body: { node_id: nodeId, type: 'close_request_result', reference_id, request_id },
    });
  }

  @Operation('createMessage')
  async createMessage({ nodeId, body }: Call<Asynchronous & { message: string; purpose: string; initial_salt?: string; hash_message?: boolean }>): Promise<unknown> {
    const { reference_id, callback_url, message, purpose, hash_message } = body;
    return this.references.holding(nodeId, 'message', reference_id, async () => {
      if ([...purpose].length > PURPOSE_CHARS_MAX) throw new ApiError(20089);
      if (hash_message === true && body.initial_salt !== undefined && body.initial_salt.length < INITIAL_SALT_CHARS_MIN) throw new ApiError(20087);
      if (hash_message !== true && [...message].length > MESSAGE_CHARS_MAX) throw new ApiError(20088);
      const message_id = newId();
      const initial_salt = hash_message === true ? (body.initial_salt ?? newSalt()) : undefined;
      const stored = initial_salt === undefined ? message : messageHash(message, messageSalt(initial_salt));
      const work = new UnitOfWork();
      this.desk.send<'CreateMessage'>(work, {
        node_id: nodeId,
        type: 'CreateMessage',
        aggregate: message_id,
        args: { message_id, message: stored, purpose },
        // Contract: never freed on success, at once on failure.
        reference: { family: 'message', reference_id, free: 'on_failure' },
        result: { url: callback_url, body: { node_id: nodeId, type: 'create_message_result', reference_id, message_id }, onSuccess: ['creation_block_height'] },
      });
      this.references.put(work, { node_id: nodeId, family: 'message', reference_id, doc: {} });
      await this.store.commit(work);
      return { message_id, ...(initial_salt !== undefined && { initial_salt }) };
    });
  }
}
