import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { kafkaBus } from '@trine/bus';
import { publicPem } from '@trine/crypto';
import { topicsOf } from '@trine/protocol';
import { createLogger } from '@trine/telemetry';
import { Api, consentSignature, newCitizenId, registerPerson, startTestScheme, until, type ApiReply, type BackEnd, type ReceivedCallback, type TestPerson, type TestScheme } from '@trine/testkit';

/*
 * One gateway acts for an RP, an IdP and an AS, on real Kafka and PostgreSQL. At stake: that each of them can do all that it
 * could with a gateway of its own, and that nobody else can act, or be told, in its name.
 */

jest.setTimeout(120_000);

/** Calls the proxy in the name of a node behind it, as that node's back end does. */
class ActingApi extends Api {
  constructor(url: string, private readonly nodeId: string) {
    super(url);
  }

  override get(path: string): Promise<ApiReply> {
    return super.get(`${path}${path.includes('?') ? '&' : '?'}node_id=${encodeURIComponent(this.nodeId)}`);
  }

  override post(path: string, body: object = {}): Promise<ApiReply> {
    return super.post(path, { node_id: this.nodeId, ...body });
  }
}

const BEHIND = ['rp1', 'idp1', 'as1', 'idp8', 'idp9'];
let scheme: TestScheme;
let proxy: Api;
let person: TestPerson;

/** Members as they see it: those behind the proxy share its back end. */
const api = (nodeId: string): Api => (BEHIND.includes(nodeId) ? new ActingApi(proxy.url, nodeId) : scheme.api(nodeId));
const backEnd = (nodeId: string): BackEnd => scheme.backEnd(BEHIND.includes(nodeId) ? 'proxy1' : nodeId);
const keyDirs = (proxyId: string) => ['signing', 'encryption'].map((use) => join(scheme.running.scheme.data_dir, 'proxied-keys', proxyId, use)) as [string, string];
/** Gives a proxy the keys of a node that the scheme describes. */
function giveKeys(nodeId: string, proxyId: string): void {
  const [signingDir, encryptionDir] = keyDirs(proxyId);
  const { signing, master, encryption } = scheme.running.keys[nodeId]!;
  symlinkSync(signing.path, join(signingDir, nodeId));
  symlinkSync(master.path, join(signingDir, `${nodeId}_master`));
  symlinkSync(encryption.path, join(encryptionDir, nodeId));
}
const operate = async (call: string, body: object): Promise<void> => {
  const reply = await scheme.api('ndid1').post(`/ndid/${call}`, body);
  expect({ call, ok: reply.status < 300, body: reply.status < 300 ? undefined : reply.body }).toEqual({ call, ok: true, body: undefined });
};

beforeAll(async () => {
  scheme = await startTestScheme({
    name: 'proxy',
    nodes: [
      { node_id: 'ndid1', role: 'ndid' },
      { node_id: 'proxy1', role: 'proxy' },
      { node_id: 'rp1', role: 'rp', proxy_node_id: 'proxy1' },
      { node_id: 'idp1', role: 'idp', proxy_node_id: 'proxy1' },
      { node_id: 'as1', role: 'as', proxy_node_id: 'proxy1' },
      { node_id: 'idp9', role: 'idp', proxy_node_id: 'proxy1', proxy_config: 'KEY_ON_NODE' },
      { node_id: 'rp2', role: 'rp' },
      { node_id: 'proxy2', role: 'proxy' },
    ],
  });
  proxy = scheme.api('proxy1');
  expect(await proxy.post('/proxy/callback', { error_url: scheme.backEnd('proxy1').url('/proxy-error') })).toMatchObject({ status: 204 });
}, 180_000);

afterAll(() => scheme.stop(), 60_000);

let serial = 0;
async function ask(rp: string, idp: string, body: object, { namespace, identifier }: { namespace: string; identifier: string }): Promise<string> {
  serial += 1;
  const reference_id = `ask-${serial}`;
  const reply = await api(rp).post(`/rp/requests/${namespace}/${identifier}`, {
    reference_id, callback_url: backEnd(rp).url('/request'), mode: 1, bypass_identity_check: false, min_idp: 1, min_ial: 1.1, min_aal: 1, request_timeout: 3600,
    request_message: `Please confirm ${reference_id}`, idp_id_list: [idp], data_request_list: [], ...body,
  });
  expect(reply).toMatchObject({ status: 202 });
  return String(reply.body.request_id);
}

