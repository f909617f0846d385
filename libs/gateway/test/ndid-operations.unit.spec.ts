import { aWorld, ED25519_KEY, nodeKeys, RSA_KEY, SUPPORTED_AAL, SUPPORTED_IAL } from '../../ledger-core/test/world.js';
import { apiOperations } from '../src/api/api-document.js';
import { operationsOf } from '../src/api/operation.js';
import { NdidOperations } from '../src/scheme/ndid-operations.js';
import { aDesk, aStore, keyringOf, ledgerOf, refusal } from './parts.js';

const keys = { ...nodeKeys, signing_key_algorithm: 'Ed25519', signing_master_key_algorithm: 'Ed25519', encryption_key_algorithm: 'RSA' };
const anIdp = (part: object = {}): Record<string, unknown> => ({ node_id: 'new', node_name: 'New', role: 'idp', ...keys, max_ial: 2.3, max_aal: 2.2, ...part });

function operations({ nodeId = 'ndid', signing = undefined as string | undefined } = {}) {
  const desk = aDesk();
  const world = aWorld();
  const handlers = operationsOf(new NdidOperations(aStore(), ledgerOf(world), desk, keyringOf(world, signing === undefined ? {} : { signing })));
  const call = (id: string, body: object): Promise<unknown> => handlers.get(id)?.({ nodeId, params: {}, query: {}, body } as never) as Promise<unknown>;
  return { desk, handlers, call };
}

test('every operation of the operator is there', () => {
  const paths = apiOperations().filter(({ path }) => path.startsWith('/ndid/') || path === '/node/create');
  expect([...operations().handlers.keys()].sort()).toEqual(paths.map(({ operationId }) => operationId).sort());
});

test('a call becomes its command with the members that the command has', async () => {
  const { desk, call } = operations();
  await call('setNodeToken', { node_id: 'rp', amount: 5, other: 'ignored' });
  await call('updateService', { service_id: 'bank', service_name: 'Bank', data_schema: null });
  expect(desk.sent.map(({ type, args }) => [type, args])).toEqual([
    ['SetNodeToken', { node_id: 'rp', amount: 5 }],
    ['UpdateService', { service_id: 'bank', service_name: 'Bank' }],
  ]);
});

test('init_ndid names the acting node and its keys', async () => {
  const { desk, call } = operations();
  await call('initNdid', keys);
  expect(desk.sent[0]).toMatchObject({ node_id: 'ndid', type: 'InitNDID', args: { node_id: 'ndid', ...nodeKeys } });
});

test.each([
  ['the ledger has another key of this node', 25038, { signing: RSA_KEY }],
  ['the ledger does not know this node', 25042, { nodeId: 'nobody' }],
])('what nobody would answer is refused at once: %s', async (_what, code, own) => {
  const { desk, call } = operations(own);
  expect(await refusal(call('setNodeToken', { node_id: 'rp', amount: 5 }))).toBe(code);
  expect(desk.sent).toEqual([]);
});

test('init_ndid brings the key that this gateway signs with', async () => {
  const { desk, call } = operations({ signing: RSA_KEY });
  expect(await refusal(call('initNdid', keys))).toBe(25038);
  expect(desk.sent).toEqual([]);
});

test('a created node is told of by callback', async () => {
  const { desk, call } = operations();
  await call('createNode', anIdp({ reference_id: 'r', callback_url: 'http://back-end/' }));
  const result = { url: 'http://back-end/', body: { node_id: 'ndid', type: 'create_node_result', reference_id: 'r' } };
  expect(desk.sent[0]).toMatchObject({ type: 'RegisterNode', args: { node_id: 'new', max_ial: 2.3 }, result });
});

describe('nodes are refused, in order', () => {
  test.each([
    ['an unreadable key', 20040, { signing_public_key: 'key', max_ial: undefined }],
    ['another algorithm than declared', 20042, { signing_public_key: RSA_KEY, max_ial: undefined }],
    ['a bad encryption key', 20042, { encryption_public_key: ED25519_KEY, max_ial: undefined }],
    ['an IdP without levels', 10000, { max_ial: undefined, max_aal: 9 }],
    ['another role with a level', 10000, { role: 'rp', max_aal: undefined }],
    ['an unknown IAL', 20094, { max_ial: 9, max_aal: 9 }],
    ['an unknown AAL', 20095, { max_aal: 9 }],
  ])('%s -> %d', async (_name, code, part) => {
    const { desk, call } = operations();
    expect(await refusal(call('registerNode', anIdp(part)))).toBe(code);
    expect(desk.sent).toEqual([]);
  });
});

test.each([
  ['not JSON', '{', 10000],
  ['no schema', '{"type":"nothing"}', 10000],
  ['draft-07', '{"$schema":"http://json-schema.org/draft-07/schema#","type":"object","properties":{"at":{"type":"string","format":"date-time"}}}', undefined],
  ['the literal for none', 'n/a', undefined],
])('data_schema that is %s', async (_name, data_schema, code) => {
  expect(await refusal(operations().call('createService', { service_id: 's', service_name: 'S', data_schema }))).toBe(code);
});

test('a currency is named once', async () => {
  const ceiling = { currency: 'THB', price: 1 };
  expect(await refusal(operations().call('setServicePriceCeiling', { service_id: 'bank', price_ceiling_by_currency_list: [ceiling, { ...ceiling, price: 2 }] }))).toBe(20003);
});

test('levels to set must be supported', async () => {
  const { call } = operations();
  expect(await refusal(call('updateNodeByNdid', { node_id: 'idp-1', max_aal: 9 }))).toBe(20095);
  expect(await refusal(call('setAllowedMinIalFirstIdp', { min_ial: 9 }))).toBe(20094);
  expect(await refusal(call('setAllowedMinIalFirstIdp', { min_ial: SUPPORTED_IAL[0] }))).toBeUndefined();
  expect(await refusal(call('updateNodeByNdid', { node_id: 'idp-1', max_aal: SUPPORTED_AAL[0] }))).toBeUndefined();
});

test('node ids are listed by role', async () => {
  const { call } = operations();
  expect(await call('getNodeIdList', { role: 'as' })).toEqual({ node_id_list: ['as-1', 'as-2'] });
  expect(await call('getNodeIdList', {})).toMatchObject({ node_id_list: expect.arrayContaining(['proxy']) });
});
