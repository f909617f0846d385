import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { MockAgent } from 'undici';
import { ApiError, ifFound, TransportError, TrineClient } from '@trine/client';

interface Seen {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

let server: Server;
let url: string;
let seen: Seen[];
let answer: (response: ServerResponse, request: Seen) => void;

const json = (status: number, body?: object) => (response: ServerResponse): void => void response.writeHead(status, { 'content-type': 'application/json' }).end(body && JSON.stringify(body));

beforeEach(async () => {
  seen = [];
  answer = json(202, {});
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const call = { method: request.method!, url: request.url!, headers: request.headers, body };
    seen.push(call);
    answer(response, call);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function withClient<T>(options: Partial<ConstructorParameters<typeof TrineClient>[0]>, use: (client: TrineClient) => Promise<T>): Promise<T> {
  const client = new TrineClient({ url, ...options });
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}

const request = {
  namespace: 'citizen_id', identifier: '1/2 3', reference_id: 'r', callback_url: 'http://127.0.0.1/c', mode: 2 as const, request_message: 'Agree?', min_ial: 2.3, min_aal: 2.2, min_idp: 1, request_timeout: 60, bypass_identity_check: false,
};

describe('a call', () => {
  test('puts path, query and body where they belong and gives the typed reply', async () => {
    answer = json(202, { request_id: 'a', initial_salt: 's' });
    await withClient({}, async ({ rp, utility }) => {
      const { request_id, initial_salt }: { request_id: string; initial_salt: string } = await rp.createRequest(request);
      expect({ request_id, initial_salt }).toEqual({ request_id: 'a', initial_salt: 's' });
      await utility.listIdpsByIdentity({ namespace: 'citizen_id', identifier: '1', min_ial: '2.3' });
    });
    const { namespace: _, identifier: __, ...body } = request;
    expect(seen[0]).toMatchObject({ method: 'POST', url: '/v6/rp/requests/citizen_id/1%2F2%203' });
    expect(JSON.parse(seen[0]!.body)).toEqual(body);
    expect(seen[1]).toMatchObject({ method: 'GET', url: '/v6/utility/idp/citizen_id/1?min_ial=2.3', body: '' });
  });

  test('does not compile with wrong parameters', () => {
    const wrong = async (client: TrineClient): Promise<void> => {
      // @ts-expect-error the person is missing
      await client.rp.createRequest({ ...request, identifier: undefined });
      // @ts-expect-error no such mode
      await client.rp.createRequest({ ...request, mode: 4 });
      // @ts-expect-error no such answer
      await client.idp.respond({ reference_id: 'r', callback_url: 'http://a', request_id: 'i', ial: 2.3, aal: 2.2, status: 'maybe', signature: 's' });
      // @ts-expect-error needs a request
      await client.rp.getRequestData();
      // @ts-expect-error a list of data, not one
      expect((await client.rp.getRequestData({ request_id: 'a' })).data).toBeDefined();
    };
    expect(wrong).toBeDefined();
  });

  test('names the acting node, the key and the headers that the client was made with', async () => {
    await withClient({ url: `${url}/gateways/7/`, nodeId: 'rp-blue', apiKey: 'k', headers: { 'ndid-member-app-type': 'web' } }, async ({ rp, ndid, utility, server: own }) => {
      await rp.createRequest(request);
      await rp.getRequestData({ request_id: 'a' });
      await rp.closeRequest({ node_id: 'rp-red', reference_id: 'c', callback_url: 'http://a', request_id: 'a' });
      await ndid.enableNode({ node_id: 'other' });
      await utility.listServicePrices({ service_id: 's' });
      await own.getInfo();
    });
    expect(JSON.parse(seen[0]!.body)).toMatchObject({ node_id: 'rp-blue' });
    expect(seen[0]!.headers).toMatchObject({ 'x-api-key': 'k', 'ndid-member-app-type': 'web', 'content-type': 'application/json' });
    expect(seen[1]!.url).toBe('/gateways/7/v6/rp/request_data/a?node_id=rp-blue');
    expect(JSON.parse(seen[2]!.body)).toMatchObject({ node_id: 'rp-red' });
    expect(JSON.parse(seen[3]!.body)).toEqual({ node_id: 'other' });
    expect(seen.slice(4).map((call) => call.url)).toEqual(['/gateways/7/v6/utility/as/service_price/s', '/gateways/7/info']);
  });

  test('keeps its connection', async () => {
    const connections = new Set<unknown>();
    server.on('request', ({ socket }: IncomingMessage) => connections.add(socket));
    await withClient({ connections: 1 }, async ({ utility }) => {
      for (let i = 0; i < 3; i += 1) await utility.listNamespaces();
    });
    expect(connections.size).toBe(1);
  });

  test('may be carried by a dispatcher of the caller', async () => {
    const agent = new MockAgent();
    agent.disableNetConnect();
    agent.get('http://gateway').intercept({ path: '/v6/utility/namespaces' }).reply(200, []);
    await withClient({ url: 'http://gateway', dispatcher: agent }, async ({ utility }) => expect(await utility.listNamespaces()).toEqual([]));
    await agent.close();
  });
});

describe('a refusal', () => {
  test('is an ApiError with status, code, message and details, and does not name the person', async () => {
    answer = json(400, { error: { code: 20005, message: 'no IdP qualifies' }, details: { valid: false } });
    const error = await withClient({}, ({ rp }) => rp.createRequest(request).catch((reason: unknown) => reason));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ operation: 'rp.createRequest', status: 400, code: 20005, message: 'no IdP qualifies', details: { valid: false } });
  });

  test('without a body has code 0, and 404 can be read as nothing', async () => {
    answer = json(404);
    await withClient({}, async ({ identity }) => {
      await expect(identity.getIdentity({ namespace: 'citizen_id', identifier: '12345' })).rejects.toMatchObject({ status: 404, code: 0, message: 'identity.getIdentity was answered with HTTP 404' });
      expect(await ifFound(identity.getIdentity({ namespace: 'citizen_id', identifier: '12345' }))).toBeUndefined();
    });
  });

  test('is never repeated, be it 503', async () => {
    answer = json(503, { error: { code: 10008, message: 'not ready' } });
    await withClient({}, async ({ rp, utility }) => {
      await expect(rp.createRequest(request)).rejects.toMatchObject({ status: 503, code: 10008 });
      await expect(ifFound(utility.listNamespaces())).rejects.toMatchObject({ status: 503 });
    });
    expect(seen).toHaveLength(2);
  });
});

describe('a broken connection', () => {
  // At stake: a request, an answer or a payment made twice. Shown by a gateway that ends in the middle of a call.
  test('makes the client repeat a GET, but no POST', async () => {
    answer = (response, { method }) => (seen.filter((call) => call.method === method).length === 1 ? response.destroy() : json(200, [])(response));
    await withClient({}, async ({ rp, utility }) => {
      await expect(rp.createRequest(request)).rejects.toBeInstanceOf(TransportError);
      expect(await utility.listNamespaces()).toEqual([]);
    });
    expect(seen.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET']);
  });

  test('that never came about makes the client repeat a POST', async () => {
    const probe = createTcpServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address() as AddressInfo;
    probe.close();
    await once(probe, 'close');
    await withClient({ url: `http://127.0.0.1:${port}` }, async ({ rp }) => {
      const accepted = rp.createRequest(request);
      const late = createServer((_, response) => json(202, { request_id: 'a', initial_salt: 's' })(response));
      // After the first attempt has failed, which takes an idle loop only.
      setTimeout(() => late.listen(port, '127.0.0.1'), 50);
      expect(await accepted).toMatchObject({ request_id: 'a' });
      late.closeAllConnections();
      late.close();
    });
  });

  test('is told without the person, also when the gateway is too slow', async () => {
    answer = () => undefined;
    await withClient({ timeoutMs: 50 }, async ({ identity }) => {
      const error = (await identity.getIdentity({ namespace: 'citizen_id', identifier: '9000000000012' }).catch((reason: unknown) => reason)) as Error;
      expect(error).toBeInstanceOf(TransportError);
      expect(error.message).toBe('identity.getIdentity: no reply from the gateway (time-out). Is its address right, is it running?');
    });
  });
});
