import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { consentSignature, newCitizenId, registerPerson, startTestScheme, until, type ApiReply, type ReceivedCallback, type TestPerson, type TestScheme } from '@trine/testkit';

/*
 * Requests with several IdPs and sources and every mix of answers; who can be asked by whom; what an RP puts on the ledger besides
 * requests, and what it can read back (contract: flows.md 3, 4, 6.6 to 6.8 and 10).
 */

jest.setTimeout(120_000);

const BANK = 'bank_statement';
const INFO = 'customer_info';
const NODES = ['rp1', 'rp2', 'idp1', 'idp2', 'idp3', 'shy', 'agent1', 'as1', 'as2'];
let scheme: TestScheme;

beforeAll(async () => {
  scheme = await startTestScheme({
    name: 'requests',
    env: { ENABLE_CONFIG_HTTP_ROUTE_PATH: 'true' },
    nodes: [
      { node_id: 'ndid1', role: 'ndid' },
      { node_id: 'rp1', role: 'rp' },
      { node_id: 'rp2', role: 'rp', node_id_whitelist_active: true, node_id_whitelist: ['idp1', 'idp2'] },
      { node_id: 'idp1', role: 'idp', supported_feature_list: ['on_the_fly'] },
      { node_id: 'idp2', role: 'idp' },
      { node_id: 'idp3', role: 'idp', max_ial: 2.3, max_aal: 2.2 },
      { node_id: 'shy', role: 'idp', node_id_whitelist_active: true, node_id_whitelist: ['rp2'] },
      { node_id: 'agent1', role: 'idp', agent: true },
      { node_id: 'as1', role: 'as' },
      { node_id: 'as2', role: 'as' },
    ],
  });
  for (const as of ['as1', 'as2']) {
    for (const service of [BANK, INFO]) {
      const { told } = await call(as, `/as/service/${service}`, { min_ial: 1.1, min_aal: 1, url: scheme.backEnd(as).url('/data'), supported_namespace_list: ['citizen_id'] });
      expect(await told('add_or_update_service_result')).toMatchObject({ success: true });
    }
  }
}, 240_000);
afterAll(() => scheme?.stop(), 60_000);

const read = async (path: string, node = 'rp1'): Promise<unknown> => (await scheme.api(node).get(path)).body;
const refused = (code: number, status = 400) => ({ status, body: { error: { code } } });

async function call(node: string, path: string, body: object) {
  const reference_id = randomUUID();
  const reply = await scheme.api(node).post(path, { reference_id, callback_url: scheme.backEnd(node).url('/result'), ...body });
  const told = async (type: string): Promise<Record<string, unknown>> => (await scheme.backEnd(node).callback(type, { reference_id })).body;
  return { reply, reference_id, told };
}
const ask = (body: object = {}, rp = 'rp1', identifier = newCitizenId()) => call(rp, `/rp/requests/citizen_id/${identifier}`, {
  mode: 1, bypass_identity_check: false, min_idp: 1, min_ial: 1.1, min_aal: 1, request_timeout: 3600, request_message: 'Please confirm', idp_id_list: ['idp1'], data_request_list: [], ...body,
});
async function asked(body: object, rp = 'rp1'): Promise<string> {
  const { reply } = await ask(body, rp);
  expect(reply).toMatchObject({ status: 202 });
  return String(reply.body.request_id);
}
/** As the ledger has it. */
async function recorded(request_id: string, rp = 'rp1'): Promise<unknown> {
  expect((await scheme.backEnd(rp).callback('create_request_result', { request_id })).body).toMatchObject({ success: true });
  return read(`/utility/requests/${request_id}`);
}
/** An answer of an IdP in mode 1, or its error; told is its result. */
async function answer(idp: string, request_id: string, how: 'accept' | 'reject' | 'error' = 'accept', levels: object = { ial: 2.3, aal: 2.2 }) {
  await scheme.backEnd(idp).callback('incoming_request', { request_id });
  return how === 'error'
    ? call(idp, '/idp/error_response', { request_id, error_code: 30_000 })
    : call(idp, '/idp/response', { request_id, ...levels, status: how, signature: `of ${idp}` });
}
async function answers(request_id: string, how: Record<string, 'accept' | 'reject' | 'error'>): Promise<void> {
  for (const [idp, what] of Object.entries(how)) {
    const { reply, told } = await answer(idp, request_id, what);
    expect(reply).toEqual({ status: 202, body: undefined });
    expect(await told('response_result')).toMatchObject({ success: true, request_id });
  }
}
async function deliver(as: string, request_id: string, service: string, how: 'data' | 'error'): Promise<void> {
  await scheme.backEnd(as).callback('data_request', { request_id, service_id: service });
  const { reply, told } = await call(as, `/as/${how}/${request_id}/${service}`, how === 'data' ? { data: `data of ${as}` } : { error_code: 40_000 });
  expect(reply).toEqual({ status: 202, body: undefined });
  expect(await told('response_result')).toMatchObject({ success: true, request_id });
}
const hears = (request_id: string, about: object, node = 'rp1'): Promise<ReceivedCallback> => scheme.backEnd(node).callback('request_status', { request_id, ...about });
/** Waits for an answer to have come in at the RP: each shows in the lists of its newest status. */
const counts = (request_id: string, idps: number) => scheme.backEnd('rp1').waitFor(({ body }) => body.type === 'request_status' && body.request_id === request_id && (body['response_list'] as unknown[]).length === idps);
async function close(request_id: string, rp = 'rp1'): Promise<void> {
  expect(await (await call(rp, '/rp/request_close', { request_id })).told('close_request_result')).toMatchObject({ success: true, request_id });
}
const switches = (body: object): Promise<ApiReply> => scheme.api('rp1').post('/config/set', body);

