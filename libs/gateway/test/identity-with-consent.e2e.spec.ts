import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { publicPem } from '@trine/crypto';
import { consentSignature, newCitizenId, registerPerson, startTestScheme, type ReceivedCallback, type TestPerson, type TestScheme } from '@trine/testkit';

/*
 * Identity operations that need the person's consent, between two IdPs on a whole scheme (contract: flows.md 5.3).
 */

jest.setTimeout(120_000);

let scheme: TestScheme;
const IDPS = ['idp1', 'idp2'];

beforeAll(async () => {
  scheme = await startTestScheme({
    name: 'identity',
    nodes: [{ node_id: 'operator', role: 'ndid' }, { node_id: 'rp1', role: 'rp' }, ...IDPS.map((node_id) => ({ node_id, role: 'idp' })), { node_id: 'idp3', role: 'idp', tokens: 1 }],
  });
});
afterAll(() => scheme.stop());

const newKey = publicPem(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
const where = ({ namespace, identifier }: TestPerson): string => `/identity/${namespace}/${identifier}`;

/** Calls an operation that must be accepted; answers its body and how to wait for its callbacks. */
async function operate(idp: string, path: string, body: object) {
  const reference_id = randomUUID();
  const reply = await scheme.api(idp).post(path, { reference_id, callback_url: scheme.backEnd(idp).url('/result'), request_message: 'Please confirm', ...body });
  expect(reply).toMatchObject({ status: 202 });
  const told = async (type: string): Promise<ReceivedCallback['body']> => (await scheme.backEnd(idp).callback(type, { reference_id })).body;
  return { reference_id, request_id: reply.body?.request_id as string, body: reply.body, told };
}

async function answer(person: TestPerson, request_id: string, status: 'accept' | 'reject', idp = person.idp): Promise<void> {
  const incoming = await scheme.backEnd(idp).callback('incoming_request', { request_id });
  const reply = await scheme.api(idp).post('/idp/response', {
    reference_id: randomUUID(), callback_url: scheme.backEnd(idp).url('/result'), request_id, ial: person.ial, aal: 3, status,
    accessor_id: person.accessor_id, signature: consentSignature(person, incoming),
  });
  expect(reply.status).toBe(202);
}

const joining = (person: TestPerson, part: object = {}): object => ({
  identity_list: [{ namespace: person.namespace, identifier: person.identifier }], mode: 3, accessor_type: 'RSA', accessor_public_key: newKey, ial: 2.3, ...part,
});

test('a person joins another IdP with consent; the first one hears of it', async () => {
  const person = await registerPerson(scheme, 'idp1', 3);
  const { reference_id, request_id, body, told } = await operate('idp2', '/identity', joining(person));
  expect(body).toMatchObject({ exist: true, accessor_id: expect.any(String) });
  expect(await told('create_identity_request_result')).toMatchObject({ success: true, request_id, exist: true, accessor_id: body.accessor_id, creation_block_height: expect.stringContaining(':') });
  expect(await scheme.api('idp2').get(`/identity_request/request_references/${reference_id}`)).toMatchObject({ status: 200, body: { request_id, accessor_id: body.accessor_id } });
  await answer(person, request_id, 'accept');
  const result = await told('create_identity_result');
  expect(result).toEqual({ node_id: 'idp2', type: 'create_identity_result', success: true, reference_id, request_id, reference_group_code: expect.any(String) });
  expect(await scheme.backEnd('idp1').callback('identity_modification_notification', { reference_group_code: result['reference_group_code'], action: 'create_identity' })).toBeDefined();
  expect(await scheme.api('idp2').get(`/identity_request/request_references/${reference_id}`)).toEqual({ status: 404, body: undefined });
  expect(await scheme.api('rp1').get(`/utility/idp/citizen_id/${person.identifier}?mode=3`)).toMatchObject({ body: [{ node_id: 'idp1' }, { node_id: 'idp2', ial: 2.3, mode_list: [2, 3] }] });
});

test('the letters of a consent can be read on both sides', async () => {
  const person = await registerPerson(scheme, 'idp1', 3);
  const { request_id, told } = await operate('idp2', '/identity', joining(person));
  await answer(person, request_id, 'accept');
  await told('create_identity_result');
  const path = `/utility/private_messages/${request_id}?type=consent_request`;
  const message = { type: 'consent_request', request_id, request_message: 'Please confirm', rp_id: 'idp2', height: expect.any(Number) };
  const destination = { node_id: 'idp1', encryption_public_key: { version: 1 }, ip: expect.any(String), port: expect.any(Number) };
  expect(await scheme.api('idp2').get(path)).toMatchObject({ status: 200, body: [{ direction: 'outbound', message, destinations: [destination] }] });
  const signature = expect.stringMatching(/^[A-Za-z0-9+/]+={0,2}$/);
  expect(await scheme.api('idp1').get(path)).toMatchObject({ status: 200, body: [{ direction: 'inbound', message, source: { node_id: 'idp2' }, signature }] });
});

test('an IdP answers its own consent request: accessors, identifiers, association', async () => {
  const person = await registerPerson(scheme, 'idp1', 3);
  const steps: [path: string, body: object, result: string][] = [
    ['', { identity_list: [{ namespace: 'passport', identifier: newCitizenId() }] }, 'add_identity'],
    ['/accessors', { accessor_id: `b-${person.accessor_id}`, accessor_type: 'RSA', accessor_public_key: newKey }, 'add_accessor'],
    ['/accessor_revoke_and_add', { revoking_accessor_id: `b-${person.accessor_id}`, accessor_id: `c-${person.accessor_id}`, accessor_type: 'RSA', accessor_public_key: newKey }, 'revoke_and_add_accessor'],
    ['/accessor_revoke', { accessor_id: `c-${person.accessor_id}` }, 'revoke_accessor'],
    ['/association_revoke', {}, 'revoke_identity_association'],
  ];
  for (const [path, body, name] of steps) {
    const { request_id, reference_id, told } = await operate('idp1', `${where(person)}${path}`, body);
    expect(await told(`${name}_request_result`)).toMatchObject({ success: true, request_id });
    await answer(person, request_id, 'accept');
    expect(await told(`${name}_result`)).toEqual({ node_id: 'idp1', type: `${name}_result`, success: true, reference_id, request_id });
  }
  expect((await scheme.api('idp1').get(`${where(person)}/ial`)).status).toBe(404);
  expect((await scheme.api('idp1').get(where(person))).status).toBe(200);
});

test('an upgrade to mode 3 is asked in mode 2', async () => {
  const person = await registerPerson(scheme, 'idp1', 2);
  const { request_id, told } = await operate('idp1', `${where(person)}/mode`, {});
  expect((await scheme.backEnd('idp1').callback('incoming_request', { request_id })).body['mode']).toBe(2);
  await answer(person, request_id, 'accept');
  expect(await told('upgrade_identity_mode_result')).toMatchObject({ success: true, request_id });
});

test('a refusal and an error answer fail with 10016, and the id is free again', async () => {
  const person = await registerPerson(scheme, 'idp1', 3);
  const { reference_id, request_id, told } = await operate('idp2', '/identity', joining(person));
  await answer(person, request_id, 'reject');
  expect(await told('create_identity_result')).toEqual({
    node_id: 'idp2', type: 'create_identity_result', success: false, reference_id, request_id, error: { code: 10016, message: expect.any(String) },
  });
  const again = await operate('idp2', '/identity', joining(person, { reference_id }));
  await scheme.backEnd('idp1').callback('incoming_request', { request_id: again.request_id });
  const reply = await scheme.api('idp1').post('/idp/error_response', { reference_id: 'e', callback_url: scheme.backEnd('idp1').url('/result'), request_id: again.request_id, error_code: 30000 });
  expect(reply.status).toBe(202);
  expect((await scheme.backEnd('idp2').callback('create_identity_result', { request_id: again.request_id })).body).toMatchObject({ success: false, error: { code: 10016 } });
  expect((await scheme.api('idp2').get(`${where(person)}/ial`)).status).toBe(404);
});

test('closed by the IdP it fails with 20025', async () => {
  const person = await registerPerson(scheme, 'idp1', 3);
  const { request_id, told } = await operate('idp2', '/identity', joining(person));
  await told('create_identity_request_result');
  const reply = await scheme.api('idp2').post('/identity_request/request_close', { reference_id: 'close', callback_url: scheme.backEnd('idp2').url('/result'), request_id });
  expect(reply.status).toBe(202);
  expect((await scheme.backEnd('idp2').callback('close_request_result', { request_id })).body).toMatchObject({ success: true, reference_id: 'close' });
  expect(await told('create_identity_result')).toMatchObject({ success: false, request_id, error: { code: 20025 } });
});

test('nobody there to ask: accepted, then 20005; refused by the ledger: its code; the id is free both times', async () => {
  const person = await registerPerson(scheme, 'idp1', 3);
  // A text that no IdP takes as a data URL.
  const nobody = await operate('idp2', '/identity', joining(person, { request_message: 'data:text/x-unknown;base64,AAAA' }));
  expect(await nobody.told('create_identity_request_result')).toMatchObject({ success: false, request_id: nobody.request_id, error: { code: 20005 } });
  expect((await scheme.api('idp2').get(`/identity_request/request_references/${nobody.reference_id}`)).status).toBe(404);
  const poor = await operate('idp3', '/identity', joining(person));
  const refused = await poor.told('create_identity_request_result');
  expect(refused).toEqual({
    node_id: 'idp3', type: 'create_identity_request_result', success: false, reference_id: poor.reference_id, request_id: poor.request_id,
    accessor_id: poor.body.accessor_id, error: { code: 25007, message: expect.any(String) },
  });
  expect((await scheme.api('idp3').get(`/identity_request/request_references/${poor.reference_id}`)).status).toBe(404);
});

test('a consent request that waits survives a restart of the gateway', async () => {
  const person = await registerPerson(scheme, 'idp1', 3);
  const { request_id, told } = await operate('idp2', '/identity', joining(person));
  await told('create_identity_request_result');
  const gateway = scheme.running.nodes['idp2'];
  await gateway?.kill();
  await gateway?.restart();
  await answer(person, request_id, 'accept');
  expect(await told('create_identity_result')).toMatchObject({ success: true, request_id });
});

test('levels are declared and read', async () => {
  const person = await registerPerson(scheme, 'idp1', 2);
  for (const [level, value] of [['ial', 2.1], ['lial', true], ['laal', false]] as const) {
    const { told } = await operate('idp1', `${where(person)}/${level}`, { [level]: value });
    expect(await told(`update_${level}_result`)).toMatchObject({ success: true });
    expect((await scheme.api('idp1').get(`${where(person)}/${level}`)).body).toEqual({ [level]: value });
  }
  expect((await scheme.api('idp1').get(`${where(person)}/endorsement`)).status).toBe(501);
});
