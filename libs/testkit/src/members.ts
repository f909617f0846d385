import type { ApiReply } from './api.js';
import type { ReceivedCallback } from './back-end.js';
import { consentSignature, type TestPerson } from './person.js';
import type { TestScheme } from './test-scheme.js';
import { until, WAIT_MS_MAX } from './until.js';

/** The ledger or the gateway's database is away. */
const UNREACHABLE: unknown[] = [10001, 10028];

/** Repeats a call, as back ends must, until the gateway could be reached, and could reach what it needs. */
export async function persistently(call: () => Promise<ApiReply>): Promise<ApiReply> {
  return until('a gateway that takes the call', async () => {
    const reply = await call().catch(() => undefined);
    return reply !== undefined && reply.status !== 503 && !UNREACHABLE.includes(reply.body?.error?.code) && reply;
  }, WAIT_MS_MAX * 2);
}

/** One flow as its relying party remembers it. */
export interface Flow {
  reference_id: string;
  request_id: string;
}

/** What the members' back ends of {@link automaticMembers} do. */
export interface Members {
  /** Asks for consent and data; resolves when the gateway has accepted it. */
  begin(): Promise<Flow>;
  /** Resolves when requester, IdP and AS were told that it is closed and completed. */
  end(flow: Flow): Promise<void>;
  /** What a member was told about a request, in order of arrival. */
  told(nodeId: string, type: string, request_id: string): ReceivedCallback['body'][];
  /** Callbacks that all members have taken so far. */
  readonly progress: number;
  /** Resolves when so many callbacks were taken. */
  progressed(count: number): Promise<void>;
  /** Calls of the back ends that were refused although everything was right. */
  readonly refusals: string[];
}

/**
 * Back ends of an RP, an IdP and an AS that do their part of every flow by themselves, as the contract wants it: they tolerate
 * repeated callbacks, and repeat a call that failed to connect or got 503 until it is accepted. What they know survives
 * `BackEnd.stop()`, as a database would.
 */
export function automaticMembers(scheme: TestScheme, persons: TestPerson[], nodes: { rp: string; idp: string; as: string; service_id: string; name: string }): Members {
  const { rp, idp, as, service_id } = nodes;
  const told = new Map<string, ReceivedCallback['body'][]>();
  const refusals: string[] = [];
  const acted = new Set<string>();
  let progress = 0;
  let serial = 0;

  const personOf = (message: string): TestPerson => persons[Number(message.split('-').at(-1)) % persons.length]!;
  const key = (nodeId: string, type: string, requestId: string): string => `${nodeId} ${type} ${requestId}`;
  const heard = (nodeId: string, type: string, requestId: string): ReceivedCallback['body'][] => told.get(key(nodeId, type, requestId)) ?? [];
  /** A repetition of a call that was accepted, its reply lost, is refused with one of these. */
  const expectTaken = (what: string, { status, body }: ApiReply, acceptedBefore: number[]): void => {
    if (status !== 202 && !acceptedBefore.includes(body?.error?.code)) refusals.push(`${what}: ${status} ${JSON.stringify(body)}`);
  };
  const answer = async (incoming: ReceivedCallback): Promise<void> => {
    const request_id = String(incoming.body.request_id);
    const person = personOf(String(incoming.body['request_message']));
    const reply = await persistently(() =>
      scheme.api(idp).post('/idp/response', {
        reference_id: `answer-${request_id}`, callback_url: scheme.backEnd(idp).url('/result'), request_id, ial: person.ial, aal: 3, status: 'accept',
        accessor_id: person.accessor_id, signature: consentSignature(person, incoming),
      }),
    );
    expectTaken('POST /idp/response', reply, [20081, 20025]);
  };
  const sendData = async ({ body }: ReceivedCallback): Promise<void> => {
    const request_id = String(body.request_id);
    const reply = await persistently(() =>
      scheme.api(as).post(`/as/data/${request_id}/${String(body['service_id'])}`, {
        reference_id: `data-${request_id}`, callback_url: scheme.backEnd(as).url('/result'), data: dataOf(request_id),
      }),
    );
    expectTaken('POST /as/data', reply, [20037, 20082, 20025]);
  };
  const once = (what: string, act: () => Promise<void>): void => {
    if (acted.has(what)) return;
    acted.add(what);
    act().catch((error: unknown) => refusals.push(`${what}: ${(error as Error).message}`));
  };

  for (const nodeId of [rp, idp, as]) {
    const backEnd = scheme.backEnd(nodeId);
    backEnd.reply = (callback) => {
      const { type = '', request_id = '' } = callback.body;
      const name = key(nodeId, type, request_id);
      told.set(name, [...(told.get(name) ?? []), callback.body]);
      progress += 1;
      if (type === 'incoming_request') once(`answer ${request_id}`, () => answer(callback));
      if (type === 'data_request') once(`data ${request_id} ${String(callback.body['service_id'])}`, () => sendData(callback));
      return undefined;
    };
  }

  return {
    refusals,
    told: heard,
    get progress() {
      return progress;
    },
    async progressed(count) {
      await until(`${count} callbacks`, () => progress >= count, WAIT_MS_MAX * 3);
    },
    async begin() {
      serial += 1;
      const reference_id = `${nodes.name}-${serial}`;
      const person = persons[serial % persons.length]!;
      const reply = await persistently(() =>
        scheme.api(rp).post(`/rp/requests/${person.namespace}/${person.identifier}`, {
          reference_id, callback_url: scheme.backEnd(rp).url('/request'), mode: 2, bypass_identity_check: false, min_idp: 1, min_ial: 1.1, min_aal: 1, request_timeout: 3600,
          request_message: `Please confirm ${reference_id}`, idp_id_list: [idp], data_request_list: [{ service_id, min_as: 1, as_id_list: [as] }],
        }),
      );
      if (reply.status === 202) return { reference_id, request_id: String(reply.body.request_id) };
      // Accepted, but the reply was lost.
      if (reply.body?.error?.code !== 20045) throw new Error(`POST /rp/requests: ${reply.status} ${JSON.stringify(reply.body)}`);
      const known = await persistently(() => scheme.api(rp).get(`/rp/request_references/${reference_id}`));
      return { reference_id, request_id: String(known.body?.request_id) };
    },
    async end({ request_id }) {
      for (const nodeId of [rp, idp, as]) {
        const isOver = (body: ReceivedCallback['body']): boolean => body['closed'] === true && body['status'] === 'completed';
        await until(`${nodeId} told that ${request_id} is closed`, () => heard(nodeId, 'request_status', request_id).some(isOver), WAIT_MS_MAX * 2);
      }
    },
  };
}

/** What the automatic AS delivers for a request. */
export const dataOf = (requestId: string): string => `{"about":"${requestId}"}`;
