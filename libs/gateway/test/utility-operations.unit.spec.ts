import { identifierHash } from '@trine/protocol';
import { aConsent, alsoAt, aRegistration, aWorld, CHAIN, withPerson, withRequest, type World } from '../../ledger-core/test/world.js';
import { apiOperations } from '../src/api/api-document.js';
import { Answer, operationsOf } from '../src/api/operation.js';
import { UtilityOperations } from '../src/scheme/utility-operations.js';
import { aStore, ledgerOf, refusal } from './parts.js';

function operations(world: World, filed: object[] = []) {
  const removed: unknown[] = [];
  const store = aStore({ privateMessages: () => Promise.resolve(filed), removePrivateMessages: (...of: unknown[]) => Promise.resolve(void removed.push(of)) });
  const handlers = operationsOf(new UtilityOperations(store, ledgerOf(world)));
  const call = (id: string, { params = {}, query = {} }: { params?: object; query?: object } = {}): Promise<unknown> =>
    handlers.get(id)?.({ nodeId: 'rp', params, query, body: {} } as never) as Promise<unknown>;
  return { handlers, call, removed };
}
const ids = (nodes: unknown): string[] => (nodes as { node_id: string }[]).map(({ node_id }) => node_id);

test('every look-up is there', () => {
  const paths = apiOperations().filter(({ path }) => path.startsWith('/utility/'));
  expect([...operations(aWorld()).handlers.keys()].sort()).toEqual(paths.map(({ operationId }) => operationId).sort());
});

describe('IdPs', () => {
  test('are filtered by levels as decimal text, features and agent', async () => {
    const world = aWorld();
    world.done('ndid', 'UpdateNodeByNDID', { node_id: 'idp-3', supported_feature_list: ['on_the_fly'] });
    const { call } = operations(world);
    expect(ids(await call('listIdps', { query: { min_ial: 'high' } }))).toEqual(['idp-1', 'idp-2', 'idp-3', 'agent']);
    expect(ids(await call('listIdps', { query: { min_ial: '2.5', min_aal: '2.2' } }))).toEqual(['idp-3']);
    expect(ids(await call('listIdps', { query: { supported_feature_list: 'on_the_fly, ' } }))).toEqual(['idp-3']);
    expect(ids(await call('listIdps', { query: { agent: 'true' } }))).toEqual(['agent']);
    expect(await refusal(call('listIdps', { query: { filter_for_node_id: 'nobody' } }))).toBe(10003);
  });

  test('of a person come with what they declare', async () => {
    const world = aWorld();
    world.done('idp-1', 'RegisterIdentity', aRegistration({ new_identity_list: [{ identity_namespace: 'citizen_id', identity_identifier_hash: identifierHash('1') }], mode_list: [2, 3] }));
    const params = { namespace: 'citizen_id', identifier: '1' };
    const { call } = operations(world);
    expect(await call('listIdpsByIdentity', { params, query: { mode: '3' } })).toMatchObject([{ node_id: 'idp-1', ial: 2.1, mode_list: [2, 3] }]);
    expect(await call('listIdpsByIdentity', { params: { ...params, identifier: '2' } })).toEqual([]);
  });
});

describe('what is not there', () => {
  test.each([
    ['listAsByService', { service_id: 'nothing' }, {}],
    ['listServicePrices', { service_id: 'nothing' }, {}],
    ['getServicePriceCeiling', {}, { service_id: 'nothing' }],
    ['getServicePriceMinDelay', {}, { service_id: 'nothing' }],
    ['getRequest', { request_id: 'nothing' }, {}],
    ['getAccessor', { accessor_id: 'nothing' }, {}],
    ['getNode', { node_id: 'nobody' }, {}],
    ['getNodePublicKeys', { node_id: 'nobody' }, {}],
    ['getNodeToken', { node_id: 'nobody' }, {}],
    ['getServiceDetail', { service_id: 'nothing' }, {}],
    ['getPrivateMessages', { request_id: 'nothing' }, {}],
    ['getMessage', { message_id: 'nothing' }, {}],
  ])('%s is 404', async (id, params, query) => {
    expect(await operations(aWorld()).call(id, { params, query })).toEqual(new Answer(404));
  });

  test('a disabled service has no sources, a disabled node can be read', async () => {
    const world = aWorld();
    const { call } = operations(world);
    expect(ids(await call('listAsByService', { params: { service_id: 'bank' } }))).toEqual(['as-1', 'as-2']);
    world.done('ndid', 'DisableService', { service_id: 'bank' });
    world.done('ndid', 'DisableNode', { node_id: 'rp' });
    expect(await call('listAsByService', { params: { service_id: 'bank' } })).toEqual(new Answer(404));
    expect(await call('getNode', { params: { node_id: 'rp' } })).toMatchObject({ role: 'RP', active: false });
  });
});

