import { expect, test } from '@jest/globals';
import { RESULT } from '@trine/protocol';
import { aConsent, aDataRequest, alsoAt, aRegistration, asAnswer, aWorld, ED25519_KEY, GROUP, nodeKeys, OTHER_ED25519_KEY, OTHER_RSA_KEY, T0, withPerson, withRequest } from './world.js';

/*
 * Where members could notice that this ledger is stricter than the reference, or that it is not: docs/decisions/0006-visible-hardening.md.
 * The items that other tests show are named there with them.
 */

const DAY_MS = 86_400_000;
const byGroup = { reference_group_code: GROUP };
const newAccessor = { accessor_id: 'new', accessor_public_key: OTHER_RSA_KEY, accessor_type: 'RSA' };

test('H1: a consent serves only the IdP that asked for it, for any person', () => {
  const world = withPerson({ mode_list: [2, 3] });
  const addedWith = (request_id: string): number => world.send('idp-1', 'AddAccessor', { ...byGroup, ...newAccessor, request_id }).code;
  expect(addedWith(aConsent(world, 'idp-2', 'AddAccessor'))).toBe(RESULT.RequestIsNotCompleted);
  // Nothing in a consent request says for whom it was asked.
  expect(addedWith(aConsent(world, 'idp-1', 'AddAccessor'))).toBe(0);
});

test('H3: the validity of an answer is what its requester says, its own answer included', () => {
  const world = withPerson({ mode_list: [2, 3] });
  const request_id = aConsent(world, 'idp-1', 'AddAccessor');
  expect(world.read('request', request_id)).toMatchObject({ requester_node_id: 'idp-1', response_list: [{ idp_id: 'idp-1', valid_ial: true, valid_signature: true }] });
});

test('H6: joining a known person in mode 2 takes the group code only', () => {
  const world = withPerson();
  alsoAt(world, 'idp-2', { new_identity_list: [] });
  expect(world.read('referenceGroup', GROUP).idps).toMatchObject([{ node_id: 'idp-1' }, { node_id: 'idp-2', mode_list: [2] }]);
});

test('H12: an AS may answer before any IdP has', () => {
  const world = withRequest({ data_request_list: [aDataRequest()] });
  expect(world.send('as-1', 'CreateAsResponse', asAnswer()).code).toBe(0);
});

test('H18: from the end of its time a request takes no answer, ended or not', () => {
  const world = withRequest();
  world.block = { ...world.block, now: T0 + 60_000 };
  expect(world.send('idp-1', 'CreateIdpResponse', { request_id: 'request', ial: 2.1, aal: 2.1, status: 'accept', signature: 's' }).code).toBe(RESULT.RequestIsTimedOut);
});

test('H19: a consent can be used however old it is', () => {
  const world = withPerson({ mode_list: [2, 3] });
  const request_id = aConsent(world, 'idp-1', 'AddAccessor');
  world.block = { ...world.block, now: T0 + 1000 * DAY_MS };
  expect(world.send('idp-1', 'AddAccessor', { ...byGroup, ...newAccessor, request_id }).code).toBe(0);
});

test('H27: two nodes may have one key, and a new key needs no proof that its private half is there', () => {
  const world = aWorld();
  expect(world.send('ndid', 'RegisterNode', { node_id: 'new', node_name: 'New', role: 'rp', ...nodeKeys, signing_public_key: ED25519_KEY }).code).toBe(0);
  expect(world.send('rp', 'UpdateNode', { signing_public_key: OTHER_ED25519_KEY, signing_algorithm: 'Ed25519' }).code).toBe(0);
  expect(world.send('idp-1', 'UpdateNode', { signing_public_key: OTHER_ED25519_KEY, signing_algorithm: 'Ed25519' }).code).toBe(0);
});

test('H29: the notice of a price is not checked here', () => {
  const world = aWorld();
  world.done('ndid', 'SetServicePriceMinEffectiveDatetimeDelay', { duration_second: 86_400 });
  world.done('ndid', 'SetServicePriceCeiling', { service_id: 'bank', price_ceiling_by_currency_list: [{ currency: 'THB', price: 10 }] });
  const price = { service_id: 'bank', price_by_currency_list: [{ currency: 'THB', min_price: 1, max_price: 10 }], effective_datetime: new Date(T0).toISOString() };
  expect(world.send('as-1', 'SetServicePrice', price).code).toBe(0);
});

test('H32: an association keeps its IAL when the maximum of its IdP goes down', () => {
  const world = withPerson({ ial: 2.3 });
  world.done('ndid', 'UpdateNodeByNDID', { node_id: 'idp-1', max_ial: 1.1 });
  expect(world.read('referenceGroup', GROUP).idps).toMatchObject([{ node_id: 'idp-1', ial: 2.3, active: true }]);
  // From now on the maximum counts.
  expect(world.send('idp-1', 'RegisterIdentity', aRegistration({ reference_group_code: '33333333-2222-4333-8444-555555555555', new_identity_list: [{ identity_namespace: 'citizen_id', identity_identifier_hash: 'other' }], ial: 2.3, accessor_id: 'x' })).code).toBe(RESULT.IALError);
});

test.each([
  ['a service', 'DisableService', { service_id: 'bank' }],
  ['a node', 'DisableNode', { node_id: 'idp-1' }],
] as const)('H33: disabling %s leaves the requests that are addressed to it open', (_what, type, args) => {
  const world = withRequest({ data_request_list: [aDataRequest()] });
  const before = world.read('request', 'request');
  expect(world.done('ndid', type, args).changes.filter(({ kind }) => kind === 'request')).toEqual([]);
  expect(world.read('request', 'request')).toEqual(before);
});
