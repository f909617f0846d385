import { randomUUID } from 'node:crypto';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { LRUCache } from 'lru-cache';
import { dataSalt, type MailBodies, type RequestDetail } from '@trine/protocol';
import { ApiError, errorBody } from '../api/api-error.js';
import { Operation, notFound, type Call } from '../api/operation.js';
import type { CallbackQueue, CallbackReply } from '../callbacks/callback-queue.js';
import { addErrorCallback } from '../callbacks/error-callback.js';
import type { GatewayConfig } from '../config.js';
import type { CommandDesk } from '../ledger/command-desk.js';
import type { LedgerClient } from '../ledger/ledger-client.js';
import type { ServiceDirectory } from '../ledger/service-directory.js';
import type { MailRoom } from '../mail/mail-room.js';
import { CryptoServiceAway, CryptoServiceError } from '../node/crypto-service.js';
import type { NodeKeyring } from '../node/node-keys.js';
import type { CallbackRecord, RequestRecord, ResultCallback, UnsignedData } from '../store/documents.js';
import type { GatewayStore } from '../store/gateway-store.js';
import { serviceUrlKey, type Settings } from '../store/settings.js';
import { UnitOfWork } from '../store/unit-of-work.js';
import { hasSpaceInDataUrl, packData } from './as-data.js';

interface Asynchronous {
  reference_id: string;
  callback_url: string;
}

interface OfferBody extends Asynchronous {
  min_ial?: number;
  min_aal?: number;
  url?: string;
  supported_namespace_list?: string[];
}

/** What an AS has to say to a data request. */
type SourceAnswer = { data: string } | { error_code: number };

/** A data request that this AS may answer. */
interface AskedData {
  record: RequestRecord;
  detail: RequestDetail;
  initial_salt: string;
}

/** Data that waits for the crypto service is tried again after this long. */
const UNSIGNED_RETRY_MS = 5_000;
const SCHEMA_CACHE_COUNT_MAX = 500;
/** The literal that stands for "no schema" (ledger rules, AddService). */
const NO_SCHEMA = ['', 'n/a'];

/** Calls of an authoritative source (contract: openapi tag `as`), and the replies to its data requests. */
export class AsOperations {
  private readonly schemas = new LRUCache<string, ReturnType<typeof compileSchema>>({ max: SCHEMA_CACHE_COUNT_MAX });
  private readonly unsigned = new Map<string, NodeJS.Timeout>();
  private stopped = false;

  constructor(
    private readonly config: GatewayConfig,
    private readonly store: GatewayStore,
    private readonly ledger: LedgerClient,
    private readonly desk: CommandDesk,
    private readonly mail: () => MailRoom,
    private readonly callbacks: CallbackQueue,
    private readonly settings: Settings,
    private readonly keys: NodeKeyring,
    private readonly services: ServiceDirectory,
  ) {
    callbacks.onDataReply = (record, reply) => this.takeReply(record, reply);
  }

