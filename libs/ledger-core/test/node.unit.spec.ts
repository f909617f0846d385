import { generateKeyPairSync } from 'node:crypto';
import { RESULT, type CommandType } from '@trine/protocol';
import {
  aNode,
  aRequest,
  aWorld,
  describeRefusals,
  ED25519_KEY,
  nodeKeys,
  OTHER_ED25519_KEY,
  OTHER_RSA_KEY,
  RSA_KEY,
  violation,
  World,
  type Scene,
} from './world.js';

const scene = (args: Record<string, unknown>, by = 'ndid', world = aWorld()): Scene => ({ world, by, args });
const code = (type: CommandType, args: unknown, world = aWorld(), by = 'ndid'): number => world.send(by, type, args).code;

const ec = (namedCurve: string): string => generateKeyPairSync('ec', { namedCurve }).publicKey.export({ type: 'spki', format: 'pem' }).toString();
const KEYS = {
  rsa: RSA_KEY,
  rsaAsPkcs1: generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
  shortRsa: generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  p256: ec('P-256'),
  p384: ec('P-384'),
  p521: ec('P-521'),
  secp256k1: ec('secp256k1'),
  ed25519: ED25519_KEY,
  ed448: generateKeyPairSync('ed448').publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  dsa: generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 }).publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  x25519: generateKeyPairSync('x25519').publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  privateKey: generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  withTabs: ED25519_KEY.replaceAll('\n', '\n\t'),
  garbage: '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n',
  none: '',
};

describe('keys that sign', () => {
  test.each<[keyof typeof KEYS, string, number]>([
    ['rsa', 'RSASSA_PSS_SHA_256', 0],
    ['rsa', 'RSASSA_PSS_SHA_384', 0],
    ['rsa', 'RSASSA_PSS_SHA_512', 0],
    ['rsaAsPkcs1', 'RSASSA_PKCS1_V1_5_SHA_256', 0],
    ['rsa', 'RSASSA_PKCS1_V1_5_SHA_384', 0],
    ['rsa', 'RSASSA_PKCS1_V1_5_SHA_512', 0],
    ['rsa', 'Ed25519', RESULT.IncompatibleKeyAlgorithm],
    ['rsa', '', RESULT.IncompatibleKeyAlgorithm],
    ['shortRsa', 'Ed25519', RESULT.IncompatibleKeyAlgorithm],
    ['shortRsa', 'RSASSA_PSS_SHA_256', RESULT.RSAKeyLengthTooShort],
    ['p256', 'ECDSA_SHA_256', 0],
    ['p384', 'ECDSA_SHA_384', 0],
    ['p384', 'ECDSA_SHA_256', RESULT.UnsupportedSigningAlgorithm],
    ['p256', 'ECDSA_SHA_384', RESULT.UnsupportedSigningAlgorithm],
    ['p521', 'ECDSA_SHA_384', RESULT.UnsupportedSigningAlgorithm],
    ['p256', 'Ed25519', RESULT.IncompatibleKeyAlgorithm],
    ['secp256k1', 'ECDSA_SHA_256', RESULT.InvalidKeyFormat],
    ['ed25519', 'Ed25519', 0],
    ['withTabs', 'Ed25519', 0],
    ['ed25519', 'ECDSA_SHA_256', RESULT.IncompatibleKeyAlgorithm],
    ['dsa', 'RSASSA_PSS_SHA_256', RESULT.UnsupportedKeyType],
    ['ed448', 'Ed25519', RESULT.UnknownKeyType],
    ['x25519', 'Ed25519', RESULT.UnknownKeyType],
    ['privateKey', 'Ed25519', RESULT.InvalidKeyFormat],
    ['garbage', 'Ed25519', RESULT.InvalidKeyFormat],
    ['none', 'Ed25519', RESULT.InvalidKeyFormat],
  ])('%s with %s -> %i', (key, signing_algorithm, expected) => {
    expect(code('RegisterNode', aNode({ signing_public_key: KEYS[key], signing_algorithm }))).toBe(expected);
  });
});