describe('answers of several IdPs', () => {
  const TWO = { idp_id_list: ['idp1', 'idp2'], min_idp: 2 };
  const THREE = { idp_id_list: ['idp1', 'idp2', 'idp3'], min_idp: 2 };

  test.each<[string, object, Record<string, 'accept' | 'reject' | 'error'>, string[], string | undefined]>([
    ['all wanted accept', TWO, { idp1: 'accept', idp2: 'accept' }, ['confirmed', 'completed'], 'completed'],
    ['one accepts, one rejects', TWO, { idp1: 'accept', idp2: 'reject' }, ['confirmed', 'complicated'], undefined],
    ['all reject', TWO, { idp1: 'reject', idp2: 'reject' }, ['rejected', 'rejected'], undefined],
    ['one cannot, enough others accept', THREE, { idp1: 'error', idp2: 'accept', idp3: 'accept' }, ['pending', 'confirmed', 'completed'], 'completed'],
    ['one cannot, the others are not of one mind', THREE, { idp1: 'reject', idp2: 'error', idp3: 'accept' }, ['rejected', 'rejected', 'complicated'], undefined],
    ['too many cannot', THREE, { idp1: 'error', idp2: 'error' }, ['pending', 'errored'], 'errored'],
    ['the only one needed cannot, another may yet', { idp_id_list: ['idp1', 'idp2'] }, { idp1: 'error', idp2: 'accept' }, ['pending', 'completed'], 'completed'],
  ])('%s', async (_what, request, given, statuses, closedAs) => {
    const request_id = await asked(request);
    for (const [i, idp] of Object.keys(given).entries()) {
      await answers(request_id, { [idp]: given[idp] as 'accept' });
      expect((await counts(request_id, i + 1)).body).toMatchObject({ status: statuses[i], closed: false });
    }
    if (closedAs === undefined) await close(request_id);
    const { body } = await hears(request_id, { closed: true });
    expect(body).toMatchObject({ status: statuses.at(-1), timed_out: false, response_list: Object.keys(given).map((idp_id) => ({ idp_id, valid_ial: null, valid_signature: null })) });
    for (const idp of Object.keys(given)) expect((await hears(request_id, { closed: true }, idp)).body).toMatchObject({ status: statuses.at(-1) });
  });

  test('in mode 3 are checked one by one, and shown as checked once the request has ended', async () => {
    const first = await registerPerson(scheme, 'idp1', 2);
    const second = await registerPerson(scheme, 'idp2', 2, { identifier: first.identifier });
    const { reply } = await ask({ mode: 2, idp_id_list: [], min_idp: 2 }, 'rp1', first.identifier);
    const request_id = String(reply.body.request_id);
    for (const person of [first, second]) await consent(person, request_id);
    expect((await counts(request_id, 2)).body['response_list']).toMatchObject([{ idp_id: 'idp1', valid_ial: true, valid_signature: true }, { idp_id: 'idp2', valid_ial: true, valid_signature: true }]);
    const open = scheme.backEnd('idp1').all('request_status', { request_id, closed: false }).map(({ body }) => body['response_list'] as object[]);
    for (const list of open) for (const entry of list) expect(entry).toMatchObject({ valid_ial: null, valid_signature: null });
    expect((await hears(request_id, { closed: true }, 'idp1')).body['response_list']).toMatchObject([{ valid_ial: true, valid_signature: true }, { valid_ial: true, valid_signature: true }]);
  });

  test('that are not needed, or can help no more, are refused; so are low ones and second ones', async () => {
    const enough = await asked({ idp_id_list: ['idp1', 'idp2'], data_request_list: [{ service_id: BANK, min_as: 1, as_id_list: ['as1'] }], min_ial: 2.3, min_aal: 2.2 });
    for (const [levels, code] of [[{ ial: 2.7, aal: 3 }, 20094], [{ ial: 3, aal: 2.7 }, 20095], [{ ial: 1.1, aal: 3 }, 20055], [{ ial: 2.3, aal: 1 }, 20056]] as const) {
      expect((await answer('idp1', enough, 'accept', levels)).reply).toMatchObject(refused(code));
    }
    expect((await call('idp1', '/idp/error_response', { request_id: enough, error_code: 39_999 })).reply).toMatchObject(refused(20078));
    expect((await call('idp3', '/idp/response', { request_id: enough, ial: 2.3, aal: 2.2, status: 'accept', signature: 's' })).reply).toMatchObject(refused(20038));
    expect((await call('idp1', '/idp/response', { request_id: 'unknown', ial: 2.3, aal: 2.2, status: 'accept', signature: 's' })).reply).toMatchObject(refused(20012));
    await answers(enough, { idp1: 'accept' });
    await hears(enough, { status: 'confirmed' }, 'idp2');
    expect((await answer('idp2', enough)).reply).toMatchObject(refused(20081));
    await close(enough);

    await switches({ AUTO_CLOSE_REQUEST_ON_ERRORED: false });
    const hopeless = await asked({ idp_id_list: ['idp1', 'idp2', 'idp3'], min_idp: 2 });
    await answers(hopeless, { idp1: 'error', idp2: 'error' });
    await hears(hopeless, { status: 'errored' }, 'idp3');
    expect((await answer('idp3', hopeless)).reply).toMatchObject(refused(20081));
    await close(hopeless);
    await hears(hopeless, { closed: true }, 'idp3');
    expect((await answer('idp3', hopeless)).reply).toMatchObject(refused(20025));
    await switches({ AUTO_CLOSE_REQUEST_ON_ERRORED: true });

    const twice = await asked({ idp_id_list: ['idp1', 'idp2'], min_idp: 2 });
    await answers(twice, { idp1: 'accept' });
    expect(await (await answer('idp1', twice)).told('response_result')).toMatchObject({ success: false, request_id: twice, error: { code: 25008 } });
    await close(twice);
  });

  test('that are rejected or not of one mind end the request where the RP wants it so', async () => {
    expect(await switches({ AUTO_CLOSE_REQUEST_ON_REJECTED: true, AUTO_CLOSE_REQUEST_ON_COMPLICATED: true })).toMatchObject({ status: 200, body: { AUTO_CLOSE_REQUEST_ON_REJECTED: true } });
    const [rejected, complicated] = [await asked({}), await asked(TWO)];
    await answers(rejected, { idp1: 'reject' });
    await hears(rejected, { status: 'rejected', closed: true });
    await answers(complicated, { idp1: 'accept', idp2: 'reject' });
    await hears(complicated, { status: 'complicated', closed: true });
    await switches({ AUTO_CLOSE_REQUEST_ON_REJECTED: false, AUTO_CLOSE_REQUEST_ON_COMPLICATED: false });
  });
});

