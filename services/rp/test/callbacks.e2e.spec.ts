import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { consentSignature, persistently, registerPerson, startTestScheme, until, type TestPerson, type TestScheme } from '@trine/testkit';

const SIGNING_KEY = Buffer.alloc(32, 'k');

let scheme: TestScheme;
let person: TestPerson;

beforeAll(async () => {
  scheme = await startTestScheme({
    name: 'callbacks',
    env: { CALLBACK_SIGNING_SECRET: `whsec_${SIGNING_KEY.toString('base64')}` },
    nodes: [
      { node_id: 'ndid1', role: 'ndid' },
      { node_id: 'rp1', role: 'rp' },
      { node_id: 'idp1', role: 'idp' },
      { node_id: 'as1', role: 'as' },
    ],
  });
  const as = scheme.backEnd('as1');
  const offer = { reference_id: 'offer', callback_url: as.url('/result'), min_ial: 1.1, min_aal: 1, url: as.url('/data'), supported_namespace_list: ['citizen_id'] };
  expect(await scheme.api('as1').post('/as/service/bank_statement', offer)).toMatchObject({ status: 202 });
  await as.callback('add_or_update_service_result', { reference_id: 'offer' });
  person = await registerPerson(scheme, 'idp1', 2);
}, 240_000);
afterAll(() => scheme?.stop(), 60_000);

beforeEach(() => {
  for (const node of ['rp1', 'idp1', 'as1']) scheme.backEnd(node).reply = () => undefined;
});

let serial = 0;
async function ask(changes: Record<string, unknown> = {}): Promise<string> {
  serial += 1;
  const body = {
    reference_id: `ask-${serial}`, callback_url: scheme.backEnd('rp1').url('/request'), mode: 2, bypass_identity_check: false, min_idp: 1, min_ial: 1.1, min_aal: 1,
    request_timeout: 3600, request_message: `Please confirm ${serial}`, idp_id_list: [], data_request_list: [{ service_id: 'bank_statement', min_as: 1 }], ...changes,
  };
  const reply = await persistently(() => scheme.api('rp1').post(`/rp/requests/${person.namespace}/${person.identifier}`, body));
  expect(reply).toMatchObject({ status: 202 });
  return String(reply.body.request_id);
}

async function accept(requestId: string): Promise<void> {
  const incoming = await scheme.backEnd('idp1').callback('incoming_request', { request_id: requestId });
  const answer = {
    reference_id: `answer-${requestId}`, callback_url: scheme.backEnd('idp1').url('/result'), request_id: requestId, ial: person.ial, aal: 3, status: 'accept',
    accessor_id: person.accessor_id, signature: consentSignature(person, incoming),
  };
  expect(await persistently(() => scheme.api('idp1').post('/idp/response', answer))).toMatchObject({ status: 202 });
}

async function sendData(requestId: string): Promise<void> {
  await scheme.backEnd('as1').callback('data_request', { request_id: requestId });
  const data = { reference_id: `data-${requestId}`, callback_url: scheme.backEnd('as1').url('/result'), data: 'd' };
  expect(await persistently(() => scheme.api('as1').post(`/as/data/${requestId}/bank_statement`, data))).toMatchObject({ status: 202 });
}

const requestAt = async (node: string, requestId: string) => (await persistently(() => scheme.api(node).get(`/utility/requests/${requestId}`))).body;
const statuses = (node: string, requestId: string) => scheme.backEnd(node).all('request_status', { request_id: requestId }).map(({ body }) => body);
const heightOf = (body: Record<string, unknown>): number => Number(String(body['block_height']).split(':').at(-1));
const isOver = (body: Record<string, unknown>): boolean => body['closed'] === true || body['timed_out'] === true;
const hearsTheEnd = (node: string, requestId: string) =>
  scheme.backEnd(node).waitFor(({ body }) => body.type === 'request_status' && body.request_id === requestId && isOver(body), `the end of ${requestId}`);