describe('keys that encrypt', () => {
  test.each<[keyof typeof KEYS, number]>([
    ['rsa', 0],
    ['rsaAsPkcs1', 0],
    ['shortRsa', RESULT.RSAKeyLengthTooShort],
    ['p256', RESULT.UnsupportedKeyType],
    ['ed25519', RESULT.UnsupportedKeyType],
    ['dsa', RESULT.UnsupportedKeyType],
    ['x25519', RESULT.UnknownKeyType],
    ['garbage', RESULT.InvalidKeyFormat],
  ])('%s -> %i', (key, expected) => expect(code('RegisterNode', aNode({ encryption_public_key: KEYS[key] }))).toBe(expected));
});

describe('InitNDID', () => {
  const init = (part: object = {}): Record<string, unknown> => ({ node_id: 'ndid', ...nodeKeys, chain_history_info: 'history', ...part });

  test('founds the scheme, which EndInit opens', () => {
    const world = new World();
    world.done('ndid', 'InitNDID', init());
    expect(world.read('node', 'ndid')).toMatchObject({ role: 'NDID', node_name: 'NDID', active: true });
    expect(world.read('scheme', 'scheme')).toMatchObject({ ndid_node_id: 'ndid', init_state: 'in_initialisation', chain_history_info: 'history' });
    expect(world.state.get('account', 'ndid')).toBeUndefined();
    expect(code('AddRequestType', { name: 'x' }, world)).toBe(RESULT.ChainIsNotInitialized);
    expect([code('EndInit', {}, world), code('EndInit', {}, world)]).toEqual([0, 0]);
    expect(code('AddRequestType', { name: 'x' }, world)).toBe(0);
  });

  const founded: Scene['world'] = aWorld();
  describeRefusals('InitNDID', () => scene(init(), 'ndid', new World()), [
    violation('founded already', RESULT.NDIDisAlreadyExisted, (s) => (s.world = founded)),
    violation('master key unreadable', RESULT.InvalidKeyFormat, ({ args }) => (args['signing_master_public_key'] = '')),
    violation('signing key unfit', RESULT.IncompatibleKeyAlgorithm, ({ args }) => (args['signing_algorithm'] = '')),
    violation('encryption key unfit', RESULT.UnsupportedKeyType, ({ args }) => (args['encryption_public_key'] = ED25519_KEY)),
    violation('for another node', RESULT.NodeIDNotFound, ({ args }) => (args['node_id'] = 'other')),
    violation('encryption algorithm unknown', RESULT.IncompatibleKeyAlgorithm, ({ args }) => (args['encryption_algorithm'] = 'ROT13')),
  ]);

  test('for another node changes nothing', () => {
    expect(new World().send('ndid', 'InitNDID', init({ node_id: 'other' })).changes).toEqual([]);
  });
});

/** Groups A to E are for the NDID node only. */
describe('governance', () => {
  const commands: CommandType[] = [
    'EndInit', 'SetLastBlock', 'SetValidator', 'SetPriceFunc', 'RegisterNode', 'UpdateNodeByNDID', 'DisableNode', 'EnableNode', 'AddNodeToProxyNode',
    'UpdateNodeProxyNode', 'RemoveNodeFromProxyNode', 'AddNodeToken', 'ReduceNodeToken', 'SetNodeToken', 'AddAllowedNodeSupportedFeature',
    'RemoveAllowedNodeSupportedFeature', 'AddNamespace', 'EnableNamespace', 'DisableNamespace', 'UpdateNamespace',
    'SetAllowedMinIalForRegisterIdentityAtFirstIdp', 'SetTimeOutBlockRegisterIdentity', 'AddSuppressedIdentityModificationNotificationNode',
    'RemoveSuppressedIdentityModificationNotificationNode', 'AddService', 'UpdateService', 'EnableService', 'DisableService',
    'RegisterServiceDestinationByNDID', 'DisableServiceDestinationByNDID', 'EnableServiceDestinationByNDID', 'SetServicePriceCeiling',
    'SetServicePriceMinEffectiveDatetimeDelay', 'SetSupportedIALList', 'SetSupportedAALList', 'SetAllowedModeList', 'AddRequestType', 'RemoveRequestType',
    'AddErrorCode', 'RemoveErrorCode',
  ];
  test.each(commands)('%s is refused to a member, without a fee', (type) => {
    expect(aWorld().send('as-1', type, {})).toEqual({ code: RESULT.NoPermissionForCallNDIDMethod, changes: [] });
  });
});

