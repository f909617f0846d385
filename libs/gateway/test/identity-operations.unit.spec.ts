import { generateKeyPairSync } from 'node:crypto';
import { identifierHash, type RequestDetail } from '@trine/protocol';
import { aConsent, alsoAt, aRegistration, aWorld, ED25519_KEY, GROUP, OTHER_GROUP, OTHER_RSA_KEY, RSA_KEY, type World } from '../../ledger-core/test/world.js';
import { apiOperations } from '../src/api/api-document.js';
import { Answer, operationsOf } from '../src/api/operation.js';
import { AssociationOperations } from '../src/identity/association-operations.js';
import { IdentityChanges } from '../src/identity/identity-changes.js';
import { IdentityOperations } from '../src/identity/identity-operations.js';
import { RequestPlanner } from '../src/requests/new-request.js';
import { RequestCreator } from '../src/requests/request-creator.js';
import type { RequesterSide } from '../src/requests/requester-side.js';
import type { RequestRecord } from '../src/store/documents.js';
import { References } from '../src/store/references.js';
import { UnitOfWork } from '../src/store/unit-of-work.js';
import { aDesk, aStore, ledgerOf, refusal, someCallbacks } from './parts.js';

const CITIZEN = '9000000000012';
const OTHER_CITIZEN = '9000000000021';
const listed = (...identifiers: string[]): object[] => identifiers.map((identifier) => ({ namespace: 'citizen_id', identifier }));
const hashed = (...identifiers: string[]): object[] =>
  identifiers.map((identifier) => ({ identity_namespace: 'citizen_id', identity_identifier_hash: identifierHash(identifier) }));
const asked = { reference_id: 'ref', callback_url: 'http://back-end/' };
const text = { request_message: 'Please confirm' };
const path = { namespace: 'citizen_id', identifier: CITIZEN };

const aNewPerson = (part: object = {}): Record<string, unknown> => ({
  ...asked, identity_list: listed(CITIZEN), mode: 3, accessor_type: 'RSA', accessor_public_key: RSA_KEY, ial: 2.1, ...part,
});

/** A world in which IdPs can be written to; `idp-1` holds the person in the modes given, and `idp-2` too if asked. */
function aPlace({ modes, other }: { modes?: number[]; other?: number[] } = {}): World {
  const world = aWorld();
  for (const idp of ['idp-1', 'idp-2', 'idp-3']) world.done(idp, 'SetMqAddresses', { addresses: [{ ip: '10.0.0.1', port: 1 }] });
  if (modes) world.done('idp-1', 'RegisterIdentity', aRegistration({ new_identity_list: hashed(CITIZEN), mode_list: modes }));
  if (other) alsoAt(world, 'idp-2', { mode_list: other, ...(other.includes(3) && { request_id: aConsent(world, 'idp-2', 'RegisterIdentity') }) });
  return world;
}

function idp(nodeId: string, world: World) {
  const desk = aDesk();
  const callbacks = someCallbacks();
  const letters: { to: string }[] = [];
  const store = aStore();
  const references = new References(store);
  const ledger = ledgerOf(world);
  const requester = { validity: () => [{ idp_id: 'idp-1', valid_ial: true, valid_signature: true }] } as unknown as RequesterSide;
  const creator = new RequestCreator(desk, () => ({ send: (_work: UnitOfWork, letter: { to: string }) => void letters.push(letter) }) as never);
  const changes = new IdentityChanges(store, desk, callbacks, references, new RequestPlanner(ledger, true), creator, requester);
  const handlers = new Map([
    ...operationsOf(new IdentityOperations(ledger, references, changes, true)),
    ...operationsOf(new AssociationOperations(store, ledger, desk, references, requester)),
  ]);
  const call = (id: string, body: object = {}, params: object = path): Promise<unknown> => handlers.get(id)?.({ nodeId, params, query: {}, body } as never) as Promise<unknown>;
  return { desk, callbacks, letters, references, requester, handlers, call };
}

test('every identity operation is there', () => {
  const paths = apiOperations().filter(({ path: route }) => route.startsWith('/identity'));
  expect([...idp('idp-1', aWorld()).handlers.keys()].sort()).toEqual(paths.map(({ operationId }) => operationId).sort());
});