async function consent(person: TestPerson, request_id: string): Promise<void> {
  const incoming = await scheme.backEnd(person.idp).callback('incoming_request', { request_id });
  const { reply } = await call(person.idp, '/idp/response', { request_id, ial: person.ial, aal: 2.2, status: 'accept', accessor_id: person.accessor_id, signature: consentSignature(person, incoming) });
  expect(reply).toMatchObject({ status: 202 });
}

describe('answers of several sources', () => {
  type Given = [as: string, service: string, how: 'data' | 'error'][];
  const bank = (min_as: number) => ({ service_id: BANK, min_as, as_id_list: ['as1', 'as2'] });

  test.each<[string, object[], Given, string, boolean]>([
    ['one of two delivers, which is enough', [bank(1)], [['as1', BANK, 'data']], 'completed', true],
    ['one of two cannot, the other delivers', [bank(1)], [['as1', BANK, 'error'], ['as2', BANK, 'data']], 'completed', true],
    ['neither can', [bank(1)], [['as1', BANK, 'error'], ['as2', BANK, 'error']], 'errored', true],
    ['both are needed, one cannot', [bank(2)], [['as1', BANK, 'error']], 'errored', true],
    ['any number will do, all deliver', [bank(0)], [['as1', BANK, 'data'], ['as2', BANK, 'data']], 'completed', true],
    ['any number will do, one delivers and one cannot', [bank(0)], [['as1', BANK, 'data'], ['as2', BANK, 'error']], 'partial_completed', false],
    ['any number will do, one delivers and one is silent', [bank(0)], [['as2', BANK, 'data']], 'partial_completed', false],
    ['any number will do, none can', [bank(0)], [['as1', BANK, 'error'], ['as2', BANK, 'error']], 'errored', true],
    ['one service fails, the other needs nobody', [bank(1), { service_id: INFO, min_as: 0, as_id_list: ['as1'] }], [['as1', BANK, 'error'], ['as2', BANK, 'error'], ['as1', INFO, 'data']], 'partial_completed', false],
  ])('%s', async (_what, data_request_list, given, status, closes) => {
    const request_id = await asked({ data_request_list });
    await answers(request_id, { idp1: 'accept' });
    for (const one of given) await deliver(...([one[0], request_id, one[1], one[2]] as const));
    await hears(request_id, { status, closed: false });
    if (!closes) await close(request_id);
    const { body } = await hears(request_id, { closed: true });
    expect(body).toMatchObject({ status });
    for (const as of ['as1', 'as2']) await hears(request_id, { closed: true, status }, as);
    const data = (await read(`/rp/request_data/${request_id}`)) as { source_node_id: string; service_id: string; data: string }[];
    expect(data.map(({ source_node_id, service_id }) => [source_node_id, service_id]).sort()).toEqual(given.filter(([, , how]) => how === 'data').map(([as, service]) => [as, service]).sort());
  });

  test('need a source for each service; without a list all who fit are asked', async () => {
    const request_id = await asked({ data_request_list: [{ service_id: BANK, min_as: 2 }] });
    expect(await recorded(request_id)).toMatchObject({ data_request_list: [{ as_id_list: ['as1', 'as2'], min_as: 2, response_list: [] }] });
    await close(request_id);
    expect((await ask({ data_request_list: [{ service_id: 'unknown', min_as: 0 }] })).reply).toMatchObject(refused(20024));
    expect((await ask({ data_request_list: [{ service_id: BANK, min_as: 1, as_id_list: ['as1', 'idp1'] }] })).reply).toMatchObject(refused(20043));
  });

  test('that ask for higher levels, or another namespace, are not asked', async () => {
    const raised = await call('as2', `/as/service/${INFO}`, { min_ial: 2.3, min_aal: 2.2 });
    expect(await raised.told('add_or_update_service_result')).toMatchObject({ success: true });
    const info = (min_as: number, as_id_list?: string[]) => ({ data_request_list: [{ service_id: INFO, min_as, ...(as_id_list && { as_id_list }) }] });
    const request_id = await asked(info(1));
    expect(await recorded(request_id)).toMatchObject({ data_request_list: [{ as_id_list: ['as1'] }] });
    await close(request_id);
    expect((await ask(info(2))).reply).toMatchObject(refused(20022));
    expect((await ask(info(1, ['as2']))).reply).toMatchObject(refused(20022));
    expect((await ask(info(1, ['as1', 'as2']))).reply).toMatchObject(refused(20058));
    expect((await call('rp1', '/rp/requests/passport/P1', {
      mode: 1, bypass_identity_check: false, min_idp: 1, min_ial: 1.1, min_aal: 1, request_timeout: 3600, request_message: 'm', idp_id_list: ['idp1'], ...info(0),
    })).reply).toMatchObject(refused(20024));
  });
});

