import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { newCitizenId, startTestScheme, until, type ApiReply, type TestScheme } from '@trine/testkit';

/*
 * What a source tells the scheme - offers, prices, data, errors - and hears of it, call by call and reply by reply (contract:
 * flows.md 3 and 6.7, callbacks.md 6 `data_request` and 7).
 */

jest.setTimeout(120_000);

const BANK = 'bank_statement';
const SCHEMA = 'with_schema';
const RULES = { $schema: 'http://json-schema.org/draft-07/schema#', type: 'object', required: ['balance'], properties: { balance: { type: 'number' } } };
let scheme: TestScheme;

beforeAll(async () => {
  scheme = await startTestScheme({
    name: 'source',
    nodes: [{ node_id: 'ndid1', role: 'ndid' }, { node_id: 'rp1', role: 'rp' }, { node_id: 'idp1', role: 'idp' }, { node_id: 'as1', role: 'as' }, { node_id: 'as2', role: 'as' }],
  });
  await operate('create_service', { service_id: SCHEMA, service_name: 'With schema', data_schema: JSON.stringify(RULES), data_schema_version: '1' });
  await operate('approve_service', { service_id: SCHEMA, node_id: 'as1' });
  for (const [as, service] of [['as1', BANK], ['as2', BANK], ['as1', SCHEMA]] as const) expect(await (await offer(as, service)).told('add_or_update_service_result')).toMatchObject({ success: true });
}, 180_000);
afterAll(() => scheme?.stop(), 60_000);
beforeEach(() => {
  scheme.backEnd('as1').reply = () => undefined;
});

async function operate(path: string, body: object): Promise<void> {
  const { status } = await scheme.api('ndid1').post(`/ndid/${path}`, body);
  expect({ path, accepted: status === 201 || status === 204 }).toEqual({ path, accepted: true });
}
const read = async (path: string): Promise<unknown> => (await scheme.api('rp1').get(path)).body;
const refused = (code: number, status = 400) => ({ status, body: { error: { code } } });

async function call(node: string, path: string, body: object) {
  const reference_id = randomUUID();
  const reply = await scheme.api(node).post(path, { reference_id, callback_url: scheme.backEnd(node).url('/result'), ...body });
  const told = async (type: string): Promise<Record<string, unknown>> => (await scheme.backEnd(node).callback(type, { reference_id })).body;
  return { reply, reference_id, told };
}
const offer = (as: string, service: string, part: object = {}) =>
  call(as, `/as/service/${service}`, { min_ial: 1.1, min_aal: 1, url: scheme.backEnd(as).url(`/data/${service}`), supported_namespace_list: ['citizen_id'], ...part });

/** A request with consent given, for the first service and perhaps another. */
async function consented(services: object[]): Promise<string> {
  const { reply } = await call('rp1', `/rp/requests/citizen_id/${newCitizenId()}`, {
    mode: 1, bypass_identity_check: false, min_idp: 1, min_ial: 2.3, min_aal: 1, request_timeout: 3600, request_message: 'Please confirm', idp_id_list: ['idp1'], data_request_list: services,
  });
  expect(reply).toMatchObject({ status: 202 });
  const request_id = String(reply.body.request_id);
  await scheme.backEnd('idp1').callback('incoming_request', { request_id });
  expect((await call('idp1', '/idp/response', { request_id, ial: 2.3, aal: 3, status: 'accept', signature: 'on paper' })).reply).toMatchObject({ status: 202 });
  return request_id;
}
async function asked(service_id = BANK): Promise<string> {
  const request_id = await consented([{ service_id, min_as: 1, as_id_list: ['as1'] }]);
  await scheme.backEnd('as1').callback('data_request', { request_id, service_id });
  return request_id;
}
const send = (request_id: string, data: string, service = BANK, as = 'as1') => call(as, `/as/data/${request_id}/${service}`, { data });
const ends = (request_id: string, status: string) => scheme.backEnd('rp1').callback('request_status', { request_id, status, closed: true });