describe('a first registration', () => {
  test('needs no consent', async () => {
    const { call, desk, letters, references } = idp('idp-1', aPlace());
    const answer = (await call('createIdentity', aNewPerson({ lial: true }))) as { accessor_id: string };
    const { accessor_id } = answer;
    expect(answer).toEqual({ exist: false, accessor_id: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(desk.sent).toHaveLength(1);
    expect(desk.sent[0]).toMatchObject({
      type: 'RegisterIdentity',
      args: { new_identity_list: hashed(CITIZEN), ial: 2.1, lial: true, mode_list: [2, 3], accessor_id },
      result: { body: { node_id: 'idp-1', type: 'create_identity_result', reference_id: 'ref' }, onSuccess: ['reference_group_code'], onFailure: { accessor_id } },
      reference: { family: 'identity', reference_id: 'ref', free: 'always' },
    });
    expect(letters).toEqual([]);
    expect(references.find('idp-1', 'identity', 'ref')).toEqual({ accessor_id });
  });

  const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ type: 'spki', format: 'pem' });
  test.each([
    ['an unreadable key', 20040, { accessor_public_key: 'key' }],
    ['no RSA key', 20042, { accessor_public_key: ED25519_KEY }],
    ['a short key', 20044, { accessor_public_key: short }],
    ['an unknown namespace', 20013, { identity_list: [{ namespace: 'passport', identifier: '1' }] }],
    ['a wrong check digit', 20096, { identity_list: listed('9000000000013') }],
    ['an unknown IAL', 20094, { ial: 2.2 }],
    ['an IAL above its own', 20021, { ial: 3 }],
  ])('is refused with %s: %d', async (_name, code, part) => {
    const { call, references } = idp('idp-1', aPlace());
    expect(await refusal(call('createIdentity', aNewPerson(part)))).toBe(code);
    expect(references.find('idp-1', 'identity', 'ref')).toBeUndefined();
  });

  test('is refused while its reference id is in use, which comes first', async () => {
    const { call } = idp('idp-1', aPlace());
    await call('createIdentity', aNewPerson());
    expect(await refusal(call('createIdentity', aNewPerson({ accessor_public_key: 'key' })))).toBe(20045);
  });
});

describe('a person that others know', () => {
  test('joins in mode 2 without consent, with the identifiers that are new', async () => {
    const { call, desk } = idp('idp-2', aPlace({ modes: [2, 3] }));
    expect(await call('createIdentity', aNewPerson({ mode: 2, accessor_id: 'a', identity_list: listed(CITIZEN, OTHER_CITIZEN) }))).toEqual({ exist: true, accessor_id: 'a' });
    expect(desk.sent[0]).toMatchObject({ args: { reference_group_code: GROUP, new_identity_list: hashed(OTHER_CITIZEN), mode_list: [2] } });
  });

  test.each([
    [[2], 2],
    [[2, 3], 3],
  ])('held in modes %j is asked in mode %d', async (modes, mode) => {
    const { call, desk, letters, references } = idp('idp-2', aPlace({ modes }));
    const { request_id } = (await call('createIdentity', aNewPerson({ ...text, accessor_id: 'a' }))) as { request_id: string };
    expect(desk.sent).toHaveLength(1);
    expect(desk.sent[0]).toMatchObject({
      type: 'CreateRequest',
      args: { request_id, mode, min_idp: 1, min_ial: 1.1, min_aal: 1, request_timeout: 86_400, idp_id_list: ['idp-1'], data_request_list: [], purpose: 'RegisterIdentity' },
      result: {
        body: { type: 'create_identity_request_result', reference_id: 'ref', request_id, accessor_id: 'a' },
        success: { exist: true },
        onSuccess: ['creation_block_height'],
      },
    });
    expect(letters).toMatchObject([{ to: 'idp-1', body: { reference_group_code: GROUP, request_message: 'Please confirm' } }]);
    expect(references.find('idp-2', 'identity', 'ref')).toEqual({ request_id, accessor_id: 'a' });
  });

  test('is not asked without a text, nor registered twice, nor with an accessor in use', async () => {
    const world = aPlace({ modes: [2, 3] });
    expect(await refusal(idp('idp-2', world).call('createIdentity', aNewPerson()))).toBe(20074);
    expect(await refusal(idp('idp-1', world).call('createIdentity', aNewPerson()))).toBe(20019);
    expect(await refusal(idp('idp-2', world).call('createIdentity', aNewPerson({ ...text, accessor_id: 'accessor-1' })))).toBe(20030);
  });

  test('is one person', async () => {
    const world = aPlace({ modes: [2] });
    world.done('idp-3', 'RegisterIdentity', aRegistration({ reference_group_code: OTHER_GROUP, new_identity_list: hashed(OTHER_CITIZEN), accessor_id: 'b' }));
    expect(await refusal(idp('idp-2', world).call('createIdentity', aNewPerson({ identity_list: listed(CITIZEN, OTHER_CITIZEN) })))).toBe(20069);
  });

  test('whom nobody can ask: the call is accepted, the request result says why, and the reference id is free', async () => {
    const world = aPlace({ modes: [2, 3] });
    world.done('idp-1', 'SetMqAddresses', { addresses: [] });
    const { call, desk, callbacks, references } = idp('idp-2', world);
    const { request_id } = (await call('createIdentity', aNewPerson({ ...text, accessor_id: 'a' }))) as { request_id: string };
    expect(desk.sent).toEqual([]);
    expect(callbacks.told).toEqual([
      { node_id: 'idp-2', type: 'create_identity_request_result', reference_id: 'ref', request_id, accessor_id: 'a', success: false, error: { code: 20005, message: expect.any(String) } },
    ]);
    expect(references.find('idp-2', 'identity', 'ref')).toBeUndefined();
  });

  test('asked with a text that no letter can hold fails the same way', async () => {
    const { call, callbacks } = idp('idp-2', aPlace({ modes: [2, 3] }));
    await call('createIdentity', aNewPerson({ request_message: 'x'.repeat(3_300_000) }));
    expect(callbacks.told).toMatchObject([{ type: 'create_identity_request_result', success: false, error: { code: 10000 } }]);
  });
});

