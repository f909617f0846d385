import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { publicPem } from '@trine/crypto';
import { newCitizenId, startTestScheme, until, type ApiReply, type TestScheme } from '@trine/testkit';

/*
 * The operator takes an empty ledger into service and governs it, all through the API; what members see of each step (contract:
 * flows.md 2 and 3). The tests build on each other.
 */

jest.setTimeout(120_000);

const SERVICE = 'bank_statement';
let scheme: TestScheme;

beforeAll(async () => {
  scheme = await startTestScheme({
    name: 'set up',
    env: { ENABLE_CONFIG_HTTP_ROUTE_PATH: 'true' },
    registry: 'empty',
    nodes: [{ node_id: 'operator', role: 'ndid' }, { node_id: 'rp1', role: 'rp' }, { node_id: 'idp1', role: 'idp' }, { node_id: 'as1', role: 'as' }],
  });
}, 180_000);
afterAll(() => scheme?.stop(), 60_000);

const operate = (call: string, body: object = {}): Promise<ApiReply> => scheme.api('operator').post(`/ndid/${call}`, body);
const read = async (path: string): Promise<unknown> => (await scheme.api('rp1').get(path)).body;
const done = { status: 204, body: undefined };
const refused = (code: number, status = 400) => ({ status, body: { error: { code } } });

const publicKeys = (nodeId: string): object => {
  const { signing, master, encryption } = scheme.running.keys[nodeId]!;
  return {
    signing_public_key: signing.publicPem, signing_key_algorithm: signing.keyAlgorithm, signing_algorithm: signing.algorithm,
    signing_master_public_key: master.publicPem, signing_master_key_algorithm: master.keyAlgorithm, signing_master_algorithm: master.algorithm,
    encryption_public_key: encryption.publicPem, encryption_key_algorithm: encryption.keyAlgorithm, encryption_algorithm: encryption.algorithm,
  };
};
const idpLevels = { max_ial: 3, max_aal: 3 };

/** A call whose outcome comes in a callback. */
async function call(nodeId: string, path: string, body: object) {
  const reference_id = randomUUID();
  const reply = await scheme.api(nodeId).post(path, { reference_id, callback_url: scheme.backEnd(nodeId).url('/result'), ...body });
  const told = async (type: string): Promise<Record<string, unknown>> => (await scheme.backEnd(nodeId).callback(type, { reference_id })).body;
  return { reply, reference_id, told };
}
const ask = (body: object = {}) => call('rp1', `/rp/requests/citizen_id/${newCitizenId()}`, {
  mode: 1, bypass_identity_check: false, min_idp: 1, min_ial: 1.1, min_aal: 1, request_timeout: 3600, request_message: 'Please confirm', idp_id_list: ['idp1'], data_request_list: [], ...body,
});
const note = () => call('rp1', '/rp/messages', { message: 'a note', purpose: 'test' });

describe('an empty ledger', () => {
  test('has no operator: calls are refused at once, members wait, and there is nothing to read', async () => {
    for (const [path, body] of [['end_init', {}], ['create_namespace', { namespace: 'n' }], ['set_last_block', { block_height: 0 }]] as const) expect(await operate(path, body)).toMatchObject(refused(25042));
    expect(await scheme.api('rp1').post('/rp/messages', {})).toMatchObject(refused(10017, 503));
    expect(await scheme.api('rp1').get('/utility/namespaces')).toEqual({ status: 200, body: [] });
    expect(await scheme.api('rp1').get('/utility/nodes/operator')).toEqual({ status: 404, body: undefined });
  });

  test('is initialised once, by the one who holds the key, and takes nothing else until that is over', async () => {
    expect(await operate('init_ndid', publicKeys('rp1'))).toMatchObject(refused(25038));
    expect(await operate('init_ndid', publicKeys('operator'))).toEqual(done);
    expect(await operate('init_ndid', publicKeys('operator'))).toMatchObject(refused(25032));
    expect(await operate('create_namespace', { namespace: 'citizen_id' })).toMatchObject(refused(15029, 500));
    expect(await operate('end_init', { anything: 'ignored' })).toEqual(done);
    expect(await operate('init_ndid', publicKeys('operator'))).toMatchObject(refused(25032));
    expect(await read('/utility/nodes/operator')).toMatchObject({ role: 'NDID', node_name: 'NDID', active: true, mq: null, signing_public_key: { version: 1, active: true } });
  });

  test('knows no levels until they are set', async () => {
    const idp = { node_id: 'idp1', node_name: 'IdP 1', role: 'idp', ...publicKeys('idp1'), ...idpLevels };
    expect(await operate('register_node', idp)).toMatchObject(refused(20094));
    expect(await operate('set_supported_ial_list', { supported_ial_list: [1.1, 2.3, 3] })).toEqual(done);
    expect(await operate('register_node', idp)).toMatchObject(refused(20095));
    expect(await operate('set_supported_aal_list', { supported_aal_list: [1, 2.2, 3] })).toEqual(done);
    expect([await read('/utility/supported_ial'), await read('/utility/supported_aal')]).toEqual([[1.1, 2.3, 3], [1, 2.2, 3]]);
    expect(await operate('register_node', { ...idp, role: 'rp', node_id: 'rp1' })).toMatchObject(refused(10000, 500));
    expect(await operate('register_node', { ...idp, supported_feature_list: ['on_the_fly'] })).toMatchObject(refused(25093));
    expect(await operate('add_allowed_node_supported_feature', { name: 'on_the_fly' })).toEqual(done);
    expect(await operate('register_node', { ...idp, supported_feature_list: ['on_the_fly'] })).toEqual({ status: 201, body: undefined });
    expect(await operate('register_node', idp)).toMatchObject(refused(25011));
  });
});