  @Operation('registerOrUpdateService')
  async registerOrUpdateService({ nodeId, params, body }: Call<OfferBody>): Promise<void> {
    const service_id = params['service_id'] ?? '';
    const { min_ial, min_aal, url, supported_namespace_list, reference_id, callback_url } = body;
    const [offers, ials, aals, namespaces] = await this.ledger.ask<
      [{ services: { service_id: string; active: boolean }[] } | null, { supported_ial_list: number[] }, { supported_aal_list: number[] }, { namespace: string }[] | null]
    >({ name: 'GetServicesByAsID', params: { as_id: nodeId } }, { name: 'GetSupportedIALList' }, { name: 'GetSupportedAALList' }, { name: 'GetNamespaceList' });
    const offered = offers?.services.some((offer) => offer.service_id === service_id && offer.active) === true;
    if (!offered && (min_ial === undefined || min_aal === undefined || url === undefined || supported_namespace_list === undefined)) throw new ApiError(20023);
    if (min_ial !== undefined && !ials.supported_ial_list.includes(min_ial)) throw new ApiError(20094);
    if (min_aal !== undefined && !aals.supported_aal_list.includes(min_aal)) throw new ApiError(20095);
    for (const namespace of supported_namespace_list ?? []) if (!namespaces?.some((n) => n.namespace === namespace)) throw new ApiError(20013);
    const args = { service_id, ...(min_ial !== undefined && { min_ial }), ...(min_aal !== undefined && { min_aal }), ...(supported_namespace_list && { supported_namespace_list }) };
    const work = new UnitOfWork();
    this.desk.send(work, {
      node_id: nodeId,
      type: offered ? 'UpdateServiceDestination' : 'RegisterServiceDestination',
      aggregate: 'registry',
      args: args as never,
      result: { url: callback_url, body: { node_id: nodeId, type: 'add_or_update_service_result', reference_id } },
      ...(url !== undefined && { settings: [{ key: serviceUrlKey(nodeId, service_id), value: url }] }),
    });
    await this.store.commit(work);
  }

  @Operation('getService')
  async getService({ nodeId, params }: Call): Promise<unknown> {
    const service_id = params['service_id'] ?? '';
    const offers = await this.ledger.askOne<{ services: { service_id: string; min_ial: number; min_aal: number; active: boolean; suspended: boolean; supported_namespace_list: string[] }[] }>(
      'GetServicesByAsID',
      { as_id: nodeId },
    );
    const offer = offers?.services.find((o) => o.service_id === service_id);
    if (!offer) return notFound();
    const { supported_namespace_list, min_ial, min_aal, active, suspended } = offer;
    return { url: this.settings.serviceUrl(nodeId, service_id) ?? null, supported_namespace_list, min_ial, min_aal, active, suspended };
  }

  @Operation('logPaymentReceived')
  async logPaymentReceived({ params }: Call): Promise<void> {
    const detail = await this.ledger.askOne<RequestDetail>('GetRequestDetail', { request_id: params['request_id'] ?? '' });
    if (!detail) throw new ApiError(20012);
    if (!detail.data_request_list.some(({ service_id }) => service_id === params['service_id'])) throw new ApiError(20039);
  }

  @Operation('setServicePrice')
  async setServicePrice({
    nodeId,
    params,
    body,
  }: Call<
    Asynchronous & {
      price_by_currency_list: { currency: string; min_price: number; max_price: number }[];
      effective_datetime: string;
      more_info_url?: string;
      detail?: string;
    }
  >): Promise<void> {
    const service_id = params['service_id'] ?? '';
    const { reference_id, callback_url, price_by_currency_list, effective_datetime, more_info_url, detail } = body;
    if (price_by_currency_list.some(({ min_price, max_price }) => min_price > max_price)) throw new ApiError(20084);
    const delay = await this.ledger.askOne<{ duration_second: number }>('GetServicePriceMinEffectiveDatetimeDelay', { service_id });
    if (!delay) throw new ApiError(20083);
    if (Date.parse(effective_datetime) < Date.now() + delay.duration_second * 1000) throw new ApiError(20090);
    const work = new UnitOfWork();
    this.desk.send<'SetServicePrice'>(work, {
      node_id: nodeId,
      type: 'SetServicePrice',
      aggregate: 'registry',
      args: { service_id, price_by_currency_list, effective_datetime, ...(more_info_url !== undefined && { more_info_url }), ...(detail !== undefined && { detail }) },
      result: { url: callback_url, body: { node_id: nodeId, type: 'set_service_price_result', reference_id } },
    });
    await this.store.commit(work);
  }

  @Operation('sendData')
  async sendData({ nodeId, params, body }: Call<Asynchronous & { data: string }>): Promise<void> {
    await this.answerCall(nodeId, params, body, { data: body.data });
  }

