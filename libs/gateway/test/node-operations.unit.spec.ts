import { generateKeyPairSync, sign } from 'node:crypto';
import { aWorld, RSA_KEY } from '../../ledger-core/test/world.js';
import { operationsOf } from '../src/api/operation.js';
import { NodeOperations } from '../src/node/node-operations.js';
import { aDesk, aStore, keyringOf, ledgerOf, refusal, someCallbacks } from './parts.js';

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
const signature = sign('sha256', Buffer.from('check'), privateKey).toString('base64');
const newKey = { signing_public_key: pem, signing_key_algorithm: 'EC', signing_algorithm: 'ECDSA_SHA_256' };
const newMaster = { signing_master_public_key: pem, signing_master_key_algorithm: 'EC', signing_master_algorithm: 'ECDSA_SHA_256' };

function update(nodeId: string, body: object, otherKeys: { master?: string } = {}) {
  const desk = aDesk();
  const callbacks = someCallbacks();
  const world = aWorld();
  const handlers = operationsOf(new NodeOperations(aStore(), ledgerOf(world), desk, callbacks, { ...keyringOf(world, otherKeys), holds: (held) => held === nodeId }));
  const done = handlers.get('updateNode')?.({ nodeId, params: {}, query: {}, body: { reference_id: 'r', callback_url: 'http://back-end/', ...body } } as never) as Promise<unknown>;
  return { desk, callbacks, done };
}

test('new keys that prove possession go to the ledger', async () => {
  const { desk, done } = update('idp-1', {
    ...newKey, ...newMaster, check_string: 'check', signed_check_string: signature, master_signed_check_string: signature, supported_request_message_data_url_type_list: ['text/plain'],
  });
  await done;
  expect(desk.sent).toEqual([
    {
      node_id: 'idp-1',
      type: 'UpdateNode',
      aggregate: 'registry',
      args: {
        signing_public_key: pem, signing_algorithm: 'ECDSA_SHA_256', signing_master_public_key: pem, signing_master_algorithm: 'ECDSA_SHA_256',
        supported_request_message_data_url_type_list: ['text/plain'],
      },
      result: { url: 'http://back-end/', body: { node_id: 'idp-1', type: 'update_node_result', reference_id: 'r' } },
    },
  ]);
});

test('a change that is not signed by the registered master key fails in its result, for the ledger would not answer it', async () => {
  const { desk, callbacks, done } = update('idp-1', newKey, { master: pem });
  await done;
  expect(desk.sent).toEqual([]);
  expect(callbacks.told).toEqual([{ node_id: 'idp-1', type: 'update_node_result', reference_id: 'r', success: false, error: { code: 25038, message: expect.any(String) } }]);
});

test.each([
  ['an unreadable key', 20040, 'rp', { ...newKey, signing_public_key: 'key' }],
  ['another kind of key', 20042, 'rp', { ...newKey, signing_public_key: RSA_KEY }],
  ['a curve for another algorithm', 20093, 'rp', { ...newKey, signing_algorithm: 'ECDSA_SHA_384' }],
  ['a wrong check', 20063, 'rp', { ...newKey, ...newMaster, check_string: 'another', signed_check_string: signature }],
  ['no check of the new key', 20063, 'rp', { ...newKey, check_string: 'check' }],
  ['no check of the new master key', 20064, 'rp', { ...newKey, ...newMaster, check_string: 'check', signed_check_string: signature }],
  ['an unknown node', 10032, 'rp', { ...newKey, node_id: 'nobody' }],
  ['data URL types of another role', 20072, 'rp', { supported_request_message_data_url_type_list: [] }],
  ['another node, whose master key is not here', 10034, 'rp', { ...newKey, node_id: 'rp-2' }],
  ['nothing wrong', undefined, 'rp', { ...newKey, node_id: 'rp' }],
])('%s -> %s', async (_name, code, nodeId, body) => {
  const { desk, done } = update(nodeId, body);
  expect(await refusal(done)).toBe(code);
  expect(desk.sent).toHaveLength(code === undefined ? 1 : 0);
});