describe('operations on a person held here', () => {
  const accessor = { ...asked, accessor_type: 'RSA', accessor_public_key: OTHER_RSA_KEY };
  const operations: [id: string, type: string, body: object, answer: object, mode: number][] = [
    ['addIdentity', 'AddIdentity', { ...asked, identity_list: listed(OTHER_CITIZEN) }, {}, 2],
    ['addAccessor', 'AddAccessor', { ...accessor, accessor_id: 'new' }, { accessor_id: 'new' }, 3],
    ['revokeAccessor', 'RevokeAccessor', { ...asked, accessor_id: 'accessor-1' }, {}, 3],
    ['revokeAndAddAccessor', 'RevokeAndAddAccessor', { ...accessor, revoking_accessor_id: 'accessor-1', accessor_id: 'new' }, { accessor_id: 'new' }, 3],
    ['revokeIdentityAssociation', 'RevokeIdentityAssociation', asked, {}, 3],
  ];

  test.each(operations)('%s in mode 2 happens at once', async (id, type, body, answer) => {
    const world = aPlace({ modes: [2] });
    const { call, desk } = idp('idp-1', world);
    expect(await call(id, body)).toEqual(answer);
    expect(desk.sent).toMatchObject([{ type }]);
    // What is sent is what the ledger takes.
    if (type !== 'RevokeAccessor') world.done('idp-1', type as never, desk.sent[0]?.args);
  });

  test.each(operations)('%s in mode 3 asks first, this IdP included', async (id, type, body, answer, mode) => {
    const { call, desk, letters } = idp('idp-1', aPlace({ modes: [2, 3] }));
    expect(await refusal(call(id, body))).toBe(20074);
    expect(await call(id, { ...body, ...text })).toEqual({ ...answer, request_id: expect.any(String) });
    expect(desk.sent).toMatchObject([{ type: 'CreateRequest', args: { purpose: type, mode, idp_id_list: ['idp-1'] } }]);
    expect(letters).toHaveLength(1);
  });

  test('identifiers are added with consent when any IdP holds the person in mode 3', async () => {
    const { call, desk } = idp('idp-1', aPlace({ modes: [2], other: [2, 3] }));
    await call('addIdentity', { ...asked, ...text, identity_list: listed(OTHER_CITIZEN) });
    expect(desk.sent).toMatchObject([{ type: 'CreateRequest', args: { mode: 2, idp_id_list: ['idp-1', 'idp-2'] } }]);
  });

  test.each([
    [[2], 2],
    [[2, 3], 3],
  ])('an upgrade is always asked about; others in %j: mode %d', async (other, mode) => {
    const { call, desk } = idp('idp-1', aPlace({ modes: [2], other }));
    expect(await refusal(call('upgradeIdentityMode', asked))).toBe(20074);
    await call('upgradeIdentityMode', { ...asked, ...text });
    expect(desk.sent).toMatchObject([{ args: { mode, purpose: 'UpdateIdentityModeList' } }]);
    expect(await refusal(idp('idp-1', aPlace({ modes: [2, 3] })).call('upgradeIdentityMode', { ...asked, ...text }))).toBe(20073);
  });

  test.each(operations)('%s elsewhere is refused', async (id, _type, body) => {
    const code = id === 'revokeAndAddAccessor' ? 20062 : 20071;
    expect(await refusal(idp('idp-3', aPlace({ modes: [2] })).call(id, body))).toBe(code);
  });

  test('accessors must be active, of this IdP and of this person', async () => {
    const world = aPlace({ modes: [2], other: [2] });
    world.done('idp-1', 'RegisterIdentity', aRegistration({ reference_group_code: OTHER_GROUP, new_identity_list: hashed(OTHER_CITIZEN), accessor_id: 'of-another' }));
    world.done('idp-1', 'AddAccessor', { reference_group_code: GROUP, accessor_id: 'old', accessor_public_key: RSA_KEY, accessor_type: 'RSA' });
    world.done('idp-1', 'RevokeAccessor', { accessor_id_list: ['old'] });
    const revoke = (accessor_id: string): Promise<number | undefined> => refusal(idp('idp-1', world).call('revokeAccessor', { ...asked, accessor_id }));
    expect([await revoke('nothing'), await revoke('old'), await revoke('accessor-idp-2'), await revoke('of-another')]).toEqual([20011, 20011, 20062, 20011]);
    expect(await refusal(idp('idp-1', world).call('addAccessor', { ...accessor, accessor_id: 'accessor-idp-2' }))).toBe(20030);
  });

  test('an association in neither mode 2 nor 3 is of no use', async () => {
    const world = aPlace({ modes: [2] });
    world.done('ndid', 'SetAllowedModeList', { purpose: 'RegisterIdentity', allowed_mode_list: [1, 2, 3] });
    world.done('idp-2', 'RegisterIdentity', aRegistration({ reference_group_code: OTHER_GROUP, new_identity_list: hashed(OTHER_CITIZEN), accessor_id: 'of-mode-1', mode_list: [1] }));
    const there = { ...path, identifier: OTHER_CITIZEN };
    for (const [id, body] of [['addAccessor', accessor], ['revokeAccessor', { ...asked, accessor_id: 'of-mode-1' }], ['upgradeIdentityMode', { ...asked, ...text }]] as const) {
      expect(await refusal(idp('idp-2', world).call(id, body, there))).toBe(10050);
    }
  });

  test('the path names an enabled namespace where the contract asks for one', async () => {
    const world = aPlace({ modes: [2] });
    world.done('ndid', 'DisableNamespace', { namespace: 'citizen_id' });
    expect(await refusal(idp('idp-1', world).call('addAccessor', accessor))).toBe(20013);
    expect(await refusal(idp('idp-1', world).call('revokeIdentityAssociation', asked))).toBe(20013);
    expect(await refusal(idp('idp-1', world).call('revokeAccessor', { ...asked, accessor_id: 'accessor-1' }))).toBeUndefined();
  });
});

