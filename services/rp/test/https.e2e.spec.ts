import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Agent, request } from 'undici';
import { Api, BackEnd, newCertificate, startTestScheme, type TestCertificate, type TestScheme } from '@trine/testkit';

/** Gateways that serve HTTPS and want an API key (contract: flows.md section 1, `HTTPS`, `USE_API_KEY`), with a back end behind HTTPS. */

const API_KEY = 'the key of this member';
const WITH_KEY = { 'x-api-key': API_KEY };
const dir = mkdtempSync(join(tmpdir(), 'trine-tls-'));
let gatewayTls: TestCertificate;
let backEnd: BackEnd;
let scheme: TestScheme;
let trusting: Agent;
let rp1: Api;

beforeAll(async () => {
  const backEndTls = await newCertificate(dir, 'back_end');
  gatewayTls = await newCertificate(dir, 'gateway');
  const https = { HTTPS: 'true', HTTPS_KEY_PATH: gatewayTls.keyPath, HTTPS_CERT_PATH: gatewayTls.certPath };
  backEnd = await new BackEnd(backEndTls).start();
  scheme = await startTestScheme({
    name: 'https',
    nodes: [
      { node_id: 'ndid1', role: 'ndid', env: https },
      { node_id: 'rp1', role: 'rp', env: { ...https, NODE_EXTRA_CA_CERTS: backEndTls.certPath, USE_API_KEY: 'true', API_KEY_HASH: createHash('sha256').update(API_KEY).digest('hex') } },
    ],
  });
  trusting = new Agent({ connect: { ca: gatewayTls.cert } });
  rp1 = new Api(scheme.running.nodes['rp1']!.url, trusting);
}, 180_000);

afterAll(async () => {
  await scheme?.stop();
  await backEnd.stop();
  await trusting?.close();
  rmSync(dir, { recursive: true, force: true });
}, 60_000);

test('a call over HTTPS is served, and its result is called back over HTTPS to a back end whose own CA the gateway trusts', async () => {
  expect(rp1.url).toMatch(/^https:/);
  const call = { reference_id: 'note', callback_url: backEnd.url('/result'), message: 'hello', purpose: 'note' };
  expect(await rp1.post('/rp/messages', call, WITH_KEY)).toMatchObject({ status: 202 });
  expect((await backEnd.callback('create_message_result', { reference_id: 'note' })).body).toMatchObject({ success: true });
});

test('the gateway shows its certificate, and nothing is served in clear', async () => {
  await expect(request(`${rp1.url}/info`)).rejects.toThrow(/self-signed certificate/);
  await expect(request(`${rp1.url.replace('https:', 'http:')}/info`)).rejects.toThrow();
});

test.each([['none', {}], ['a wrong one', { 'x-api-key': 'wrong' }], ['its hash', { 'x-api-key': createHash('sha256').update(API_KEY).digest('hex') }]])(
  'API key: with %s every path is refused with 20092, a readable body included',
  async (_what, headers: Record<string, string>) => {
    const refused = { status: 400, body: { error: { code: 20092, message: expect.any(String) } } };
    for (const path of ['/info', '/rp/requests/reference/r', '/v6/utility/idp', '/idp/callback', '/no/such/path']) expect(await rp1.get(path, headers)).toEqual(refused);
    expect(await rp1.post('/rp/messages', {}, headers)).toEqual(refused);
    expect(await rp1.call('POST', '/rp/messages', '{', { 'content-type': 'application/json', ...headers })).toMatchObject({ status: 400, body: { error: { code: 20007 } } });
  },
);

test('API key: with the right one a call goes on to its other checks; whether the gateway lives and is ready is told to everybody', async () => {
  expect(await rp1.get('/info', WITH_KEY)).toMatchObject({ status: 200, body: { node_id: 'rp1' } });
  expect(await rp1.post('/rp/messages', {}, WITH_KEY)).toMatchObject({ status: 400, body: { error: { code: 20003 } } });
  expect(await rp1.get('/no/such/path', WITH_KEY)).toEqual({ status: 404, body: undefined });
  expect(await rp1.get('/livez')).toMatchObject({ status: 200 });
  expect(await rp1.get('/readyz')).toMatchObject({ status: 200 });
});