describe('RegisterNode', () => {
  test.each([
    ['idp', 'IdP', { max_ial: 2.3, max_aal: 3, agent: true, node_id_whitelist_active: true, node_id_whitelist: ['rp'] }],
    ['rp', 'RP', { max_ial: 0, max_aal: 0, agent: false, node_id_whitelist_active: true, node_id_whitelist: ['rp'] }],
    ['AS', 'AS', { max_ial: 0, max_aal: 0, agent: false, node_id_whitelist_active: false, node_id_whitelist: [] }],
    ['Proxy', 'Proxy', { max_ial: 0, max_aal: 0, agent: false, node_id_whitelist_active: false, node_id_whitelist: [] }],
  ])('%s becomes %s with what is fit for it', (role, stored, expected) => {
    const world = aWorld();
    const asked = { max_ial: 2.3, max_aal: 3, agent: true, node_id_whitelist_active: true, node_id_whitelist: ['rp'], supported_feature_list: ['on_the_fly'] };
    world.done('ndid', 'RegisterNode', aNode({ role, ...asked }));
    expect(world.read('node', 'new')).toMatchObject({ role: stored, active: true, supported_feature_list: ['on_the_fly'], mq: [], ...expected });
    expect(world.read('node', 'new').keys.signing).toEqual([
      { public_key: ED25519_KEY, algorithm: 'Ed25519', version: 1, creation_block_height: 100, creation_chain_id: 'chain-test', active: true },
    ]);
    expect(world.balance('new')).toBe(0);
    expect([...world.state.list('nodeOfRole', stored)].at(-1)).toEqual({ role: stored, node_id: 'new' });
  });

  describeRefusals('RegisterNode', () => scene(aNode()), [
    violation('master key unreadable', RESULT.InvalidKeyFormat, ({ args }) => (args['signing_master_public_key'] = 'x')),
    violation('signing key unfit', RESULT.IncompatibleKeyAlgorithm, ({ args }) => (args['signing_algorithm'] = 'x')),
    violation('encryption key unfit', RESULT.UnsupportedKeyType, ({ args }) => (args['encryption_public_key'] = ED25519_KEY)),
    violation('role unknown', RESULT.InvalidNodeRole, ({ args }) => (args['role'] = 'ndid'), 'whitelist names a stranger'),
    violation('id in use', RESULT.DuplicateNodeID, ({ args }) => (args['node_id'] = 'rp'), 'no id'),
    violation('feature unknown', RESULT.NodeSupportedFeatureDoesNotExist, ({ args }) => (args['supported_feature_list'] = ['flying'])),
    violation('whitelist names a stranger', RESULT.NodeIDNotFound, ({ args }) => (args['node_id_whitelist'] = ['nobody'])),
    violation('no id', RESULT.NodeIDNotFound, ({ args }) => (args['node_id'] = '')),
    violation('encryption algorithm unknown', RESULT.IncompatibleKeyAlgorithm, ({ args }) => (args['encryption_algorithm'] = 'ROT13')),
  ]);
});

