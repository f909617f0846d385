import { generateKeyPairSync } from 'node:crypto';
import { RESULT, type CommandType } from '@trine/protocol';
import {
  aConsent,
  alsoAt,
  aRegistration,
  aWorld,
  CHAIN,
  describeRefusals,
  ED25519_KEY,
  GROUP,
  OTHER_GROUP,
  OTHER_RSA_KEY,
  RSA_KEY,
  violation,
  withPerson,
  type Scene,
  type World,
} from './world.js';
import type { Association } from '../src/index.js';

const scene = (world: World, by: string, args: Record<string, unknown>): Scene => ({ world, by, args });
const identity = (hash: string, namespace = 'citizen_id'): object => ({ identity_namespace: namespace, identity_identifier_hash: hash });
const association = (world: World, idp = 'idp-1'): Association => {
  const found = world.read('referenceGroup', GROUP).idps.find(({ node_id }) => node_id === idp);
  if (!found) throw new Error(`no association of ${idp}`);
  return found;
};
const SHORT_RSA_KEY = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ type: 'spki', format: 'pem' }).toString();
const inMode3 = (): World => withPerson({ mode_list: [2, 3] });
const byGroup = { reference_group_code: GROUP };
const bothForms = { identity_namespace: 'citizen_id', identity_identifier_hash: 'hash-1' };
const newAccessor = { accessor_id: 'accessor-new', accessor_public_key: OTHER_RSA_KEY, accessor_type: 'RSA' };

/** The five ways in which a consent fails, in order, for a scene whose `request_id` is a good one. */
const consentViolations = (purpose: string, ...unlessWith: string[]): ReturnType<typeof violation>[] => {
  const spoil = (part: object) => ({ world, args }: Scene): void => {
    const id = String(args['request_id']);
    if (world.state.get('request', id)) world.patch('request', id, part);
  };
  const noAcceptance = [{ idp_id: 'idp-1', status: 'accept' as const, valid_ial: true, valid_signature: false }];
  return [
    violation('consent unknown', RESULT.RequestIDNotFound, ({ args }) => (args['request_id'] = 'nothing'), ...unlessWith),
    violation('consent for another purpose', RESULT.InvalidPurpose, spoil({ purpose: `not ${purpose}` }), ...unlessWith),
    violation('consent used', RESULT.RequestIsAlreadyUsed, spoil({ use_count: 1 }), ...unlessWith),
    violation('consent not closed', RESULT.RequestIsNotClosed, spoil({ closed: false, timed_out: true }), ...unlessWith),
    violation('consent not accepted', RESULT.RequestIsNotCompleted, spoil({ response_list: noAcceptance }), ...unlessWith),
    violation("another's consent", RESULT.RequestIsNotCompleted, spoil({ requester_node_id: 'idp-3' }), ...unlessWith),
  ];
};

