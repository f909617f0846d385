import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { logLines, newCitizenId, startTestScheme, type ApiReply, type TestScheme } from '@trine/testkit';

/** Every operation of the API document, called wrongly in every way, at the gateway of each role. */

interface Schema {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  anyOf?: Schema[];
  allOf?: Schema[];
  items?: Schema;
  enum?: unknown[];
  const?: unknown;
  format?: string;
  pattern?: string;
  minLength?: number;
  minItems?: number;
  minimum?: number;
}

interface Operation {
  method: 'GET' | 'POST';
  path: string;
  roles: string[];
  body: Schema | undefined;
  codes: number[];
}

const document = parse(readFileSync(join(import.meta.dirname, '../../../libs/gateway/api/api-v6.yaml'), 'utf8'));
const operations: Operation[] = Object.entries<Record<string, never>>(document.paths).flatMap(([path, item]) =>
  (['get', 'post'] as const).flatMap((method) => {
    const operation = item[method] as { 'x-roles'?: string[]; 'x-error-codes'?: number[]; requestBody?: { content: Record<string, { schema: Schema }> } } | undefined;
    if (!operation || item['servers']) return [];
    const body = operation.requestBody?.content['application/json']?.schema;
    return [{ method: method.toUpperCase() as 'GET' | 'POST', path, roles: operation['x-roles'] ?? ['any'], body, codes: operation['x-error-codes'] ?? [] }];
  }),
);

const GATEWAYS = { ndid: 'ndid1', rp: 'rp1', idp: 'idp1', as: 'as1' } as const;
type Role = keyof typeof GATEWAYS;
const ROLES = Object.keys(GATEWAYS) as Role[];
const servedBy = (role: Role): Operation[] => operations.filter(({ roles }) => roles.includes('any') || roles.includes(role));

let scheme: TestScheme;
beforeAll(async () => {
  scheme = await startTestScheme({ name: 'badinput', nodes: ROLES.map((role) => ({ node_id: GATEWAYS[role], role })) });
}, 240_000);
afterAll(() => scheme?.stop(), 60_000);

const JSON_TYPE = { 'content-type': 'application/json' };
const call = (role: Role, { method, path }: Pick<Operation, 'method' | 'path'>, body?: string | Buffer, headers: Record<string, string> = JSON_TYPE): Promise<ApiReply> =>
  scheme.api(GATEWAYS[role]).call(method, path, method === 'GET' ? undefined : (body ?? '{}'), method === 'GET' ? {} : headers);
const filled = (path: string, segment: (name: string) => string): string => path.replaceAll(/\{(\w+)\}/g, (_, name: string) => segment(name));
const plausible = (path: string): string => filled(path, (name) => (name === 'namespace' ? 'citizen_id' : name === 'identifier' ? newCitizenId() : 'unknown'));

/** The contract's error body, and nothing else. */
function expectRefusal(reply: ApiReply, code: number, status = 400): void {
  expect({ status: reply.status, code: reply.body?.error?.code }).toEqual({ status, code });
  expectClean(reply);
}

function expectClean({ status, body }: ApiReply): void {
  if (status < 400) return;
  if (body === undefined) {
    expect([404, 501]).toContain(status);
    return;
  }
  expect(Object.keys(body).filter((name) => name !== 'details')).toEqual(['error']);
  expect(body.error).toEqual({ code: expect.any(Number), message: expect.any(String) });
  expect(JSON.stringify(body)).not.toMatch(/\bat .*\.[jt]s:\d|node_modules|select |insert /);
}

/** Planned answers only: a server error must be one that the operation names. */
function expectPlanned(reply: ApiReply, codes: number[]): void {
  expectClean(reply);
  if (reply.status < 500 || reply.status === 501) return;
  expect(codes).toContain(reply.body?.error?.code);
}

function resolve(schema: Schema): Schema {
  if (schema.$ref) return resolve(schema.$ref.split('/').slice(1).reduce((node, name) => node[name], document));
  if (schema.anyOf && !schema.properties) return resolve(schema.anyOf.at(-1)!);
  if (!schema.allOf) return schema;
  const parts = [schema, ...schema.allOf.map(resolve)];
  return { type: 'object', properties: Object.assign({}, ...parts.map((p) => p.properties ?? {})), required: parts.flatMap((p) => p.required ?? []) };
}

