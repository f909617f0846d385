import { generateKeyPairSync, sign } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { startTestScheme, type TestScheme } from '@trine/testkit';

jest.setTimeout(120_000);

let scheme: TestScheme;
beforeAll(async () => {
  scheme = await startTestScheme({ name: 'node keys', nodes: [{ node_id: 'operator', role: 'ndid' }, { node_id: 'idp1', role: 'idp' }] });
});
afterAll(() => scheme.stop());

/** At stake: a member that replaces its key must not lock itself out. Shown by a second change, sent after the key file was read again. */
test('a node replaces its signing key and goes on with the new one', async () => {
  const idp1 = scheme.api('idp1');
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const update = async (reference_id: string, change: object): Promise<void> => {
    expect(await idp1.post('/node/update', { reference_id, callback_url: scheme.backEnd('idp1').url('/result'), ...change })).toEqual({ status: 202, body: undefined });
    expect((await scheme.backEnd('idp1').callback('update_node_result', { reference_id })).body).toMatchObject({ node_id: 'idp1', success: true });
  };
  await update('key', {
    signing_public_key: publicKey.export({ type: 'spki', format: 'pem' }), signing_key_algorithm: 'Ed25519', signing_algorithm: 'Ed25519',
    check_string: 'check', signed_check_string: sign(null, Buffer.from('check'), privateKey).toString('base64'),
  });
  writeFileSync(scheme.running.keys['idp1']!.signing.path, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  expect((await idp1.get('/reinit_node_keys')).status).toBe(204);
  await update('types', { supported_request_message_data_url_type_list: ['text/plain'] });

  const seen = scheme.api('operator');
  expect((await seen.get('/utility/nodes/idp1/public_keys')).body).toMatchObject({ signing_public_key_list: [{ version: 1, active: false }, { version: 2, active: true }] });
  expect((await seen.get('/utility/nodes/idp1')).body).toMatchObject({ supported_request_message_data_url_type_list: ['text/plain'] });
});
