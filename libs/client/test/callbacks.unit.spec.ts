import { afterEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { fastify, type FastifyInstance } from 'fastify';
import { callbackHandler, InvalidCallback, parseCallback, verifyWebhook, WebhookRefused, webhookSignature, type Callback, type CallbackHandlerOptions, type CallbackHandlers } from '@trine/client';

const status: Callback<'request_status'> = {
  node_id: 'rp', type: 'request_status', request_id: 'a', min_idp: 1, min_aal: 2.2, min_ial: 2.3, request_timeout: 60, idp_id_list: ['idp'], data_request_list: [], request_message_hash: 'h',
  response_list: [], closed: false, timed_out: false, mode: 2, request_type: null, requester_node_id: 'rp', status: 'pending', block_height: 'c:1',
};
const dataRequest: Callback<'data_request'> = {
  node_id: 'as', type: 'data_request', request_id: 'a', mode: 2, namespace: 'citizen_id', identifier: '1', service_id: 's', requester_node_id: 'rp', response_signature_list: [null], max_ial: 2.3, max_aal: 2.2,
  request_type: null, creation_time: 1, creation_block_height: 'c:1', request_timeout: 60,
};
const created = { node_id: 'rp', type: 'create_request_result', success: true, reference_id: 'r', request_id: 'a', creation_block_height: 'c:1' };

describe('parseCallback', () => {
  test('gives a callback its type, and success or failure', () => {
    const body = parseCallback(JSON.stringify({ ...created, success: false, error: { code: 25007, message: 'not enough tokens' } }));
    if (body.type !== 'create_request_result' || body.success) throw new Error('wrong type');
    const { code }: { code: number } = body.error;
    expect(code).toBe(25007);
    expect(parseCallback({ ...status, more: 1 })).toMatchObject({ type: 'request_status', more: 1 });
    expect(parseCallback(dataRequest)).toBe(dataRequest);
  });

  test.each([
    ['no JSON', '{', 'A callback is a JSON object.'],
    ['a list', [], 'A callback is a JSON object.'],
    ['no type', { node_id: 'a' }, 'The callback has no type that the API v6 knows.'],
    ['a type of version 4', { type: 'accessor_sign' }, 'The callback has no type that the API v6 knows.'],
    ['the name of an object member', { type: 'constructor' }, 'The callback has no type that the API v6 knows.'],
    ['a missing member', { ...status, closed: undefined }, 'request_status: closed must be boolean.'],
    ['a member of a wrong type', { ...status, request_type: 1 }, 'request_status: request_type must be string or null.'],
    ['a failure without a reason', { ...created, success: false }, 'create_request_result: error must have a code and a message.'],
    ['an error without a code', { type: 'error', action: 'a', error: {} }, 'error: error must have a code and a message.'],
  ])('refuses %s', (_, body, message) => {
    expect(() => parseCallback(body)).toThrow(new InvalidCallback(message));
  });

  test('never fails otherwise, whatever comes', () => {
    fc.assert(fc.property(fc.oneof(fc.json(), fc.jsonValue(), fc.record({ type: fc.constantFrom('error', 'data_request', '__proto__'), error: fc.jsonValue() })), (body) => {
      try {
        parseCallback(body);
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidCallback);
      }
    }));
  });
});