test('a request comes with its status and without its purpose', async () => {
  const world = withRequest();
  const { purpose: _purpose, ...request } = (await operations(world).call('getRequest', { params: { request_id: 'request' } })) as Record<string, unknown>;
  expect(_purpose).toBeUndefined();
  expect(request).toMatchObject({ status: 'pending', creation_block_height: `${CHAIN}:100`, response_list: [] });
});

test('prices and messages have heights as text', async () => {
  const world = aWorld();
  world.done('ndid', 'SetServicePriceCeiling', { service_id: 'bank', price_ceiling_by_currency_list: [{ currency: 'THB', price: 9 }] });
  world.done('as-1', 'SetServicePrice', { service_id: 'bank', price_by_currency_list: [{ currency: 'THB', min_price: 1, max_price: 2 }], effective_datetime: '2026-02-01T00:00:00Z' });
  world.done('rp', 'CreateMessage', { message_id: 'm', message: 'hello', purpose: 'greeting' });
  const { call } = operations(world);
  expect(await call('listServicePrices', { params: { service_id: 'bank' }, query: { node_id: 'as-1' } })).toEqual([
    { node_id: 'as-1', price_list: [{ price_by_currency_list: [{ currency: 'THB', min_price: 1, max_price: 2 }], effective_datetime: expect.any(String), more_info_url: '', detail: '', creation_block_height: `${CHAIN}:100` }] },
  ]);
  expect(await call('getMessage', { params: { message_id: 'm' } })).toMatchObject({ message: 'hello', creation_block_height: `${CHAIN}:100`, creation_chain_id: CHAIN });
  expect(await call('getServicePriceCeiling', { query: { service_id: 'bank' } })).toEqual({ service_id: 'bank', price_ceiling_by_currency_list: [{ currency: 'THB', price: 9 }] });
});

test('the literal for "no schema" is not shown', async () => {
  const world = aWorld();
  world.done('ndid', 'AddService', { service_id: 's', service_name: 'S', data_schema: 'n/a', data_schema_version: '1' });
  expect(await operations(world).call('getServiceDetail', { params: { service_id: 's' } })).toEqual({ service_id: 's', service_name: 'S', active: true, data_schema_version: '1' });
});

describe('private messages', () => {
  const sent = { message: { type: 'consent_request' }, direction: 'outbound', to: 'idp-1', timestamp: 1 };

  test('say where they went, as the ledger has it now', async () => {
    const world = withRequest();
    world.done('idp-1', 'SetMqAddresses', { addresses: [{ ip: '10.0.0.1', port: 5555 }] });
    const received = { message: {}, direction: 'inbound', source: { node_id: 'idp-1' }, signature: '-_8', timestamp: 2 };
    const shown = await operations(world, [received, sent]).call('getPrivateMessages', { params: { request_id: 'request' } });
    expect(shown).toEqual([
      { ...received, signature: '+/8=' },
      { message: sent.message, direction: 'outbound', timestamp: 1, destinations: [{ node_id: 'idp-1', ip: '10.0.0.1', port: 5555, encryption_public_key: expect.objectContaining({ version: 1 }) }] },
    ]);
  });

  test('behind a proxy it is the proxy that they went to', async () => {
    const world = withRequest();
    world.done('proxy', 'SetMqAddresses', { addresses: [{ ip: '10.0.0.9', port: 1 }] });
    world.done('ndid', 'AddNodeToProxyNode', { node_id: 'idp-1', proxy_node_id: 'proxy', config: 'KEY_ON_PROXY' });
    const shown = await operations(world, [sent]).call('getPrivateMessages', { params: { request_id: 'request' } });
    expect(shown).toMatchObject([{ destinations: [{ node_id: 'idp-1', ip: '10.0.0.9', proxy_node_id: 'proxy', proxy_config: 'KEY_ON_PROXY', proxy_encryption_public_key: { version: 1 } }] }]);
  });

  test('are removed by type; an unknown type is a server error', async () => {
    const { call, removed } = operations(withRequest());
    await call('removePrivateMessages', { params: { request_id: 'request' }, query: { type: 'as_response' } });
    await call('removeAllPrivateMessages');
    expect(removed).toEqual([['rp', 'request', 'as_response'], ['rp', undefined, undefined]]);
    expect(await refusal(call('getPrivateMessages', { params: { request_id: 'request' }, query: { type: 'letter' } }))).toBe(10000);
  });
});

test('a prefix that no name can have finds none', async () => {
  expect(await operations(aWorld()).call('listNodeSupportedFeatures', { query: { prefix: '\u001f' } })).toEqual([]);
});

test('a person held by others too lists each of them', async () => {
  const world = withPerson({ mode_list: [2, 3] });
  alsoAt(world, 'idp-2', { mode_list: [2, 3], request_id: aConsent(world, 'idp-2', 'RegisterIdentity') });
  expect(await operations(world).call('getAccessor', { params: { accessor_id: 'accessor-idp-2' } })).toMatchObject({ owner_node_id: 'idp-2', active: true, creation_chain_id: CHAIN });
});