describe('RegisterIdentity', () => {
  test('of a new person creates group, association, accessor and indexes', () => {
    const world = aWorld();
    const decision = world.done('idp-1', 'RegisterIdentity', aRegistration({ mode_list: [3, 2, 2], lial: true }));
    expect(decision.identity).toEqual({ reference_group_code: GROUP, action: 'create_identity' });
    expect(world.read('referenceGroup', GROUP)).toEqual({
      reference_group_code: GROUP,
      identities: [{ namespace: 'citizen_id', identifier_hash: 'hash-1' }],
      idps: [
        {
          node_id: 'idp-1',
          mode_list: [2, 3],
          ial: 2.1,
          lial: true,
          laal: null,
          active: true,
          accessors: [
            {
              accessor_id: 'accessor-1',
              accessor_type: 'RSA',
              accessor_public_key: RSA_KEY,
              active: true,
              owner_node_id: 'idp-1',
              creation_block_height: 100,
              creation_chain_id: CHAIN,
            },
          ],
        },
      ],
    });
    expect(world.read('identity', 'citizen_id', 'hash-1')).toEqual(byGroup);
    expect(world.read('accessor', 'accessor-1')).toEqual(byGroup);
  });

  test('of a known person in mode 2 needs no consent and may bring further identifiers', () => {
    const world = withPerson();
    alsoAt(world, 'idp-2', { new_identity_list: [identity('hash-2')] });
    expect(world.read('referenceGroup', GROUP)).toMatchObject({
      identities: [{ identifier_hash: 'hash-1' }, { identifier_hash: 'hash-2' }],
      idps: [{ node_id: 'idp-1' }, { node_id: 'idp-2' }],
    });
  });

  test('in mode 3 beside an active IdP uses up a consent', () => {
    const world = withPerson();
    const request_id = aConsent(world, 'idp-2', 'RegisterIdentity');
    alsoAt(world, 'idp-2', { mode_list: [2, 3], request_id });
    expect(world.read('request', request_id).use_count).toBe(1);
    expect(world.read('referenceGroup', GROUP).idps).toHaveLength(2);
  });

  test.each<[string, (world: World) => void]>([
    ['has let go', (world) => world.done('idp-1', 'RevokeIdentityAssociation', byGroup)],
    ['is disabled', (world) => world.patch('node', 'idp-1', { active: false })],
  ])('in mode 3 needs no consent when the only other IdP %s', (_name, spoil) => {
    const world = withPerson();
    spoil(world);
    alsoAt(world, 'idp-2', { mode_list: [2, 3] });
    expect(association(world, 'idp-2').mode_list).toEqual([2, 3]);
  });

  describe('again after letting go', () => {
    const revoked = (): World => {
      const world = withPerson({ lial: true });
      world.done('idp-1', 'RevokeIdentityAssociation', byGroup);
      world.block = { ...world.block, height: 200 };
      return world;
    };

    test('revives the association with the same accessor', () => {
      const world = revoked();
      world.done('idp-1', 'RegisterIdentity', aRegistration({ new_identity_list: [], ial: 2.3, laal: false, mode_list: [3, 2] }));
      expect(association(world)).toMatchObject({ active: true, ial: 2.3, lial: true, laal: false, mode_list: [2, 3] });
      expect(association(world).accessors).toMatchObject([{ accessor_id: 'accessor-1', active: true, creation_block_height: 100 }]);
    });

    test('or with another one; the old stays inactive', () => {
      const world = revoked();
      world.done('idp-1', 'RegisterIdentity', aRegistration({ new_identity_list: [], ...newAccessor }));
      expect(association(world).accessors).toMatchObject([{ active: false }, { accessor_id: 'accessor-new', active: true, creation_block_height: 200 }]);
    });

    test('but not with another key under the same id', () => {
      expect(revoked().send('idp-1', 'RegisterIdentity', aRegistration({ new_identity_list: [], accessor_public_key: OTHER_RSA_KEY })).code).toBe(RESULT.DuplicateAccessorID);
    });

    test("nor with another IdP's accessor", () => {
      expect(revoked().send('idp-2', 'RegisterIdentity', aRegistration({ new_identity_list: [] })).code).toBe(RESULT.DuplicateAccessorID);
    });
  });

  test.each(['agent', 'rp', 'ndid'])('%s may not', (by) => expect(aWorld().send(by, 'RegisterIdentity', aRegistration()).code).toBe(RESULT.NoPermissionForCallIdPMethod));

  const limited = ({ world }: Scene): void => world.patch('namespace', 'citizen_id', { allowed_identifier_count_in_reference_group: 1 });
  describeRefusals('RegisterIdentity', () => scene(aWorld(), 'idp-1', aRegistration({ new_identity_list: [identity('hash-1'), identity('hash-2')] })), [
    violation('no group code', RESULT.RefGroupCodeCannotBeEmpty, ({ args }) => (args['reference_group_code'] = ''), 'group code is no UUID'),
    violation('no accessor id', RESULT.AccessorIDCannotBeEmpty, ({ args }) => (args['accessor_id'] = '')),
    violation('no accessor key', RESULT.AccessorPublicKeyCannotBeEmpty, ({ args }) => (args['accessor_public_key'] = '')),
    violation('no accessor type', RESULT.AccessorTypeCannotBeEmpty, ({ args }) => (args['accessor_type'] = '')),
    violation('identity empty', RESULT.IdentityCannotBeEmpty, ({ args }) => (args['new_identity_list'] = [identity('')])),
    violation('identity twice', RESULT.DuplicateIdentifier, ({ args }) => (args['new_identity_list'] = [identity('hash-1'), identity('hash-1')]), 'identity empty', 'namespace unknown'),
    violation('accessor key unreadable', RESULT.InvalidKeyFormat, ({ args }) => (args['accessor_public_key'] = 'no key'), 'no accessor key', 'accessor key not RSA', 'accessor key short'),
    violation('accessor key not RSA', RESULT.UnsupportedKeyType, ({ args }) => (args['accessor_public_key'] = ED25519_KEY), 'no accessor key', 'accessor key short'),
    violation('accessor key short', RESULT.RSAKeyLengthTooShort, ({ args }) => (args['accessor_public_key'] = SHORT_RSA_KEY), 'no accessor key'),
    violation('IAL above own', RESULT.IALError, ({ args }) => (args['ial'] = 3), 'IAL below the first minimum', 'IAL not supported'),
    violation('mode not allowed', RESULT.InvalidMode, ({ args }) => (args['mode_list'] = [1, 2]), 'no mode'),
    violation('IAL below the first minimum', RESULT.IalMustBeGreaterOrEqualMinIal, ({ world }) => world.patch('scheme', 'scheme', { allowed_min_ial_first_idp: 2.3 })),
    violation('identity taken', RESULT.IdentityAlreadyExists, ({ world }) => world.patch('identity', ['citizen_id', 'hash-1'], { reference_group_code: OTHER_GROUP })),
    violation('namespace unknown', RESULT.InvalidNamespace, ({ args }) => (args['new_identity_list'] = [identity('hash-1'), identity('x', 'nowhere')]), 'identity empty', 'too many identifiers'),
    violation('namespace disabled', RESULT.InvalidNamespace, ({ world }) => world.patch('namespace', 'citizen_id', { active: false })),
    violation('too many identifiers', RESULT.IdentifierCountIsGreaterThanAllowedIdentifierCount, limited, 'identity empty', 'identity twice'),
    violation('accessor id taken', RESULT.DuplicateAccessorID, ({ world }) => world.patch('accessor', 'accessor-1', { reference_group_code: OTHER_GROUP })),
    violation('no mode', RESULT.InvalidMode, ({ args }) => (args['mode_list'] = [])),
    violation('group code is no UUID', RESULT.RefGroupNotFound, ({ args }) => (args['reference_group_code'] = 'my group')),
    violation('accessor type not RSA', RESULT.UnsupportedKeyType, ({ args }) => (args['accessor_type'] = 'EC'), 'no accessor type'),
    violation('IAL not supported', RESULT.IALError, ({ args }) => (args['ial'] = 1.7)),
  ]);

  test('of nobody is refused', () => {
    expect(aWorld().send('idp-1', 'RegisterIdentity', aRegistration({ new_identity_list: [] })).code).toBe(RESULT.IdentityCannotBeEmpty);
  });

  const joining = (): Scene => {
    const world = withPerson();
    const request_id = aConsent(world, 'idp-2', 'RegisterIdentity');
    return scene(world, 'idp-2', aRegistration({ new_identity_list: [identity('hash-2')], mode_list: [2, 3], request_id, ...newAccessor }));
  };
  describeRefusals('RegisterIdentity', joining, [
    violation('mode not allowed', RESULT.InvalidMode, ({ args }) => (args['mode_list'] = [1, 3])),
    ...consentViolations('RegisterIdentity'),
    violation('identity taken', RESULT.IdentityAlreadyExists, ({ args }) => (args['new_identity_list'] = [identity('hash-1')]), 'one namespace over its limit'),
    violation('one namespace over its limit', RESULT.IdentifierCountIsGreaterThanAllowedIdentifierCount, limited),
    violation('accessor id taken', RESULT.DuplicateAccessorID, ({ args }) => (args['accessor_id'] = 'accessor-1')),
  ]);
});

