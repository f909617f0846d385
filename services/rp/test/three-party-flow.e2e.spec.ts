import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { publicKeyOf, verifyBytes } from '@trine/crypto';
import { consentSignature, newCitizenId, registerPerson, startTestScheme, type TestPerson, type TestScheme } from '@trine/testkit';

let scheme: TestScheme;
let person: TestPerson;

beforeAll(async () => {
  scheme = await startTestScheme({
    name: 'flow',
    nodes: [
      { node_id: 'ndid1', role: 'ndid' },
      { node_id: 'rp1', role: 'rp' },
      { node_id: 'idp1', role: 'idp' },
      { node_id: 'as1', role: 'as' },
    ],
  });
  for (const service_id of ['bank_statement', 'customer_info']) {
    const as = scheme.backEnd('as1');
    const offer = { reference_id: `offer-${service_id}`, callback_url: as.url('/result'), min_ial: 1.1, min_aal: 1, url: as.url(`/data/${service_id}`), supported_namespace_list: ['citizen_id'] };
    expect((await scheme.api('as1').post(`/as/service/${service_id}`, offer)).status).toBe(202);
    expect((await as.callback('add_or_update_service_result', { reference_id: offer.reference_id })).body['success']).toBe(true);
  }
  person = await registerPerson(scheme, 'idp1', 3);
}, 180_000);

afterAll(() => scheme.stop(), 60_000);

let serial = 0;
async function ask(body: Record<string, unknown> = {}, whom: { namespace: string; identifier: string } = person) {
  serial += 1;
  const reference_id = `ask-${serial}`;
  const reply = await scheme.api('rp1').post(`/rp/requests/${whom.namespace}/${whom.identifier}`, {
    reference_id,
    callback_url: scheme.backEnd('rp1').url('/request'),
    mode: 3,
    bypass_identity_check: false,
    min_idp: 1,
    min_ial: 1.1,
    min_aal: 1,
    request_timeout: 3600,
    request_message: 'Please confirm (ref 7731)',
    idp_id_list: [],
    data_request_list: [],
    ...body,
  });
  return { reference_id, reply, requestId: String(reply.body?.request_id) };
}

async function answer(requestId: string, status: 'accept' | 'reject' = 'accept') {
  const incoming = await scheme.backEnd('idp1').callback('incoming_request', { request_id: requestId });
  const reply = await scheme.api('idp1').post('/idp/response', {
    reference_id: `answer-${requestId}`,
    callback_url: scheme.backEnd('idp1').url('/result'),
    request_id: requestId,
    ial: person.ial,
    aal: 3,
    status,
    accessor_id: person.accessor_id,
    signature: consentSignature(person, incoming),
  });
  return { incoming, reply };
}

const statusOf = (requestId: string, fits: (body: Record<string, unknown>) => boolean) =>
  scheme.backEnd('rp1').waitFor(({ body }) => body.type === 'request_status' && body.request_id === requestId && fits(body), `request_status of ${requestId}`);