describe('UpdateNodeByNDID', () => {
  test('changes what is given', () => {
    const world = aWorld();
    world.done('ndid', 'UpdateNodeByNDID', { node_id: 'idp-1', max_ial: 3, node_id_whitelist: ['rp'], node_id_whitelist_active: true });
    expect(world.read('node', 'idp-1')).toMatchObject({ node_name: 'name of idp-1', max_ial: 3, max_aal: 2.2, node_id_whitelist: ['rp'], node_id_whitelist_active: true });
    world.done('ndid', 'UpdateNodeByNDID', { node_id: 'idp-1', node_name: 'Bank', agent: true, supported_feature_list: ['on_the_fly'], node_id_whitelist: [] });
    expect(world.read('node', 'idp-1')).toMatchObject({ node_name: 'Bank', agent: true, supported_feature_list: ['on_the_fly'], node_id_whitelist: [] });
  });

  test('gives no IdP part to others', () => {
    const world = aWorld();
    world.done('ndid', 'UpdateNodeByNDID', { node_id: 'as-1', max_ial: 3, agent: true, node_id_whitelist_active: true, node_id_whitelist: ['nobody'] });
    expect(world.read('node', 'as-1')).toMatchObject({ max_ial: 0, agent: false, node_id_whitelist_active: false, node_id_whitelist: [] });
  });

  describeRefusals('UpdateNodeByNDID', () => scene({ node_id: 'rp' }), [
    violation('node unknown', RESULT.NodeIDNotFound, ({ args }) => (args['node_id'] = 'nobody')),
    violation('feature unknown', RESULT.NodeSupportedFeatureDoesNotExist, ({ args }) => (args['supported_feature_list'] = ['flying'])),
    violation('whitelist names a stranger', RESULT.NodeIDNotFound, ({ args }) => (args['node_id_whitelist'] = ['nobody'])),
  ]);
});

describe('DisableNode and EnableNode', () => {
  test('switch a node, any number of times', () => {
    const world = aWorld();
    for (const active of [false, false, true, true]) {
      world.done('ndid', active ? 'EnableNode' : 'DisableNode', { node_id: 'rp' });
      expect(world.read('node', 'rp').active).toBe(active);
    }
  });

  test.each<[CommandType, string, number]>([
    ['DisableNode', 'nobody', RESULT.NodeIDNotFound],
    ['EnableNode', 'nobody', RESULT.NodeIDNotFound],
    ['DisableNode', 'ndid', RESULT.InvalidNodeRole],
    ['EnableNode', 'ndid', 0],
  ])('%s %s -> %i', (type, node_id, expected) => expect(code(type, { node_id })).toBe(expected));
});