describe('consent', () => {
  test('is used once, also within a block', () => {
    const world = inMode3();
    const request_id = aConsent(world, 'idp-1', 'AddAccessor');
    const add = (accessor_id: string): number => world.send('idp-1', 'AddAccessor', { ...byGroup, ...newAccessor, accessor_id, request_id }).code;
    expect([add('a'), add('b')]).toEqual([0, RESULT.RequestIsAlreadyUsed]);
  });

  test('may be closed and used within one block', () => {
    const world = inMode3();
    const request_id = aConsent(world, 'idp-1', 'AddAccessor', { closed: false });
    const add = (): number => world.send('idp-1', 'AddAccessor', { ...byGroup, ...newAccessor, request_id }).code;
    expect(add()).toBe(RESULT.RequestIsNotClosed);
    world.done('idp-1', 'CloseRequest', { request_id, response_valid_list: [{ idp_id: 'idp-1', valid_ial: true, valid_signature: true }] });
    expect(add()).toBe(0);
  });

  test.each([
    ['rejected', { status: 'reject' }],
    ['invalid', { valid: false }],
  ])('%s is none', (_name, part) => {
    const world = inMode3();
    const request_id = aConsent(world, 'idp-1', 'AddAccessor', part);
    expect(world.send('idp-1', 'AddAccessor', { ...byGroup, ...newAccessor, request_id }).code).toBe(RESULT.RequestIsNotCompleted);
  });

  test('a refused command does not use it up', () => {
    const world = inMode3();
    const request_id = aConsent(world, 'idp-1', 'RevokeAndAddAccessor');
    world.patch('accessor', 'taken', byGroup);
    const args = { revoking_accessor_id: 'accessor-1', ...newAccessor, request_id };
    expect(world.send('idp-1', 'RevokeAndAddAccessor', { ...args, accessor_id: 'taken' }).code).toBe(RESULT.DuplicateAccessorID);
    expect(world.send('idp-1', 'RevokeAndAddAccessor', args).code).toBe(0);
  });
});

