import { RESULT, type CommandType } from '@trine/protocol';
import { aWorld, describeRefusals, violation, type Scene } from './world.js';

const scene = (args: Record<string, unknown>): Scene => ({ world: aWorld(), by: 'ndid', args });
const code = (type: CommandType, args: unknown): number => aWorld().send('ndid', type, args).code;

describe('SetLastBlock', () => {
  test.each([
    [-1, -1],
    [0, 100],
    [-7, 100],
    [99, 100],
    [100, 100],
    [101, 101],
  ])('%i at height 100 -> %i', (block_height, expected) => {
    const world = aWorld();
    world.done('ndid', 'SetLastBlock', { block_height });
    expect(world.read('scheme', 'scheme').last_block).toBe(expected);
  });
});

describe('SetValidator', () => {
  const key = Buffer.alloc(32, 7).toString('base64');

  test('is checked and has no effect', () => expect(aWorld().done('ndid', 'SetValidator', { public_key: key, power: 10 }).changes).toEqual([]));

  describeRefusals('SetValidator', () => scene({ public_key: key, power: 10 }), [
    violation('not base64', RESULT.DecodingError, ({ args }) => (args['public_key'] = '?'), 'too short'),
    violation('too short', RESULT.InvalidValidatorPublicKey, ({ args }) => (args['public_key'] = 'AAAA')),
    violation('negative power', RESULT.InvalidValidatorVotingPower, ({ args }) => (args['power'] = -1), 'nobody to remove'),
    violation('nobody to remove', RESULT.NotExistValidator, ({ args }) => (args['power'] = 0)),
  ]);
});

test.each([
  ['CreateRequest', 0, 0],
  ['CreateRequest', -1, RESULT.AmountMustBeGreaterOrEqualToZero],
  ['Nonsense', -1, RESULT.UnknownMethod],
  ['toString', 1, RESULT.UnknownMethod],
])('SetPriceFunc %s %d -> %i', (func, price, expected) => expect(code('SetPriceFunc', { func, price })).toBe(expected));

describe('namespaces', () => {
  test('are active from the start, whatever is asked', () => {
    const world = aWorld();
    world.done('ndid', 'AddNamespace', { namespace: 'passport', active: false, allowed_identifier_count_in_reference_group: 2 });
    expect(world.read('namespace', 'passport')).toEqual({
      namespace: 'passport',
      description: '',
      active: true,
      allowed_identifier_count_in_reference_group: 2,
      allowed_active_identifier_count_in_reference_group: 0,
    });
  });

  test('are updated where something is given', () => {
    const world = aWorld();
    world.done('ndid', 'UpdateNamespace', { namespace: 'citizen_id', allowed_identifier_count_in_reference_group: 3 });
    world.done('ndid', 'UpdateNamespace', { namespace: 'citizen_id', description: 'new', allowed_active_identifier_count_in_reference_group: -1 });
    expect(world.read('namespace', 'citizen_id')).toMatchObject({
      description: 'new',
      allowed_identifier_count_in_reference_group: 3,
      allowed_active_identifier_count_in_reference_group: -1,
    });
  });

  test('are switched', () => {
    const world = aWorld();
    world.done('ndid', 'DisableNamespace', { namespace: 'citizen_id' });
    expect(world.read('namespace', 'citizen_id').active).toBe(false);
    expect(world.send('ndid', 'AddNamespace', { namespace: 'citizen_id' }).code).toBe(RESULT.DuplicateNamespace);
    world.done('ndid', 'EnableNamespace', { namespace: 'citizen_id' });
    expect(world.read('namespace', 'citizen_id').active).toBe(true);
  });

  test.each<CommandType>(['UpdateNamespace', 'EnableNamespace', 'DisableNamespace'])('%s of an unknown one', (type) => {
    expect(code(type, { namespace: 'nowhere' })).toBe(RESULT.NamespaceNotFound);
  });
});

describe('names in lists', () => {
  test.each<[CommandType, CommandType, 'requestType' | 'feature', number, number]>([
    ['AddRequestType', 'RemoveRequestType', 'requestType', RESULT.RequestTypeAlreadyExists, RESULT.RequestTypeDoesNotExist],
    [
      'AddAllowedNodeSupportedFeature',
      'RemoveAllowedNodeSupportedFeature',
      'feature',
      RESULT.NodeSupportedFeatureAlreadyExists,
      RESULT.NodeSupportedFeatureDoesNotExist,
    ],
  ])('%s and %s', (add, remove, kind, exists, unknown) => {
    const world = aWorld();
    const sent = (type: CommandType): number => world.send('ndid', type, { name: 'x' }).code;
    expect([sent(remove), sent(add), sent(add)]).toEqual([unknown, 0, exists]);
    expect(world.state.get(kind, 'x')).toEqual({ name: 'x' });
    expect([sent(remove), sent(remove)]).toEqual([0, unknown]);
  });

  test('suppressed nodes are IdPs, agents too', () => {
    const world = aWorld();
    const add = (node_id: string): number => world.send('ndid', 'AddSuppressedIdentityModificationNotificationNode', { node_id }).code;
    const remove = (node_id: string): number => world.send('ndid', 'RemoveSuppressedIdentityModificationNotificationNode', { node_id }).code;
    expect(['nobody', 'rp', 'agent', 'agent'].map(add)).toEqual([
      RESULT.NotIdPNode,
      RESULT.NotIdPNode,
      0,
      RESULT.SuppressedIdentityModificationNotificationNodeIDAlreadyExists,
    ]);
    expect(['agent', 'agent'].map(remove)).toEqual([0, RESULT.SuppressedIdentityModificationNotificationNodeIDDoesNotExist]);
  });
});

describe('error codes', () => {
  test.each([
    ['IDP', 5, 0],
    ['as', 31000, 0],
    ['rp', 5, RESULT.InvalidErrorCode],
    ['idp', 0, RESULT.InvalidErrorCode],
    ['Idp', 31000, RESULT.InvalidErrorCode],
  ])('AddErrorCode %s %i -> %i', (type, error_code, expected) => expect(code('AddErrorCode', { type, error_code, description: '' })).toBe(expected));

  test.each([
    ['IDP', 31000, 0],
    ['idp', 5, RESULT.InvalidErrorCode],
    ['as', 31000, RESULT.InvalidErrorCode],
    ['', 31000, RESULT.InvalidErrorCode],
  ])('RemoveErrorCode %s %i -> %i', (type, error_code, expected) => expect(code('RemoveErrorCode', { type, error_code })).toBe(expected));
});

test('settings are replaced as a whole', () => {
  const world = aWorld();
  world.done('ndid', 'SetSupportedIALList', { supported_ial_list: [1] });
  world.done('ndid', 'SetSupportedAALList', { supported_aal_list: [] });
  world.done('ndid', 'SetAllowedMinIalForRegisterIdentityAtFirstIdp', { min_ial: 2.3 });
  world.done('ndid', 'SetTimeOutBlockRegisterIdentity', { time_out_block: 5 });
  expect(world.read('scheme', 'scheme')).toMatchObject({
    supported_ial_list: [1],
    supported_aal_list: [],
    allowed_min_ial_first_idp: 2.3,
    register_identity_timeout_blocks: 5,
    init_state: 'ended',
  });
});

test('SetTimeOutBlockRegisterIdentity 0 is refused', () =>
  expect(code('SetTimeOutBlockRegisterIdentity', { time_out_block: 0 })).toBe(RESULT.TimeOutBlockIsMustGreaterThanZero));
