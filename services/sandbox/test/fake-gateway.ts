import { fastify } from 'fastify';

export interface Call {
  method: string;
  path: string;
  body: Record<string, never> & Record<string, unknown>;
}

export interface Reply {
  status: number;
  body?: object;
}

/** A gateway that notes what it is asked and answers as its script says. */
export interface FakeGateway {
  url: string;
  calls: Call[];
  /** Answers before the built-in behaviour; undefined leaves it to that. */
  script: (call: Call) => Reply | undefined;
  posted(path: string): Call[];
  close(): Promise<void>;
}

export const refusal = (code: number, status = 400): Reply => ({ status, body: { error: { code, message: 'fake' } } });

/** Accepts every POST, remembers enrolled people and offered services, knows no data. */
export async function fakeGateway(): Promise<FakeGateway> {
  const app = fastify({ forceCloseConnections: true });
  const held = new Map<string, number>();
  const offers = new Map<string, unknown>();
  const builtIn = ({ method, path, body }: Call): Reply => {
    if (path === '/identity') {
      const [{ identifier }] = body['identity_list'] as unknown as [{ identifier: string }];
      held.set(`/identity/citizen_id/${identifier}`, Number(body['ial']));
      return { status: 202, body: { exist: false, accessor_id: body['accessor_id'] } };
    }
    if (method === 'GET' && path.endsWith('/ial')) {
      const ial = held.get(path.slice(0, -'/ial'.length));
      return ial === undefined ? { status: 404 } : { status: 200, body: { ial } };
    }
    if (method === 'GET' && path.startsWith('/identity/')) return held.has(path) ? { status: 200, body: { reference_group_code: `group of ${path}` } } : { status: 404 };
    if (method === 'GET' && path.startsWith('/as/service/')) return offers.has(path) ? { status: 200, body: offers.get(path) as object } : { status: 404 };
    if (path.startsWith('/as/service/')) offers.set(path, body);
    if (path.startsWith('/rp/requests/')) return { status: 202, body: { request_id: `request-of-${path.split('/').at(-1)!}`, initial_salt: 'salt' } };
    if (path.startsWith('/rp/request_data/')) return { status: 200, body: [] };
    return { status: path.endsWith('/callback') ? 204 : 202 };
  };
  const gateway: FakeGateway = {
    url: '',
    calls: [],
    script: () => undefined,
    posted: (path) => gateway.calls.filter((call) => call.method === 'POST' && call.path === path),
    close: () => app.close(),
  };
  app.all('/v6/*', async ({ method, url, body }, reply) => {
    const call: Call = { method, path: decodeURIComponent(url.slice('/v6'.length)), body: (body ?? {}) as Call['body'] };
    gateway.calls.push(call);
    const { status, body: text } = gateway.script(call) ?? builtIn(call);
    return reply.code(status).send(text);
  });
  gateway.url = await app.listen({ host: '127.0.0.1', port: 0 });
  return gateway;
}