describe('who can be asked', () => {
  const idps = async (query: string): Promise<string[]> => ((await read(`/utility/idp${query}`)) as { node_id: string }[]).map(({ node_id }) => node_id);

  test('is listed by levels, features, agency and whitelists', async () => {
    expect(await idps('')).toEqual(['idp1', 'idp2', 'idp3', 'shy', 'agent1']);
    expect(await idps('?agent=true')).toEqual(['agent1']);
    expect(await idps('?agent=false&min_ial=3')).toEqual(['idp1', 'idp2', 'shy']);
    expect(await idps('?min_aal=2.3&supported_feature_list=on_the_fly')).toEqual(['idp1']);
    expect(await idps('?min_ial=much')).toHaveLength(5);
    expect(await idps('?filter_for_node_id=rp1')).toEqual(['idp1', 'idp2', 'idp3', 'agent1']);
    expect(await idps('?filter_for_node_id=rp2')).toEqual(['idp1', 'idp2']);
    expect(await scheme.api('rp1').get('/utility/idp?filter_for_node_id=nobody')).toMatchObject(refused(10003, 500));
  });

  test('depends on the whitelists of both sides', async () => {
    expect((await ask({ idp_id_list: ['shy'] })).reply).toMatchObject(refused(20079));
    expect((await ask({ idp_id_list: ['idp3'] }, 'rp2')).reply).toMatchObject(refused(20079));
    expect((await ask({ idp_id_list: ['shy'] }, 'rp2')).reply).toMatchObject(refused(20079));
    // The requester's whitelist stands in for an empty list.
    const request_id = await asked({ idp_id_list: [] }, 'rp2');
    expect(await recorded(request_id, 'rp2')).toMatchObject({ idp_id_list: ['idp1', 'idp2'], requester_node_id: 'rp2' });
    await answers(request_id, { idp2: 'accept' });
    await hears(request_id, { status: 'completed', closed: true }, 'rp2');
  });

  test('an IdP whose whitelist lacks the requester and that holds the person is refused by the ledger', async () => {
    const { identifier } = await registerPerson(scheme, 'shy', 2);
    const { reply, reference_id, told } = await ask({ mode: 2, idp_id_list: [] }, 'rp1', identifier);
    expect(await told('create_request_result')).toEqual({
      node_id: 'rp1', type: 'create_request_result', success: false, reference_id, request_id: reply.body.request_id, error: { code: 25074, message: expect.any(String) },
    });
    expect((await scheme.api('rp1').get(`/utility/requests/${reply.body.request_id}`)).status).toBe(404);
  });

  test('an agent answers requests, though it registers nobody', async () => {
    const request_id = await asked({ idp_id_list: ['agent1'] });
    await answers(request_id, { agent1: 'accept' });
    await hears(request_id, { status: 'completed', closed: true });
  });

  test('an IdP above its own levels, or with another kind of text than it takes, does not qualify', async () => {
    expect((await ask({ idp_id_list: ['idp3'], min_ial: 3 })).reply).toMatchObject(refused(20005));
    expect((await ask({ idp_id_list: ['idp1', 'idp3'], min_aal: 3 })).reply).toMatchObject(refused(20058));
    const text = { request_message: 'data:text/plain;charset=utf-8,Please%20confirm' };
    expect((await ask(text)).reply).toMatchObject(refused(20005));
    const taking = await call('idp1', '/node/update', { supported_request_message_data_url_type_list: ['application/pdf', 'Text/Plain; Charset=utf-8'] });
    expect(await taking.told('update_node_result')).toEqual({ node_id: 'idp1', type: 'update_node_result', success: true, reference_id: taking.reference_id });
    const request_id = await asked(text);
    expect((await scheme.backEnd('idp1').callback('incoming_request', { request_id })).body).toMatchObject(text);
    await close(request_id);
    expect((await ask({ ...text, idp_id_list: ['idp1', 'idp2'] })).reply).toMatchObject(refused(20058));
  });
});