const told = (nodeId: string, type: string, request_id: string, more: object = {}): Promise<ReceivedCallback> =>
  backEnd(nodeId).callback(type, { node_id: nodeId, request_id, ...more });

async function answer(idp: string, request_id: string, more: (incoming: ReceivedCallback) => object): Promise<void> {
  const incoming = await told(idp, 'incoming_request', request_id);
  const reply = await api(idp).post('/idp/response', {
    reference_id: `answer-${request_id}`, callback_url: backEnd(idp).url('/result'), request_id, ial: 2.3, aal: 3, status: 'accept', ...more(incoming),
  });
  expect(reply).toMatchObject({ status: 202 });
  expect((await told(idp, 'response_result', request_id)).body).toMatchObject({ success: true });
}

/** A whole request without data, from asking to being told that it is closed. */
async function flow(rp: string, idp: string): Promise<void> {
  const request_id = await ask(rp, idp, {}, { namespace: 'citizen_id', identifier: newCitizenId() });
  await answer(idp, request_id, () => ({ signature: 'consent given on paper' }));
  await told(rp, 'request_status', request_id, { status: 'completed', closed: true });
  await told(idp, 'request_status', request_id, { status: 'completed', closed: true });
}

test('an RP and an IdP behind the same proxy ask and answer each other', async () => {
  await flow('rp1', 'idp1');
});

test('consent and data go through RP, IdP and AS behind one proxy, and every callback names its node', async () => {
  const as = backEnd('as1');
  const offer = { reference_id: 'offer', callback_url: as.url('/result'), min_ial: 1.1, min_aal: 1, url: as.url('/data'), supported_namespace_list: ['citizen_id'] };
  expect(await api('as1').post('/as/service/bank_statement', offer)).toMatchObject({ status: 202 });
  expect((await as.callback('add_or_update_service_result', { node_id: 'as1' })).body).toMatchObject({ success: true });
  person = await registerPerson({ ...scheme, api, backEnd }, 'idp1', 2);

  const request_id = await ask('rp1', 'idp1', { mode: 2, data_request_list: [{ service_id: 'bank_statement', min_as: 1, as_id_list: ['as1'] }] }, person);
  await answer('idp1', request_id, (incoming) => ({ ial: person.ial, accessor_id: person.accessor_id, signature: consentSignature(person, incoming) }));
  expect((await told('as1', 'data_request', request_id)).body).toMatchObject({ service_id: 'bank_statement', identifier: person.identifier, requester_node_id: 'rp1' });
  const sent = await api('as1').post(`/as/data/${request_id}/bank_statement`, { reference_id: 'data', callback_url: as.url('/result'), data: '{"balance":1}' });
  expect(sent).toMatchObject({ status: 202 });
  expect((await told('as1', 'response_result', request_id)).body).toMatchObject({ success: true });
  for (const node of ['rp1', 'idp1', 'as1']) await told(node, 'request_status', request_id, { status: 'completed', closed: true });

  expect((await api('rp1').get(`/rp/request_data/${request_id}`)).body).toMatchObject([{ source_node_id: 'as1', service_id: 'bank_statement', data: '{"balance":1}' }]);
  // Data and private messages are the node's, not the proxy's.
  expect((await api('idp1').get(`/rp/request_data/${request_id}`)).body).not.toMatchObject([{ data: '{"balance":1}' }]);
  const messages = async (node: string): Promise<string[]> => (await api(node).get(`/utility/private_messages/${request_id}`)).body.map(({ direction, message }: { direction: string; message: { type: string } }) => `${direction} ${message.type}`).sort();
  expect(await messages('idp1')).toEqual(['inbound consent_request', 'outbound idp_response']);
  expect(await messages('as1')).toEqual(['inbound data_request', 'outbound as_response']);

  const kinds = backEnd('proxy1').received.filter(({ body }) => body.request_id === request_id).map(({ body }) => `${String(body.node_id)} ${String(body.type)}`);
  expect([...new Set(kinds)].sort()).toEqual([
    'as1 data_request', 'as1 request_status', 'as1 response_result', 'idp1 incoming_request', 'idp1 request_status', 'idp1 response_result', 'rp1 create_request_result', 'rp1 request_status',
  ]);
});