/** A value that fits a schema. */
function sample(given: Schema): unknown {
  const schema = resolve(given);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum.at(-1);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'string') return schema.format === 'uri' || schema.pattern?.includes('http') ? 'http://127.0.0.1:1/x' : schema.format === 'date-time' ? '2030-01-01T00:00:00Z' : 'x'.repeat(Math.max(1, schema.minLength ?? 1));
  if (type === 'integer' || type === 'number') return Math.max(1, schema.minimum ?? 1);
  if (type === 'boolean') return true;
  if (type === 'array') return schema.items ? Array.from({ length: Math.max(1, schema.minItems ?? 1) }, () => sample(schema.items!)) : [];
  return Object.fromEntries((schema.required ?? []).map((name) => [name, sample(schema.properties?.[name] ?? {})]));
}

/** A value of a JSON type that the schema excludes; undefined when it excludes none. */
function misfit(given: Schema): unknown {
  const schema = resolve(given);
  const types = [schema.type].flat();
  if (schema.enum || schema.const !== undefined || schema.type === undefined) return undefined;
  return [{ not: 'expected' }, 12.5, 'text', true].find((value) => {
    const is = typeof value === 'object' ? 'object' : typeof value === 'number' ? 'number' : typeof value;
    return !types.includes(is as string);
  });
}

