import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { accessorVerify, rsaModulus } from '@trine/crypto';
import { paddedMessageHash } from '@trine/protocol';
import { PEOPLE, personById, start, type DemoRequest, type RunningSandbox } from '@trine/sandbox';
import { fakeGateway, refusal, type Call, type FakeGateway } from './fake-gateway.js';

// The first start makes an accessor key for every person.
jest.setTimeout(60_000);
process.env['LOG_LEVEL'] = 'silent';

let rp: FakeGateway;
let idp: FakeGateway;
let as: FakeGateway;
let sandbox: RunningSandbox;
const dataDir = mkdtempSync(join(tmpdir(), 'sandbox-members-'));

const startSandbox = (): Promise<RunningSandbox> => start({
  SANDBOX_PORT: '0',
  SANDBOX_CONFIG: JSON.stringify({
    dataDir,
    rp: [{ node_id: 'rp1', url: rp.url }],
    idp: [{ node_id: 'idp1', url: idp.url }],
    as: [{ node_id: 'as1', url: as.url, services: ['bank_statement'] }],
  }),
});

async function untilReady(): Promise<void> {
  while ((await fetch(`${sandbox.url}/readyz`)).status !== 200) await delay(20);
}

beforeAll(async () => {
  [rp, idp, as] = await Promise.all([fakeGateway(), fakeGateway(), fakeGateway()]);
  let refusals = 0;
  idp.script = ({ method }) => (method === 'POST' && refusals++ < 2 ? refusal(10017, 503) : undefined);
  sandbox = await startSandbox();
  expect((await fetch(`${sandbox.url}/readyz`)).status).toBe(503);
  await untilReady();
});

afterAll(async () => {
  await sandbox.close();
  await Promise.all([rp, idp, as].map((gateway) => gateway.close()));
  rmSync(dataDir, { recursive: true });
});

beforeEach(() => {
  for (const gateway of [rp, idp, as]) {
    gateway.calls.length = 0;
    gateway.script = () => undefined;
  }
});