describe('UpdateIdentity', () => {
  test('changes what is given and tells nobody', () => {
    const world = withPerson({ lial: true });
    const decision = world.done('idp-1', 'UpdateIdentity', { ...bothForms, ial: 2.3, laal: false });
    expect(decision.identity).toEqual({ reference_group_code: GROUP });
    expect(association(world)).toMatchObject({ ial: 2.3, lial: true, laal: false });
  });

  describeRefusals('UpdateIdentity', () => scene(withPerson(), 'idp-1', { ...byGroup, ial: 2.3 }), [
    violation('both forms of address', RESULT.GotRefGroupCodeAndIdentity, ({ args }) => Object.assign(args, bothForms)),
    violation('nothing to change', RESULT.NothingToUpdateIdentity, ({ args }) => (args['ial'] = null), 'IAL above own', 'IAL not supported'),
    violation('IAL above own', RESULT.IALError, ({ args }) => (args['ial'] = 3), 'IAL not supported'),
    violation('person unknown', RESULT.RefGroupNotFound, ({ args }) => (args['reference_group_code'] = OTHER_GROUP), 'both forms of address'),
    violation('not a member', RESULT.IdentityNotFoundInThisIdP, (s) => (s.by = 'idp-2')),
    violation('IAL not supported', RESULT.IALError, ({ args }) => (args['ial'] = -1)),
  ]);
});

describe('AddIdentity', () => {
  test('adds identifiers and indexes them', () => {
    const world = withPerson();
    const decision = world.done('idp-1', 'AddIdentity', { ...byGroup, new_identity_list: [identity('hash-2')] });
    expect(decision.identity).toEqual({ ...byGroup, action: 'add_identity' });
    expect(world.read('referenceGroup', GROUP).identities).toHaveLength(2);
    expect(world.read('identity', 'citizen_id', 'hash-2')).toEqual(byGroup);
  });

  const given = (): Scene => {
    const world = inMode3();
    const request_id = aConsent(world, 'idp-1', 'AddIdentity');
    return scene(world, 'idp-1', { ...byGroup, new_identity_list: [identity('hash-2')], request_id });
  };
  describeRefusals('AddIdentity', given, [
    violation('no group code', RESULT.RefGroupCodeCannotBeEmpty, ({ args }) => (args['reference_group_code'] = ''), 'person unknown'),
    violation('identity empty', RESULT.IdentityCannotBeEmpty, ({ args }) => (args['new_identity_list'] = [identity('x', '')])),
    violation('identity twice', RESULT.DuplicateIdentifier, ({ args }) => (args['new_identity_list'] = [identity('x'), identity('x')]), 'identity empty', 'identity taken'),
    violation('person unknown', RESULT.RefGroupNotFound, ({ args }) => (args['reference_group_code'] = OTHER_GROUP)),
    violation('identity taken', RESULT.IdentityAlreadyExists, ({ args }) => (args['new_identity_list'] = [identity('hash-1')]), 'identity empty'),
    violation('namespace disabled', RESULT.InvalidNamespace, ({ world }) => world.patch('namespace', 'citizen_id', { active: false }), 'too many identifiers'),
    violation('too many identifiers', RESULT.IdentifierCountIsGreaterThanAllowedIdentifierCount, ({ world }) => world.patch('namespace', 'citizen_id', { allowed_identifier_count_in_reference_group: 1 })),
    violation('not a member', RESULT.IdentityNotFoundInThisIdP, (s) => (s.by = 'idp-2'), ...consentViolations('').map(({ name }) => name)),
    ...consentViolations('AddIdentity'),
  ]);

  test('identifiers of a disabled namespace do not count', () => {
    const world = withPerson();
    world.done('ndid', 'AddNamespace', { namespace: 'passport' });
    world.patch('namespace', 'citizen_id', { active: false, allowed_identifier_count_in_reference_group: 1 });
    world.patch('referenceGroup', GROUP, { identities: [1, 2].map((n) => ({ namespace: 'citizen_id', identifier_hash: String(n) })) });
    expect(world.send('idp-1', 'AddIdentity', { ...byGroup, new_identity_list: [identity('p', 'passport')] }).code).toBe(0);
  });
});