  @Operation('sendDataError')
  async sendDataError({ nodeId, params, body }: Call<Asynchronous & { error_code: number }>): Promise<void> {
    await this.answerCall(nodeId, params, body, { error_code: body.error_code });
  }

  private answerCall(nodeId: string, params: Record<string, string>, { reference_id, callback_url }: Asynchronous, answer: SourceAnswer): Promise<void> {
    const { request_id = '', service_id = '' } = params;
    const result = { url: callback_url, body: { node_id: nodeId, type: 'response_result', reference_id, request_id } };
    return this.answer(nodeId, request_id, service_id, answer, result);
  }

  /** Goes on with data that an earlier process has accepted. */
  adopt(record: UnsignedData): void {
    this.resumeLater(record, Date.now());
  }

  stop(): void {
    this.stopped = true;
    for (const timer of this.unsigned.values()) clearTimeout(timer);
  }

  /**
   * Checks and records one answer (contract: flows.md 6.7). What the crypto service does not sign was accepted all the same: its
   * result tells (contract: callbacks.md section 8), and an answer without result is the caller's to report.
   */
  private async answer(nodeId: string, requestId: string, serviceId: string, answer: SourceAnswer, result: ResultCallback | undefined): Promise<void> {
    try {
      await this.sendAnswer(nodeId, requestId, serviceId, answer, result);
    } catch (error) {
      if (!(error instanceof CryptoServiceError) || !result || !('data' in answer)) throw error;
      if (error instanceof CryptoServiceAway) await this.keep({ id: randomUUID(), kind: 'unsigned_data', node_id: nodeId, request_id: requestId, service_id: serviceId, data: answer.data, result });
      else await this.store.commit(this.failure(result, error));
    }
  }

  private async keep(record: UnsignedData): Promise<void> {
    const { node_id, request_id, service_id } = record;
    await this.store.exclusively(node_id, [request_id], async () => {
      const { record: request } = await this.answerable(node_id, request_id, service_id);
      if (request.doc.as) request.doc.as.services[service_id] = 'answered';
      const work = new UnitOfWork();
      work.putRequest(request);
      work.outbox.set(record.id, record);
      work.afterCommit(() => this.resumeLater(record, Date.now()));
      await this.store.commit(work);
    });
  }

  private resumeLater(record: UnsignedData, acceptedAt: number): void {
    if (this.stopped) return;
    this.unsigned.set(record.id, setTimeout(() => {
      this.unsigned.delete(record.id);
      // What can't be stored now is tried again.
      this.resume(record, acceptedAt).catch(() => this.resumeLater(record, acceptedAt));
    }, UNSIGNED_RETRY_MS));
  }

  private async resume(record: UnsignedData, acceptedAt: number): Promise<void> {
    const { id, node_id, request_id, service_id, data, result } = record;
    // Of a node that this gateway no longer acts for: until it does again.
    if (!this.keys.holds(node_id)) return this.resumeLater(record, acceptedAt);
    try {
      await this.sendAnswer(node_id, request_id, service_id, { data }, result, id);
    } catch (error) {
      const isOver = Date.now() - acceptedAt > this.config.callbackRetryTimeoutSeconds * 1000;
      if ((!(error instanceof ApiError) || isOutage(error)) && !isOver) return this.resumeLater(record, acceptedAt);
      await this.store.exclusively(node_id, [request_id], async () => {
        const work = this.failure(result, error);
        work.outbox.set(id, null);
        const request = await this.store.loadRequest(node_id, request_id);
        if (request?.doc.as) {
          request.doc.as.services[service_id] = 'asked';
          work.putRequest(request);
        }
        await this.store.commit(work);
      });
    }
  }

  private failure({ url, body }: ResultCallback, error: unknown): UnitOfWork {
    const work = new UnitOfWork();
    this.callbacks.add(work, { target: { url }, retry: 'window', node_id: body.node_id, request_id: String(body['request_id']), body: { ...body, success: false, error: errorBody(error) } });
    return work;
  }