test('the type of a request is told to everybody who takes part', async () => {
  const request_id = await asked({ request_type: 'loan', data_request_list: [{ service_id: BANK, min_as: 1, as_id_list: ['as1'] }] });
  expect((await scheme.backEnd('idp1').callback('incoming_request', { request_id })).body['request_type']).toBe('loan');
  await answers(request_id, { idp1: 'accept' });
  expect((await scheme.backEnd('as1').callback('data_request', { request_id })).body['request_type']).toBe('loan');
  await deliver('as1', request_id, BANK, 'data');
  expect((await hears(request_id, { closed: true })).body['request_type']).toBe('loan');
  expect(await read(`/utility/requests/${request_id}`)).toMatchObject({ request_type: 'loan', status: 'completed' });
  expect((await ask({ request_type: 'unknown' })).reply).toMatchObject(refused(20091));
});

describe('messages', () => {
  const ids = { message_id: expect.stringMatching(/^[0-9a-f]{64}$/) };

  test('are put on the ledger as they are, for everybody', async () => {
    const { reply, reference_id, told } = await call('rp1', '/rp/messages', { message: 'a'.repeat(1024), purpose: 'p'.repeat(512) });
    expect(reply).toEqual({ status: 202, body: ids });
    const { message_id } = reply.body;
    const result = await told('create_message_result');
    expect(result).toEqual({ node_id: 'rp1', type: 'create_message_result', success: true, reference_id, message_id, creation_block_height: expect.stringMatching(/^.+:\d+$/) });
    expect(await read(`/utility/messages/${message_id}`, 'idp1')).toEqual({
      message_id, message: 'a'.repeat(1024), purpose: 'p'.repeat(512), requester_node_id: 'rp1', creation_block_height: result['creation_block_height'], creation_chain_id: expect.any(String),
    });
    // Its reference id stays taken.
    expect(await scheme.api('rp1').post('/rp/messages', { reference_id, callback_url: scheme.backEnd('rp1').url('/result'), message: 'm', purpose: '' })).toMatchObject(refused(20045));
    expect(await scheme.api('rp1').get('/utility/messages/unknown')).toEqual({ status: 404, body: undefined });
  });

  test('or as a salted hash (contract: flows.md 7.6)', async () => {
    const initial_salt = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';
    const { reply, told } = await call('rp1', '/rp/messages', { message: 'Please confirm sign-in to Example Bank (ref 7731)', purpose: '', hash_message: true, initial_salt });
    expect(reply).toEqual({ status: 202, body: { ...ids, initial_salt } });
    expect(await told('create_message_result')).toMatchObject({ success: true });
    expect(await read(`/utility/messages/${reply.body.message_id}`)).toMatchObject({ message: '1VZMdQ7SRcjlzu+aKCAPPdGdkCEqVM0HuVr/lid1X6Y=', purpose: '' });
    const long = await call('rp1', '/rp/messages', { message: 'a'.repeat(5000), purpose: '', hash_message: true });
    expect(long.reply).toEqual({ status: 202, body: { ...ids, initial_salt: expect.stringMatching(/^.{44}$/) } });
  });

  test.each<[string, number, object]>([
    ['a message that is too long', 20088, { message: 'a'.repeat(1025) }],
    ['a purpose that is too long', 20089, { purpose: 'p'.repeat(513) }],
    ['a salt that is too short', 20087, { hash_message: true, initial_salt: 'short' }],
  ])('%s is refused with %d', async (_what, code, part) => {
    expect((await call('rp1', '/rp/messages', { message: 'm', purpose: 'p', ...part })).reply).toMatchObject(refused(code));
  });
});