describe('proxies', () => {
  const behind = (): World => {
    const world = aWorld();
    world.done('ndid', 'RegisterNode', aNode({ node_id: 'proxy-2', role: 'proxy' }));
    world.done('rp', 'SetMqAddresses', { addresses: [{ ip: '10.0.0.1', port: 5555 }] });
    world.done('ndid', 'AddNodeToProxyNode', { node_id: 'rp', proxy_node_id: 'proxy', config: 'KEY_ON_PROXY' });
    return world;
  };
  const nodesBehind = (world: World, proxy: string): string[] => [...world.state.list('nodeBehindProxy', proxy)].map(({ node_id }) => node_id);

  test('attaching clears the address', () => {
    const world = behind();
    expect(world.read('node', 'rp')).toMatchObject({ proxy_node_id: 'proxy', proxy_config: 'KEY_ON_PROXY', mq: [] });
    expect(nodesBehind(world, 'proxy')).toEqual(['rp']);
  });

  test('moving keeps the config unless one is given', () => {
    const world = behind();
    world.done('ndid', 'UpdateNodeProxyNode', { node_id: 'rp', proxy_node_id: 'proxy-2' });
    expect(world.read('node', 'rp')).toMatchObject({ proxy_node_id: 'proxy-2', proxy_config: 'KEY_ON_PROXY' });
    expect([nodesBehind(world, 'proxy'), nodesBehind(world, 'proxy-2')]).toEqual([[], ['rp']]);
    world.done('ndid', 'UpdateNodeProxyNode', { node_id: 'rp', proxy_node_id: 'proxy-2', config: 'KEY_ON_NODE' });
    expect(world.read('node', 'rp').proxy_config).toBe('KEY_ON_NODE');
    expect(nodesBehind(world, 'proxy-2')).toEqual(['rp']);
  });

  test('detaching', () => {
    const world = behind();
    world.done('ndid', 'RemoveNodeFromProxyNode', { node_id: 'rp' });
    expect(world.read('node', 'rp')).toMatchObject({ proxy_node_id: '', proxy_config: '', mq: [] });
    expect(nodesBehind(world, 'proxy')).toEqual([]);
  });

  describeRefusals('AddNodeToProxyNode', () => scene({ node_id: 'as-1', proxy_node_id: 'proxy', config: 'KEY_ON_PROXY' }, 'ndid', behind()), [
    violation('node unknown', RESULT.NodeIDNotFound, ({ args }) => (args['node_id'] = 'nobody'), 'behind one already', 'itself a proxy', 'the NDID node'),
    violation('behind one already', RESULT.NodeIDIsAlreadyAssociatedWithProxyNode, ({ args }) => (args['node_id'] = 'rp'), 'itself a proxy', 'the NDID node'),
    violation('itself a proxy', RESULT.NodeIDisProxyNode, ({ args }) => (args['node_id'] = 'proxy-2'), 'the NDID node'),
    violation('no proxy', RESULT.ProxyNodeNotFound, ({ args }) => (args['proxy_node_id'] = 'as-2')),
    violation('the NDID node', RESULT.InvalidNodeRole, ({ args }) => (args['node_id'] = 'ndid')),
    violation('config unknown', RESULT.UnmarshalError, ({ args }) => (args['config'] = 'KEY_ON_MOON')),
  ]);

  describeRefusals('UpdateNodeProxyNode', () => scene({ node_id: 'rp', proxy_node_id: 'proxy-2' }, 'ndid', behind()), [
    violation('node unknown', RESULT.NodeIDNotFound, ({ args }) => (args['node_id'] = 'nobody'), 'behind none'),
    violation('behind none', RESULT.NodeIDHasNotBeenAssociatedWithProxyNode, ({ args }) => (args['node_id'] = 'as-1')),
    violation('no proxy', RESULT.ProxyNodeNotFound, ({ args }) => (args['proxy_node_id'] = 'as-2')),
    violation('config unknown', RESULT.UnmarshalError, ({ args }) => (args['config'] = 'KEY_ON_MOON')),
  ]);

  test.each([
    ['nobody', RESULT.NodeIDNotFound],
    ['proxy', RESULT.NodeIDisProxyNode],
    ['as-1', RESULT.NodeIDHasNotBeenAssociatedWithProxyNode],
  ])('RemoveNodeFromProxyNode %s -> %i', (node_id, expected) => expect(code('RemoveNodeFromProxyNode', { node_id }, behind())).toBe(expected));
});

describe('tokens', () => {
  test.each<[CommandType, number]>([
    ['AddNodeToken', 1007.5],
    ['ReduceNodeToken', 992.5],
    ['SetNodeToken', 7.5],
  ])('%s', (type, expected) => {
    const world = aWorld();
    world.done('ndid', type, { node_id: 'rp', amount: 7.5 });
    expect(world.balance('rp')).toBe(expected);
  });

  describe.each<CommandType>(['AddNodeToken', 'ReduceNodeToken', 'SetNodeToken'])('%s', (type) => {
    test.each([
      ['', -1, RESULT.NodeIDNotFound],
      ['ndid', -1, RESULT.AmountMustBeGreaterOrEqualToZero],
      ['ndid', 1, RESULT.TokenAccountNotFound],
    ])('%j by %d -> %i', (node_id, amount, expected) => expect(code(type, { node_id, amount })).toBe(expected));
  });

  test('no more can be taken than is there', () => {
    expect(code('ReduceNodeToken', { node_id: 'rp', amount: 1000.5 })).toBe(RESULT.TokenNotEnough);
    expect(code('ReduceNodeToken', { node_id: 'rp', amount: 1000 })).toBe(0);
  });
});