const deliver = (path: string, body: object): Promise<Response> =>
  fetch(`${sandbox.url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

const incoming = (personId: string, more: object = {}): object => ({
  node_id: 'idp1', type: 'incoming_request', request_id: `to-${personId}`, mode: 2, request_message: 'Agree?', initial_salt: 'c2FsdA==', requester_node_id: 'rp1',
  request_message_hash: 'aGFzaA==', request_message_salt: 'c2FsdA==', min_ial: 2.3, min_aal: 2.2, data_request_list: [], request_type: null, request_timeout: 60, creation_block_height: 'chain:4',
  creation_time: Date.now(), reference_group_code: `group of /identity/citizen_id/${personById(personId)!.citizenId}`, ...more,
});
const ask = (personId: string, more: object = {}): Promise<Response> => deliver('/idp/idp1/incoming_request', incoming(personId, more));

const askForData = (personId: string, more: object = {}): Promise<Response> => deliver('/as/as1/data_request', {
  node_id: 'as1', type: 'data_request', request_id: `to-${personId}`, service_id: 'bank_statement', namespace: 'citizen_id', identifier: personById(personId)!.citizenId, creation_time: Date.now(),
  mode: 2, requester_node_id: 'rp1', response_signature_list: [], max_ial: 2.3, max_aal: 2.2, request_type: null, request_timeout: 60, creation_block_height: 'chain:4', ...more,
});

/** Whether the answer is signed with the key that its accessor was registered with. */
function signedRightly(answer: Call, enrolment: Call): boolean {
  const pem = String(enrolment.body['accessor_public_key']);
  const padded = paddedMessageHash('Agree?', 'c2FsdA==', String(answer.body['request_id']), rsaModulus(pem));
  return answer.body['accessor_id'] === enrolment.body['accessor_id'] && accessorVerify(pem, padded, String(answer.body['signature']));
}

describe('set-up', () => {
  // At stake: databases are kept, so every later start meets what the first one did. Shown by a restart with the same gateways.
  test('a restarted sandbox says again where callbacks go, and enrols and offers nothing anew', async () => {
    await sandbox.close();
    sandbox = await startSandbox();
    await untilReady();
    expect(idp.posted('/idp/callback')[0]!.body).toMatchObject({ incoming_request_url: `${sandbox.url}/idp/idp1/incoming_request` });
    expect(rp.posted('/rp/callback')).toHaveLength(1);
    expect(as.posted('/as/callback')).toHaveLength(1);
    expect(idp.posted('/identity')).toEqual([]);
    // Its port has changed, and with it the URL of the service.
    expect(as.posted('/as/service/bank_statement')[0]!.body).toMatchObject({ url: `${sandbox.url}/as/as1/data_request`, min_ial: 2.3, supported_namespace_list: ['citizen_id'] });
  });

  test('an enrolment that is still running is waited for', async () => {
    let polls = 0;
    idp.script = ({ method, path }) => {
      if (path === '/identity') return refusal(20045);
      if (method === 'GET' && path.endsWith('/ial')) return ++polls > PEOPLE.length * 2 ? { status: 200, body: { ial: 2.3 } } : { status: 404 };
      return undefined;
    };
    await sandbox.close();
    sandbox = await startSandbox();
    await untilReady();
    expect(idp.posted('/identity').length).toBeGreaterThan(0);
  });
});

describe('a bank', () => {
  let enrolments: Call[];
  beforeAll(async () => {
    // On the fly, the only enrolment that can be seen again.
    idp.calls.length = 0;
    let known = false;
    idp.script = ({ path, method }) => {
      if (path === '/identity') known = true;
      if (path === '/idp/response' && !known) return refusal(20020);
      return method === 'GET' && path.endsWith('/ial') && !known ? { status: 404 } : undefined;
    };
    await ask('on-the-fly', { reference_group_code: undefined, namespace: 'citizen_id', identifier: personById('on-the-fly')!.citizenId });
    enrolments = idp.posted('/identity');
    expect(idp.posted('/idp/response')).toHaveLength(2);
  });

  test('enrols an unknown person on the fly, then answers with the new accessor', async () => {
    expect(enrolments).toHaveLength(1);
    await ask('on-the-fly');
    expect(signedRightly(idp.posted('/idp/response')[0]!, enrolments[0]!)).toBe(true);
  });

  test('answers before it acknowledges, and takes the same request again', async () => {
    expect((await ask('accepts')).status).toBe(204);
    expect(idp.posted('/idp/response')[0]!.body).toMatchObject({ request_id: 'to-accepts', status: 'accept', ial: 2.3, aal: 2.2, callback_url: `${sandbox.url}/idp/idp1/response_result` });
    idp.script = ({ path }) => (path === '/idp/response' ? refusal(20081) : undefined);
    expect((await ask('accepts')).status).toBe(204);
  });

  // At stake: an answer must not be lost between callback and gateway. Shown by a gateway that isn't ready, a restart, and
  // the same callback again.
  test('does not acknowledge what it could not answer', async () => {
    idp.script = ({ path }) => (path === '/idp/response' ? refusal(10017, 503) : undefined);
    await expect(ask('accepts')).rejects.toThrow();
    await sandbox.close();
    idp.script = () => undefined;
    sandbox = await startSandbox();
    idp.calls.length = 0;
    expect((await ask('accepts')).status).toBe(204);
    expect(idp.posted('/idp/response')).toHaveLength(1);
  });

  test('rejects, errs and keeps silent as the script says', async () => {
    await ask('rejects');
    expect(idp.posted('/idp/response')[0]!.body).toMatchObject({ status: 'reject' });
    await ask('errors');
    expect(idp.posted('/idp/error_response')[0]!.body).toMatchObject({ request_id: 'to-errors', error_code: 30000 });
    idp.calls.length = 0;
    expect((await ask('silent')).status).toBe(204);
    expect(idp.calls.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  test('counts a late answer from the creation of the request, so that a repetition is answered at once', async () => {
    const before = Date.now();
    await ask('late', { creation_time: before - 2800 });
    expect(Date.now() - before).toBeGreaterThanOrEqual(200);
    const again = Date.now();
    await ask('late', { creation_time: before - 60_000 });
    expect(Date.now() - again).toBeLessThan(1000);
    expect(idp.posted('/idp/response')).toHaveLength(2);
  });

  test('corrects a wrong signature', async () => {
    idp.script = ({ path }) => (path === '/idp/response' && idp.posted(path).length === 1 ? refusal(20028) : undefined);
    await ask('wrong-signature');
    const [wrong, right] = idp.posted('/idp/response');
    expect(wrong!.body['signature']).not.toBe(right!.body['signature']);
  });

  test('agrees to an enrolment at another bank, whatever the person usually does', async () => {
    await ask('rejects', { requester_node_id: 'idp1', mode: 3 });
    expect(idp.posted('/idp/response')[0]!.body).toMatchObject({ status: 'accept' });
  });

  test('answers mode 1 without an accessor, and strangers with an error', async () => {
    await ask('mode-1', { mode: 1, reference_group_code: undefined, namespace: 'citizen_id', identifier: personById('mode-1')!.citizenId });
    expect(idp.posted('/idp/response')[0]!.body).not.toHaveProperty('accessor_id');
    await ask('mode-1', { reference_group_code: 'somebody else' });
    expect(idp.posted('/idp/error_response')).toHaveLength(1);
  });
});

describe('a data source', () => {
  test('replies with data, with much data, with an error code, or not at all', async () => {
    const { data, reference_id, callback_url } = (await (await askForData('accepts')).json()) as Record<string, string>;
    expect(JSON.parse(data!)).toMatchObject({ citizen_id: personById('accepts')!.citizenId, fictional: true });
    expect({ reference_id, callback_url }).toEqual({ reference_id: 'to-accepts', callback_url: `${sandbox.url}/as/as1/response_result` });
    const large = (await (await askForData('large-data')).json()) as { data: string };
    expect(large.data.length).toBeGreaterThan(200_000);
    expect(await (await askForData('source-error')).json()).toMatchObject({ error_code: 40000 });
    expect((await askForData('source-silent')).status).toBe(204);
    expect(as.calls).toEqual([]);
  });

  test('sends data by a call of its own, and good data after bad', async () => {
    expect((await askForData('source-late', { creation_time: 0 })).status).toBe(204);
    expect(as.posted('/as/data/to-source-late/bank_statement')).toHaveLength(1);
    as.script = () => (as.calls.length === 2 ? refusal(20070) : undefined);
    await askForData('wrong-data');
    const [bad, good] = as.posted('/as/data/to-wrong-data/bank_statement');
    expect(bad!.body['data']).toMatch(/^data:/);
    expect(JSON.parse(String(good!.body['data']))).toMatchObject({ fictional: true });
  });
});

describe('the relying party', () => {
  const demo = (body: object): Promise<Response> => deliver('/demo/requests', body);
  const status = (requestId: string, more: object): object => ({
    node_id: 'rp1', type: 'request_status', request_id: requestId, status: 'pending', closed: false, timed_out: false, min_idp: 1, response_list: [], data_request_list: [], block_height: 'chain:5',
    mode: 2, min_ial: 2.3, min_aal: 2.2, idp_id_list: ['idp1'], request_message_hash: 'aGFzaA==', request_type: null, requester_node_id: 'rp1', request_timeout: 60, ...more,
  });

  test('asks as the person wants it, closes what was rejected and tells the story, also after a restart', async () => {
    const { request_id } = (await (await demo({ person: 'rejects' })).json()) as { request_id: string };
    expect(rp.calls[0]).toMatchObject({
      path: `/rp/requests/citizen_id/${personById('rejects')!.citizenId}`,
      body: { mode: 3, min_idp: 1, idp_id_list: [], bypass_identity_check: false, data_request_list: [{ service_id: 'bank_statement', as_id_list: ['as1'], min_as: 1 }] },
    });
    const rejected = status(request_id, { status: 'rejected', response_list: [{ idp_id: 'idp1', status: 'reject', valid_ial: true, valid_signature: true }] });
    expect((await deliver('/rp/rp1/request', rejected)).status).toBe(204);
    expect(rp.posted('/rp/request_close')).toHaveLength(1);

    await sandbox.close();
    sandbox = await startSandbox();
    await deliver('/rp/rp1/request', status(request_id, { status: 'rejected', closed: true, block_height: 'chain:6' }));
    await deliver('/rp/rp1/request', rejected);
    const seen = (await (await fetch(`${sandbox.url}/demo/requests/${request_id}`)).json()) as DemoRequest;
    expect(seen).toMatchObject({ person: 'rejects', status: 'rejected', closed: true, timed_out: false, expected: personById('rejects')!.expected });
    expect(seen.timeline.map(({ what }) => what)).toEqual([
      'POST /rp/requests, mode 3, data from bank_statement', 'accepted', 'request_status rejected (answers 1)', 'closes the request', 'request_status rejected, closed', 'request_status rejected (answers 1)', 'closes the request',
    ]);
  });

  test('waits while answers are missing, and closes when an answer is not valid', async () => {
    const answer = { idp_id: 'idp1', status: 'accept', valid_ial: true, valid_signature: true };
    await deliver('/rp/rp1/request', status('r1', { min_idp: 2, response_list: [{ ...answer, status: 'reject' }] }));
    await deliver('/rp/rp1/request', status('r1', { response_list: [answer] }));
    expect(rp.posted('/rp/request_close')).toEqual([]);
    await deliver('/rp/rp1/request', status('r1', { response_list: [{ ...answer, valid_signature: false }] }));
    expect(rp.posted('/rp/request_close')).toHaveLength(1);
  });

  test('names the banks where the request must, asks for the services that are wished, and passes a refusal on', async () => {
    await demo({ person: 'on-the-fly', services: [] });
    expect(rp.calls[0]!.body).toMatchObject({ idp_id_list: ['idp1'], bypass_identity_check: true, data_request_list: [] });
    await demo({ person: 'accepts', mode: 1 });
    expect(rp.calls[1]!.body).toMatchObject({ mode: 1, idp_id_list: ['idp1'] });
    expect(rp.calls[1]!.body).not.toHaveProperty('bypass_identity_check');
    rp.script = () => refusal(20005);
    const refused = await demo({ person: 'not-enrolled' });
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ error: { code: 20005 } });
    expect((await demo({ person: 'nobody' })).status).toBe(400);
    expect((await fetch(`${sandbox.url}/demo/requests/unknown`)).status).toBe(404);
  });
});

test('a callback for a member that is not here, and what is no callback, are refused', async () => {
  expect((await deliver('/idp/idp9/incoming_request', incoming('accepts'))).status).toBe(404);
  expect((await deliver('/idp/idp1/incoming_request', incoming('accepts', { request_id: undefined }))).status).toBe(400);
  expect(idp.calls).toEqual([]);
});