describe('private messages', () => {
  const types = async (node: string, request_id: string): Promise<string[]> =>
    ((await read(`/utility/private_messages/${request_id}`, node)) as { direction: string; message: { type: string } }[]).map(({ direction, message }) => `${direction} ${message.type}`).sort();

  test('of a request are kept until they are removed, which leaves the others\' and the request alone', async () => {
    const [kept, request_id] = [await asked({}), await asked({ data_request_list: [{ service_id: BANK, min_as: 1, as_id_list: ['as1'] }] })];
    await scheme.backEnd('idp1').callback('incoming_request', { request_id: kept });
    await answers(request_id, { idp1: 'accept' });
    await scheme.backEnd('as1').callback('data_request', { request_id });
    expect(await types('rp1', request_id)).toEqual(['inbound idp_response', 'outbound consent_request', 'outbound data_request']);
    for (const node of ['rp1', 'as1']) {
      expect(await scheme.api(node).post(`/utility/private_message_removal/${request_id}`)).toEqual({ status: 204, body: undefined });
      expect(await types(node, request_id)).toEqual([]);
    }
    expect(await types('idp1', request_id)).toEqual(['inbound consent_request', 'outbound idp_response']);
    expect(await types('rp1', kept)).toEqual(['outbound consent_request']);
    await deliver('as1', request_id, BANK, 'data');
    await hears(request_id, { status: 'completed', closed: true });
    expect(await scheme.api('rp1').post('/utility/private_message_removal')).toEqual({ status: 204, body: undefined });
    for (const id of [kept, request_id]) expect(await types('rp1', id)).toEqual([]);
    expect(await scheme.api('rp1').post('/utility/private_message_removal/unknown')).toEqual({ status: 204, body: undefined });
    expect(await scheme.api('rp1').get('/utility/private_messages/unknown')).toEqual({ status: 404, body: undefined });
    await answers(kept, { idp1: 'accept' });
    await hears(kept, { status: 'completed', closed: true });
  });

  test('that arrived are told to their sender, once per message and receiver', async () => {
    const senders = ['rp1', 'idp1', 'as1'];
    for (const node of senders) {
      const url = { message_queue_send_success_url: scheme.backEnd(node).url('/sent') };
      expect(await scheme.api(node).post('/node/callback', url)).toEqual({ status: 204, body: undefined });
      expect(await scheme.api(node).get('/node/callback')).toEqual({ status: 200, body: url });
    }
    const request_id = await asked({ idp_id_list: ['idp1', 'idp2'], data_request_list: [{ service_id: BANK, min_as: 1, as_id_list: ['as1'] }] });
    await answers(request_id, { idp1: 'accept' });
    await deliver('as1', request_id, BANK, 'data');
    await hears(request_id, { status: 'completed', closed: true });
    const sent = (node: string) => scheme.backEnd(node).all('message_queue_send_success', { request_id });
    const expected = { rp1: ['as1', 'idp1', 'idp2'], idp1: ['rp1'], as1: ['rp1'] } as Record<string, string[]>;
    for (const node of senders) {
      await until(`${node} knows what arrived`, () => sent(node).length === expected[node]!.length);
      expect(sent(node).map(({ body }) => body['destination_node_id']).sort()).toEqual(expected[node]);
      for (const { path, body } of sent(node)) {
        const { mq } = (await read(`/utility/nodes/${String(body['destination_node_id'])}`)) as { mq: { ip: string; port: number }[] };
        expect({ path, body }).toEqual({
          path: '/sent',
          body: { node_id: node, type: 'message_queue_send_success', destination_node_id: body['destination_node_id'], destination_ip: mq[0]!.ip, destination_port: mq[0]!.port, request_id },
        });
      }
    }
    expect(scheme.backEnd('idp2').received.filter(({ body }) => body.type === 'message_queue_send_success')).toEqual([]);
  });
});

test('a request that another node made can be neither closed nor read', async () => {
  const request_id = await asked({});
  expect(await (await call('rp2', '/rp/request_close', { request_id })).told('close_request_result')).toMatchObject({ success: false, request_id, error: { code: 25039 } });
  expect(await (await call('rp1', '/rp/request_close', { request_id: 'unknown' })).told('close_request_result')).toMatchObject({ success: false, error: { code: 25001 } });
  await close(request_id);
});

test('all of it came without an error that nobody waits for', () => {
  expect(NODES.flatMap((node) => scheme.backEnd(node).received.filter(({ body }) => body.type === 'error'))).toEqual([]);
});
