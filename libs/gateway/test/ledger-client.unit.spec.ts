import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { LedgerClient } from '../src/ledger/ledger-client.js';

interface Asked {
  name: string;
  known?: string;
}

let server: Server;
let client: LedgerClient;
let asked: Asked[];
let registry: string;

/** Answers like a ledger whose registry has the version `registry`; `Person` is about rows, all else about the registry. */
beforeEach(async () => {
  [asked, registry] = [[], 'v1'];
  server = createServer((request, reply) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      const questions = JSON.parse(Buffer.concat(chunks).toString()) as Asked[];
      asked.push(...questions);
      const answers = questions.map(({ name, known }) =>
        name === 'Failing' ? { failed: 10003 } : name === 'Person' ? { value: { name } } : known === registry ? { same: true } : { value: { list: [registry] }, registry },
      );
      reply.end(JSON.stringify({ answers }));
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