  /** @param kept id of the record that it was kept as */
  private async sendAnswer(nodeId: string, requestId: string, serviceId: string, answer: SourceAnswer, result: ResultCallback | undefined, kept?: string): Promise<void> {
    const expected = kept === undefined ? 'asked' : 'answered';
    // Signing may take its time, so the request is not held meanwhile.
    const before = await this.answerable(nodeId, requestId, serviceId, expected);
    const content = 'data' in answer ? await this.dataAnswer(nodeId, serviceId, before, answer.data) : await this.errorAnswer(answer.error_code);
    await this.store.exclusively(nodeId, [requestId], async () => {
      const asked = await this.answerable(nodeId, requestId, serviceId, expected);
      const work = new UnitOfWork();
      if (kept !== undefined) work.outbox.set(kept, null);
      const command = this.desk.send<'CreateAsResponse'>(work, {
        node_id: nodeId,
        type: 'CreateAsResponse',
        aggregate: requestId,
        args: { request_id: requestId, service_id: serviceId, ...('error_code' in content ? content : { signature: content.signature ?? '' }) },
        ...(result && { result }),
        answersData: { request_id: requestId, service_id: serviceId },
      });
      this.mail().send(work, {
        from: nodeId,
        to: asked.detail.requester_node_id,
        type: 'as_response',
        request_id: requestId,
        vouched_by: command,
        body: { request_id: requestId, as_id: nodeId, service_id: serviceId, ...content },
      });
      if (asked.record.doc.as) asked.record.doc.as.services[serviceId] = 'answered';
      work.putRequest(asked.record);
      await this.store.commit(work);
    });
  }

  private async answerable(nodeId: string, requestId: string, serviceId: string, expected: 'asked' | 'answered' = 'asked'): Promise<AskedData> {
    const record = await this.store.loadRequest(nodeId, requestId);
    const detail = record?.doc.detail ?? (await this.ledger.askOne<RequestDetail>('GetRequestDetail', { request_id: requestId }));
    if (!detail) throw new ApiError(20012);
    if (detail.closed) throw new ApiError(20025);
    if (detail.timed_out) throw new ApiError(20026);
    const service = detail.data_request_list.find((s) => s.service_id === serviceId);
    if (!service) throw new ApiError(20039);
    const letter = record?.content?.data_request;
    if (!record || !letter || record.doc.as?.services[serviceId] !== expected) throw new ApiError(20037);
    if (service.min_as > 0) {
      const given = service.response_list.filter((r) => !('error_code' in r)).length;
      const reachable = given + service.as_id_list.length - service.response_list.length;
      if (given >= service.min_as || reachable < service.min_as) throw new ApiError(20082);
    }
    return { record, detail, initial_salt: letter.body.initial_salt };
  }

  private async dataAnswer(nodeId: string, serviceId: string, { record, initial_salt }: AskedData, data: string): Promise<Partial<MailBodies['as_response']>> {
    const service = await this.services.get(serviceId);
    if (!service) throw new ApiError(10036);
    if (!NO_SCHEMA.includes(service.data_schema)) this.checkSchema(service.data_schema, data);
    if (hasSpaceInDataUrl(data)) throw new ApiError(20070);
    const packed_data = await packData(data, this.config.asDataCompressBytesMin);
    const salt = dataSalt(record.request_id, serviceId, nodeId, initial_salt);
    const signature = (await this.keys.of(nodeId).signing.sign(Buffer.from(data + salt, 'utf8'))).toString('base64');
    return { signature, data_salt: salt, packed_data };
  }

  private async errorAnswer(error_code: number): Promise<{ error_code: number }> {
    const known = await this.ledger.askOne<{ known: boolean }>('GetErrorCodeKnown', { type: 'as', error_code });
    if (known?.known !== true) throw new ApiError(20078);
    return { error_code };
  }

