import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { areDocumentsIntact, documentUrls } from '../src/requests/document-contract.js';

const CONTENT = Buffer.from([0, 255, 128, 10, 13]);
const HASH = createHash('sha256').update(CONTENT).digest('hex');
const TIMEOUT_MS = 10_000;

let server: Server;
let base: string;
beforeAll(async () => {
  server = createServer((request, reply) => {
    if (request.url?.startsWith('/silent')) return;
    reply.writeHead(request.url?.startsWith('/gone') ? 404 : 200).end(CONTENT);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test('the documents of a message are its lines that are addresses', () => {
  expect(documentUrls('Please sign\n  https://a/1 \r\nhttp://b/2\nsee https://c/3\nftp://d/4')).toEqual(['https://a/1', 'http://b/2']);
});

describe('areDocumentsIntact', () => {
  test.each<[string, () => string, boolean]>([
    ['each is what its address says', () => `${base}/a/${HASH}\n${base}/b/${HASH.toUpperCase()}?version=1`, true],
    ['one is not', () => `${base}/${HASH}\n${base}/${HASH.replace(/./, (c) => (c === '0' ? '1' : '0'))}`, false],
    ['one is not there', () => `${base}/${HASH}\n${base}/gone/${HASH}`, false],
    ['the server is not there', () => `http://127.0.0.1:1/${HASH}`, false],
    ['no document is named', () => 'Please sign', false],
    ['an address that is none', () => 'http://', false],
  ])('%s', async (_case, message, intact) => expect(await areDocumentsIntact(message(), TIMEOUT_MS)).toBe(intact));

  test('a server that stays silent is waited for only so long', async () => {
    expect(await areDocumentsIntact(`${base}/silent/${HASH}`, 50)).toBe(false);
  });
});
