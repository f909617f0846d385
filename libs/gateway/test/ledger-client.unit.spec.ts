import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { LedgerClient } from '../src/ledger/ledger-client.js';
import { refusal } from './parts.js';

interface Asked {
  name: string;
  known?: string;
}

let server: Server;
let client: LedgerClient;
let asked: Asked[];
let registry: string;
/** In place of answers. */
let instead: { status: number; text: string } | undefined;

/** Answers like a ledger whose registry has the version `registry`; `Person` is about rows, all else about the registry. */
beforeEach(async () => {
  [asked, registry, instead] = [[], 'v1', undefined];
  server = createServer((request, reply) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      if (instead) return reply.writeHead(instead.status).end(instead.text);
      const questions = JSON.parse(Buffer.concat(chunks).toString()) as Asked[];
      asked.push(...questions);
      const answers = questions.map(({ name, known }) =>
        name === 'Failing' ? { failed: 10003 } : name === 'Person' ? { value: { name } } : known === registry ? { same: true } : { value: { list: [registry] }, registry },
      );
      return reply.end(JSON.stringify({ height: 'chain:7', answers }));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  client = new LedgerClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 'node', 'chain', () => ({ algorithm: 'Ed25519', sign: () => Promise.resolve(Buffer.alloc(64)) }) as never);
});
afterEach(async () => {
  await client.close();
  server.close();
});

describe('answers about the registry', () => {
  const ask = (name = 'Nodes', params = { role: 'idp' }) => client.askOne<{ list: string[] }>(name, params);

  test('are kept while the ledger says that they stand', async () => {
    const first = await ask();
    expect(await ask()).toBe(first);
    expect(asked.map(({ known }) => known)).toEqual([undefined, 'v1']);
  });

  test('are asked for anew when the registry has changed, each question for itself', async () => {
    await ask();
    registry = 'v2';
    expect(await ask()).toEqual({ list: ['v2'] });
    await ask('Nodes', { role: 'as' });
    expect(asked.at(-1)?.known).toBeUndefined();
  });

  test('are shared, so nobody can change them', async () => {
    const answer = await ask();
    expect(() => answer?.list.push('x')).toThrow(TypeError);
  });

  test('those about persons are never kept', async () => {
    await ask('Person');
    await ask('Person');
    expect(asked.map(({ known }) => known)).toEqual([undefined, undefined]);
  });

  test('a failed question fails only who asked it', async () => {
    const [failed, answered] = await Promise.allSettled([ask('Failing'), ask()]);
    expect([failed.status, answered.status]).toEqual(['rejected', 'fulfilled']);
  });
});

describe('a ledger that does not answer as it should', () => {
  test.each([
    ['a failed question', 10003, undefined, 'Failing'],
    ['what is no JSON', 10004, { status: 200, text: 'no JSON' }, 'Nodes'],
    ['an error', 10001, { status: 500, text: '' }, 'Nodes'],
    ['that it does not know this node', 10032, { status: 401, text: '' }, 'Nodes'],
  ])('%s: %d', async (_what, code, reply, name) => {
    instead = reply;
    expect(await refusal(client.askOne(name))).toBe(code);
  });

  test('is not reachable when it is not there: 10001', async () => {
    expect([await refusal(client.askOne('Nodes')), client.reachable]).toEqual([undefined, true]);
    server.close();
    server.closeAllConnections();
    expect([await refusal(client.askOne('Nodes')), client.reachable]).toEqual([10001, false]);
  });
});

test('the height of the ledger is the one of its last answer', async () => {
  expect(client.height).toBeUndefined();
  await client.askOne('Person');
  expect(client.height).toBe('chain:7');
});