describe.each(ROLES)('gateway of role %s', (role) => {
  const served = servedBy(role);
  const withBody = served.flatMap((operation) => {
    const schema = operation.body && resolve(operation.body);
    return schema?.required && schema.required.length > 0 ? [{ ...operation, path: plausible(operation.path), schema }] : [];
  });

  test('operations of other roles, unknown paths and methods: 404, empty', async () => {
    const others = operations.filter((operation) => !served.includes(operation));
    const unknown = ['/', '/v6', '/v5/utility/idp', '/rp/unknown', '/utility/idp/a/b/c', '/favicon.ico'].map((path) => ({ method: 'GET' as const, path }));
    for (const operation of [...others, ...unknown]) {
      const reply = await call(role, { ...operation, path: plausible(operation.path) });
      expect([operation.path, reply]).toEqual([operation.path, { status: 404, body: undefined }]);
    }
    const { url } = scheme.api(GATEWAYS[role]);
    for (const { path, method } of served) {
      const wrong = operations.some((o) => o.path === path && o.method !== method) ? ['PUT', 'DELETE', 'PATCH'] : ['PUT', 'DELETE', method === 'GET' ? 'POST' : 'GET'];
      for (const other of wrong) {
        const reply = await scheme.api(GATEWAYS[role]).call(other, plausible(path), other === 'GET' ? undefined : '{}', JSON_TYPE);
        expect([other, url + path, reply]).toEqual([other, url + path, { status: 404, body: undefined }]);
      }
    }
  }, 120_000);

  test('a body that lacks a member, or has one of another type: 20003 with its violations', async () => {
    for (const operation of withBody) {
      const whole = sample(operation.schema) as Record<string, unknown>;
      const wrong = [
        ['nothing', {}] as const,
        ...operation.schema.required!.map((name) => [`without ${name}`, { ...whole, [name]: undefined }] as const),
        ...Object.entries(operation.schema.properties ?? {}).flatMap(([name, property]) => {
          const value = misfit(property);
          return value === undefined ? [] : [[`${name} = ${JSON.stringify(value)}`, { ...whole, [name]: value }] as const];
        }),
        ['a list', [whole]] as const,
      ];
      for (const [what, body] of wrong) {
        const reply = await call(role, operation, JSON.stringify(body));
        expect([operation.path, what, reply.status, reply.body?.error?.code]).toEqual([operation.path, what, 400, 20003]);
        expectClean(reply);
        expect(reply.body.details).toEqual({ valid: false, errors: expect.any(Array) });
        for (const violation of reply.body.details.errors) {
          expect(violation).toMatchObject({ instancePath: expect.any(String), schemaPath: expect.any(String), keyword: expect.any(String), params: expect.any(Object), message: expect.any(String) });
        }
      }
    }
  }, 240_000);

  test('a body that is no JSON object: 20007; one without the JSON content type counts as {}', async () => {
    for (const operation of withBody) {
      for (const text of ['{', '{"a":1', 'nonsense', '{"a":\u0000}', '{a:1}', '"text"', '1', 'true', 'null', '[1', '\ufeff\ufeff{}']) {
        const reply = await call(role, operation, text);
        expect([operation.path, text, reply.status, reply.body?.error?.code]).toEqual([operation.path, text, 400, 20007]);
        expectClean(reply);
      }
      const whole = JSON.stringify(sample(operation.schema));
      for (const headers of [{}, { 'content-type': 'text/plain' }, { 'content-type': 'application/x-www-form-urlencoded' }, { 'content-type': 'multipart/form-data; boundary=x' }] as Record<string, string>[]) {
        expectRefusal(await call(role, operation, whole, headers), 20003);
      }
    }
  }, 120_000);

  test('texts that cannot be stored: 20003 in a body, 20002 in a query, 404 in a path', async () => {
    for (const operation of withBody) {
      const whole = sample(operation.schema) as Record<string, unknown>;
      const name = Object.keys(whole).find((n) => typeof whole[n] === 'string' && !['http', 'callback_url'].some((s) => String(whole[n]).startsWith(s)));
      if (name === undefined) continue;
      // Escaped by hand: a lone surrogate must not be repaired on its way.
      for (const escape of ['\\u0000', 'a\\ud800b', '\\udc00']) {
        const body = JSON.stringify({ ...whole, [name]: 'PLACE' }).replace('PLACE', escape);
        expectRefusal(await call(role, operation, body), 20003);
      }
    }
    for (const operation of served.filter(({ path }) => path.includes('{'))) {
      for (const segment of ['%00', 'a%00b', '%1f']) {
        const reply = await call(role, { ...operation, path: filled(operation.path, () => segment) });
        expect([operation.path, segment, reply]).toEqual([operation.path, segment, { status: 404, body: undefined }]);
      }
    }
    for (const { path } of served.filter(({ method, path: p }) => method === 'GET' && /^\/utility\/idp(\/|$)/.test(p))) {
      const reply = await call(role, { method: 'GET', path: `${plausible(path)}?filter_for_node_id=%00` });
      expect([path, reply.status, reply.body?.error?.code ?? 0]).toEqual([path, 400, 20002]);
    }
  }, 120_000);

  test('ids longer than any row takes: refused in a body, unknown in a path', async () => {
    const long = Array.from({ length: 300 }, () => randomUUID()).join('');
    for (const operation of withBody) {
      const whole = sample(operation.schema) as Record<string, unknown>;
      const name = Object.keys(whole).find((n) => n.endsWith('_id') && typeof whole[n] === 'string');
      if (name !== undefined) expectRefusal(await call(role, operation, JSON.stringify({ ...whole, [name]: long })), 20003);
    }
    for (const operation of served.filter(({ path }) => path.includes('{'))) {
      // All of a request's head must fit into 16 kB.
      for (const segment of [long.slice(0, 7000), long.slice(0, 1000), encodeURIComponent('ก'.repeat(300))]) {
        expectPlanned(await call(role, { ...operation, path: filled(operation.path, () => segment) }), operation.codes);
      }
    }
  }, 120_000);

  test('odd path segments and queries get planned answers', async () => {
    const segments = ['unknown', '%20', '..%2F..%2Fetc%2Fpasswd', '%E0%B8%81', "x'%3B--", '%7B%22%24gt%22%3A1%7D', '__proto__', 'constructor', 'NaN', '-1'];
    for (const operation of served.filter(({ path }) => path.includes('{'))) {
      for (const segment of segments) {
        const reply = await call(role, { ...operation, path: filled(operation.path, () => segment) });
        expectPlanned(reply, operation.codes);
      }
    }
    const queries = ['?', '?min_ial=', '?min_ial=high', '?min_aal[]=1', '?mode_list=1,2,9', '?filter_for_node_id=', '?filter_for_node_id=stranger', '?type=&type=', '?type=unknown', '?__proto__[x]=1', '?agent=maybe', '?request_id=&accessor_id=', `?x=${'y'.repeat(5000)}`, '?%E0%A4%A=1'];
    for (const { path, codes } of served.filter(({ method }) => method === 'GET')) {
      for (const query of queries) {
        const reply = await call(role, { method: 'GET', path: plausible(path) + query });
        // Contract: filtering for a node that nobody knows is a failed query, and so is an unknown type of private message.
        const planned = query.includes('filter_for_node_id') ? [10003, 10032] : query.includes('type=') && path.startsWith('/utility/private_messages') ? [10000] : [];
        expectPlanned(reply, [...codes, ...planned]);
      }
    }
  }, 240_000);

  test('a percent sign that encodes nothing names nothing: 404, empty', async () => {
    for (const operation of served.filter(({ path }) => path.includes('{'))) {
      for (const segment of ['%', '%zz', '%E0%A4%A', '%C3%28', '%FF']) {
        const reply = await call(role, { ...operation, path: filled(operation.path, () => segment) });
        expect([operation.path, segment, reply]).toEqual([operation.path, segment, { status: 404, body: undefined }]);
      }
    }
  }, 120_000);

  test('a body of more than 25 MB: 20036', async () => {
    const operation = withBody[0]!;
    const body = Buffer.from(JSON.stringify({ reference_id: 'x'.repeat(25_000_001) }));
    expectRefusal(await call(role, operation, body), 20036);
    // Just below, it is looked into.
    expectRefusal(await call(role, operation, JSON.stringify({ padding: 'x'.repeat(24_900_000) })), 20003);
    // Without a declared length.
    expect(await rawStatus(role, operation.path, 26_000_000)).toMatch(/^HTTP\/1\.1 400/);
  }, 120_000);

  test('nesting without end, many members, repeated names', async () => {
    const operation = withBody[0]!;
    for (const body of [`${'['.repeat(200_000)}${']'.repeat(200_000)}`, `{"a":${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}}`, `{${Array.from({ length: 100_000 }, (_, i) => `"m${i}":1`).join(',')}}`, '{"__proto__":{"mode":2},"constructor":{"prototype":{}}}']) {
      expectRefusal(await call(role, operation, body), 20003);
    }
  }, 60_000);

  test('lists without end', async () => {
    const long = Array.from({ length: 100_000 }, () => randomUUID());
    for (const operation of withBody) {
      const whole = sample(operation.schema) as Record<string, unknown>;
      const lists = Object.entries(operation.schema.properties ?? {}).filter(([, property]) => resolve(property).type === 'array' && resolve(resolve(property).items ?? {}).type === 'string');
      for (const [name] of lists) {
        const reply = await call(role, operation, JSON.stringify({ ...whole, [name]: long }));
        expectPlanned(reply, operation.codes);
      }
    }
  }, 120_000);

  test('what is no HTTP at all, or stops in the middle, hurts nobody', async () => {
    for (const bytes of ['\u0000\u0001\u0002\r\n\r\n', 'GET / HTTP/9.9\r\n\r\n', `GET /${'x'.repeat(100_000)} HTTP/1.1\r\nHost: a\r\n\r\n`, 'POST /rp/callback HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"a":']) {
      await hangUp(role, bytes);
    }
  }, 60_000);

  test('the gateway goes on serving, and nothing failed unexpectedly', async () => {
    expect((await scheme.api(GATEWAYS[role]).get('/livez')).status).toBe(200);
    expect((await scheme.api(GATEWAYS[role]).get('/readyz')).status).toBe(200);
    expect((await scheme.api(GATEWAYS[role]).get('/utility/namespaces')).body).toContainEqual(expect.objectContaining({ namespace: 'citizen_id' }));
    expect(logLines(scheme.running.nodes[GATEWAYS[role]]!).filter(({ level }) => Number(level) >= 50)).toEqual([]);
    expect(logLines(scheme.running.ledger).filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });
});

/** Streams a body in chunks; resolves with the status line. */
function rawStatus(role: Role, path: string, bytes: number): Promise<string> {
  return new Promise((resolveStatus, reject) => {
    const socket = connect(Number(new URL(scheme.api(GATEWAYS[role]).url).port), '127.0.0.1');
    const chunk = Buffer.alloc(1_000_000, 'x');
    let left = bytes;
    socket.on('error', reject);
    socket.on('data', (data) => {
      left = 0;
      resolveStatus(data.toString('latin1').split('\r\n')[0]!);
      socket.destroy();
    });
    const send = (): void => {
      while (left > 0) {
        left -= chunk.length;
        if (!socket.write(Buffer.concat([Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n')]))) {
          socket.once('drain', send);
          return;
        }
      }
      if (!socket.destroyed) socket.write('0\r\n\r\n');
    };
    socket.on('connect', () => {
      socket.write(`POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`);
      send();
    });
  });
}

/** Sends bytes and closes the connection, as soon as there is an answer or at once. */
function hangUp(role: Role, bytes: string): Promise<void> {
  return new Promise((resolveClosed) => {
    const socket = connect(Number(new URL(scheme.api(GATEWAYS[role]).url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.on('close', () => resolveClosed());
    socket.on('data', () => socket.destroy());
    socket.on('connect', () => socket.end(bytes));
  });
}
