import type { RequestChange } from '@trine/protocol';
import { identityAudience, keyOf, MemoryState, requestNews, rowsNamedBy, rowsNamedByQuery } from '../src/index.js';
import { aDataRequest, alsoAt, anAnswer, anErrorAnswer, aWorld, GROUP, withPerson, withRequest } from './world.js';

const nothing = { request: [], message: [], referenceGroup: [], identity: [], accessor: [] };

describe('MemoryState', () => {
  test('lists in order of creation, whole or by first key part', () => {
    const state = new MemoryState();
    const put = (type: 'idp' | 'as', error_code: number, description = ''): void =>
      state.apply([{ kind: 'errorCode', key: keyOf(type, String(error_code)), value: { type, error_code, description } }]);
    put('idp', 9);
    put('as', 1);
    put('idp', 3);
    put('idp', 9, 'changed');
    const codes = (scope?: string): number[] => [...state.list('errorCode', scope)].map(({ error_code }) => error_code);
    expect([codes(), codes('idp'), codes('as'), codes('rp')]).toEqual([[9, 1, 3], [9, 3], [1], []]);
    expect(state.get('errorCode', 'idp', '9')?.description).toBe('changed');
    state.apply([{ kind: 'errorCode', key: keyOf('idp', '9'), value: undefined }]);
    put('idp', 9);
    expect([codes(), codes('idp')]).toEqual([[1, 3, 9], [3, 9]]);
  });

  test('knows nothing of what was never there', () => {
    const state = new MemoryState();
    expect(state.get('node', 'x')).toBeUndefined();
    expect([...state.list('node')]).toEqual([]);
  });
});

describe('rowsNamedBy', () => {
  test.each<[object, object]>([
    [{}, {}],
    [{ request_id: 'r', service_id: 's' }, { request: ['r'] }],
    [{ message_id: 'm' }, { message: ['m'] }],
    [{ reference_group_code: 'g', request_id: '' }, { referenceGroup: ['g'] }],
    [{ identity_namespace: 'n', identity_identifier_hash: 'h', accessor_id: 'a' }, { identity: [keyOf('n', 'h')], accessor: ['a'] }],
    [{ identity_namespace: 'n' }, {}],
    [{ new_identity_list: [{ identity_namespace: 'n', identity_identifier_hash: 'h' }, {}, null, 5] }, { identity: [keyOf('n', 'h')] }],
    [{ revoking_accessor_id: 'a', accessor_id: 'b' }, { accessor: ['b', 'a'] }],
    [{ accessor_id_list: ['a', 1, null, 'b'] }, { accessor: ['a', 'b'] }],
    [{ request_id: { a: 1 }, accessor_id_list: 'abc', reference_group_code: 'with\u0000nul' }, {}],
  ])('%j', (args, expected) => {
    expect(rowsNamedBy({ args })).toEqual({ ...nothing, ...expected });
    expect(rowsNamedByQuery('GetNodeInfo', args)).toEqual({ ...nothing, ...expected });
  });

  test.each([null, undefined, 'text', 5, []])('%j names nothing', (args) => expect(rowsNamedBy({ args })).toEqual(nothing));
});

describe('requestNews', () => {
  const told = (world = withRequest()): string[] => requestNews(world.read('request', 'request'), { kind: 'created' }).map(({ node_id }) => node_id);

  test('requester and IdPs; sources once the consents are complete', () => {
    const world = withRequest({ min_idp: 2, idp_id_list: ['idp-1', 'idp-2', 'idp-3'], data_request_list: [aDataRequest()] });
    const idps = ['rp', 'idp-1', 'idp-2', 'idp-3'];
    expect(told(world)).toEqual(idps);
    world.done('idp-1', 'CreateIdpResponse', anAnswer());
    world.done('idp-2', 'CreateIdpResponse', anErrorAnswer());
    expect(told(world)).toEqual(idps);
    world.done('idp-3', 'CreateIdpResponse', anAnswer({ status: 'reject' }));
    expect(told(world)).toEqual([...idps, 'as-1', 'as-2']);
    world.done('rp', 'CloseRequest', { request_id: 'request' });
    expect(told(world)).toEqual([...idps, 'as-1', 'as-2']);
  });

  test('nobody twice', () => {
    const world = aWorld();
    world.done('idp-1', 'CreateRequest', { ...withRequest().read('request', 'request'), purpose: 'AddAccessor' });
    expect(told(world)).toEqual(['idp-1', 'idp-2']);
  });

  test('all of it to whoever hears of it first, then what has changed', () => {
    const world = withRequest({ data_request_list: [aDataRequest()] });
    const parts = (change: RequestChange): Record<string, string> =>
      Object.fromEntries(requestNews(world.read('request', 'request'), change).map(({ node_id, news }) => [node_id, 'request_id' in news.detail ? 'all' : Object.keys(news.detail).join()]));
    expect(parts({ kind: 'created' })).toEqual({ rp: 'all', 'idp-1': 'all', 'idp-2': 'all' });
    world.done('idp-1', 'CreateIdpResponse', anAnswer());
    expect(parts({ kind: 'idp_response', idp_id: 'idp-1' })).toEqual({ rp: 'response_list', 'idp-1': 'response_list', 'idp-2': 'response_list', 'as-1': 'all', 'as-2': 'all' });
    const rest = { rp: 'data_request_list', 'idp-1': 'data_request_list', 'idp-2': 'data_request_list', 'as-1': 'data_request_list', 'as-2': 'data_request_list' };
    expect(parts({ kind: 'data_received', as_id: 'as-1', service_id: 'bank' })).toEqual(rest);
    world.done('rp', 'CloseRequest', { request_id: 'request' });
    expect(parts({ kind: 'closed' })['as-1']).toBe('response_list,closed,timed_out');
  });

  test('the signature over the data to the requester alone', () => {
    const world = withRequest({ data_request_list: [aDataRequest()] });
    world.done('idp-1', 'CreateIdpResponse', anAnswer());
    world.done('as-1', 'CreateAsResponse', { request_id: 'request', service_id: 'bank', signature: 'signed' });
    const news = requestNews(world.read('request', 'request'), { kind: 'as_response', as_id: 'as-1', service_id: 'bank' });
    expect(news.filter((each) => each.news.signature !== undefined).map((each) => [each.node_id, each.news.signature])).toEqual([['rp', 'signed']]);
  });
});

describe('identityAudience', () => {
  test('the other IdPs that hold the person, unless the actor is suppressed', () => {
    const world = withPerson();
    alsoAt(world, 'idp-2');
    alsoAt(world, 'idp-3');
    world.done('idp-3', 'RevokeIdentityAssociation', { reference_group_code: GROUP });
    const told = (actor: string): string[] => identityAudience(world.state, world.read('referenceGroup', GROUP), actor);
    expect([told('idp-1'), told('idp-3')]).toEqual([['idp-2'], ['idp-1', 'idp-2']]);
    world.done('ndid', 'AddSuppressedIdentityModificationNotificationNode', { node_id: 'idp-1' });
    expect([told('idp-1'), told('idp-2')]).toEqual([[], ['idp-1']]);
  });
});
