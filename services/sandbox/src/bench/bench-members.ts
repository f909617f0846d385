import { createPublicKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Callback, DataReply } from '@trine/client';
import { accessorSign, publicPem, rsaModulus } from '@trine/crypto';
import { paddedMessageHash } from '@trine/protocol';
import { fictionalCitizenId } from '../people.js';
import { SERVICE_ID } from './driver-messages.js';
import { HttpClient } from './http-client.js';

export const PERSON_COUNT = 200;
const KEY_COUNT = 4;
const SERIES = 2;
const ENROLMENT_CONCURRENCY = 8;
const IAL = 2.3;
const AAL = 2.2;
const FLOW_MS_MAX = 30_000;
const PREPARATION_MS_MAX = 60_000;

interface Accessor {
  id: string;
  privateKey: KeyObject;
  modulus: Buffer;
}

type Enrolment = Callback<'create_identity_result'>;
type CallResult = Callback<'create_request_result' | 'response_result' | 'create_identity_result'>;

interface Flow {
  requestId?: string;
  fetching: boolean;
  /** When the data were in the RP's hands. */
  dataAt?: number;
  closed: boolean;
  succeed(): void;
  fail(error: Error): void;
}

/** The three back ends of the benchmark. A flow is complete when the RP has read the data and knows that the request is closed. */
export class BenchMembers {
  private readonly rp: HttpClient;
  private readonly idp: HttpClient;
  private readonly as: HttpClient;
  private readonly data: string;
  private readonly accessorByGroupCode = new Map<string, Accessor>();
  private readonly enrolled = new Map<string, (result: Enrolment) => void>();
  private readonly flows = new Map<number, Flow>();
  private readonly flowByRequest = new Map<string, Flow>();
  private flowCount = 0;

  constructor(urls: { rp: string; idp: string; as: string }, private readonly callbackUrl: string, dataBytes: number) {
    this.rp = new HttpClient(urls.rp);
    this.idp = new HttpClient(urls.idp);
    this.as = new HttpClient(urls.as);
    this.data = randomBytes(dataBytes).toString('base64').slice(0, dataBytes);
  }

  /** Callback URLs, the service, the people. */
  async prepare(): Promise<void> {
    await this.idp.post('/idp/callback', { incoming_request_url: `${this.callbackUrl}/incoming_request` });
    const service = `/as/service/${SERVICE_ID}`;
    await this.as.post(service, { reference_id: 'service', callback_url: `${this.callbackUrl}/result`, url: `${this.callbackUrl}/data_request`, min_ial: IAL, min_aal: AAL, supported_namespace_list: ['citizen_id'] });
    for (const until = Date.now() + PREPARATION_MS_MAX; !(await this.as.get(service).catch(() => undefined)); await delay(50)) {
      if (Date.now() > until) throw new Error('the AS does not offer the service');
    }
    const keys = Array.from({ length: KEY_COUNT }, () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
    const waiting = Array.from({ length: PERSON_COUNT }, (_, index) => index);
    await Promise.all(Array.from({ length: ENROLMENT_CONCURRENCY }, async () => {
      for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) await this.enrol(index, keys[index % KEY_COUNT]!);
    }));
  }

  /** Runs one flow and resolves to the milliseconds from `start` to the data in the RP's hands. */
  async flow(start: number): Promise<number> {
    const id = this.flowCount++;
    const flow: Flow = { fetching: false, closed: false, succeed: () => undefined, fail: () => undefined };
    const end = new Promise<void>((resolve, reject) => {
      flow.succeed = resolve;
      flow.fail = reject;
    });
    this.flows.set(id, flow);
    const late = setTimeout(() => flow.fail(new Error(`flow not complete after ${FLOW_MS_MAX} ms: data ${flow.dataAt ? 'read' : 'missing'}, ${flow.closed ? 'closed' : 'open'}`)), FLOW_MS_MAX);
    try {
      await Promise.all([this.ask(id, flow), end]);
      return flow.dataAt! - start;
    } finally {
      clearTimeout(late);
      this.flows.delete(id);
      if (flow.requestId) this.flowByRequest.delete(flow.requestId);
    }
  }