describe('UpdateNode', () => {
  test('a new key gets the next version, the old one stays as history', () => {
    const world = aWorld();
    world.block = { ...world.block, height: 200 };
    world.done('rp', 'UpdateNode', { signing_public_key: OTHER_ED25519_KEY, signing_algorithm: 'Ed25519', encryption_public_key: OTHER_RSA_KEY, encryption_algorithm: 'RSAES_PKCS1_V1_5' });
    const { keys } = world.read('node', 'rp');
    expect(keys.signing).toMatchObject([
      { version: 1, active: false, public_key: ED25519_KEY, creation_block_height: 100 },
      { version: 2, active: true, public_key: OTHER_ED25519_KEY, creation_block_height: 200 },
    ]);
    expect([keys.signing_master.length, keys.encryption.length]).toEqual([1, 2]);
  });

  test('only an IdP has data-URL types', () => {
    const world = aWorld();
    for (const node of ['rp', 'idp-1']) world.done(node, 'UpdateNode', { supported_request_message_data_url_type_list: ['text/plain'] });
    expect(world.read('node', 'rp').supported_request_message_data_url_type_list).toEqual([]);
    expect(world.read('node', 'idp-1').supported_request_message_data_url_type_list).toEqual(['text/plain']);
  });

  test('nothing given is fine', () => {
    const world = aWorld();
    const before = world.read('node', 'proxy');
    world.done('proxy', 'UpdateNode', {});
    expect(world.read('node', 'proxy')).toEqual(before);
  });

  describeRefusals('UpdateNode', () => scene({ ...nodeKeys }, 'rp'), [
    violation('master key unreadable', RESULT.InvalidKeyFormat, ({ args }) => (args['signing_master_public_key'] = 'x')),
    violation('signing key unfit', RESULT.IncompatibleKeyAlgorithm, ({ args }) => (args['signing_algorithm'] = 'x')),
    violation('encryption key unfit', RESULT.UnsupportedKeyType, ({ args }) => (args['encryption_public_key'] = ED25519_KEY)),
    violation('encryption algorithm unknown', RESULT.IncompatibleKeyAlgorithm, ({ args }) => (args['encryption_algorithm'] = 'ROT13')),
  ]);
});

describe('SetMqAddresses', () => {
  test.each(['rp', 'idp-1', 'as-1', 'proxy'])('%s replaces its list', (node) => {
    const world = aWorld();
    world.done(node, 'SetMqAddresses', { addresses: [{ ip: '10.0.0.1', port: 5555 }] });
    expect(world.read('node', node).mq).toEqual([{ ip: '10.0.0.1', port: 5555 }]);
    world.done(node, 'SetMqAddresses', {});
    expect(world.read('node', node).mq).toEqual([]);
  });

  test.each([
    ['ndid', [], RESULT.NoPermissionForSetMqAddresses],
    ['rp', [{ ip: 'x', port: 65_536 }], RESULT.UnmarshalError],
    ['rp', [{ ip: 'x', port: -1 }], RESULT.UnmarshalError],
    ['rp', [{ ip: 1, port: 1 }], RESULT.UnmarshalError],
  ])('%s with %j -> %i', (by, addresses, expected) => expect(code('SetMqAddresses', { addresses }, aWorld(), by)).toBe(expected));
});

test('a node that has been put behind a disabled proxy is silent', () => {
  const world = aWorld();
  world.done('ndid', 'AddNodeToProxyNode', { node_id: 'rp', proxy_node_id: 'proxy', config: 'KEY_ON_PROXY' });
  world.done('ndid', 'DisableNode', { node_id: 'proxy' });
  expect(code('CreateRequest', aRequest(), world, 'rp')).toBe(RESULT.ProxyNodeIsNotActive);
});
