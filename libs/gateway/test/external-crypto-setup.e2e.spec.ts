import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { publicPem } from '@trine/crypto';
import { logLine, newKeys, ReferenceKms, startTestScheme, until, type TestScheme } from '@trine/testkit';

/** A member that joins with a crypto service: from an empty registry to its first accepted command, with nothing prepared. */

let kms: ReferenceKms;
let scheme: TestScheme;
beforeAll(async () => {
  kms = await new ReferenceKms(newKeys('ec')).start();
  scheme = await startTestScheme({ name: 'joins', registry: 'empty', nodes: [{ node_id: 'ndid1', role: 'ndid' }, { node_id: 'rp1', role: 'rp', external_crypto: true }] });
}, 180_000);
afterAll(async () => {
  await scheme.stop();
  await kms.stop();
}, 60_000);

test('until its crypto service is known and tested, POST calls wait with 10029; then the node announces itself', async () => {
  const rp1 = scheme.api('rp1');
  const operator = async (call: string, body: object): Promise<void> => {
    expect((await scheme.api('ndid1').post(`/ndid/${call}`, body)).status).toBeLessThan(300);
  };
  await logLine(scheme.running.nodes['rp1']!, { msg: 'waiting for sign_url, master_sign_url and decrypt_url (POST /node/callback)' });
  const missing = { status: 503, body: { error: { code: 10029 } } };
  expect(await rp1.post('/node/update', { reference_id: 'r', callback_url: 'http://127.0.0.1:9/' })).toMatchObject(missing);
  // The ledger has no key yet that a test could use.
  expect(await rp1.post('/node/callback', { sign_url: kms.urls.sign_url })).toMatchObject({ status: 400, body: { error: { code: 20008 } } });

  const ndid = scheme.running.keys['ndid1']!;
  await operator('init_ndid', {
    signing_public_key: ndid.signing.publicPem, signing_key_algorithm: ndid.signing.keyAlgorithm, signing_algorithm: ndid.signing.algorithm,
    signing_master_public_key: ndid.master.publicPem, signing_master_key_algorithm: ndid.master.keyAlgorithm, signing_master_algorithm: ndid.master.algorithm,
    encryption_public_key: ndid.encryption.publicPem, encryption_key_algorithm: 'RSA', encryption_algorithm: ndid.encryption.algorithm,
  });
  await operator('end_init', {});
  await operator('register_node', {
    node_id: 'rp1', node_name: 'Shop', role: 'rp',
    signing_public_key: publicPem(kms.keys.sign[0]!), signing_key_algorithm: 'EC', signing_algorithm: 'ECDSA_SHA_256',
    signing_master_public_key: publicPem(kms.keys.master_sign[0]!), signing_master_key_algorithm: 'EC', signing_master_algorithm: 'ECDSA_SHA_256',
    encryption_public_key: publicPem(kms.keys.decrypt[0]!), encryption_key_algorithm: 'RSA', encryption_algorithm: 'RSAES_OAEP_SHA_256',
  });
  await operator('set_node_token', { node_id: 'rp1', amount: 100 });

  kms.fault = ({ operation }) => (operation === 'decrypt' ? { status: 200, text: '{"decrypted_message":"bm90IHRlc3Q="}' } : undefined);
  expect(await rp1.post('/node/callback', kms.urls)).toMatchObject({ status: 400, body: { error: { code: 20046 } } });
  const { sign_url, master_sign_url } = kms.urls;
  expect((await rp1.get('/node/callback')).body).toEqual({ sign_url, master_sign_url });
  expect(await rp1.post('/node/update', { reference_id: 'r', callback_url: 'http://127.0.0.1:9/' })).toMatchObject(missing);
  kms.fault = () => undefined;
  expect((await rp1.post('/node/callback', kms.urls)).status).toBe(204);

  const result = scheme.backEnd('rp1').url('/result');
  await until('rp1 announced', async () => (await rp1.post('/node/update', {})).status !== 503);
  expect(await rp1.post('/rp/messages', { reference_id: 'first', callback_url: result, message: 'hello', purpose: 'note' })).toMatchObject({ status: 202 });
  expect((await scheme.backEnd('rp1').callback('create_message_result', { reference_id: 'first' })).body).toMatchObject({ success: true });
  expect(kms.asked('sign').at(-1)).toMatchObject({ node_id: 'rp1', signing_algorithm: 'ECDSA_SHA_256', key_version: 1 });
  expect(await rp1.get('/reinit_node_keys')).toMatchObject({ status: 204 });
  expect((await rp1.get('/info')).body).toMatchObject({ node_id: 'rp1', node_public_key: publicPem(kms.keys.sign[0]!) });
}, 180_000);
