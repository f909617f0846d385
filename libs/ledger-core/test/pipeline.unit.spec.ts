import { RESULT, type CommandType } from '@trine/protocol';
import { decide, LEDGER_NODE_ID, verificationKey } from '../src/index.js';
import { aNode, aRequest, aWorld, command, ED25519_KEY, nodeKeys, OTHER_ED25519_KEY, withRequest, World } from './world.js';

describe('common checks, in order', () => {
  /** Each is worse than those after it. */
  const troubles: [string, number, (world: World) => void][] = [
    ['the ledger is stopped', RESULT.ChainIsDisabled, (w) => w.patch('scheme', 'scheme', { last_block: w.block.height - 1 })],
    ['initialisation has not ended', RESULT.ChainIsNotInitialized, (w) => w.patch('scheme', 'scheme', { init_state: 'in_initialisation' })],
    ['the sender is unknown', RESULT.NodeIDNotFound, (w) => w.patch('node', 'rp', undefined)],
    ['the sender is disabled', RESULT.NodeIsNotActive, (w) => w.state.get('node', 'rp') && w.patch('node', 'rp', { active: false })],
    ['its proxy is unknown', RESULT.ProxyNodeNotFound, (w) => w.state.get('node', 'rp') && w.patch('node', 'rp', { proxy_node_id: 'nobody' })],
    [
      'its proxy is disabled',
      RESULT.ProxyNodeIsNotActive,
      (w) => {
        w.patch('node', 'proxy', { active: false });
        if (w.state.get('node', 'rp')?.proxy_node_id === '') w.patch('node', 'rp', { proxy_node_id: 'proxy' });
      },
    ],
    ['it has no account', RESULT.TokenAccountNotFound, (w) => w.patch('account', 'rp', undefined)],
    ['it is short of tokens', RESULT.TokenNotEnough, (w) => w.state.get('account', 'rp') && w.patch('account', 'rp', { amount: 0.5 })],
  ];

  test.each(troubles)('%s -> %i, without fee or change', (_name, code, trouble) => {
    const world = aWorld();
    trouble(world);
    expect(world.send('rp', 'CreateRequest', aRequest())).toEqual({ code, changes: [] });
  });

  test.each(troubles.flatMap((first, i) => troubles.slice(i + 1).map((second) => ({ first, second, name: `${first[0]}, and ${second[0]}` }))))('$name', ({ first, second }) => {
    const world = aWorld();
    first[2](world);
    second[2](world);
    expect(world.send('rp', 'CreateRequest', aRequest()).code).toBe(first[1]);
  });

  test('only SetLastBlock gets through a stopped ledger, and starts it again', () => {
    const world = aWorld();
    world.done('ndid', 'SetLastBlock', { block_height: 100 });
    expect(world.send('rp', 'CreateRequest', aRequest()).code).toBe(0);
    world.block = { ...world.block, height: 101 };
    expect(world.send('ndid', 'AddRequestType', { name: 'x' }).code).toBe(RESULT.ChainIsDisabled);
    expect(world.send('ndid', 'SetLastBlock', { block_height: -1 }).code).toBe(0);
    expect(world.send('ndid', 'AddRequestType', { name: 'x' }).code).toBe(0);
  });

  test('before InitNDID nothing else is possible, and EndInit needs a node', () => {
    const world = new World();
    expect(world.send('ndid', 'SetLastBlock', { block_height: 5 }).code).toBe(RESULT.ChainIsNotInitialized);
    expect(world.send('ndid', 'EndInit', {}).code).toBe(RESULT.NodeIDNotFound);
  });

  test.each(['Nonsense', 'constructor', '__proto__', ''])('%j is no command', (type) => {
    expect(decide(aWorld().state, command('rp', type as CommandType, {}), aWorld().block)).toEqual({ code: RESULT.UnknownMethod, changes: [] });
  });
});

describe('fee', () => {
  test('an accepted command costs 1, or what the operator has set for it', () => {
    const world = aWorld();
    world.done('rp', 'CreateRequest', aRequest());
    expect(world.balance('rp')).toBe(999);
    world.done('ndid', 'SetPriceFunc', { func: 'CreateRequest', price: 2.5 });
    world.done('rp', 'CreateRequest', aRequest({ request_id: 'second' }));
    expect(world.balance('rp')).toBe(996.5);
  });

  test.each([
    ['refused by its rule', { request_id: 'unknown' }],
    ['with arguments of a wrong type', { request_id: 7 }],
  ])('a command %s costs the same and changes nothing else', (_name, args) => {
    const decision = aWorld().send('rp', 'CloseRequest', args);
    expect(decision.changes).toEqual([{ kind: 'account', key: 'rp', value: { node_id: 'rp', amount: 999 } }]);
  });

  test('a member that tries governance pays nothing, but must be able to', () => {
    const world = aWorld();
    expect(world.send('rp', 'AddRequestType', { name: 'x' })).toEqual({ code: RESULT.NoPermissionForCallNDIDMethod, changes: [] });
    world.patch('account', 'rp', { amount: 0 });
    expect(world.send('rp', 'AddRequestType', { name: 'x' }).code).toBe(RESULT.TokenNotEnough);
    expect(world.send('rp', 'InitNDID', { node_id: 'rp', ...nodeKeys })).toEqual({ code: RESULT.NDIDisAlreadyExisted, changes: [] });
  });

  test('the NDID node pays nothing, for its own keys either', () => {
    expect(aWorld().send('ndid', 'UpdateNode', {}).changes.map(({ kind }) => kind)).toEqual(['node']);
  });

  test('a node behind a proxy pays for itself', () => {
    const world = aWorld();
    world.done('ndid', 'AddNodeToProxyNode', { node_id: 'rp', proxy_node_id: 'proxy', config: 'KEY_ON_PROXY' });
    world.done('rp', 'CreateRequest', aRequest());
    expect([world.balance('rp'), world.balance('proxy')]).toEqual([999, 1000]);
  });
});