describe('members', () => {
  test('announce themselves once they are registered and have tokens', async () => {
    for (const [node_id, role] of [['rp1', 'rp'], ['as1', 'as']] as const) expect(await operate('register_node', { node_id, node_name: node_id, role, ...publicKeys(node_id) })).toMatchObject({ status: 201 });
    expect(await read('/utility/nodes/rp1/token')).toEqual({ amount: 0 });
    expect(await read('/utility/nodes/rp1')).toMatchObject({ mq: null, active: true, role: 'RP' });
    expect(await scheme.api('rp1').post('/rp/messages', {})).toMatchObject(refused(10017, 503));
    for (const node_id of ['rp1', 'idp1', 'as1']) {
      expect(await operate('set_node_token', { node_id, amount: 100 })).toEqual(done);
      await until(`${node_id} has announced its address`, async () => (await scheme.api(node_id).post('/node/update', {})).status === 400);
    }
    expect(await read('/utility/nodes/rp1')).toMatchObject({ mq: [{ ip: expect.any(String), port: expect.any(Number) }] });
    // It paid for the announcement.
    expect(await read('/utility/nodes/rp1/token')).toEqual({ amount: 99 });
  });

  test('pay for what they write, also when it is refused, and not below zero', async () => {
    expect(await operate('set_node_token', { node_id: 'rp1', amount: 2 })).toEqual(done);
    const asked = await ask();
    expect(await asked.told('create_request_result')).toMatchObject({ success: true });
    const unknown = await call('rp1', '/rp/request_close', { request_id: 'unknown' });
    expect(await unknown.told('close_request_result')).toEqual({
      node_id: 'rp1', type: 'close_request_result', success: false, reference_id: unknown.reference_id, request_id: 'unknown', error: { code: 25001, message: expect.any(String) },
    });
    expect(await read('/utility/nodes/rp1/token')).toEqual({ amount: 0 });
    const poor = await ask();
    expect(await poor.told('create_request_result')).toMatchObject({ success: false, request_id: poor.reply.body.request_id, error: { code: 25007 } });
    expect((await scheme.api('rp1').get(`/rp/request_references/${poor.reference_id}`)).status).toBe(404);
    expect(await operate('add_node_token', { node_id: 'rp1', amount: 50 })).toEqual(done);
    expect(await operate('reduce_node_token', { node_id: 'rp1', amount: 51 })).toMatchObject(refused(25007));
    expect(await operate('reduce_node_token', { node_id: 'rp1', amount: 10 })).toEqual(done);
    expect(await read('/utility/nodes/rp1/token')).toEqual({ amount: 40 });
    expect(await operate('set_node_token', { node_id: 'nobody', amount: 1 })).toMatchObject(refused(25006));
  });

  test('that are disabled can write nothing and are found by nobody, until they are enabled again', async () => {
    expect(await operate('disable_node', { node_id: 'idp1' })).toEqual(done);
    expect(await read('/utility/idp')).toEqual([]);
    expect(await read('/utility/nodes/idp1')).toMatchObject({ active: false });
    expect((await ask()).reply).toMatchObject(refused(20005));
    const offer = await call('idp1', '/node/update', { supported_request_message_data_url_type_list: ['text/plain'] });
    expect(await offer.told('update_node_result')).toMatchObject({ success: false, error: { code: 15022 } });
    expect(await operate('enable_node', { node_id: 'idp1' })).toEqual(done);
    expect(await read('/utility/idp')).toMatchObject([{ node_id: 'idp1', supported_feature_list: ['on_the_fly'] }]);
    expect((await ask()).reply).toMatchObject({ status: 202 });
    expect(await operate('disable_node', { node_id: 'nobody' })).toMatchObject(refused(25015));
  });

  test('can be registered by a call with a callback, which names the operator', async () => {
    const key = publicPem(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
    const keys = Object.fromEntries([['signing', 'RSASSA_PKCS1_V1_5_SHA_256'], ['signing_master', 'RSASSA_PSS_SHA_512'], ['encryption', 'RSAES_OAEP_SHA_1']].flatMap(([use, algorithm]) => [
      [`${use}_public_key`, key], [`${use}_key_algorithm`, 'RSA'], [`${use}_algorithm`, algorithm],
    ]));
    const node = { node_id: 'rp2', node_name: 'RP 2', role: 'rp', ...keys };
    const created = await call('operator', '/node/create', node);
    expect(created.reply).toEqual({ status: 202, body: undefined });
    expect(await created.told('create_node_result')).toEqual({ node_id: 'operator', type: 'create_node_result', success: true, reference_id: created.reference_id });
    expect(await read('/utility/nodes/rp2')).toMatchObject({ node_name: 'RP 2', role: 'RP', encryption_public_key: { algorithm: 'RSAES_OAEP_SHA_1', version: 1 } });
    const again = await call('operator', '/node/create', node);
    expect(await again.told('create_node_result')).toEqual({
      node_id: 'operator', type: 'create_node_result', success: false, reference_id: again.reference_id, error: { code: 25011, message: expect.any(String) },
    });
    expect(await operate('get_node_id_list', { role: 'rp' })).toEqual({ status: 200, body: { node_id_list: ['rp1', 'rp2'] } });
  });
});

describe('services and namespaces', () => {
  const offered = async (): Promise<unknown> => ((await read(`/utility/as/${SERVICE}`)) as { node_id: string }[] | undefined)?.map(({ node_id }) => node_id);
  const offer = () => call('as1', `/as/service/${SERVICE}`, { min_ial: 1.1, min_aal: 1, url: scheme.backEnd('as1').url('/data'), supported_namespace_list: ['citizen_id'] });
  const wanted = { data_request_list: [{ service_id: SERVICE, min_as: 1 }] };

  test('are created, and offered by a source that is approved', async () => {
    expect((await offer()).reply).toMatchObject(refused(20013));
    expect(await operate('create_namespace', { namespace: 'citizen_id', description: 'Citizen number' })).toMatchObject({ status: 201 });
    expect(await operate('create_namespace', { namespace: 'citizen_id' })).toMatchObject(refused(25013));
    expect(await (await offer()).told('add_or_update_service_result')).toMatchObject({ success: false, error: { code: 25018 } });
    expect(await operate('create_service', { service_id: SERVICE, service_name: 'Bank statement' })).toMatchObject({ status: 201 });
    expect(await operate('create_service', { service_id: SERVICE, service_name: 'Bank statement' })).toMatchObject(refused(25005));
    const early = await offer();
    expect(await early.told('add_or_update_service_result')).toEqual({
      node_id: 'as1', type: 'add_or_update_service_result', success: false, reference_id: early.reference_id, error: { code: 25028, message: expect.any(String) },
    });
    expect(await operate('approve_service', { service_id: SERVICE, node_id: 'rp1' })).toMatchObject(refused(25053));
    expect(await operate('approve_service', { service_id: SERVICE, node_id: 'as1' })).toEqual(done);
    expect(await (await offer()).told('add_or_update_service_result')).toMatchObject({ success: true });
    expect(await offered()).toEqual(['as1']);
    expect((await ask(wanted)).reply).toMatchObject({ status: 202 });
  });

  test.each<[string, string, object, number, () => Promise<unknown>, unknown]>([
    ['a service', 'service', { service_id: SERVICE }, 20022, () => read('/utility/services'), []],
    ['a source for a service', 'service_destination', { service_id: SERVICE, node_id: 'as1' }, 20022, offered, []],
  ])('%s that is disabled is found by nobody, until it is enabled again', async (_what, kind, body, code, look, nothing) => {
    const before = await look();
    expect(await operate(`disable_${kind}`, body)).toEqual(done);
    expect(await look()).toEqual(nothing);
    expect((await ask(wanted)).reply).toMatchObject(refused(code));
    expect(await operate(`enable_${kind}`, body)).toEqual(done);
    expect(await look()).toEqual(before);
    expect((await ask(wanted)).reply).toMatchObject({ status: 202 });
  });

  test('a namespace that is disabled takes no new persons, until it is enabled again', async () => {
    const register = () => call('idp1', '/identity', {
      identity_list: [{ namespace: 'citizen_id', identifier: newCitizenId() }], mode: 2, ial: 2.3, accessor_type: 'RSA', accessor_public_key: publicPem(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey),
    });
    expect(await operate('disable_namespace', { namespace: 'citizen_id' })).toEqual(done);
    expect(await read('/utility/namespaces')).toEqual([]);
    expect((await register()).reply).toMatchObject(refused(20013));
    expect(await operate('enable_namespace', { namespace: 'citizen_id' })).toEqual(done);
    expect(await (await register()).told('create_identity_result')).toMatchObject({ success: true });
  });

  test('modes are allowed per purpose', async () => {
    expect(await operate('set_allowed_mode_list', { purpose: '', allowed_mode_list: [2, 3] })).toEqual(done);
    expect((await ask()).reply).toMatchObject(refused(20066));
    expect(await operate('set_allowed_mode_list', { purpose: '', allowed_mode_list: [1, 2, 3] })).toEqual(done);
    expect(await (await ask()).told('create_request_result')).toMatchObject({ success: true });
  });
});

describe('a last block', () => {
  const height = async (): Promise<number> => {
    // A question to the ledger brings its height.
    await scheme.api('operator').get('/utility/nodes/rp1/token');
    return ((await scheme.api('operator').get('/info')).body as { last_known_block_height: number }).last_known_block_height;
  };

  test('in the future lets the ledger write up to it', async () => {
    const last = (await height()) + 3;
    expect(await operate('set_last_block', { block_height: last })).toEqual(done);
    for (const name of ['one', 'two']) expect(await operate('add_request_type', { name })).toEqual(done);
    expect(await height()).toBe(last);
    expect(await operate('add_request_type', { name: 'three' })).toMatchObject(refused(15028, 500));
    const refusedNote = await note();
    expect(await refusedNote.told('create_message_result')).toEqual({
      node_id: 'rp1', type: 'create_message_result', success: false, reference_id: refusedNote.reference_id, message_id: refusedNote.reply.body.message_id, error: { code: 15028, message: expect.any(String) },
    });
    const asked = await ask();
    expect(await asked.told('create_request_result')).toMatchObject({ success: false, error: { code: 15028 } });
    // What is there can be read.
    expect(await read('/utility/request_types')).toEqual(['one', 'two']);
  });

  test('is lifted with -1, and put at the present height with one that is past', async () => {
    expect(await operate('set_last_block', { block_height: -1 })).toEqual(done);
    expect(await (await note()).told('create_message_result')).toMatchObject({ success: true });
    expect(await operate('set_last_block', { block_height: 1 })).toEqual(done);
    expect(await (await note()).told('create_message_result')).toMatchObject({ success: false, error: { code: 15028 } });
    expect(await operate('set_last_block', { block_height: -1 })).toEqual(done);
    expect(await (await note()).told('create_message_result')).toMatchObject({ success: true });
    expect(await operate('set_last_block', { block_height: -2 })).toMatchObject(refused(20003));
  });
});

test('there is no telemetry token to reissue, and a gateway says so', async () => {
  expect(await scheme.api('operator').get('/config/telemetry/reissue_token')).toEqual({ status: 404, body: { message: expect.any(String) } });
});

test('calls of the operator are served by nobody else', async () => {
  for (const path of ['init_ndid', 'end_init', 'set_last_block', 'set_node_token']) expect(await scheme.api('rp1').post(`/ndid/${path}`, {})).toEqual({ status: 404, body: undefined });
});
