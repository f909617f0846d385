import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTestScheme, until, type TestScheme } from '@trine/testkit';

const CONTENT = Buffer.from('%PDF-1.7 the contract');
const HASH = createHash('sha256').update(CONTENT).digest('hex');

let scheme: TestScheme;
let documents: Server;
/** Requests for `/waiting/...` that have not been answered. */
const waiting: ServerResponse[] = [];

beforeAll(async () => {
  documents = createServer((request, reply) => {
    if (request.url?.startsWith('/waiting')) waiting.push(reply);
    else reply.end(CONTENT);
  }).listen(0, '127.0.0.1');
  await once(documents, 'listening');
  scheme = await startTestScheme({
    name: 'contracts',
    nodes: [{ node_id: 'ndid1', role: 'ndid' }, { node_id: 'rp1', role: 'rp' }, { node_id: 'idp1', role: 'idp' }],
  });
  const operator = scheme.api('ndid1');
  expect(await operator.post('/ndid/add_error_code', { type: 'idp', error_code: 31000, description: 'the documents are not those of the contract' })).toMatchObject({ status: 204 });
  const idp = scheme.backEnd('idp1');
  expect(await scheme.api('idp1').post('/idp/callback', { incoming_request_url: idp.url('/incoming'), error_url: idp.url('/error') })).toMatchObject({ status: 204 });
}, 240_000);
afterAll(async () => {
  documents.closeAllConnections();
  documents.close();
  await scheme?.stop();
}, 60_000);

let serial = 0;
async function askToSign(path: string): Promise<string> {
  serial += 1;
  const reply = await scheme.api('rp1').post('/rp/requests/citizen_id/9000000000012', {
    reference_id: `contract-${serial}`, callback_url: scheme.backEnd('rp1').url('/request'), mode: 1, bypass_identity_check: false, min_idp: 1, min_ial: 1.1, min_aal: 1,
    request_timeout: 3600, idp_id_list: ['idp1'], data_request_list: [], request_type: 'dsign.dcontract',
    request_message: `Please sign\nhttp://127.0.0.1:${(documents.address() as AddressInfo).port}${path}`,
  });
  expect(reply).toMatchObject({ status: 202 });
  return String(reply.body.request_id);
}

describe('a contract', () => {
  test('is shown when its documents are what their addresses say', async () => {
    const requestId = await askToSign(`/contract/${HASH}`);
    expect((await scheme.backEnd('idp1').callback('incoming_request', { request_id: requestId })).body).toMatchObject({ request_type: 'dsign.dcontract' });
  }, 60_000);

  test('with another document is answered with 31000 by the gateway itself', async () => {
    const requestId = await askToSign(`/contract/${HASH.replaceAll('a', 'b')}`);
    expect((await scheme.backEnd('idp1').callback('error', { request_id: requestId })).body).toMatchObject({ error: { code: 10025 } });
    expect((await scheme.backEnd('rp1').callback('request_status', { request_id: requestId, status: 'errored' })).body).toMatchObject({
      response_list: [{ idp_id: 'idp1', error_code: 31000 }],
    });
    expect(scheme.backEnd('idp1').received.filter(({ body }) => body.type === 'incoming_request' && body.request_id === requestId)).toEqual([]);
  }, 60_000);

  test('whose documents were being fetched when the gateway died is shown by the next one', async () => {
    const requestId = await askToSign(`/waiting/${HASH}`);
    await until('the document being fetched', () => Promise.resolve(waiting.length === 1));
    const idp = scheme.running.nodes['idp1'];
    await idp?.kill('SIGKILL');
    await idp?.restart();
    await until('the document being fetched again', () => Promise.resolve(waiting.length === 2));
    waiting.at(-1)?.end(CONTENT);
    await scheme.backEnd('idp1').callback('incoming_request', { request_id: requestId });
  }, 120_000);
});
