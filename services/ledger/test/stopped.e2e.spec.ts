import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { publicPem } from '@trine/crypto';
import { consentSignature, newCitizenId, registerPerson, startTestScheme, until, type ReceivedCallback, type TestPerson, type TestScheme } from '@trine/testkit';

/*
 * While the operator has stopped the ledger, gateways keep what the contract says they keep, also through a kill, and refuse
 * the rest at once (contract: callbacks.md 4).
 */

const SERVICE = 'bank_statement';
const STOPPED = { success: false, error: { code: 15028 } };

let scheme: TestScheme;
let person: TestPerson;

beforeAll(async () => {
  scheme = await startTestScheme({
    name: 'stopped',
    nodes: [
      { node_id: 'ndid1', role: 'ndid' },
      { node_id: 'rp1', role: 'rp' },
      { node_id: 'idp1', role: 'idp' },
      { node_id: 'idp2', role: 'idp' },
      { node_id: 'as1', role: 'as' },
    ],
  });
  const url = scheme.backEnd('as1').url('/data');
  expect(await call('as1', `/as/service/${SERVICE}`, 'offer', { min_ial: 1.1, min_aal: 1, url, supported_namespace_list: ['citizen_id'] })).toBeDefined();
  expect(await told('as1', 'add_or_update_service_result', 'offer')).toMatchObject({ success: true });
  person = await registerPerson(scheme, 'idp1', 3);
}, 240_000);
afterAll(() => scheme?.stop(), 60_000);

/** An asynchronous call that must be accepted. */
async function call(node: string, path: string, reference_id: string, body: object): Promise<{ request_id?: string }> {
  const reply = await scheme.api(node).post(path, { reference_id, callback_url: scheme.backEnd(node).url('/result'), ...body });
  expect(reply).toMatchObject({ status: 202 });
  return reply.body ?? {};
}

const told = async (node: string, type: string, reference_id: string): Promise<ReceivedCallback['body']> =>
  (await scheme.backEnd(node).callback(type, { reference_id })).body;

const ask = async (reference_id: string, services: string[] = []): Promise<string> =>
  String((await call('rp1', `/rp/requests/citizen_id/${person.identifier}`, reference_id, {
    mode: 3, bypass_identity_check: false, min_idp: 1, min_ial: 1.1, min_aal: 1, request_timeout: 3600, request_message: 'Please confirm', idp_id_list: ['idp1'],
    data_request_list: services.map((service_id) => ({ service_id, min_as: 1 })),
  })).request_id);

async function accept(request_id: string, reference_id: string): Promise<void> {
  const incoming = await scheme.backEnd('idp1').callback('incoming_request', { request_id });
  await call('idp1', '/idp/response', reference_id, {
    request_id, ial: person.ial, aal: 3, status: 'accept', accessor_id: person.accessor_id, signature: consentSignature(person, incoming),
  });
}

const register = (identifier: string, reference_id: string): Promise<unknown> =>
  call('idp2', '/identity', reference_id, {
    identity_list: [{ namespace: 'citizen_id', identifier }], mode: 3, accessor_type: 'RSA', ial: 2.3, request_message: 'Join?',
    accessor_public_key: publicPem(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey),
  });

const stopLedger = async (block_height: number): Promise<void> => {
  expect((await scheme.api('ndid1').post('/ndid/set_last_block', { block_height })).status).toBe(204);
};

/** Commands of the gateway that have no outcome. */
const kept = async (node: string): Promise<number> => (await scheme.api(node).get('/num_expected_txs')).body?.n_expected_txs;

test('answers and identity operations wait for the ledger, everything else is refused at once', async () => {
  const answered = await ask('answered');
  await scheme.backEnd('idp1').callback('incoming_request', { request_id: answered });
  const withData = await ask('with-data', [SERVICE]);
  await accept(withData, 'before');
  await scheme.backEnd('as1').callback('data_request', { request_id: withData });
  await stopLedger(0);

  await accept(answered, 'answer');
  await register(newCitizenId(), 'new-person');
  await register(person.identifier, 'join');

  const refusedCalls = [
    ['rp1', 'create_request_result', 'too-late', () => ask('too-late')],
    ['rp1', 'close_request_result', 'close', () => call('rp1', '/rp/request_close', 'close', { request_id: answered })],
    ['as1', 'response_result', 'data', () => call('as1', `/as/data/${withData}/${SERVICE}`, 'data', { data: 'd' })],
    ['rp1', 'create_message_result', 'note', () => call('rp1', '/rp/messages', 'note', { message: 'm', purpose: 'p' })],
    ['idp1', 'update_ial_result', 'ial', () => call('idp1', `/identity/citizen_id/${person.identifier}/ial`, 'ial', { ial: 2.2 })],
  ] as const;
  for (const [node, type, reference_id, act] of refusedCalls) {
    await act();
    expect(await told(node, type, reference_id)).toMatchObject(STOPPED);
  }

  // The ledger decides in order, so by now it has refused these too; a killed gateway has them still.
  await scheme.running.nodes['idp1']!.kill('SIGKILL');
  await scheme.running.nodes['idp1']!.restart();
  await until('the answer is kept', async () => (await kept('idp1')) === 1);
  expect(await kept('idp2')).toBe(2);
  expect(['answer', 'new-person', 'join'].flatMap((reference_id) => ['idp1', 'idp2'].flatMap((node) => scheme.backEnd(node).received.filter(({ body }) => body.reference_id === reference_id)))).toEqual([]);

  await stopLedger(-1);
  expect(await told('idp1', 'response_result', 'answer')).toMatchObject({ success: true, request_id: answered });
  await scheme.backEnd('rp1').waitFor(({ body }) => body.request_id === answered && body['closed'] === true && body['status'] === 'completed');
  expect(await told('idp2', 'create_identity_result', 'new-person')).toMatchObject({ success: true });
  const consent = await told('idp2', 'create_identity_request_result', 'join');
  expect(consent).toMatchObject({ success: true, exist: true });
  await accept(String(consent.request_id), 'join-consent');
  expect(await told('idp2', 'create_identity_result', 'join')).toMatchObject({ success: true });

  await call('as1', `/as/data/${withData}/${SERVICE}`, 'data-again', { data: 'd' });
  expect(await told('as1', 'response_result', 'data-again')).toMatchObject({ success: true });
  await scheme.backEnd('rp1').waitFor(({ body }) => body.request_id === withData && body['closed'] === true);
}, 240_000);
