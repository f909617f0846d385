import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { publicPem } from '@trine/crypto';
import { automaticMembers, logLines, registerPerson, startTestScheme, type Members, type TestScheme } from '@trine/testkit';

jest.setTimeout(180_000);

let scheme: TestScheme;
let members: Members;
beforeAll(async () => {
  scheme = await startTestScheme({
    name: 'node keys',
    nodes: [{ node_id: 'operator', role: 'ndid' }, { node_id: 'rp1', role: 'rp' }, { node_id: 'idp1', role: 'idp' }, { node_id: 'as1', role: 'as' }],
  });
  const as = scheme.backEnd('as1');
  await scheme.api('as1').post('/as/service/bank_statement', { reference_id: 'offer', callback_url: as.url('/result'), min_ial: 1.1, min_aal: 1, url: as.url('/data'), supported_namespace_list: ['citizen_id'] });
  await as.callback('add_or_update_service_result', { reference_id: 'offer', success: true });
  const person = await registerPerson(scheme, 'idp1', 2);
  members = automaticMembers(scheme, [person], { rp: 'rp1', idp: 'idp1', as: 'as1', service_id: 'bank_statement', name: 'keys' });
});
afterAll(() => scheme.stop());

async function update(nodeId: string, reference_id: string, change: object): Promise<void> {
  const backEnd = scheme.backEnd(nodeId);
  expect(await scheme.api(nodeId).post('/node/update', { reference_id, callback_url: backEnd.url('/result'), ...change })).toEqual({ status: 202, body: undefined });
  expect((await backEnd.callback('update_node_result', { reference_id })).body).toMatchObject({ node_id: nodeId, success: true });
}

/** As an engineer of the member does it: the files, then the call. */
async function putInPlace(nodeId: string, keys: Partial<Record<'signing' | 'master' | 'encryption', KeyObject>>): Promise<void> {
  for (const [use, key] of Object.entries(keys)) writeFileSync(scheme.running.keys[nodeId]![use as 'signing'].path, key.export({ type: 'pkcs8', format: 'pem' }));
  expect((await scheme.api(nodeId).get('/reinit_node_keys')).status).toBe(204);
}

/** At stake: a member that replaces its key must not lock itself out. Shown by a second change, sent after the key file was read again. */
test('a node replaces its signing key and goes on with the new one', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  await update('idp1', 'key', {
    signing_public_key: publicPem(publicKey), signing_key_algorithm: 'Ed25519', signing_algorithm: 'Ed25519',
    check_string: 'check', signed_check_string: sign(null, Buffer.from('check'), privateKey).toString('base64'),
  });
  await putInPlace('idp1', { signing: privateKey });
  await update('idp1', 'types', { supported_request_message_data_url_type_list: ['text/plain'] });

  const seen = scheme.api('operator');
  expect((await seen.get('/utility/nodes/idp1/public_keys')).body).toMatchObject({ signing_public_key_list: [{ version: 1, active: false }, { version: 2, active: true }] });
  expect((await seen.get('/utility/nodes/idp1')).body).toMatchObject({ supported_request_message_data_url_type_list: ['text/plain'] });
});

/**
 * At stake: requests that are under way while an IdP or a source replaces all its keys. One waits for its answer since before the
 * change, one is asked between the ledger's taking the keys and the files being read again, one right after, while the requester
 * may still seal for the former key. All must end, and once the files are read no letter may be taken for a forged one.
 */
test.each(['idp1', 'as1'])('%s replaces all its keys with requests under way', async (nodeId) => {
  const backEnd = scheme.backEnd(nodeId);
  const waits = nodeId === 'idp1' ? 'incoming_request' : 'data_request';
  const automatic = backEnd.reply;
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  backEnd.reply = (callback) => {
    if (callback.body.type === waits) void released.then(() => automatic(callback));
    return callback.body.type === waits ? undefined : automatic(callback);
  };
  const before = await members.begin();
  await backEnd.callback(waits, { request_id: before.request_id });

  const signing = generateKeyPairSync('ed25519').privateKey;
  const master = generateKeyPairSync('ed25519').privateKey;
  const encryption = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  await update(nodeId, 'all keys', {
    signing_public_key: publicPem(signing), signing_key_algorithm: 'Ed25519', signing_algorithm: 'Ed25519',
    signing_master_public_key: publicPem(master), signing_master_key_algorithm: 'Ed25519', signing_master_algorithm: 'Ed25519',
    encryption_public_key: publicPem(encryption), encryption_key_algorithm: 'RSA', encryption_algorithm: 'RSAES_OAEP_SHA_256',
  });
  const between = await members.begin();
  await putInPlace(nodeId, { signing, master, encryption });
  const fileRead = Date.now();
  const after = await members.begin();
  release();
  for (const flow of [before, between, after]) await members.end(flow);

  expect(members.refusals).toEqual([]);
  expect(logLines(scheme.running.nodes[nodeId]!).filter(({ security, time }) => security === 'mail_refused' && Number(new Date(time as string | number)) > fileRead)).toEqual([]);
  const { body } = await scheme.api('rp1').get(`/utility/nodes/${nodeId}/public_keys`);
  expect(body.encryption_public_key_list).toMatchObject([{ version: 1, active: false }, { version: 2, active: true }]);
  expect(body.signing_master_public_key_list).toMatchObject([{ version: 1, active: false }, { version: 2, active: true }]);
  backEnd.reply = automatic;
  // The new master key authorises the next change.
  await update(nodeId, 'next', { signing_public_key: publicPem(signing), signing_key_algorithm: 'Ed25519', signing_algorithm: 'Ed25519' });
});

/** At stake: data that a source has delivered, and was told so, must reach the requester though the key that signed it is replaced. */
test('data signed by a key that is replaced before the requester verifies it is taken', async () => {
  const as = scheme.backEnd('as1');
  const automatic = as.reply;
  as.reply = (callback) => (callback.body.type === 'data_request' ? undefined : automatic(callback));
  const flow = await members.begin();
  await as.callback('data_request', { request_id: flow.request_id });
  const { body: node } = await scheme.api('operator').get('/utility/nodes/as1');
  const version = node.signing_public_key.version;

  await scheme.running.nodes['rp1']!.kill('SIGKILL');
  const data = { reference_id: 'late', callback_url: as.url('/result'), data: '{"late":true}' };
  expect((await scheme.api('as1').post(`/as/data/${flow.request_id}/bank_statement`, data)).status).toBe(202);
  expect((await as.callback('response_result', { reference_id: 'late' })).body).toMatchObject({ success: true });
  const signing = generateKeyPairSync('ed25519').privateKey;
  await update('as1', 'late', { signing_public_key: publicPem(signing), signing_key_algorithm: 'Ed25519', signing_algorithm: 'Ed25519' });
  await putInPlace('as1', { signing });
  await scheme.running.nodes['rp1']!.restart();

  await members.end(flow);
  expect((await scheme.api('rp1').get(`/rp/request_data/${flow.request_id}`)).body).toMatchObject([{ data: data.data, signature_signing_key_version: version }]);
  as.reply = automatic;
});