  /** Takes a callback; returns the JSON text of a 200 reply, or undefined for 204. */
  take(path: string, body: object): string | undefined {
    if (path === '/incoming_request') void this.consent(body as Callback<'incoming_request'>);
    else if (path === '/data_request') return JSON.stringify({ data: this.data } satisfies DataReply);
    else if (path === '/result') this.settle(body as CallResult);
    else this.follow(this.flows.get(Number(path.slice('/rp/'.length))), body as Callback<'request_status'> | CallResult);
    return undefined;
  }

  private async ask(id: number, flow: Flow): Promise<void> {
    const { request_id } = await this.rp.post<{ request_id: string }>(`/rp/requests/citizen_id/${fictionalCitizenId(SERIES, id % PERSON_COUNT)}`, {
      reference_id: `flow-${process.pid}-${id}`,
      // One URL per flow: callbacks may come before the reply that names the request.
      callback_url: `${this.callbackUrl}/rp/${id}`,
      mode: 2,
      idp_id_list: [],
      data_request_list: [{ service_id: SERVICE_ID, min_as: 1 }],
      request_message: 'Benchmark: please confirm that Example Lending may see your data.',
      min_ial: IAL,
      min_aal: AAL,
      min_idp: 1,
      request_timeout: 3600,
      bypass_identity_check: false,
    });
    flow.requestId = request_id;
    this.flowByRequest.set(request_id, flow);
  }

  private async consent({ request_id, request_message, initial_salt, reference_group_code }: Callback<'incoming_request'>): Promise<void> {
    try {
      const { id, privateKey, modulus } = this.accessorByGroupCode.get(reference_group_code!)!;
      const signature = accessorSign(privateKey, paddedMessageHash(request_message, initial_salt, request_id, modulus)).toString('base64');
      await this.idp.post('/idp/response', { reference_id: request_id, callback_url: `${this.callbackUrl}/result`, request_id, ial: IAL, aal: AAL, status: 'accept', accessor_id: id, signature });
    } catch (error) {
      this.flowByRequest.get(request_id)?.fail(error as Error);
    }
  }

  private settle(result: CallResult): void {
    if (result.type === 'create_identity_result') this.enrolled.get(result.reference_id)?.(result);
    else if (!result.success) this.flowByRequest.get(result.request_id ?? '')?.fail(new Error(`${result.type}: ${JSON.stringify(result.error)}`));
  }

  private follow(flow: Flow | undefined, callback: Callback<'request_status'> | CallResult): void {
    if (!flow) return; // it has failed meanwhile, or this is a repetition
    if (callback.type !== 'request_status') {
      if (!callback.success) flow.fail(new Error(`${callback.type}: ${JSON.stringify(callback.error)}`));
      return;
    }
    if (callback.timed_out || (callback.closed && callback.status !== 'completed')) return flow.fail(new Error(`the request ended as ${callback.status}`));
    if (callback.status === 'completed' && !flow.fetching) {
      flow.fetching = true;
      void this.fetch(callback.request_id, flow);
    }
    flow.closed ||= callback.closed;
    if (flow.closed && flow.dataAt !== undefined) flow.succeed();
  }

  private async fetch(requestId: string, flow: Flow): Promise<void> {
    try {
      const [item] = await this.rp.get<{ data: string }[]>(`/rp/request_data/${requestId}`);
      if (item?.data !== this.data) throw new Error(`the data of ${requestId} are ${item ? 'not those that were sent' : 'missing'}`);
      flow.dataAt = performance.now();
      if (flow.closed) flow.succeed();
    } catch (error) {
      flow.fail(error as Error);
    }
  }

  private async enrol(index: number, privateKey: KeyObject): Promise<void> {
    const reference = `person-${index}`;
    const pem = publicPem(createPublicKey(privateKey));
    const result = new Promise<Enrolment>((resolve) => this.enrolled.set(reference, resolve));
    const { accessor_id } = await this.idp.post<{ accessor_id: string }>('/identity', {
      reference_id: reference,
      callback_url: `${this.callbackUrl}/result`,
      identity_list: [{ namespace: 'citizen_id', identifier: fictionalCitizenId(SERIES, index) }],
      mode: 2,
      accessor_type: 'RSA',
      accessor_public_key: pem,
      ial: IAL,
    });
    const { success, error, reference_group_code } = await result;
    if (!success) throw new Error(`person ${index} could not be enrolled: ${JSON.stringify(error)}`);
    this.accessorByGroupCode.set(reference_group_code!, { id: accessor_id, privateKey, modulus: rsaModulus(pem) });
  }
}