describe('levels', () => {
  test('are read and declared for a person held here', async () => {
    const { call, desk } = idp('idp-1', aPlace({ modes: [2] }));
    expect([await call('getIdentityIal'), await call('getIdentityLial'), await call('getIdentityLaal')]).toEqual([{ ial: 2.1 }, { lial: null }, { laal: null }]);
    await call('updateIdentityIal', { ...asked, ial: 2.3 });
    await call('updateIdentityLaal', { ...asked, laal: false });
    expect(desk.sent).toMatchObject([
      { type: 'UpdateIdentity', args: { reference_group_code: GROUP, ial: 2.3 }, result: { body: { type: 'update_ial_result' } } },
      { type: 'UpdateIdentity', args: { reference_group_code: GROUP, laal: false }, result: { body: { type: 'update_laal_result' } } },
    ]);
    expect(await refusal(call('updateIdentityIal', { ...asked, ial: 2.2 }))).toBe(20094);
    expect(await refusal(call('updateIdentityIal', { ...asked, ial: 3 }))).toBe(20021);
  });

  test('elsewhere are not found', async () => {
    const { call } = idp('idp-2', aPlace({ modes: [2] }));
    expect([await call('getIdentityIal'), await call('getIdentity')]).toEqual([new Answer(404), { reference_group_code: GROUP }]);
    expect(await refusal(call('updateIdentityIal', { ...asked, ial: 9 }))).toBe(20071);
    expect(await refusal(call('updateIdentityLial', { ...asked, lial: true }))).toBe(20071);
  });
});

/*
 * At stake: a person's refusal must never lead to the change, an acceptance must, and each operation ends in one result.
 * Shown by handing the answers and the end of the consent request to the hooks as the requester's side does.
 */
