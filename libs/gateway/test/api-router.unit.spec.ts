import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { fastify } from 'fastify';
import { apiOperations } from '../src/api/api-document.js';
import { operationsOf } from '../src/api/operation.js';
import { serveApi } from '../src/api/api-router.js';

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