describe('offers', () => {
  const own = (service: string): Promise<ApiReply> => scheme.api('as1').get(`/as/service/${service}`);

  test('are read by the one who makes them, and changed in part', async () => {
    expect(await own('customer_info')).toEqual({ status: 404, body: undefined });
    const all = { min_ial: 1.1, min_aal: 1, url: scheme.backEnd('as1').url('/one'), supported_namespace_list: ['citizen_id'] };
    const first = await offer('as1', 'customer_info', all);
    expect(first.reply).toEqual({ status: 202, body: undefined });
    expect(await first.told('add_or_update_service_result')).toEqual({ node_id: 'as1', type: 'add_or_update_service_result', success: true, reference_id: first.reference_id });
    expect((await own('customer_info')).body).toEqual({ ...all, active: true, suspended: false });
    const changed = await call('as1', '/as/service/customer_info', { min_aal: 2.2, supported_namespace_list: ['citizen_id', 'passport'] });
    expect(await changed.told('add_or_update_service_result')).toMatchObject({ success: true });
    expect((await own('customer_info')).body).toMatchObject({ min_ial: 1.1, min_aal: 2.2, url: all.url, supported_namespace_list: ['citizen_id', 'passport'] });
    expect(await read('/utility/as/customer_info')).toMatchObject([{ node_id: 'as1', min_ial: 1.1, min_aal: 2.2, supported_namespace_list: ['citizen_id', 'passport'] }]);
  });

  test.each<[string, number, number, object, string]>([
    ['that is new and lacks a member', 20023, 500, { min_ial: undefined }, 'customer_info'],
    ['of an IAL that is not in the list', 20094, 400, { min_ial: 1.7 }, BANK],
    ['of an AAL that is not in the list', 20095, 400, { min_aal: 1.7 }, BANK],
    ['of an unknown namespace', 20013, 400, { supported_namespace_list: ['nowhere'] }, BANK],
  ])('one %s is refused with %d', async (_what, code, status, part, service) => {
    expect((await offer(service === BANK ? 'as1' : 'as2', service, part)).reply).toMatchObject(refused(code, status));
  });
});

describe('prices', () => {
  const price = (part: object = {}, service = BANK) => call('as1', `/as/service_price/${service}`, {
    price_by_currency_list: [{ currency: 'THB', min_price: 1, max_price: 5 }], effective_datetime: new Date(Date.now() + 86_400_000).toISOString(), ...part,
  });
  const result = async (made: Promise<{ reference_id: string; told: (type: string) => Promise<unknown> }>): Promise<unknown> => (await made).told('set_service_price_result');

  test('need ceilings, keep to them, and are listed newest first', async () => {
    const early = await price();
    expect(await early.told('set_service_price_result')).toEqual({
      node_id: 'as1', type: 'set_service_price_result', success: false, reference_id: early.reference_id, error: { code: 15033, message: expect.any(String) },
    });
    await operate('set_service_price_ceiling', { service_id: BANK, price_ceiling_by_currency_list: [{ currency: 'THB', price: 10 }] });
    expect(await read(`/utility/service_price_ceiling?service_id=${BANK}`)).toEqual({ service_id: BANK, price_ceiling_by_currency_list: [{ currency: 'THB', price: 10 }] });
    expect(await result(price({ price_by_currency_list: [{ currency: 'USD', min_price: 1, max_price: 5 }] }))).toMatchObject({ success: false, error: { code: 15034 } });
    expect(await result(price({ price_by_currency_list: [{ currency: 'THB', min_price: 1, max_price: 11 }] }))).toMatchObject({ success: false, error: { code: 25079 } });

    const first = await price({ more_info_url: 'https://source.example/prices', detail: 'per page' });
    expect(first.reply).toEqual({ status: 202, body: undefined });
    expect(await first.told('set_service_price_result')).toEqual({ node_id: 'as1', type: 'set_service_price_result', success: true, reference_id: first.reference_id });
    expect(await result(price({ price_by_currency_list: [{ currency: 'THB', min_price: 0, max_price: 10 }] }))).toMatchObject({ success: true });
    const listed = { effective_datetime: expect.any(String), creation_block_height: expect.stringMatching(/^.+:\d+$/) };
    expect(await read(`/utility/as/service_price/${BANK}`)).toMatchObject(expect.arrayContaining([{
      node_id: 'as1',
      price_list: [
        { ...listed, price_by_currency_list: [{ currency: 'THB', min_price: 0, max_price: 10 }], more_info_url: '', detail: '' },
        { ...listed, price_by_currency_list: [{ currency: 'THB', min_price: 1, max_price: 5 }], more_info_url: 'https://source.example/prices', detail: 'per page' },
      ],
    }]));
  });

  test('are announced as long before as the operator wants', async () => {
    expect(await read(`/utility/service_price_min_effective_datetime_delay?service_id=${BANK}`)).toEqual({ duration_second: 43_200 });
    await operate('set_service_price_min_effective_datetime_delay', { service_id: BANK, duration_second: 90_000 });
    expect((await price()).reply).toMatchObject(refused(20090));
    await operate('set_service_price_min_effective_datetime_delay', { service_id: BANK, duration_second: 60 });
    expect(await result(price())).toMatchObject({ success: true });
  });

  test('are refused where they contradict themselves, or the service is unknown', async () => {
    expect((await price({ price_by_currency_list: [{ currency: 'THB', min_price: 6, max_price: 5 }] })).reply).toMatchObject(refused(20084));
    expect((await price({}, 'unknown')).reply).toMatchObject(refused(20083));
  });
});