describe('RevokeIdentityAssociation', () => {
  test('ends the association and its accessors; identifiers stay', () => {
    const world = withPerson();
    const decision = world.done('idp-1', 'RevokeIdentityAssociation', bothForms);
    expect(decision.identity).toEqual({ ...byGroup, action: 'revoke_identity_association' });
    expect(association(world)).toMatchObject({ active: false, accessors: [{ active: false }] });
    expect(world.read('identity', 'citizen_id', 'hash-1')).toEqual(byGroup);
  });

  const given = (): Scene => {
    const world = inMode3();
    return scene(world, 'idp-1', { ...byGroup, request_id: aConsent(world, 'idp-1', 'RevokeIdentityAssociation') });
  };
  describeRefusals('RevokeIdentityAssociation', given, [
    violation('both forms of address', RESULT.GotRefGroupCodeAndIdentity, ({ args }) => Object.assign(args, bothForms)),
    violation('person unknown', RESULT.RefGroupNotFound, ({ args }) => (args['reference_group_code'] = OTHER_GROUP), 'both forms of address'),
    violation('not a member', RESULT.IdentityNotFoundInThisIdP, (s) => (s.by = 'idp-2')),
    ...consentViolations('RevokeIdentityAssociation'),
  ]);
});

describe('AddAccessor', () => {
  test('adds one and indexes it', () => {
    const world = withPerson();
    const decision = world.done('idp-1', 'AddAccessor', { ...byGroup, ...newAccessor });
    expect(decision.identity).toEqual({ ...byGroup, action: 'add_accessor' });
    expect(association(world).accessors).toMatchObject([{ accessor_id: 'accessor-1' }, { accessor_id: 'accessor-new', active: true }]);
    expect(world.read('accessor', 'accessor-new')).toEqual(byGroup);
  });

  const given = (): Scene => {
    const world = inMode3();
    return scene(world, 'idp-1', { ...byGroup, ...newAccessor, request_id: aConsent(world, 'idp-1', 'AddAccessor') });
  };
  describeRefusals('AddAccessor', given, [
    violation('both forms of address', RESULT.GotRefGroupCodeAndIdentity, ({ args }) => Object.assign(args, bothForms)),
    violation('key unreadable', RESULT.InvalidKeyFormat, ({ args }) => (args['accessor_public_key'] = '')),
    violation('id taken', RESULT.DuplicateAccessorID, ({ args }) => (args['accessor_id'] = 'accessor-1'), 'no id'),
    violation('person unknown', RESULT.RefGroupNotFound, ({ args }) => (args['reference_group_code'] = OTHER_GROUP), 'both forms of address'),
    violation('not a member', RESULT.IdentityNotFoundInThisIdP, (s) => (s.by = 'idp-2')),
    ...consentViolations('AddAccessor'),
    violation('no id', RESULT.AccessorIDCannotBeEmpty, ({ args }) => (args['accessor_id'] = '')),
    violation('no type', RESULT.AccessorTypeCannotBeEmpty, ({ args }) => (args['accessor_type'] = ''), 'type not RSA'),
    violation('type not RSA', RESULT.UnsupportedKeyType, ({ args }) => (args['accessor_type'] = 'EC')),
  ]);
});

