import { RESULT } from '@trine/protocol';
import { query, QueryFailed, requestDetail } from '../src/index.js';
import {
  aDataRequest,
  alsoAt,
  aNode,
  anAnswer,
  anErrorAnswer,
  anOffer,
  aRequest,
  asAnswer,
  aWorld,
  ED25519_KEY,
  GROUP,
  OTHER_ED25519_KEY,
  OTHER_GROUP,
  RSA_KEY,
  withPerson,
  withRequest,
  World,
} from './world.js';

const ask = (world: World, name: string, params: unknown = {}): unknown => query(world.state, name, params);
const key = (part: object = {}): object => ({
  public_key: ED25519_KEY,
  algorithm: 'Ed25519',
  version: 1,
  creation_block_height: 100,
  creation_chain_id: 'chain-test',
  active: true,
  ...part,
});
const encryptionKey = key({ public_key: RSA_KEY, algorithm: 'RSAES_OAEP_SHA_256' });
const keys = { signing_public_key: key(), signing_master_public_key: key(), encryption_public_key: encryptionKey };
const behindProxy = (world: World, node_id: string): void => {
  world.done('proxy', 'SetMqAddresses', { addresses: [{ ip: '10.0.0.9', port: 1 }] });
  world.done('ndid', 'AddNodeToProxyNode', { node_id, proxy_node_id: 'proxy', config: 'KEY_ON_PROXY' });
};
const idsIn = (answer: unknown): string[] => (answer as { node: { node_id: string }[] }).node.map(({ node_id }) => node_id);

describe('query', () => {
  test.each([
    ['Nonsense', {}, RESULT.UnknownMethod],
    ['toString', {}, RESULT.UnknownMethod],
    ['GetNodeInfo', { node_id: 5 }, RESULT.UnmarshalError],
    ['GetNodeInfo', 'rp', RESULT.UnmarshalError],
    ['GetIdpNodes', { filter_for_node_id: 'nobody' }, RESULT.NodeIDNotFound],
  ])('%s %j fails', (name, params, reason) => {
    const failing = (): unknown => ask(aWorld(), name, params);
    expect(failing).toThrow(QueryFailed);
    expect(failing).toThrow(expect.objectContaining({ reason }));
  });

  test.each([
    ...['GetNodeSigningPublicKey', 'GetNodeSigningMasterPublicKey', 'GetNodeEncryptionPublicKey', 'GetNodePublicKeyList', 'GetNodeInfo', 'GetMqAddresses', 'GetNodeToken', 'GetNodeKeys'],
    ...['GetServiceDetail', 'GetService', 'GetOffer', 'GetServicePriceCeiling', 'GetServicePriceList'],
    ...['GetIdentityInfo', 'GetAssociation', 'GetReferenceGroupCode', 'GetReferenceGroupCodeByAccessorID', 'GetAccessorKey', 'GetAccessorOwner', 'GetAccessor', 'CheckExistingAccessorID'],
    ...['GetRequest', 'GetRequestDetail', 'GetDataSignature', 'GetMessage', 'GetMessageDetail'],
  ])('%s of nothing is null', (name) => expect(ask(aWorld(), name)).toBeNull());

  test.each<[string, unknown]>([
    ['GetNodesBehindProxyNode', { nodes: [] }],
    ['GetNodeIDList', { node_id_list: [] }],
    ['GetIdpNodes', { node: [] }],
    ['GetIdpNodesInfo', { node: [] }],
    ['GetServiceList', []],
    ['GetAsNodesByServiceId', { node: [] }],
    ['GetAsNodesInfoByServiceId', { node: [] }],
    ['GetServicesByAsID', { services: [] }],
    ['GetServicePriceMinEffectiveDatetimeDelay', { duration_second: 43_200 }],
    ['GetNamespaceList', []],
    ['GetSupportedIALList', { supported_ial_list: [] }],
    ['GetSupportedAALList', { supported_aal_list: [] }],
    ['GetAllowedModeList', { allowed_mode_list: [1, 2, 3] }],
    ['GetErrorCodeList', []],
    ['GetRequestTypeList', []],
    ['GetAllowedNodeSupportedFeatureList', []],
    ['GetSuppressedIdentityModificationNotificationNodeList', []],
    ['GetAllowedMinIalForRegisterIdentityAtFirstIdp', { min_ial: 0 }],
    ['IsInitEnded', { init_ended: false }],
    ['GetChainHistory', null],
    ['GetPriceFunc', { price: 1 }],
    ['CheckExistingIdentity', { exist: false }],
  ])('%s on an empty ledger', (name, expected) => expect(ask(new World(), name)).toEqual(expected));
});