describe('data', () => {
  test('must fit the schema of the service', async () => {
    expect(await read(`/utility/services/${SCHEMA}`)).toMatchObject({ data_schema: JSON.stringify(RULES), data_schema_version: '1' });
    const request_id = await asked(SCHEMA);
    expect((await send(request_id, 'no JSON', SCHEMA)).reply).toMatchObject(refused(10035, 500));
    expect((await send(request_id, '{"balance":"much"}', SCHEMA)).reply).toMatchObject({
      ...refused(20059), body: { error: { code: 20059 }, details: { valid: false, errors: [{ instancePath: '/balance', keyword: 'type', params: { type: 'number' } }] } },
    });
    expect((await send(request_id, '{"balance":1}', SCHEMA)).reply).toEqual({ status: 202, body: undefined });
    await ends(request_id, 'completed');
  });

  test.each<[string, number, () => string]>([
    ['in base64 with whitespace', 20070, () => 'data:text/plain;base64,aGVs bG8='],
    ['of more than 10 MiB', 20085, () => 'a'.repeat(10_485_761)],
    ['of more than 3 MiB when compressed', 20086, () => randomBytes(2_400_000).toString('hex').repeat(2).slice(0, 9_500_000)],
  ])('%s are refused with %d, and can be sent in another form', async (_what, code, data) => {
    const request_id = await asked();
    expect((await send(request_id, data())).reply).toMatchObject(refused(code));
    expect((await send(request_id, 'data:text/plain;base64,aGVsbG8=')).reply).toMatchObject({ status: 202 });
    await ends(request_id, 'completed');
    expect((await scheme.api('rp1').get(`/rp/request_data/${request_id}`)).body).toMatchObject([{ source_node_id: 'as1', data: 'data:text/plain;base64,aGVsbG8=' }]);
  });

  test('are refused for what was not asked, is answered, or is not needed any more', async () => {
    expect((await send('unknown', 'd')).reply).toMatchObject(refused(20012));
    // The second service keeps the request open.
    const request_id = await consented([{ service_id: BANK, min_as: 1, as_id_list: ['as1', 'as2'] }, { service_id: SCHEMA, min_as: 1 }]);
    for (const as of ['as1', 'as2']) await scheme.backEnd(as).callback('data_request', { request_id, service_id: BANK });
    expect((await send(request_id, 'd', 'customer_info')).reply).toMatchObject(refused(20039));
    expect((await send(request_id, 'd', SCHEMA, 'as2')).reply).toMatchObject(refused(20037));
    expect((await call('as1', `/as/error/${request_id}/${BANK}`, { error_code: 49_999 })).reply).toMatchObject(refused(20078));
    const sent = await send(request_id, 'd');
    expect(await sent.told('response_result')).toEqual({ node_id: 'as1', type: 'response_result', success: true, reference_id: sent.reference_id, request_id });
    expect((await send(request_id, 'd')).reply).toMatchObject(refused(20037));
    await scheme.backEnd('as2').waitFor(({ body }) => body.type === 'request_status' && body.request_id === request_id);
    expect((await send(request_id, 'd', BANK, 'as2')).reply).toMatchObject(refused(20082));
    expect((await send(request_id, '{"balance":1}', SCHEMA)).reply).toMatchObject({ status: 202 });
    await ends(request_id, 'completed');
    expect((await send(request_id, 'd', BANK, 'as2')).reply).toMatchObject(refused(20025));
  });

  test('that were paid for are logged, also when the request has ended', async () => {
    const request_id = await asked();
    expect((await send(request_id, 'd')).reply).toMatchObject({ status: 202 });
    await ends(request_id, 'completed');
    expect(await scheme.api('as1').post(`/as/payment_received_log/${request_id}/${BANK}`)).toEqual({ status: 204, body: undefined });
    expect(await scheme.api('as1').post(`/as/payment_received_log/${request_id}/${SCHEMA}`)).toMatchObject(refused(20039));
    expect(await scheme.api('as1').post(`/as/payment_received_log/unknown/${BANK}`)).toMatchObject(refused(20012));
  });
});

