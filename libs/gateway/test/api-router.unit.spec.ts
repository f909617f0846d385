import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { fastify } from 'fastify';
import { apiOperations } from '../src/api/api-document.js';
import { operationsOf, type Call, type OperationHandler } from '../src/api/operation.js';
import { serveApi } from '../src/api/api-router.js';
import { silentLogger } from './parts.js';

const operations = apiOperations();

/** The classes with operations, wherever they are: one that nobody listed here counts too. */
async function implemented(): Promise<string[]> {
  const src = join(import.meta.dirname, '../src');
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('-operations.ts'));
  const modules: Record<string, unknown>[] = [];
  for (const file of files) modules.push((await import(join(src, file))) as Record<string, unknown>);
  const classes = modules.flatMap((module) => Object.values(module)).filter((value) => typeof value === 'function');
  return classes.flatMap(({ prototype }) => (prototype ? [...operationsOf(prototype as object).keys()] : []));
}

test('every described operation is implemented once, and nothing is implemented that is not described', async () => {
  const ids = await implemented();
  expect(ids.sort()).toEqual(operations.map(({ operationId }) => operationId).sort());
});

test('the routes are those of the description, each with and without /v6 where it is versioned, and no other', async () => {
  const routes: string[] = [];
  const server = fastify();
  server.addHook('onRoute', ({ method, url }) => void routes.push(`${String(method)} ${url}`));
  serveApi(server, { config: { role: 'rp' }, handlers: new Map() } as never);
  await server.ready();
  const described = operations.flatMap(({ method, path, versioned }) => (versioned ? [path, `/v6${path}`] : [path]).map((url) => `${method} ${url}`));
  // The contract knows the collection of identities with and without a slash at its end.
  expect(routes.sort()).toEqual([...described, 'POST /identity/', 'POST /v6/identity/'].sort());
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
});

test('query parameters: unknown ones are ignored whatever they hold; a doubled one is refused or counts once', async () => {
  const seen: unknown[] = [];
  const take: OperationHandler = ({ query }: Call<never>) => Promise.resolve(void seen.push(query));
  const server = fastify();
  serveApi(server, {
    config: { role: 'rp', clientErrorStatus: 400 }, handlers: new Map([['listRequestTypes', take], ['listIdps', take]]),
    notReady: () => undefined, actingNode: () => 'rp-1', logger: console,
  } as never);
  const status = async (url: string): Promise<number> => (await server.inject({ method: 'GET', url })).statusCode;
  expect(await status('/utility/request_types?prefix=a&prefix=b&extra=%1F')).toBe(200);
  expect(await status('/utility/idp?extra=%00')).toBe(200);
  expect(seen).toEqual([{ prefix: 'a' }, {}]);
  expect(await status('/utility/idp?min_ial=1&min_ial=2')).toBe(400);
});

test.each([
  ['http://a', true], ['https://a:8443/b?c=d#e', true], ['http://[::1]:80/', true], ['http://ex_ample/', true], ['http://127.0.0.1/', true],
  ['http://', false], ['https://', false], ['http://?a', false], ['http://:80', false], ['http://user@', false], ['http://a:99999/', false], ['http://a:b/', false], ['ftp://a/', false], ['/path', false], ['', false],
])('%j is a callback URL: %s', (callback_url, isOne) => {
  const setCallback = operations.find(({ operationId }) => operationId === 'setRpCallback');
  const faults = setCallback?.bodyFaults({ error_url: callback_url });
  expect(faults === undefined).toBe(isOne);
});

describe('before an operation is asked', () => {
  async function serving(config: object = {}) {
    const server = fastify();
    const handlers = new Map([['closeRequest', () => Promise.resolve(undefined)]]);
    serveApi(server, { config: { role: 'rp', clientErrorStatus: 400, serverErrorStatus: 500, ...config }, handlers, notReady: () => undefined, actingNode: () => Promise.resolve('rp-1'), logger: silentLogger } as never);
    await server.ready();
    return async (headers: object) => {
      const payload = JSON.stringify({ reference_id: 'r', callback_url: 'http://back-end/', request_id: 'i' });
      const { statusCode, body } = await server.inject({ method: 'POST', url: '/rp/request_close', headers: { 'content-type': 'application/json', ...headers }, payload });
      return [statusCode, body === '' ? undefined : (JSON.parse(body) as { error: { code: number } }).error.code];
    };
  }

  test('the API key is checked where one is set', async () => {
    const call = await serving({ apiKeyHash: createHash('sha256').update('secret').digest('hex') });
    expect(await call({ 'x-api-key': 'secret' })).toEqual([202, undefined]);
    expect(await call({ 'x-api-key': 'guess' })).toEqual([400, 20092]);
    expect(await call({})).toEqual([400, 20092]);
  });

  test.each([
    ['application/json; charset=utf-8', 202, undefined],
    ['application/json;charset="UTF-8"', 202, undefined],
    ['application/json; charset=iso-8859-1', 500, 10009],
    ['application/json; charset=utf-16', 500, 10009],
  ])('a body of type %s: %d', async (type, status, code) => {
    expect(await (await serving())({ 'content-type': type })).toEqual([status, code]);
  });
});