const withTwoAccessors = (part: object = {}): World => {
  const world = withPerson();
  world.done('idp-1', 'AddAccessor', { ...byGroup, ...newAccessor, accessor_id: 'accessor-2' });
  world.patch('referenceGroup', GROUP, { idps: [{ ...association(world), ...part }] });
  return world;
};

describe('RevokeAccessor', () => {
  test('makes it inactive', () => {
    const world = withTwoAccessors();
    const decision = world.done('idp-1', 'RevokeAccessor', { accessor_id_list: ['accessor-1'] });
    expect(decision.identity).toEqual({ ...byGroup, action: 'revoke_accessor' });
    expect(association(world).accessors).toMatchObject([{ active: false }, { active: true }]);
  });

  test('naming one twice, or an inactive one, does not count', () => {
    const world = withTwoAccessors();
    expect(world.send('idp-1', 'RevokeAccessor', { accessor_id_list: ['accessor-1', 'accessor-1'] }).code).toBe(0);
    expect(world.send('idp-1', 'RevokeAccessor', { accessor_id_list: ['accessor-1'] }).code).toBe(0);
  });

  const given = (): Scene => {
    const world = withTwoAccessors({ mode_list: [2, 3] });
    alsoAt(world, 'idp-3', { accessor_id: 'of idp-3' });
    world.patch('accessor', 'elsewhere', { reference_group_code: OTHER_GROUP });
    world.patch('referenceGroup', OTHER_GROUP, { reference_group_code: OTHER_GROUP, identities: [], idps: [] });
    return scene(world, 'idp-1', { accessor_id_list: ['accessor-1'], request_id: aConsent(world, 'idp-1', 'RevokeAccessor') });
  };
  const list = (...ids: string[]) => ({ args }: Scene): void => void (args['accessor_id_list'] = ids);
  const lists = ['unknown', 'none', 'of two persons', 'not its own', 'the last'];
  describeRefusals('RevokeAccessor', given, [
    violation('unknown', RESULT.RefGroupNotFound, list('accessor-1', 'elsewhere', 'nothing'), ...lists),
    violation('none', RESULT.RefGroupNotFound, list(), ...lists),
    violation('of two persons', RESULT.AllAccessorMustHaveSameRefGroupCode, list('accessor-1', 'elsewhere'), ...lists),
    violation('not a member', RESULT.AccessorNotFoundInThisIdP, (s) => (s.by = 'idp-2')),
    violation('not its own', RESULT.AccessorNotFoundInThisIdP, list('of idp-3'), ...lists),
    violation('the last', RESULT.CannotRevokeAllAccessorsInThisIdP, list('accessor-1', 'accessor-2'), ...lists),
    ...consentViolations('RevokeAccessor'),
  ]);
});

describe('RevokeAndAddAccessor', () => {
  test('swaps, also the last one', () => {
    const world = withPerson();
    const decision = world.done('idp-1', 'RevokeAndAddAccessor', { revoking_accessor_id: 'accessor-1', ...newAccessor });
    expect(decision.identity).toEqual({ ...byGroup, action: 'revoke_and_add_accessor' });
    expect(association(world).accessors).toMatchObject([{ active: false }, { accessor_id: 'accessor-new', active: true }]);
  });

  const given = (): Scene => {
    const world = inMode3();
    return scene(world, 'idp-1', { revoking_accessor_id: 'accessor-1', ...newAccessor, request_id: aConsent(world, 'idp-1', 'RevokeAndAddAccessor') });
  };
  describeRefusals('RevokeAndAddAccessor', given, [
    violation('key not RSA', RESULT.UnsupportedKeyType, ({ args }) => (args['accessor_public_key'] = ED25519_KEY)),
    violation('old one unknown', RESULT.RefGroupNotFound, ({ args }) => (args['revoking_accessor_id'] = 'nothing')),
    violation("another's", RESULT.AccessorNotFoundInThisIdP, (s) => (s.by = 'idp-2'), 'association revoked'),
    violation('association revoked', RESULT.IdentityNotFoundInThisIdP, ({ world }) => world.patch('referenceGroup', GROUP, { idps: [{ ...association(world), active: false }] })),
    ...consentViolations('RevokeAndAddAccessor'),
    violation('new id taken', RESULT.DuplicateAccessorID, ({ args }) => (args['accessor_id'] = 'accessor-1')),
    violation('type not RSA', RESULT.UnsupportedKeyType, ({ args }) => (args['accessor_type'] = 'EC')),
  ]);
});