describe('arguments', () => {
  test.each([
    ['a number for a text', { name: 5 }],
    ['a text with NUL', { name: 'a\u0000b' }],
    ['half of a surrogate pair', { name: '\ud800' }],
    ['a list', ['x']],
    ['a text', 'x'],
  ])('%s -> UnmarshalError', (_name, args) => expect(aWorld().send('ndid', 'AddRequestType', args).code).toBe(RESULT.UnmarshalError));

  test.each([1.5, 2 ** 31, '7', true, [], {}])('%j is no error code', (error_code) =>
    expect(aWorld().send('ndid', 'AddErrorCode', { type: 'idp', error_code, description: '' }).code).toBe(RESULT.UnmarshalError),
  );

  test('missing and null are zero, unknown members are ignored', () => {
    const world = aWorld();
    world.done('ndid', 'AddNamespace', { namespace: 'x', description: null, surprise: 1 });
    expect(world.read('namespace', 'x')).toMatchObject({ description: '', allowed_identifier_count_in_reference_group: 0, active: true });
    expect(world.read('namespace', 'x')).not.toHaveProperty('surprise');
  });

  test('are read before the permission is asked', () => {
    expect(aWorld().send('rp', 'AddRequestType', { name: 5 }).code).toBe(RESULT.UnmarshalError);
  });
});

describe("the ledger's own commands", () => {
  test('are time-outs, free and without owner', () => {
    const world = withRequest();
    world.block = { ...world.block, now: world.read('request', 'request').expires_at };
    const decision = world.send(LEDGER_NODE_ID, 'TimeOutRequest', { request_id: 'request' });
    expect(decision).toMatchObject({ code: 0, request: { request_id: 'request', change: { kind: 'timed_out' } } });
    expect(decision.changes).toHaveLength(1);
  });

  test('run also while the ledger is stopped for members', () => {
    const world = withRequest();
    world.patch('scheme', 'scheme', { last_block: 1 });
    world.block = { ...world.block, now: world.read('request', 'request').expires_at };
    expect(world.send(LEDGER_NODE_ID, 'TimeOutRequest', { request_id: 'request' }).code).toBe(0);
  });

  test.each<CommandType>(['CloseRequest', 'AddRequestType', 'InitNDID'])('are nothing else, such as %s', (type) => {
    expect(withRequest().send(LEDGER_NODE_ID, type, { request_id: 'request' }).code).toBe(RESULT.NodeIDNotFound);
  });
});

describe('verificationKey', () => {
  test('the signing key, for UpdateNode the master key, of the newest version', () => {
    const world = aWorld();
    world.done('rp', 'UpdateNode', { signing_public_key: OTHER_ED25519_KEY, signing_algorithm: 'Ed25519' });
    expect(verificationKey(world.state, command('rp', 'CreateRequest', {}))).toMatchObject({ public_key: OTHER_ED25519_KEY, algorithm: 'Ed25519' });
    expect(verificationKey(world.state, command('rp', 'UpdateNode', {}))).toMatchObject({ public_key: ED25519_KEY });
  });

  test('the key in the arguments for InitNDID', () => {
    expect(verificationKey(new World().state, command('ndid', 'InitNDID', aNode()))).toEqual({ public_key: ED25519_KEY, algorithm: 'Ed25519' });
  });

  test.each<[CommandType, unknown, number]>([
    ['InitNDID', {}, RESULT.CannotGetPublicKeyFromParam],
    ['InitNDID', null, RESULT.CannotGetPublicKeyFromParam],
    ['InitNDID', { signing_public_key: 'no key', signing_algorithm: 'Ed25519' }, RESULT.CannotGetPublicKeyFromParam],
    ['UpdateNode', {}, RESULT.CannotGetMasterPublicKeyFromNodeID],
    ['CreateRequest', {}, RESULT.CannotGetPublicKeyFromNodeID],
  ])('%s with %j by a stranger -> %i', (type, args, code) => expect(verificationKey(aWorld().state, command('stranger', type, args))).toBe(code));
});