describe('after the consent request was made', () => {
  async function waiting() {
    const place = idp('idp-1', aPlace({ modes: [2, 3] }));
    const puts: RequestRecord[] = [];
    const put = UnitOfWork.prototype.putRequest;
    UnitOfWork.prototype.putRequest = function (this: UnitOfWork, record, withContent) {
      puts.push(record);
      put.call(this, record, withContent);
    };
    await place.call('addAccessor', { ...asked, ...text, accessor_id: 'new', accessor_type: 'RSA', accessor_public_key: OTHER_RSA_KEY }).finally(() => (UnitOfWork.prototype.putRequest = put));
    const record = puts[0] as RequestRecord;
    const told = { node_id: 'idp-1', type: 'add_accessor_result', reference_id: 'ref', request_id: record.request_id };
    place.desk.sent.length = 0;
    const requesterPart = record.doc.requester;
    if (!requesterPart) throw new Error('no consent request');
    const detailWith = (response: object | undefined, end: object = {}): RequestDetail =>
      ({ request_id: record.request_id, mode: 3, response_list: response ? [{ idp_id: 'idp-1', ...response }] : [], closed: false, timed_out: false, ...end }) as unknown as RequestDetail;
    const answered = async (response: object, validity: { valid_ial: boolean | null; valid_signature: boolean | null }): Promise<void> => {
      record.doc.detail = detailWith(response);
      requesterPart.answers['idp-1'] = { validity };
      await place.requester.onConsentAnswer(record, new UnitOfWork());
    };
    const ended = (end: object, response?: object): void => {
      const work = new UnitOfWork();
      record.doc.detail = detailWith(response, end);
      place.requester.onConsentEnd(record, work);
      work.runEffects();
    };
    return { ...place, record, told, answered, ended };
  }
  const accept = { status: 'accept', ial: 2.1, aal: 2.1, signature: 's' };
  const right = { valid_ial: true, valid_signature: true };

  test('a valid acceptance closes it, then the change goes to the ledger with its id', async () => {
    const { desk, callbacks, told, record, answered, ended, references } = await waiting();
    await answered(accept, right);
    await answered(accept, right);
    expect(desk.sent).toMatchObject([{ type: 'CloseRequest', keptWhile: 'ledger_stopped_or_no_tokens', args: { request_id: record.request_id, response_valid_list: [{ valid_signature: true }] } }]);
    ended({ closed: true }, { ...accept, ...right });
    expect(desk.sent[1]).toEqual({
      node_id: 'idp-1',
      type: 'AddAccessor',
      aggregate: GROUP,
      keptWhile: 'ledger_stopped',
      args: { reference_group_code: GROUP, accessor_id: 'new', accessor_public_key: OTHER_RSA_KEY, accessor_type: 'RSA', request_id: record.request_id },
      result: { url: 'http://back-end/', body: told, onFailure: { accessor_id: 'new' } },
      reference: { family: 'identity', reference_id: 'ref', free: 'always' },
    });
    expect(callbacks.told).toEqual([]);
    expect(references.find('idp-1', 'identity', 'ref')).toEqual({ request_id: record.request_id, accessor_id: 'new' });
  });

  test.each([
    ['a refusal', 10016, { ...accept, status: 'reject' }, right],
    ['an error answer', 10016, { error_code: 31000 }, { valid_ial: null, valid_signature: null }],
    ['a wrong signature', 10015, accept, { valid_ial: true, valid_signature: false }],
    ['a wrong IAL', 10015, accept, { valid_ial: false, valid_signature: true }],
  ])('%s closes it and fails the operation with %d', async (_name, code, response, validity) => {
    const { desk, callbacks, told, answered, ended, references } = await waiting();
    await answered(response, validity);
    ended({ closed: true }, { ...response, ...validity });
    expect(desk.sent).toMatchObject([{ type: 'CloseRequest' }]);
    expect(callbacks.told).toEqual([{ ...told, success: false, error: { code, message: expect.any(String) } }]);
    expect(references.find('idp-1', 'identity', 'ref')).toBeUndefined();
  });

  test.each([
    ['closed by the IdP', 20025, { closed: true }],
    ['timed out', 20026, { timed_out: true }],
  ])('%s it fails with %d', async (_name, code, end) => {
    const { desk, callbacks, told, ended } = await waiting();
    ended(end);
    expect(desk.sent).toEqual([]);
    expect(callbacks.told).toEqual([{ ...told, success: false, error: { code, message: expect.any(String) } }]);
  });

  test('closed by the IdP before the acceptance was recorded as valid, it fails too', async () => {
    const { desk, callbacks, answered, ended } = await waiting();
    await answered(accept, right);
    ended({ closed: true }, { ...accept, valid_ial: null, valid_signature: null });
    expect(desk.sent).toMatchObject([{ type: 'CloseRequest' }]);
    expect(callbacks.told).toMatchObject([{ success: false, error: { code: 20025 } }]);
  });
});
