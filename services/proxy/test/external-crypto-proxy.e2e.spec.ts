import { createPublicKey, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { publicPem, signBytes } from '@trine/crypto';
import { newCitizenId, newKeys, ReferenceKms, startTestScheme, type KmsKeys, type TestScheme } from '@trine/testkit';

/*
 * A proxy whose crypto service has the private keys of the nodes behind it (contract: flows.md section 9, callbacks.md section 8).
 * The gateway is given public keys only.
 */

jest.setTimeout(120_000);

const dir = mkdtempSync(join(tmpdir(), 'trine-proxy-kms-'));
const keysOf: Record<string, KmsKeys> = { proxy1: newKeys('ec'), rp1: newKeys('ed25519'), idp1: newKeys('rsa') };
let kms: ReferenceKms;
let scheme: TestScheme;

function publicFiles(nodeId: string): object {
  const file = (use: string, key: KeyObject): string => {
    const path = join(dir, `${nodeId}_${use}.pem`);
    writeFileSync(path, publicPem(key));
    return path;
  };
  const { sign, master_sign, decrypt } = keysOf[nodeId]!;
  return { signing: file('signing', sign[0]!), master: file('master', master_sign[0]!), encryption: file('encryption', decrypt[0]!) };
}

beforeAll(async () => {
  kms = await new ReferenceKms(keysOf['proxy1']!, keysOf).start();
  const behind = { proxy_node_id: 'proxy1', external_crypto: true };
  scheme = await startTestScheme({
    name: 'proxy kms',
    nodes: [
      { node_id: 'ndid1', role: 'ndid' },
      { node_id: 'proxy1', role: 'proxy', external_crypto: true, keys: publicFiles('proxy1'), callbacks: { ...kms.urls } },
      { node_id: 'rp1', role: 'rp', ...behind, keys: publicFiles('rp1') },
      { node_id: 'idp1', role: 'idp', ...behind, keys: publicFiles('idp1') },
    ],
  });
}, 180_000);

afterAll(async () => {
  await scheme?.stop();
  await kms.stop();
  rmSync(dir, { recursive: true, force: true });
}, 60_000);

test('a request from one node behind the proxy to another is signed and opened by the service with the key of each', async () => {
  const [proxy, backEnd] = [scheme.api('proxy1'), scheme.backEnd('proxy1')];
  const callback_url = backEnd.url('/result');
  const created = await proxy.post('/rp/requests/citizen_id/' + newCitizenId(), {
    node_id: 'rp1', reference_id: 'r', callback_url, mode: 1, idp_id_list: ['idp1'], data_request_list: [], request_message: 'sign in?', min_ial: 1.1, min_aal: 1, min_idp: 1, request_timeout: 600,
  });
  expect(created).toMatchObject({ status: 202 });
  const { request_id } = created.body as { request_id: string };
  expect((await backEnd.callback('incoming_request', { node_id: 'idp1', request_id })).body).toMatchObject({ request_message: 'sign in?' });
  expect(kms.asked('sign').map(({ node_id }) => node_id)).toEqual(expect.arrayContaining(['proxy1', 'rp1']));
  expect(kms.asked('decrypt').at(-1)).toMatchObject({ node_id: 'idp1', key_version: 1 });

  // The node's key is replaced on the way: the next signature is by the new one.
  const renewed = newKeys('ec').sign[0]!;
  keysOf['idp1']!.sign.push(renewed);
  const update = {
    node_id: 'idp1', reference_id: 'keys', callback_url, signing_public_key: publicPem(createPublicKey(renewed)), signing_key_algorithm: 'EC', signing_algorithm: 'ECDSA_SHA_256',
    check_string: 'check', signed_check_string: (await signBytes('ECDSA_SHA_256', renewed, Buffer.from('check'))).toString('base64'),
  };
  expect((await proxy.post('/node/update', update)).status).toBe(202);
  expect((await backEnd.callback('update_node_result', { reference_id: 'keys' })).body).toMatchObject({ success: true, node_id: 'idp1' });
  expect(kms.asked('master_sign').at(-1)).toMatchObject({ node_id: 'idp1', key_version: 1 });

  const answer = { node_id: 'idp1', reference_id: 'a', callback_url, request_id, ial: 2.3, aal: 3, status: 'accept', signature: 'c2lnbmF0dXJl' };
  expect((await proxy.post('/idp/response', answer)).status).toBe(202);
  expect((await backEnd.callback('response_result', { reference_id: 'a' })).body).toMatchObject({ success: true, node_id: 'idp1' });
  expect((await backEnd.waitFor(({ body }) => body.type === 'request_status' && body.node_id === 'rp1' && body['closed'] === true)).body).toMatchObject({ status: 'completed' });
  expect(kms.asked('sign').filter(({ node_id }) => node_id === 'idp1').at(-1)).toMatchObject({ key_version: 2, key_algorithm: 'EC' });
});