/** What the RP is told of a flow with data, in ledger order: recorded, consented, answered, acknowledged, closed. */
const STAGES = [
  { status: 'pending', closed: false },
  { status: 'confirmed', closed: false },
  { data_request_list: [{ response_list: [{ signed: true, received_data: false }] }], closed: false },
  { status: 'completed', data_request_list: [{ response_list: [{ signed: true, received_data: true }] }], closed: false },
  { status: 'completed', closed: true },
];

function expectAllStages(requestId: string): void {
  const byHeight = new Map(statuses('rp1', requestId).map((body) => [heightOf(body), body]));
  const inOrder = [...byHeight].sort(([a], [b]) => a - b).map(([, body]) => body);
  expect(inOrder).toMatchObject(STAGES);
}

describe('a back end that is away', () => {
  test('an RP gets every result and every status once it is back', async () => {
    await scheme.backEnd('rp1').stop();
    const requestId = await ask();
    await accept(requestId);
    await sendData(requestId);
    // The flow does not wait for the back end.
    await until('closed', async () => (await requestAt('idp1', requestId)).closed === true);
    expect(scheme.backEnd('rp1').all('create_request_result', { request_id: requestId })).toEqual([]);
    await scheme.backEnd('rp1').start();
    await hearsTheEnd('rp1', requestId);
    await until('all statuses', () => new Set(statuses('rp1', requestId).map(heightOf)).size === STAGES.length);
    expectAllStages(requestId);
    expect((await scheme.backEnd('rp1').callback('create_request_result', { request_id: requestId })).body).toMatchObject({ success: true });
  }, 240_000);

  test('also when the gateway was killed in the meantime', async () => {
    await scheme.backEnd('rp1').stop();
    const requestId = await ask();
    await accept(requestId);
    await sendData(requestId);
    await until('closed', async () => (await requestAt('idp1', requestId)).closed === true);
    await scheme.running.nodes['rp1']!.kill('SIGKILL');
    await scheme.backEnd('rp1').start();
    await scheme.running.nodes['rp1']!.restart();
    await hearsTheEnd('rp1', requestId);
    await until('all statuses', () => new Set(statuses('rp1', requestId).map(heightOf)).size === STAGES.length);
    expectAllStages(requestId);
    expect((await scheme.backEnd('rp1').callback('create_request_result', { request_id: requestId })).body).toMatchObject({ success: true });
  }, 240_000);

  test('an IdP gets its incoming_request, an AS its data_request', async () => {
    await scheme.backEnd('idp1').stop();
    await scheme.backEnd('as1').stop();
    const requestId = await ask();
    await scheme.backEnd('rp1').callback('create_request_result', { request_id: requestId });
    await scheme.backEnd('idp1').start();
    await accept(requestId);
    await scheme.backEnd('rp1').waitFor(({ body }) => body.request_id === requestId && body['status'] === 'confirmed');
    await scheme.running.nodes['as1']!.kill('SIGKILL');
    await scheme.running.nodes['as1']!.restart();
    await scheme.backEnd('as1').start();
    await sendData(requestId);
    for (const node of ['rp1', 'idp1', 'as1']) await hearsTheEnd(node, requestId);
  }, 240_000);

  test('one that takes connections but does not reply holds up its own request only', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const stuck: string[] = [];
    scheme.backEnd('rp1').reply = async ({ body }) => {
      if (stuck.includes(String(body.request_id))) await held;
      return undefined;
    };
    for (let i = 0; i < 10; i += 1) stuck.push(await ask());
    const requestId = await ask();
    await accept(requestId);
    await sendData(requestId);
    await hearsTheEnd('rp1', requestId);
    release();
    for (const id of stuck) await scheme.backEnd('rp1').callback('request_status', { request_id: id });
  }, 240_000);
});

describe('headers', () => {
  test('every callback of a flow has an id of its own and a signature that its member can verify', async () => {
    const requestId = await ask();
    await accept(requestId);
    await sendData(requestId);
    for (const node of ['rp1', 'idp1', 'as1']) {
      await hearsTheEnd(node, requestId);
      const received = scheme.backEnd(node).received.filter(({ body }) => body.request_id === requestId);
      expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(received.length);
      for (const { headers, text } of received) {
        const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${text}`;
        expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', SIGNING_KEY).update(signed).digest('base64')}`);
      }
    }
  }, 180_000);
});