describe('mode 3 with data: flows.md section 12', () => {
  test('request, consent, data, completed, closed, with every callback in its shape', async () => {
    const { reference_id, reply, requestId } = await ask({ data_request_list: [{ service_id: 'bank_statement', min_as: 1, request_params: '{"months":3}' }] });
    expect(reply.status).toBe(202);
    expect(requestId).toMatch(/^[0-9a-f]{64}$/);

    const created = await scheme.backEnd('rp1').callback('create_request_result', { reference_id });
    expect(created.body).toEqual({ node_id: 'rp1', type: 'create_request_result', success: true, reference_id, request_id: requestId, creation_block_height: expect.stringMatching(/^.+:\d+$/) });
    expect((await scheme.api('rp1').get(`/rp/request_references/${reference_id}`)).body).toEqual({ request_id: requestId });

    const { incoming, reply: answered } = await answer(requestId);
    expect(incoming.body).toMatchObject({
      node_id: 'idp1', mode: 3, request_message: 'Please confirm (ref 7731)', requester_node_id: 'rp1', min_ial: 1.1, min_aal: 1, request_timeout: 3600,
      data_request_list: [{ service_id: 'bank_statement', as_id_list: ['as1'], min_as: 1 }],
      initial_salt: reply.body.initial_salt, request_type: null, creation_block_height: created.body['creation_block_height'],
      reference_group_code: expect.any(String),
    });
    expect(incoming.body).not.toHaveProperty('identifier');
    expect(answered.status).toBe(202);
    expect((await scheme.backEnd('idp1').callback('response_result', { request_id: requestId })).body).toEqual({
      node_id: 'idp1', type: 'response_result', success: true, reference_id: `answer-${requestId}`, request_id: requestId,
    });
    const confirmed = await statusOf(requestId, (body) => body['status'] === 'confirmed');
    expect(confirmed.body['response_list']).toEqual([
      { idp_id: 'idp1', ial: person.ial, aal: 3, status: 'accept', signature: expect.any(String), valid_ial: true, valid_signature: true },
    ]);

    const asked = await scheme.backEnd('as1').callback('data_request', { request_id: requestId });
    expect(asked.path).toBe('/data/bank_statement');
    expect(asked.body).toMatchObject({ node_id: 'as1', namespace: 'citizen_id', identifier: person.identifier, request_params: '{"months":3}', max_ial: person.ial, max_aal: 3 });
    const sent = await scheme.api('as1').post(`/as/data/${requestId}/bank_statement`, { reference_id: 'data-1', callback_url: scheme.backEnd('as1').url('/result'), data: '{"balance":1}' });
    expect(sent.status).toBe(202);
    expect((await scheme.backEnd('as1').callback('response_result', { request_id: requestId })).body['success']).toBe(true);

    const completed = await statusOf(requestId, (body) => body['status'] === 'completed' && body['closed'] === false);
    expect(completed.body['data_request_list']).toEqual([
      { service_id: 'bank_statement', as_id_list: ['as1'], min_as: 1, request_params_hash: expect.any(String), response_list: [{ as_id: 'as1', signed: true, received_data: true }] },
    ]);
    const closed = await statusOf(requestId, (body) => body['closed'] === true);
    expect(closed.body).toMatchObject({ status: 'completed', timed_out: false, response_list: [{ valid_ial: true, valid_signature: true }] });
    await scheme.backEnd('idp1').waitFor(({ body }) => body.type === 'request_status' && body.request_id === requestId && body['closed'] === true);
    await scheme.backEnd('as1').waitFor(({ body }) => body.type === 'request_status' && body.request_id === requestId && body['closed'] === true);

    const heights = scheme.backEnd('rp1').all('request_status', { request_id: requestId }).map(({ body }) => Number(String(body['block_height']).split(':')[1]));
    expect(heights).toEqual([...heights].sort((a, b) => a - b));

    const [data] = (await scheme.api('rp1').get(`/rp/request_data/${requestId}`)).body;
    expect(data).toMatchObject({ source_node_id: 'as1', service_id: 'bank_statement', data: '{"balance":1}', signature_signing_algorithm: 'Ed25519', signature_signing_key_version: 1 });
    const { body: as1 } = await scheme.api('rp1').get('/utility/nodes/as1');
    expect(await verifyBytes('Ed25519', publicKeyOf(as1.signing_public_key.public_key), Buffer.from(data.data + data.data_salt), Buffer.from(data.source_signature, 'base64'))).toBe(true);

    expect((await scheme.api('rp1').post(`/rp/request_data_removal/${requestId}`)).status).toBe(204);
    expect((await scheme.api('rp1').get(`/rp/request_data/${requestId}`)).body).toEqual([]);
    expect((await scheme.api('rp1').get(`/rp/request_references/${reference_id}`)).status).toBe(404);
  });

  test('the AS may answer in its reply to the callback, and two services make one flow', async () => {
    scheme.backEnd('as1').reply = ({ body }) =>
      body.type === 'data_request' ? { status: 200, body: { data: `data of ${String(body['service_id'])}`, reference_id: 'r', callback_url: scheme.backEnd('as1').url('/result') } } : undefined;
    const { requestId } = await ask({ data_request_list: [{ service_id: 'bank_statement', min_as: 1 }, { service_id: 'customer_info', min_as: 1, as_id_list: ['as1'] }] });
    await answer(requestId);
    await statusOf(requestId, (body) => body['closed'] === true && body['status'] === 'completed');
    scheme.backEnd('as1').reply = () => undefined;
    const { body } = await scheme.api('rp1').get(`/rp/request_data/${requestId}`);
    expect(body.map((d: { service_id: string; data: string }) => [d.service_id, d.data]).sort()).toEqual([
      ['bank_statement', 'data of bank_statement'],
      ['customer_info', 'data of customer_info'],
    ]);
  });
});