describe('UpdateIdentityModeList', () => {
  test('to mode 3, with consent', () => {
    const world = withPerson();
    const request_id = aConsent(world, 'idp-1', 'UpdateIdentityModeList');
    const decision = world.done('idp-1', 'UpdateIdentityModeList', { ...byGroup, mode_list: [3, 2, 3], request_id });
    expect(decision.identity).toEqual({ ...byGroup, action: 'upgrade_identity_mode' });
    expect(association(world).mode_list).toEqual([2, 3]);
    expect(world.read('request', request_id).use_count).toBe(1);
  });

  test.each([
    [[2, 3], [2], RESULT.NewModeListMustBeHigherThanCurrentModeList],
    [[2], [3], RESULT.NewModeListMustBeHigherThanCurrentModeList],
    [[2], [], RESULT.NewModeListMustBeHigherThanCurrentModeList],
    [[2], [2], 0],
    [[2, 3], [2, 3], 0],
  ])('%j to %j -> %i', (from, to, code) => {
    expect(withPerson({ mode_list: from }).send('idp-1', 'UpdateIdentityModeList', { ...byGroup, mode_list: to }).code).toBe(code);
  });

  const given = (): Scene => {
    const world = withPerson();
    return scene(world, 'idp-1', { ...byGroup, mode_list: [2, 3], request_id: aConsent(world, 'idp-1', 'UpdateIdentityModeList') });
  };
  describeRefusals('UpdateIdentityModeList', given, [
    violation('both forms of address', RESULT.GotRefGroupCodeAndIdentity, ({ args }) => Object.assign(args, bothForms)),
    violation('person unknown', RESULT.RefGroupNotFound, ({ args }) => (args['reference_group_code'] = OTHER_GROUP), 'both forms of address'),
    violation('not a member', RESULT.IdentityNotFoundInThisIdP, (s) => (s.by = 'idp-2')),
    violation('mode not allowed', RESULT.InvalidMode, ({ args }) => (args['mode_list'] = [1, 3]), 'mode taken away'),
    violation('mode taken away', RESULT.NewModeListMustBeHigherThanCurrentModeList, ({ args }) => (args['mode_list'] = [3])),
    ...consentViolations('UpdateIdentityModeList'),
  ]);
});

/*
 * Ledger rules 5.2, with the stricter answers of HARDENING.md (H4, H8, H10).
 */
describe('commands by state of the association', () => {
  const states: Record<string, () => World> = {
    none: () => {
      const world = withTwoAccessors();
      world.patch('referenceGroup', GROUP, { idps: [{ ...association(world), node_id: 'idp-3' }] });
      return world;
    },
    active: () => withTwoAccessors(),
    revoked: () => {
      const world = withTwoAccessors();
      world.done('idp-1', 'RevokeIdentityAssociation', byGroup);
      return world;
    },
  };
  const notHere = RESULT.IdentityNotFoundInThisIdP;
  const table: [CommandType, object, [none: number, active: number, revoked: number]][] = [
    ['RegisterIdentity', aRegistration({ new_identity_list: [], accessor_id: 'accessor-3' }), [0, RESULT.IdentityAlreadyExists, 0]],
    ['UpdateIdentity', { ...byGroup, lial: true }, [notHere, 0, notHere]],
    ['AddIdentity', { ...byGroup, new_identity_list: [identity('hash-2')] }, [notHere, 0, notHere]],
    ['AddAccessor', { ...byGroup, ...newAccessor }, [notHere, 0, notHere]],
    ['RevokeAccessor', { accessor_id_list: ['accessor-1'] }, [RESULT.AccessorNotFoundInThisIdP, 0, RESULT.CannotRevokeAllAccessorsInThisIdP]],
    ['RevokeAndAddAccessor', { revoking_accessor_id: 'accessor-1', ...newAccessor }, [RESULT.AccessorNotFoundInThisIdP, 0, notHere]],
    ['RevokeIdentityAssociation', byGroup, [notHere, 0, notHere]],
    ['UpdateIdentityModeList', { ...byGroup, mode_list: [2] }, [notHere, 0, notHere]],
  ];
  test.each(table)('%s', (type, args, codes) => {
    expect(Object.values(states).map((given) => given().send('idp-1', type, args).code)).toEqual(codes);
  });
});