test('an RP with a gateway of its own asks an IdP behind the proxy', async () => {
  await flow('rp2', 'idp1');
});

test.each([
  ['no node', undefined, 20057],
  ['a node that does not exist', 'nobody', 20057],
  ['a node that is not behind this proxy', 'rp2', 20057],
  ['the proxy itself', 'proxy1', 20057],
  ['a node whose keys are not on the proxy', 'idp9', 10034],
])('a call that names %s is refused', async (_what, node_id, code) => {
  const calls = [
    proxy.post('/identity/citizen_id/1/ial', { ...(node_id !== undefined && { node_id }), reference_id: 'r', callback_url: 'http://127.0.0.1/', ial: 2.3 }),
    proxy.get(`/identity/citizen_id/1/ial${node_id === undefined ? '' : `?node_id=${node_id}`}`),
  ];
  for (const reply of await Promise.all(calls)) expect(reply).toMatchObject({ status: code === 20057 ? 400 : 500, body: { error: { code } } });
});

test('calls that act for nobody need no node', async () => {
  for (const path of ['/utility/idp', '/idp/callback', '/info', '/utility/nodes/idp1']) expect(await proxy.get(path)).toMatchObject({ status: 200 });
  expect((await proxy.get('/utility/nodes/idp1')).body).toMatchObject({ proxy: { node_id: 'proxy1', config: 'KEY_ON_PROXY' } });
  expect((await proxy.post('/ndid/set_node_token', {})).status).toBe(404);
});