  private checkSchema(schema: string, data: string): void {
    let validate = this.schemas.get(schema);
    let parsed: unknown;
    try {
      parsed = JSON.parse(data);
    } catch (cause) {
      throw new ApiError(10035, undefined, undefined, { cause });
    }
    if (!validate) {
      validate = compileSchema(schema);
      this.schemas.set(schema, validate);
    }
    if (!validate(parsed)) throw new ApiError(20059, undefined, { valid: false, errors: validate.errors });
  }

  /** Acts on what the back end replied to a data request (contract: callbacks.md, `data_request`). */
  private async takeReply(callback: CallbackRecord, reply: CallbackReply): Promise<void> {
    if (reply.status === 204 && !reply.tooLarge) return;
    const { node_id, request_id = '' } = callback;
    const service_id = String(callback.body['service_id']);
    if (reply.status !== 200) {
      await this.drop(node_id, request_id, service_id);
      return;
    }
    try {
      const { answer, result } = readReply(reply, node_id, request_id);
      await this.answer(node_id, request_id, service_id, answer, result);
    } catch (error) {
      // That is no fault of the reply: the callback is repeated.
      if (!(error instanceof ApiError) || isOutage(error)) throw error;
      // A repetition of what was taken in before.
      if (error.code === 20037) return;
      await this.report(node_id, request_id, 'afterGotDataFromCallback', error);
    }
  }

  private async drop(nodeId: string, requestId: string, serviceId: string): Promise<void> {
    await this.store.exclusively(nodeId, [requestId], async () => {
      const record = await this.store.loadRequest(nodeId, requestId);
      if (record?.doc.as?.services[serviceId] !== 'asked') return;
      record.doc.as.services[serviceId] = 'dropped';
      const work = new UnitOfWork();
      work.putRequest(record);
      addErrorCallback(this.callbacks, work, { role: 'as', node_id: nodeId, action: 'afterGotDataFromCallback', request_id: requestId, error: 20032 });
      await this.store.commit(work);
    });
  }

  private async report(nodeId: string, requestId: string, action: string, error: ApiError): Promise<void> {
    const work = new UnitOfWork();
    addErrorCallback(this.callbacks, work, { role: 'as', node_id: nodeId, action, request_id: requestId, error });
    await this.store.commit(work);
  }
}

/** The ledger, the database or the crypto service is away. */
const isOutage = (error: ApiError): boolean => error instanceof CryptoServiceAway || error.code === 10001 || error.code === 10028;

function readReply({ body, tooLarge }: CallbackReply, nodeId: string, requestId: string): { answer: SourceAnswer; result: ResultCallback | undefined } {
  if (tooLarge) throw new ApiError(20036);
  let reply: Record<string, unknown>;
  try {
    reply = (JSON.parse(body) ?? {}) as Record<string, unknown>;
  } catch (cause) {
    throw new ApiError(20033, undefined, undefined, { cause });
  }
  const { data, error_code, reference_id, callback_url } = reply;
  const wantsResult = typeof reference_id === 'string' && typeof callback_url === 'string' && /^https?:\/\//.test(callback_url) && URL.canParse(callback_url);
  const result = wantsResult
    ? { url: callback_url, body: { node_id: nodeId, type: 'response_result', reference_id, request_id: requestId } }
    : undefined;
  if (error_code !== undefined) {
    if (typeof error_code !== 'number') throw new ApiError(20080);
    return { answer: { error_code }, result };
  }
  if (data === undefined || data === null || data === '') throw new ApiError(20034);
  if (typeof data !== 'string') throw new ApiError(20035);
  return { answer: { data }, result };
}

function compileSchema(schema: string) {
  try {
    const ajv = new Ajv({ allErrors: true, strict: false });
    addFormats.default(ajv);
    return ajv.compile(JSON.parse(schema) as object);
  } catch (cause) {
    throw new ApiError(10037, undefined, undefined, { cause });
  }
}