describe('other ends', () => {
  test('without data requests an accept completes and closes', async () => {
    const { requestId } = await ask();
    await answer(requestId);
    await statusOf(requestId, (body) => body['status'] === 'completed' && body['closed'] === true);
  });

  test('a reject stays open until the RP closes it', async () => {
    const { requestId } = await ask();
    await answer(requestId, 'reject');
    await statusOf(requestId, (body) => body['status'] === 'rejected');
    const close = { reference_id: `close-${requestId}`, callback_url: scheme.backEnd('rp1').url('/result'), request_id: requestId };
    expect((await scheme.api('rp1').post('/rp/request_close', close)).status).toBe(202);
    expect((await scheme.backEnd('rp1').callback('close_request_result', { request_id: requestId })).body).toEqual({
      node_id: 'rp1', type: 'close_request_result', success: true, reference_id: close.reference_id, request_id: requestId,
    });
    await statusOf(requestId, (body) => body['closed'] === true && body['status'] === 'rejected');
    // A second closing is refused by the ledger, in the callback.
    await scheme.api('rp1').post('/rp/request_close', { ...close, reference_id: 'again' });
    expect((await scheme.backEnd('rp1').callback('close_request_result', { reference_id: 'again' })).body).toMatchObject({ success: false, error: { code: 25002 } });
  });

  test('an IdP error answer makes the request errored and closes it', async () => {
    const { requestId } = await ask();
    await scheme.backEnd('idp1').callback('incoming_request', { request_id: requestId });
    const reply = await scheme.api('idp1').post('/idp/error_response', { reference_id: 'e', callback_url: scheme.backEnd('idp1').url('/result'), request_id: requestId, error_code: 30000 });
    expect(reply.status).toBe(202);
    const errored = await statusOf(requestId, (body) => body['closed'] === true);
    expect(errored.body).toMatchObject({ status: 'errored', response_list: [{ idp_id: 'idp1', error_code: 30000, valid_ial: null, valid_signature: null }] });
  });

  test('an unanswered request times out by the clock', async () => {
    const { requestId } = await ask({ request_timeout: 1 });
    const timedOut = await statusOf(requestId, (body) => body['timed_out'] === true);
    expect(timedOut.body).toMatchObject({ status: 'pending', closed: false });
    const late = await scheme.api('idp1').post('/idp/error_response', { reference_id: 'l', callback_url: scheme.backEnd('idp1').url('/result'), request_id: requestId, error_code: 30000 });
    expect(late).toMatchObject({ status: 400, body: { error: { code: 20026 } } });
  });

  test('mode 1: the named IdP gets the identifier in clear, no accessor is asked for', async () => {
    const stranger = { namespace: 'citizen_id', identifier: newCitizenId() };
    const { requestId, reply } = await ask({ mode: 1, idp_id_list: ['idp1'] }, stranger);
    expect(reply.status).toBe(202);
    const incoming = await scheme.backEnd('idp1').callback('incoming_request', { request_id: requestId });
    expect(incoming.body).toMatchObject(stranger);
    expect(incoming.body).not.toHaveProperty('reference_group_code');
    await scheme.api('idp1').post('/idp/response', { reference_id: 'm1', callback_url: scheme.backEnd('idp1').url('/result'), request_id: requestId, ial: 1.1, aal: 1, status: 'accept', signature: 'any text' });
    const done = await statusOf(requestId, (body) => body['closed'] === true);
    expect(done.body).toMatchObject({ status: 'completed', response_list: [{ valid_ial: null, valid_signature: null }] });
  });
});

describe('checks before 202', () => {
  test.each([
    ['20003', { min_idp: 'one' }, 20003],
    ['20091 request type', { request_type: 'nothing.known' }, 20091],
    ['20094', { min_ial: 9 }, 20094],
    ['20095', { min_aal: 9 }, 20095],
    ['20070', { request_message: 'data:text/plain;base64,aGVs bG8=' }, 20070],
    ['20058 unknown IdP', { idp_id_list: ['nobody'] }, 20058],
    ['20004', { idp_id_list: ['idp1'], min_idp: 2 }, 20004],
    ['20016', { mode: 1 }, 20016],
    ['20005 levels', { min_ial: 3 }, 20005],
    ['20006', { min_idp: 2 }, 20006],
    ['20018', { data_request_list: [{ service_id: 'bank_statement', min_as: 1 }, { service_id: 'bank_statement', min_as: 2 }] }, 20018],
    ['20017', { data_request_list: [{ service_id: 'bank_statement', min_as: 2, as_id_list: ['as1'] }] }, 20017],
    ['20024', { data_request_list: [{ service_id: 'bank_statement', min_as: 1, as_id_list: ['rp1'] }] }, 20024],
    ['20022', { data_request_list: [{ service_id: 'unknown', min_as: 1 }] }, 20022],
    ['20087', { initial_salt: 'short' }, 20087],
  ])('%s', async (_what, body, code) => {
    const { reply } = await ask(body);
    expect(reply).toMatchObject({ status: 400, body: { error: { code } } });
  });

  test('20045 only while the first is in progress', async () => {
    const { reference_id, requestId } = await ask();
    expect((await ask({ reference_id })).reply).toMatchObject({ status: 400, body: { error: { code: 20045 } } });
    await answer(requestId);
    await statusOf(requestId, (body) => body['closed'] === true);
    expect((await ask({ reference_id })).reply.status).toBe(202);
  });
});