describe('nodes', () => {
  test('GetNodeInfoList: as GetNodeInfo, in the order asked for, null for who is unknown', () => {
    const world = aWorld();
    const one = (node_id: string): unknown => ask(world, 'GetNodeInfo', { node_id });
    expect(ask(world, 'GetNodeInfoList', { node_id_list: ['rp', 'nobody', 'idp-1', 'rp'] })).toEqual([one('rp'), null, one('idp-1'), one('rp')]);
  });

  test('GetNodeInfo of an IdP behind a proxy', () => {
    const world = aWorld();
    world.done('ndid', 'UpdateNodeByNDID', { node_id: 'idp-1', node_id_whitelist_active: true, node_id_whitelist: ['rp'] });
    behindProxy(world, 'idp-1');
    expect(ask(world, 'GetNodeInfo', { node_id: 'idp-1' })).toEqual({
      ...keys,
      node_name: 'name of idp-1',
      role: 'IdP',
      supported_feature_list: [],
      mq: null,
      active: true,
      max_ial: 2.3,
      max_aal: 2.2,
      supported_request_message_data_url_type_list: [],
      agent: false,
      node_id_whitelist_active: true,
      node_id_whitelist: ['rp'],
      proxy: { node_id: 'proxy', node_name: 'name of proxy', ...keys, mq: [{ ip: '10.0.0.9', port: 1 }], config: 'KEY_ON_PROXY' },
    });
  });

  test.each([
    ['rp', ['node_id_whitelist_active']],
    ['as-1', []],
  ])('GetNodeInfo of %s has only what is fit for it', (node_id, more) => {
    const members = Object.keys(ask(aWorld(), 'GetNodeInfo', { node_id }) as object);
    expect(members).toEqual([...Object.keys(keys), 'node_name', 'role', 'supported_feature_list', 'mq', 'active', ...more]);
  });

  test('keys: the current one, or all by number', () => {
    const world = aWorld();
    for (let i = 0; i < 10; i += 1) {
      world.done('rp', 'UpdateNode', { signing_public_key: OTHER_ED25519_KEY, signing_algorithm: 'Ed25519' });
    }
    expect(ask(world, 'GetNodeSigningPublicKey', { node_id: 'rp' })).toEqual(key({ public_key: OTHER_ED25519_KEY, version: 11 }));
    expect(ask(world, 'GetNodeSigningMasterPublicKey', { node_id: 'rp' })).toEqual(key());
    expect(ask(world, 'GetNodeEncryptionPublicKey', { node_id: 'rp' })).toEqual(encryptionKey);
    const list = ask(world, 'GetNodePublicKeyList', { node_id: 'rp' }) as Record<string, { version: number }[]>;
    expect(list['signing_public_key_list']?.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(Object.keys(list)).toEqual(['signing_public_key_list', 'signing_master_public_key_list', 'encryption_public_key_list']);
    expect(ask(world, 'GetNodeKeys', { node_id: 'rp' })).toEqual({
      signing_public_key: key({ public_key: OTHER_ED25519_KEY, version: 11 }),
      encryption_public_key: encryptionKey,
      active: true,
      role: 'RP',
      proxy_node_id: '',
    });
  });

  test.each([
    ['rp', ['rp', 'rp-2']],
    ['IDP', ['idp-1', 'idp-3', 'agent']],
    ['as', ['as-1', 'as-2']],
    ['', ['rp', 'rp-2', 'idp-1', 'idp-3', 'agent', 'as-1', 'as-2', 'proxy']],
    ['proxy', ['rp', 'rp-2', 'idp-1', 'idp-3', 'agent', 'as-1', 'as-2', 'proxy']],
  ])('GetNodeIDList %j: active ones in order of registration', (role, expected) => {
    const world = aWorld();
    world.done('ndid', 'DisableNode', { node_id: 'idp-2' });
    expect(ask(world, 'GetNodeIDList', { role })).toEqual({ node_id_list: expected });
  });

  test('GetNodesBehindProxyNode: in order of attachment, disabled ones too', () => {
    const world = aWorld();
    behindProxy(world, 'idp-2');
    behindProxy(world, 'as-1');
    world.done('ndid', 'DisableNode', { node_id: 'as-1' });
    expect(ask(world, 'GetNodesBehindProxyNode', { proxy_node_id: 'proxy' })).toEqual({
      nodes: [
        {
          node_id: 'idp-2',
          node_name: 'name of idp-2',
          role: 'IdP',
          ...keys,
          supported_feature_list: [],
          config: 'KEY_ON_PROXY',
          max_ial: 2.3,
          max_aal: 2.2,
          supported_request_message_data_url_type_list: [],
          agent: false,
        },
        { node_id: 'as-1', node_name: 'name of as-1', role: 'AS', ...keys, supported_feature_list: [], config: 'KEY_ON_PROXY' },
      ],
    });
  });

  test('addresses, tokens and prices', () => {
    const world = aWorld();
    world.done('rp', 'SetMqAddresses', { addresses: [{ ip: '10.0.0.1', port: 5555 }] });
    world.done('ndid', 'SetPriceFunc', { func: 'CreateRequest', price: 0 });
    expect(ask(world, 'GetMqAddresses', { node_id: 'rp' })).toEqual([{ ip: '10.0.0.1', port: 5555 }]);
    expect(ask(world, 'GetMqAddresses', { node_id: 'rp-2' })).toBeNull();
    expect(ask(world, 'GetNodeToken', { node_id: 'rp' })).toEqual({ amount: 999 });
    expect(ask(world, 'GetNodeToken', { node_id: 'ndid' })).toBeNull();
    expect(ask(world, 'GetPriceFunc', { func: 'CreateRequest' })).toEqual({ price: 0 });
  });
});

describe('GetIdpNodes', () => {
  const world = (): World => {
    const prepared = aWorld();
    prepared.done('ndid', 'UpdateNodeByNDID', { node_id: 'idp-3', supported_feature_list: ['on_the_fly'] });
    prepared.done('idp-3', 'UpdateNode', { supported_request_message_data_url_type_list: ['text/plain', 'application/pdf'] });
    return prepared;
  };
  const all = ['idp-1', 'idp-2', 'idp-3', 'agent'];

  test.each([
    [{}, all],
    [{ mode_list: [7] }, all],
    [{ min_ial: 3 }, ['idp-3']],
    [{ min_aal: 2.3 }, ['idp-3']],
    [{ node_id_list: ['agent', 'idp-2', 'nobody', 'agent'] }, ['agent', 'idp-2']],
    [{ supported_feature_list: ['on_the_fly'] }, ['idp-3']],
    [{ agent: true }, ['agent']],
    [{ agent: false }, ['idp-1', 'idp-2', 'idp-3']],
    [{ supported_request_message_data_url_type_list: ['application/pdf'] }, ['idp-3']],
    [{ supported_request_message_data_url_type_list: ['image/png'] }, []],
    [{ filter_for_node_id: 'rp' }, all],
  ])('%j -> %j', (params, expected) => {
    expect(idsIn(ask(world(), 'GetIdpNodes', params))).toEqual(expected);
    expect(idsIn(ask(world(), 'GetIdpNodesInfo', params))).toEqual(expected);
  });

  test('a disabled IdP is left out, and only the other query looks at its proxy', () => {
    const w = world();
    w.done('ndid', 'DisableNode', { node_id: 'idp-1' });
    behindProxy(w, 'idp-2');
    w.done('ndid', 'DisableNode', { node_id: 'proxy' });
    expect(idsIn(ask(w, 'GetIdpNodes'))).toEqual(['idp-2', 'idp-3', 'agent']);
    expect(idsIn(ask(w, 'GetIdpNodesInfo'))).toEqual(['idp-3', 'agent']);
  });

  test('whitelists of both sides count, for whom the list is made', () => {
    const w = world();
    w.done('ndid', 'UpdateNodeByNDID', { node_id: 'rp', node_id_whitelist_active: true, node_id_whitelist: ['idp-1', 'idp-2'] });
    w.done('ndid', 'UpdateNodeByNDID', { node_id: 'idp-1', node_id_whitelist_active: true, node_id_whitelist: ['rp-2'] });
    expect(idsIn(ask(w, 'GetIdpNodes', { filter_for_node_id: 'rp' }))).toEqual(['idp-2']);
    expect(idsIn(ask(w, 'GetIdpNodes', { filter_for_node_id: 'rp-2' }))).toEqual(all);
    expect(idsIn(ask(w, 'GetIdpNodes'))).toEqual(all);
  });

  test('entries', () => {
    const w = world();
    behindProxy(w, 'idp-3');
    const common = {
      node_id: 'idp-3',
      max_ial: 3,
      max_aal: 3,
      supported_feature_list: ['on_the_fly'],
      agent: false,
      supported_request_message_data_url_type_list: ['text/plain', 'application/pdf'],
    };
    const wanted = { node_id_list: ['idp-3'] };
    expect(ask(w, 'GetIdpNodes', wanted)).toEqual({ node: [{ ...common, node_name: 'name of idp-3', lial: null, laal: null }] });
    const reachable = { signing_public_key: key(), encryption_public_key: encryptionKey };
    expect(ask(w, 'GetIdpNodesInfo', wanted)).toEqual({
      node: [
        {
          ...common,
          ...reachable,
          name: 'name of idp-3',
          mq: null,
          node_id_whitelist_active: false,
          proxy: { node_id: 'proxy', ...reachable, mq: [{ ip: '10.0.0.9', port: 1 }], config: 'KEY_ON_PROXY' },
        },
      ],
    });
  });

  describe('for a person', () => {
    const held = (): World => {
      const w = withPerson({ mode_list: [2, 3], lial: true });
      alsoAt(w, 'idp-3', { ial: 2.3 });
      alsoAt(w, 'idp-2', { ial: 1.1 });
      return w;
    };
    const person = { reference_group_code: GROUP };
    test.each([
      [person, ['idp-1', 'idp-3', 'idp-2']],
      [{ identity_namespace: 'citizen_id', identity_identifier_hash: 'hash-1' }, ['idp-1', 'idp-3', 'idp-2']],
      [{ ...person, identity_namespace: 'partial' }, ['idp-1', 'idp-3', 'idp-2']],
      [{ ...person, min_ial: 2.1 }, ['idp-1', 'idp-3']],
      [{ ...person, mode_list: [2, 3] }, ['idp-1']],
      [{ ...person, node_id_list: ['idp-2'] }, ['idp-2']],
      [{ ...person, agent: true }, []],
    ])('%j -> %j in order of onboarding', (params, expected) => expect(idsIn(ask(held(), 'GetIdpNodes', params))).toEqual(expected));

    test('entries show the association', () => {
      const w = held();
      const { node } = ask(w, 'GetIdpNodes', { ...person, node_id_list: ['idp-1'] }) as { node: object[] };
      expect(node).toEqual([expect.objectContaining({ lial: true, laal: null, ial: 2.1, mode_list: [2, 3] })]);
      const info = ask(w, 'GetIdpNodesInfo', { ...person, node_id_list: ['idp-1'] }) as { node: object[] };
      expect(info.node).toEqual([expect.objectContaining({ ial: 2.1, mode_list: [2, 3] })]);
      expect(info.node[0]).not.toHaveProperty('lial');
    });

    test('one who has let go is left out; a stranger is null', () => {
      const w = held();
      w.patch('referenceGroup', GROUP, { idps: w.read('referenceGroup', GROUP).idps.map((idp) => ({ ...idp, active: idp.node_id !== 'idp-1' })) });
      expect(idsIn(ask(w, 'GetIdpNodes', person))).toEqual(['idp-3', 'idp-2']);
      expect(ask(w, 'GetIdpNodes', { reference_group_code: OTHER_GROUP })).toBeNull();
      expect(ask(w, 'GetIdpNodesInfo', { identity_namespace: 'citizen_id' })).toBeNull();
    });
  });
});

describe('services', () => {
  test('details leave out what is empty', () => {
    const world = aWorld();
    expect(ask(world, 'GetServiceDetail', { service_id: 'bank' })).toEqual({ service_id: 'bank', service_name: 'Bank statement', active: true });
    world.done('ndid', 'UpdateService', { service_id: 'bank', data_schema: '{}', data_schema_version: '1' });
    expect(ask(world, 'GetServiceList')).toEqual([{ service_id: 'bank', service_name: 'Bank statement', active: true }]);
    world.done('ndid', 'DisableService', { service_id: 'bank' });
    expect(ask(world, 'GetServiceDetail', { service_id: 'bank' })).toEqual({ service_id: 'bank', service_name: 'Bank statement', data_schema: '{}', data_schema_version: '1' });
    expect(ask(world, 'GetServiceList')).toEqual([]);
    expect(ask(world, 'GetService', { service_id: 'bank' })).toEqual(world.read('service', 'bank'));
    expect(ask(world, 'GetOffer', { service_id: 'bank', node_id: 'as-1' })).toEqual(world.read('offer', 'bank', 'as-1'));
  });

  test.each<[string, (world: World) => void, string[]]>([
    ['all is well', () => undefined, ['as-1', 'as-2']],
    ['the service is disabled', (w) => w.patch('service', 'bank', { active: false }), []],
    ['the offer is disabled', (w) => w.patch('offer', ['bank', 'as-1'], { active: false }), ['as-2']],
    ['the approval is withdrawn', (w) => w.patch('approval', ['bank', 'as-1'], { active: false }), ['as-2']],
    ['the AS is disabled', (w) => w.patch('node', 'as-1', { active: false }), ['as-2']],
  ])('who offers it, when %s', (_name, spoil, expected) => {
    const world = aWorld();
    spoil(world);
    expect(idsIn(ask(world, 'GetAsNodesByServiceId', { service_id: 'bank' }))).toEqual(expected);
    expect(idsIn(ask(world, 'GetAsNodesInfoByServiceId', { service_id: 'bank' }))).toEqual(expected);
    expect(ask(world, 'GetServicePriceList', { service_id: 'bank' })).toEqual({ price_list_by_node: expected.map((node_id) => ({ node_id, price_list: [] })) });
  });

  test('entries of those who offer it', () => {
    const world = aWorld();
    world.done('as-1', 'SetMqAddresses', { addresses: [{ ip: '10.0.0.1', port: 1 }] });
    behindProxy(world, 'as-2');
    const { service_id: _, ...levels } = anOffer();
    const reachable = { signing_public_key: key(), encryption_public_key: encryptionKey };
    expect(ask(world, 'GetAsNodesByServiceId', { service_id: 'bank', node_id_list: ['ignored'] })).toEqual({
      node: ['as-1', 'as-2'].map((node_id) => ({ node_id, node_name: `name of ${node_id}`, ...levels })),
    });
    expect(ask(world, 'GetAsNodesInfoByServiceId', { service_id: 'bank' })).toEqual({
      node: [
        { node_id: 'as-1', name: 'name of as-1', ...levels, ...reachable, mq: [{ ip: '10.0.0.1', port: 1 }] },
        {
          node_id: 'as-2',
          name: 'name of as-2',
          ...levels,
          ...reachable,
          proxy: { node_id: 'proxy', ...reachable, mq: [{ ip: '10.0.0.9', port: 1 }], config: 'KEY_ON_PROXY' },
        },
      ],
    });
    expect(idsIn(ask(world, 'GetAsNodesInfoByServiceId', { service_id: 'bank', node_id_list: ['as-2'] }))).toEqual(['as-2']);
    world.done('ndid', 'DisableNode', { node_id: 'proxy' });
    expect(idsIn(ask(world, 'GetAsNodesInfoByServiceId', { service_id: 'bank' }))).toEqual(['as-1']);
    expect(idsIn(ask(world, 'GetAsNodesByServiceId', { service_id: 'bank' }))).toEqual(['as-1', 'as-2']);
  });

  test('GetServicesByAsID: in order of registration, with what suspends them', () => {
    const world = aWorld();
    for (const service_id of ['zebra', 'apple', 'closed']) {
      world.done('ndid', 'AddService', { service_id, service_name: service_id });
      world.done('ndid', 'RegisterServiceDestinationByNDID', { service_id, node_id: 'as-1' });
    }
    for (const service_id of ['apple', 'zebra', 'closed']) world.done('as-1', 'RegisterServiceDestination', anOffer({ service_id }));
    world.done('as-1', 'DisableServiceDestination', { service_id: 'zebra' });
    world.done('ndid', 'DisableServiceDestinationByNDID', { service_id: 'apple', node_id: 'as-1' });
    world.done('ndid', 'DisableService', { service_id: 'closed' });
    const entry = (service_id: string, part: object): object => ({ ...anOffer({ service_id }), active: true, suspended: false, ...part });
    expect(ask(world, 'GetServicesByAsID', { as_id: 'as-1' })).toEqual({
      services: [entry('bank', {}), entry('apple', { suspended: true }), entry('zebra', { active: false })],
    });
    world.done('ndid', 'DisableNode', { node_id: 'as-1' });
    expect(ask(world, 'GetServicesByAsID', { as_id: 'as-1' })).toEqual({ services: [] });
  });

  test('prices', () => {
    const world = aWorld();
    expect(ask(world, 'GetServicePriceCeiling', { service_id: 'bank' })).toEqual({ price_ceiling_by_currency_list: [] });
    const ceilings = [{ currency: 'THB', price: 10 }];
    world.done('ndid', 'SetServicePriceCeiling', { service_id: 'bank', price_ceiling_by_currency_list: ceilings });
    const price = { price_by_currency_list: [{ currency: 'THB', min_price: 1, max_price: 2 }], effective_datetime: '2026-02-01T00:00:00Z', more_info_url: '', detail: '' };
    world.done('as-1', 'SetServicePrice', { service_id: 'bank', ...price });
    world.done('ndid', 'DisableNode', { node_id: 'as-1' });
    const stored = { ...price, creation_block_height: 100, creation_chain_id: 'chain-test' };
    expect(ask(world, 'GetServicePriceCeiling', { service_id: 'bank' })).toEqual({ price_ceiling_by_currency_list: ceilings });
    expect(ask(world, 'GetServicePriceList', { service_id: 'bank', node_id: 'as-1' })).toEqual({ price_list_by_node: [{ node_id: 'as-1', price_list: [stored] }] });
    expect(ask(world, 'GetServicePriceList', { service_id: 'bank' })).toEqual({ price_list_by_node: [{ node_id: 'as-2', price_list: [] }] });
  });

  test('delay: of the service, else of all, else twelve hours', () => {
    const world = aWorld();
    const delay = (service_id: string): unknown => ask(world, 'GetServicePriceMinEffectiveDatetimeDelay', { service_id });
    expect(delay('bank')).toEqual({ duration_second: 43_200 });
    world.done('ndid', 'SetServicePriceMinEffectiveDatetimeDelay', { duration_second: 60 });
    expect([delay('bank'), delay('')]).toEqual([{ duration_second: 60 }, { duration_second: 60 }]);
    world.done('ndid', 'SetServicePriceMinEffectiveDatetimeDelay', { service_id: 'bank', duration_second: 0 });
    expect([delay('bank'), delay('nothing')]).toEqual([{ duration_second: 0 }, null]);
  });
});

describe('persons', () => {
  const byCode = { reference_group_code: GROUP };
  const byIdentity = { identity_namespace: 'citizen_id', identity_identifier_hash: 'hash-1' };

  test('exist under code and identifier, not under both at once', () => {
    const world = withPerson();
    const exist = (params: object): unknown => ask(world, 'CheckExistingIdentity', params);
    expect([byCode, byIdentity, { ...byCode, ...byIdentity }, { reference_group_code: OTHER_GROUP }].map(exist)).toEqual([{ exist: true }, { exist: true }, { exist: false }, { exist: false }]);
    expect(ask(world, 'GetReferenceGroupCode', byIdentity)).toEqual(byCode);
  });

  test('as one IdP holds them, while it does', () => {
    const world = withPerson({ lial: false });
    const shown = { ial: 2.1, lial: false, laal: null, mode_list: [2] };
    expect(ask(world, 'GetIdentityInfo', { ...byIdentity, node_id: 'idp-1' })).toEqual(shown);
    expect(ask(world, 'GetAssociation', { ...byIdentity, node_id: 'idp-1' })).toEqual({ ...shown, ...byCode });
    expect(ask(world, 'GetAssociation', { ...byCode, node_id: 'idp-2' })).toBeNull();
    world.done('idp-1', 'RevokeIdentityAssociation', byCode);
    expect(ask(world, 'GetIdentityInfo', { ...byCode, node_id: 'idp-1' })).toBeNull();
    expect(ask(world, 'GetAssociation', { ...byCode, node_id: 'idp-1' })).toBeNull();
    expect(ask(world, 'CheckExistingIdentity', byCode)).toEqual({ exist: true });
  });

  test('accessors, inactive ones too', () => {
    const world = withPerson();
    world.done('idp-1', 'RevokeIdentityAssociation', byCode);
    const accessor = {
      accessor_public_key: RSA_KEY,
      accessor_type: 'RSA',
      active: false,
      owner_node_id: 'idp-1',
      creation_block_height: 100,
      creation_chain_id: 'chain-test',
    };
    const of = (name: string): unknown => ask(world, name, { accessor_id: 'accessor-1' });
    expect(of('GetAccessorKey')).toEqual(accessor);
    expect(of('GetAccessor')).toEqual({ ...accessor, ...byCode });
    expect(of('GetAccessorOwner')).toEqual({ node_id: 'idp-1' });
    expect(of('GetReferenceGroupCodeByAccessorID')).toEqual(byCode);
    expect(of('CheckExistingAccessorID')).toEqual({ exist: true });
  });
});

describe('requests and messages', () => {
  const asked = (): World => {
    const world = withRequest({ min_idp: 1, data_request_list: [aDataRequest({ min_as: 0 })], request_message_hash: 'message hash' });
    world.done('idp-2', 'CreateIdpResponse', anErrorAnswer());
    world.done('idp-1', 'CreateIdpResponse', anAnswer());
    world.done('as-2', 'CreateAsResponse', asAnswer({ error_code: 41000 }));
    world.done('as-1', 'CreateAsResponse', asAnswer());
    world.done('rp', 'SetDataReceived', { request_id: 'request', service_id: 'bank', as_id: 'as-1' });
    return world;
  };

  test('in short and in full', () => {
    const world = asked();
    expect(ask(world, 'GetRequest', { request_id: 'request' })).toEqual({ closed: false, timed_out: false, request_message_hash: 'message hash', mode: 2 });
    expect(ask(world, 'GetRequestDetail', { request_id: 'request' })).toEqual({
      ...aRequest({ request_message_hash: 'message hash' }),
      data_request_list: [
        {
          ...aDataRequest({ min_as: 0 }),
          response_list: [
            { as_id: 'as-2', error_code: 41000 },
            { as_id: 'as-1', signed: true, received_data: true },
          ],
        },
      ],
      response_list: [
        { idp_id: 'idp-2', error_code: 31000, valid_ial: null, valid_signature: null },
        { idp_id: 'idp-1', ial: 2.1, aal: 2.1, status: 'accept', signature: 'signature', valid_ial: null, valid_signature: null },
      ],
      closed: false,
      timed_out: false,
      purpose: '',
      request_type: null,
      requester_node_id: 'rp',
      creation_block_height: 'chain-test:100',
    });
    expect(ask(world, 'GetRequestDetail', { request_id: 'request' })).toEqual(requestDetail(world.read('request', 'request')));
  });

  test('signatures over data', () => {
    const signature = (node_id: string): unknown => ask(asked(), 'GetDataSignature', { node_id, service_id: 'bank', request_id: 'request' });
    expect([signature('as-1'), signature('as-2')]).toEqual([{ signature: 'signature' }, null]);
  });

  test('messages', () => {
    const world = aWorld();
    world.done('rp', 'CreateMessage', { message_id: 'm', message: 'text', purpose: 'why' });
    expect(ask(world, 'GetMessage', { message_id: 'm' })).toEqual({ message: 'text' });
    expect(ask(world, 'GetMessageDetail', { message_id: 'm' })).toEqual(world.read('message', 'm'));
  });
});

describe('settings', () => {
  test('namespaces: active ones, without what is empty', () => {
    const world = aWorld();
    world.done('ndid', 'AddNamespace', { namespace: 'passport', allowed_identifier_count_in_reference_group: -1 });
    world.done('ndid', 'AddNamespace', { namespace: 'old' });
    world.done('ndid', 'DisableNamespace', { namespace: 'old' });
    expect(ask(world, 'GetNamespaceList')).toEqual([
      { namespace: 'citizen_id', description: 'Thai citizen number', active: true },
      { namespace: 'passport', active: true, allowed_identifier_count_in_reference_group: -1 },
    ]);
  });

  test('error codes: by type, in order of addition', () => {
    const world = aWorld();
    world.done('ndid', 'AddErrorCode', { type: 'idp', error_code: 7, description: 'seven' });
    expect(ask(world, 'GetErrorCodeList', { type: 'IDP' })).toEqual([
      { error_code: 31000, description: 'customer has gone' },
      { error_code: 7, description: 'seven' },
    ]);
    const known = (type: string, error_code: number): unknown => ask(world, 'GetErrorCodeKnown', { type, error_code });
    expect([known('idp', 7), known('as', 7), known('rp', 7)]).toEqual([{ known: true }, { known: false }, { known: false }]);
    // An answer with such a number is refused as unregistered, not as a failed query.
    expect([known('idp', 2 ** 31), known('idp', 1e308)]).toEqual([{ known: false }, { known: false }]);
  });

  test('name lists: by prefix, in byte order', () => {
    const world = aWorld();
    for (const name of ['b', 'a.2', '\u{1f600}', '\uff21', 'a.1']) world.done('ndid', 'AddRequestType', { name });
    expect(ask(world, 'GetRequestTypeList')).toEqual(['a.1', 'a.2', 'b', '\uff21', '\u{1f600}']);
    expect(ask(world, 'GetRequestTypeList', { prefix: 'a.' })).toEqual(['a.1', 'a.2']);
    expect(ask(world, 'GetRequestTypeKnown', { name: 'b' })).toEqual({ known: true });
    expect(ask(world, 'GetRequestTypeKnown', { name: '' })).toEqual({ known: false });
    expect(ask(world, 'GetAllowedNodeSupportedFeatureList')).toEqual(['on_the_fly']);
  });

  test('suppressed nodes', () => {
    const world = aWorld();
    world.done('ndid', 'AddSuppressedIdentityModificationNotificationNode', { node_id: 'idp-1' });
    expect(ask(world, 'GetSuppressedIdentityModificationNotificationNodeList')).toEqual(['idp-1']);
    expect(ask(world, 'IsSuppressedIdentityModificationNotificationNode', { node_id: 'idp-1' })).toEqual({ suppressed: true });
    expect(ask(world, 'IsSuppressedIdentityModificationNotificationNode', { node_id: 'idp-2' })).toEqual({ suppressed: false });
  });

  test('levels, modes, ledger', () => {
    const world = aWorld();
    world.done('ndid', 'SetAllowedModeList', { purpose: 'AddAccessor', allowed_mode_list: [] });
    world.done('ndid', 'SetAllowedMinIalForRegisterIdentityAtFirstIdp', { min_ial: 2.3 });
    expect(ask(world, 'GetSupportedIALList')).toEqual({ supported_ial_list: [1.1, 2.1, 2.3, 3] });
    expect(ask(world, 'GetSupportedAALList')).toEqual({ supported_aal_list: [1, 2.1, 2.2, 3] });
    expect(ask(world, 'GetAllowedModeList', { purpose: 'AddAccessor' })).toEqual({ allowed_mode_list: [] });
    expect(ask(world, 'GetAllowedModeList', { purpose: 'AddIdentity' })).toEqual({ allowed_mode_list: [2, 3] });
    expect(ask(world, 'GetAllowedMinIalForRegisterIdentityAtFirstIdp')).toEqual({ min_ial: 2.3 });
    expect(ask(world, 'IsInitEnded')).toEqual({ init_ended: true });
    expect(ask(world, 'GetChainHistory')).toBe('{"chains":[]}');
  });
});

test('a node registered later is listed later', () => {
  const world = aWorld();
  world.done('ndid', 'RegisterNode', aNode({ role: 'idp' }));
  world.done('ndid', 'UpdateNodeByNDID', { node_id: 'idp-1', node_name: 'changed' });
  expect(idsIn(ask(world, 'GetIdpNodes'))).toEqual(['idp-1', 'idp-2', 'idp-3', 'agent', 'new']);
});