describe('a reply to the data request', () => {
  const told = async (request_id: string): Promise<{ path: string; body: unknown }> => {
    const { path, body } = await scheme.backEnd('as1').callback('error', { request_id });
    return { path, body };
  };
  const errorOf = (request_id: string, code: number) => ({
    path: '/error', body: { node_id: 'as1', type: 'error', action: 'afterGotDataFromCallback', request_id, error: { code, message: expect.any(String) } },
  });

  test.each<[string, number, { status: number; body?: unknown }]>([
    ['that is not JSON', 20033, { status: 200, body: 'no JSON' }],
    ['without data', 20034, { status: 200, body: {} }],
    ['whose data are not text', 20035, { status: 200, body: { data: 5 } }],
    ['whose data have whitespace in their base64', 20070, { status: 200, body: { data: 'data:text/plain;base64,aG Vs' } }],
    ['of more than 25 MiB', 20036, { status: 200, body: { data: 'a'.repeat(26_300_000) } }],
    ['whose error code is not a number', 20080, { status: 200, body: { error_code: 'a' } }],
    ['whose error code is not registered', 20078, { status: 200, body: { error_code: 49_999, data: 'd' } }],
  ])('%s is told with %d, and the data can be sent by call', async (_what, code, reply) => {
    scheme.backEnd('as1').reply = ({ body }) => (body.type === 'data_request' ? reply : undefined);
    const request_id = await asked();
    expect(await told(request_id)).toEqual(errorOf(request_id, code));
    expect((await send(request_id, 'd')).reply).toMatchObject({ status: 202 });
    await ends(request_id, 'completed');
  });

  test('with another status than 200 and 204 is told with 20032, and the data request is forgotten', async () => {
    scheme.backEnd('as1').reply = ({ body }) => (body.type === 'data_request' ? { status: 500 } : undefined);
    const request_id = await asked();
    expect(await told(request_id)).toEqual(errorOf(request_id, 20032));
    expect((await send(request_id, 'd')).reply).toMatchObject(refused(20037));
  });

  test('with an error code is the answer, and its result goes where the reply says', async () => {
    scheme.backEnd('as1').reply = ({ body }) =>
      body.type === 'data_request' ? { status: 200, body: { error_code: 40_000, reference_id: 'by-reply', callback_url: scheme.backEnd('as1').url('/by-reply') } } : undefined;
    const request_id = await asked();
    expect(await scheme.backEnd('as1').callback('response_result', { request_id })).toMatchObject({
      path: '/by-reply', body: { node_id: 'as1', type: 'response_result', success: true, reference_id: 'by-reply', request_id },
    });
    const { body } = await ends(request_id, 'errored');
    expect(body['data_request_list']).toMatchObject([{ response_list: [{ as_id: 'as1', error_code: 40_000 }] }]);
  });
});

test('an answer that the ledger refuses can be given again', async () => {
  const request_id = await asked();
  await operate('disable_service_destination', { service_id: BANK, node_id: 'as1' });
  const refusedAnswer = await send(request_id, 'd');
  expect(await refusedAnswer.told('response_result')).toEqual({
    node_id: 'as1', type: 'response_result', success: false, reference_id: refusedAnswer.reference_id, request_id, error: { code: 15024, message: expect.any(String) },
  });
  await operate('disable_service', { service_id: BANK });
  const disabled = await send(request_id, 'd');
  expect(await disabled.told('response_result')).toMatchObject({ success: false, error: { code: 15023 } });
  await operate('enable_service', { service_id: BANK });
  await operate('enable_service_destination', { service_id: BANK, node_id: 'as1' });
  await until('accepted', async () => (await send(request_id, 'd')).reply.status === 202);
  await ends(request_id, 'completed');
});