test('a node added at run time is acted for at once, and no longer when it is removed', async () => {
  const keys = { idp8: generateKeyPairSync('ed25519').privateKey, idp8_master: generateKeyPairSync('ed25519').privateKey, enc: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey };
  const write = (file: string, key: KeyObject): void => writeFileSync(file, key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' }));
  const [signing, encryption] = keyDirs('proxy1');
  for (const [file, key] of [[join(signing, 'idp8'), keys.idp8], [join(signing, 'idp8_master'), keys.idp8_master], [join(encryption, 'idp8'), keys.enc]] as const) {
    write(file, key);
    writeFileSync(`${file}_passphrase`, 'secret\n');
  }
  await operate('register_node', {
    node_id: 'idp8', node_name: 'IdP 8', role: 'idp', max_ial: 3, max_aal: 3,
    signing_public_key: publicPem(keys.idp8), signing_key_algorithm: 'Ed25519', signing_algorithm: 'Ed25519',
    signing_master_public_key: publicPem(keys.idp8_master), signing_master_key_algorithm: 'Ed25519', signing_master_algorithm: 'Ed25519',
    encryption_public_key: publicPem(keys.enc), encryption_key_algorithm: 'RSA', encryption_algorithm: 'RSAES_OAEP_SHA_256',
  });
  await operate('set_node_token', { node_id: 'idp8', amount: 1000 });
  await operate('add_node_to_proxy_node', { node_id: 'idp8', proxy_node_id: 'proxy1', config: 'KEY_ON_PROXY' });
  const registered = await registerPerson({ ...scheme, api, backEnd }, 'idp8', 2);
  await flow('rp1', 'idp8');

  await operate('remove_node_from_proxy_node', { node_id: 'idp8' });
  const asked = (): Promise<ApiReply> => api('idp8').get(`/identity/citizen_id/${registered.identifier}/ial`);
  await until('the proxy gives up idp8', async () => (await asked()).body?.error?.code === 20057);
  await flow('rp1', 'idp1');

  await operate('add_node_to_proxy_node', { node_id: 'idp8', proxy_node_id: 'proxy1', config: 'KEY_ON_PROXY' });
  expect(await asked()).toMatchObject({ status: 200, body: { ial: registered.ial } });
  await flow('rp2', 'idp8');
});

test('a node whose keys come onto the proxy can be acted for without a restart', async () => {
  giveKeys('idp9', 'proxy1');
  await operate('update_node_proxy_node', { node_id: 'idp9', proxy_node_id: 'proxy1', config: 'KEY_ON_PROXY' });
  await flow('rp2', 'idp9');
  expect(await proxy.get('/reinit_node_keys')).toMatchObject({ status: 204 });
  await flow('rp1', 'idp9');
});

test('a node behind the proxy replaces its signing key and goes on with the new one', async () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const reply = await api('rp1').post('/node/update', {
    reference_id: 'new-key', callback_url: backEnd('rp1').url('/result'), signing_public_key: publicPem(privateKey), signing_key_algorithm: 'Ed25519', signing_algorithm: 'Ed25519',
    check_string: 'check', signed_check_string: sign(null, Buffer.from('check'), privateKey).toString('base64'),
  });
  expect(reply).toMatchObject({ status: 202 });
  expect((await backEnd('rp1').callback('update_node_result', { reference_id: 'new-key' })).body).toMatchObject({ node_id: 'rp1', success: true });
  writeFileSync(scheme.running.keys['rp1']!.signing.path, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  expect(await proxy.get('/reinit_node_keys')).toMatchObject({ status: 204 });
  await flow('rp1', 'idp1');
});

test('a letter that cannot be opened is told to the proxy, with the node that it was sent to', async () => {
  const prefix = scheme.running.scheme.chain_id;
  const bus = kafkaBus({ brokers: [...scheme.running.kafka.brokers], clientId: 'forger', logger: createLogger('forger') });
  await bus.connect();
  await bus.publish([{ topic: topicsOf(prefix).mail('as1'), key: 'forged', value: Buffer.from('no letter') }]);
  await bus.close();
  const { body, path } = await backEnd('as1').callback('error', { node_id: 'as1', action: 'onMessage' });
  expect({ path, body }).toMatchObject({ path: '/proxy-error', body: { error: { code: 10022 } } });
});

test('a proxy killed in the middle of requests of several nodes goes on with all of them', async () => {
  const whom = (): { namespace: string; identifier: string } => ({ namespace: 'citizen_id', identifier: newCitizenId() });
  const [outside, inside] = [await ask('rp2', 'idp1', {}, whom()), await ask('rp1', 'idp9', {}, whom())];
  await scheme.running.nodes['proxy1']!.kill('SIGKILL');
  await scheme.running.nodes['proxy1']!.restart();
  await until('the proxy takes calls', async () => (await api('idp9').post('/idp/response', {})).status === 400);
  await answer('idp1', outside, () => ({ signature: 'consent given on paper' }));
  await answer('idp9', inside, () => ({ signature: 'consent given on paper' }));
  await told('rp2', 'request_status', outside, { status: 'completed', closed: true });
  await told('rp1', 'request_status', inside, { status: 'completed', closed: true });
});

test('a node moved to another proxy goes on there with what is under way, and is not told again what has ended', async () => {
  await registerPerson({ ...scheme, api, backEnd }, 'idp8', 2, { identifier: person.identifier });
  await backEnd('idp1').callback('identity_modification_notification', { node_id: 'idp1', actor_node_id: 'idp8' });
  const request_id = await ask('rp2', 'idp1', {}, { namespace: 'citizen_id', identifier: newCitizenId() });
  await told('idp1', 'incoming_request', request_id);
  giveKeys('idp1', 'proxy2');
  await operate('update_node_proxy_node', { node_id: 'idp1', proxy_node_id: 'proxy2', config: 'KEY_ON_PROXY' });

  const moved = new ActingApi(scheme.api('proxy2').url, 'idp1');
  const answer = {
    reference_id: 'answer-moved', callback_url: scheme.backEnd('proxy2').url('/result'), request_id, ial: 2.3, aal: 3, status: 'accept', signature: 'consent given on paper',
  };
  expect((await scheme.backEnd('proxy2').callback('incoming_request', { request_id })).body).toMatchObject({ node_id: 'idp1' });
  expect(await moved.post('/idp/response', answer)).toMatchObject({ status: 202 });
  await told('rp2', 'request_status', request_id, { status: 'completed', closed: true });
  await scheme.backEnd('proxy2').callback('request_status', { node_id: 'idp1', request_id, closed: true });
  expect([...new Set(scheme.backEnd('proxy2').received.map(({ body }) => body.request_id))]).toEqual([request_id]);
  await until('the first proxy gives up idp1', async () => (await api('idp1').get('/identity/citizen_id/1/ial')).body?.error?.code === 20057);
});