describe('Standard Webhooks', () => {
  // The specification's own example (github.com/standard-webhooks/standard-webhooks).
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const [id, timestamp, body] = ['msg_p5jXN8AQM9LWM0D4loKWxJek', 1614265330, '{"test": 2432232314}'] as const;
  const now = timestamp * 1000;
  const headers = (more: object = {}) => ({ 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': webhookSignature(secret, id, timestamp, body), ...more });

  test('signs as the specification does', () => {
    expect(webhookSignature(secret, id, timestamp, body)).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  test('takes the right signature, also behind others, of the exact bytes', () => {
    verifyWebhook(secret, headers(), body, now);
    verifyWebhook(secret, headers({ 'webhook-signature': `v1a,xyz v1,AAAA ${headers()['webhook-signature']}` }), Buffer.from(body), now + 299_000);
  });

  test.each([
    ['another body', {}, '{"test":2432232314}', now],
    ['another id', { 'webhook-id': 'msg_2' }, body, now],
    ['another time', { 'webhook-timestamp': String(timestamp + 1) }, body, now],
    ['another version', { 'webhook-signature': headers()['webhook-signature'].replace('v1,', 'v2,') }, body, now],
    ['no signature', { 'webhook-signature': undefined }, body, now],
    ['a time that is none', { 'webhook-timestamp': '1e9' }, body, now],
    ['an old one', {}, body, now + 301_000],
    ['one of the future', {}, body, now - 301_000],
  ])('refuses %s', (_, more, text, at) => {
    expect(() => verifyWebhook(secret, headers(more), text, at)).toThrow(WebhookRefused);
  });
});

describe('callbackHandler', () => {
  let server: Server | undefined;
  let app: FastifyInstance | undefined;
  afterEach(async () => {
    server?.close();
    await app?.close();
    [server, app] = [undefined, undefined];
  });

  const errors: string[] = [];
  const quiet = (options: CallbackHandlerOptions = {}): CallbackHandlerOptions => ({ onError: ({ message }) => void errors.push(message), ...options });
  const post = (url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: typeof body === 'string' ? body : JSON.stringify(body) });
  const onNode = async (handlers: CallbackHandlers, options?: CallbackHandlerOptions, before?: (request: object) => void): Promise<string> => {
    const listener = callbackHandler(handlers, quiet(options));
    server = createServer((request, response) => {
      before?.(request);
      void listener(request, response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const onFastify = async (handlers: CallbackHandlers, options?: CallbackHandlerOptions): Promise<string> => {
    app = fastify();
    app.post('/callbacks', callbackHandler(handlers, quiet(options)).fastify);
    return `${await app.listen({ host: '127.0.0.1', port: 0 })}/callbacks`;
  };

  test.each([['node:http', onNode], ['Fastify', onFastify]])('on %s answers 204, a data request with its data, and junk with 400', async (_, mount) => {
    const heard: string[] = [];
    const url = await mount({ request_status: (body) => void heard.push(body.request_id), data_request: async ({ service_id }) => ({ data: `data of ${service_id}` }) });
    expect((await post(url, status)).status).toBe(204);
    expect(heard).toEqual(['a']);
    const reply = await post(url, dataRequest);
    expect({ status: reply.status, body: await reply.json() }).toEqual({ status: 200, body: { data: 'data of s' } });
    expect((await post(url, { type: 'junk' })).status).toBe(400);
    expect((await post(url, created)).status).toBe(204);
  });

  // At stake: any reply counts as delivered, so a reply to a callback that failed would lose it.
  test.each([['node:http', onNode], ['Fastify', onFastify]])('on %s cuts the connection when a handler fails', async (_, mount) => {
    const url = await mount({ data_request: () => Promise.reject(new Error('the database is away')) });
    await expect(post(url, dataRequest)).rejects.toThrow();
    expect(errors.at(-1)).toBe('the database is away');
  });

  test('takes what a body parser has left, and every other type by `otherwise`', async () => {
    const heard: string[] = [];
    const url = await onNode({}, { otherwise: ({ type }) => heard.push(type) }, (request) => Object.assign(request, { body: status }));
    expect((await post(url, '')).status).toBe(204);
    expect(heard).toEqual(['request_status']);
  });

  test('leaves a data request to a later call when its handler gives nothing', async () => {
    expect(await callbackHandler({ data_request: () => undefined }).take(dataRequest)).toEqual({ status: 204 });
  });

  test('does not read more than it was told to', async () => {
    const url = await onNode({}, { bytesMax: 100 });
    expect((await post(url, status)).status).toBe(413);
  });

  test('with a secret takes signed callbacks only', async () => {
    const secret = `whsec_${Buffer.from('a secret of the gateway').toString('base64')}`;
    const url = await onNode({}, { secret });
    const body = JSON.stringify(status);
    const now = Math.floor(Date.now() / 1000);
    const signed = { 'webhook-id': 'msg_1', 'webhook-timestamp': String(now), 'webhook-signature': webhookSignature(secret, 'msg_1', now, body) };
    expect((await post(url, body, signed)).status).toBe(204);
    expect((await post(url, `${body} `, signed)).status).toBe(401);
    expect((await post(url, body)).status).toBe(401);
  });

  test('says what is wrong when it can never check a signature', async () => {
    expect(() => callbackHandler({}, { secret: 'secret' })).toThrow('whsec_');
    await expect(callbackHandler({}, quiet({ secret: 'whsec_c2VjcmV0' })).take(status, {})).rejects.toThrow('exact bytes');
  });
});