describe('replies', () => {
  test.each([400, 404, 500, 503])('%i counts as delivered', async (status) => {
    scheme.backEnd('rp1').reply = () => ({ status, body: 'no' });
    const requestId = await ask();
    await accept(requestId);
    await sendData(requestId);
    await hearsTheEnd('rp1', requestId);
    scheme.backEnd('rp1').reply = () => undefined;
    // A later flow shows that nothing of the first is under way any more.
    const later = await ask();
    await accept(later);
    await sendData(later);
    await hearsTheEnd('rp1', later);
    expect(statuses('rp1', requestId)).toMatchObject(STAGES);
    expect(scheme.backEnd('rp1').all('create_request_result', { request_id: requestId })).toHaveLength(1);
  }, 180_000);

  test('while all is well, each callback comes once, in ledger order', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => ask()));
    await Promise.all(ids.map(async (id) => {
      await accept(id);
      await sendData(id);
      for (const node of ['rp1', 'idp1', 'as1']) await hearsTheEnd(node, id);
    }));
    for (const id of ids) {
      expect(statuses('rp1', id)).toMatchObject(STAGES);
      for (const node of ['rp1', 'idp1', 'as1']) {
        const heights = statuses(node, id).map(heightOf);
        expect(heights).toEqual([...heights].sort((a, b) => a - b));
        expect(statuses(node, id).filter(isOver)).toHaveLength(1);
      }
    }
  }, 240_000);
});

describe('time-outs', () => {
  /** After the due time, a gateway that is there has ended it; otherwise the ledger does, two seconds later. */
  const LATE_MS_MAX = 10_000;

  test('the ledger ends a request whose requester is dead, and the requester hears of it when it is back', async () => {
    const requestId = await ask({ request_timeout: 3 });
    await scheme.backEnd('rp1').callback('create_request_result', { request_id: requestId });
    await scheme.running.nodes['rp1']!.kill('SIGKILL');
    await scheme.backEnd('idp1').callback('incoming_request', { request_id: requestId });
    const due = Date.now() + 3_000;
    const end = await until('timed out', async () => {
      const request = await requestAt('idp1', requestId);
      return isOver(request) && request;
    });
    expect(Date.now() - due).toBeLessThan(LATE_MS_MAX);
    expect(end).toMatchObject({ timed_out: true, closed: false, status: 'pending' });
    await hearsTheEnd('idp1', requestId);
    expect(statuses('rp1', requestId).filter(isOver)).toEqual([]);
    await scheme.running.nodes['rp1']!.restart();
    expect((await hearsTheEnd('rp1', requestId)).body).toMatchObject({ timed_out: true, closed: false });
  }, 240_000);

  test('and one whose time is over while the ledger itself is dead', async () => {
    const requestId = await ask({ request_timeout: 1 });
    await scheme.backEnd('idp1').callback('incoming_request', { request_id: requestId });
    const { ledger, nodes } = scheme.running;
    await Promise.all([nodes['rp1']!.kill('SIGKILL'), ledger.kill('SIGKILL')]);
    await ledger.restart();
    await until('timed out', async () => (await requestAt('idp1', requestId))?.timed_out === true);
    await nodes['rp1']!.restart();
    expect((await hearsTheEnd('rp1', requestId)).body).toMatchObject({ timed_out: true });
    expect(statuses('idp1', requestId).filter(isOver)).toHaveLength(1);
  }, 240_000);

  test('an answer in time stands, one after it is refused', async () => {
    const requestId = await ask({ request_timeout: 2 });
    await accept(requestId);
    await hearsTheEnd('rp1', requestId);
    expect(await requestAt('as1', requestId)).toMatchObject({ timed_out: true, status: 'confirmed', response_list: [{ idp_id: 'idp1', valid_ial: true, valid_signature: true }] });
    const late = await scheme.api('as1').post(`/as/data/${requestId}/bank_statement`, { reference_id: 'late', callback_url: scheme.backEnd('as1').url('/result'), data: 'd' });
    expect(late).toMatchObject({ status: 400, body: { error: { code: 20026 } } });
  }, 180_000);
});
