import { createPublicKey, generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { publicKeyOf, publicPem, signBytes, verifyBytes } from '@trine/crypto';
import { automaticMembers, logLine, logLines, newKeys, ReferenceKms, registerPerson, startTestScheme, until, type Flow, type KmsKeys, type Members, type TestPerson, type TestScheme } from '@trine/testkit';

/*
 * Members that keep their private keys in a crypto service (contract: callbacks.md section 8). The gateways of this file are given
 * public keys only, so whatever is signed or opened here was signed or opened by the service.
 */

jest.setTimeout(60_000);

let dir: string;
/** Public halves as PEM files: all that a scheme needs to register the node. */
function publicFiles(name: string, keys: KmsKeys): { signing: string; master: string; encryption: string } {
  const file = (use: string, key: KeyObject): string => {
    const path = join(dir, `${name}_${use}.pem`);
    writeFileSync(path, publicPem(key));
    return path;
  };
  return { signing: file('signing', keys.sign[0]!), master: file('master', keys.master_sign[0]!), encryption: file('encryption', keys.decrypt[0]!) };
}

let idpKms: ReferenceKms;
let asKms: ReferenceKms;
let scheme: TestScheme;
let person: TestPerson;
let members: Members;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'trine-kms-'));
  [idpKms, asKms] = await Promise.all([new ReferenceKms(newKeys('rsa')).start(), new ReferenceKms(newKeys('ec')).start()]);
  scheme = await startTestScheme({
    name: 'external crypto',
    nodes: [
      { node_id: 'ndid1', role: 'ndid' },
      { node_id: 'rp1', role: 'rp' },
      { node_id: 'idp1', role: 'idp', external_crypto: true, keys: publicFiles('idp1', idpKms.keys), callbacks: { ...idpKms.urls }, signing_algorithm: 'RSASSA_PSS_SHA_256', encryption_algorithm: 'RSAES_OAEP_SHA_1' },
      { node_id: 'as1', role: 'as', external_crypto: true, keys: publicFiles('as1', asKms.keys), callbacks: { ...asKms.urls } },
    ],
  });
  const as = scheme.backEnd('as1');
  const offer = { reference_id: 'offer', callback_url: as.url('/result'), min_ial: 1.1, min_aal: 1, url: as.url('/data'), supported_namespace_list: ['citizen_id'] };
  expect((await scheme.api('as1').post('/as/service/bank_statement', offer)).status).toBe(202);
  expect((await as.callback('add_or_update_service_result', { reference_id: 'offer' })).body['success']).toBe(true);
  person = await registerPerson(scheme, 'idp1', 2);
  members = automaticMembers(scheme, [person], { rp: 'rp1', idp: 'idp1', as: 'as1', service_id: 'bank_statement', name: 'kms' });
}, 180_000);

afterAll(async () => {
  await scheme.stop();
  await Promise.all([idpKms.stop(), asKms.stop()]);
  rmSync(dir, { recursive: true, force: true });
}, 60_000);

afterEach(() => {
  asKms.fault = () => undefined;
});

/** At stake: a gateway without private keys does all that one with keys does, and asks for it as the contract says. */
test('a whole mode-2 flow with data is signed and opened by the crypto services', async () => {
  const flow = await members.begin();
  await members.end(flow);
  expect(members.refusals).toEqual([]);

  const [data] = (await scheme.api('rp1').get(`/rp/request_data/${flow.request_id}`)).body;
  expect(data).toMatchObject({ source_node_id: 'as1', signature_signing_algorithm: 'ECDSA_SHA_256', signature_signing_key_version: 1 });
  const key = publicKeyOf(publicPem(asKms.keys.sign[0]!));
  expect(await verifyBytes('ECDSA_SHA_256', key, Buffer.from(data.data + data.data_salt), Buffer.from(data.source_signature, 'base64'))).toBe(true);

  expect(asKms.asked('sign')).toContainEqual({
    node_id: 'as1', request_message: Buffer.from(data.data + data.data_salt).toString('base64'), request_message_hash: expect.stringMatching(/^[\w+/]{43}=$/), hash_algorithm: 'SHA256',
    key_algorithm: 'EC', signing_algorithm: 'ECDSA_SHA_256', key_version: 1,
  });
  expect(idpKms.asked('sign').at(-1)).toMatchObject({ node_id: 'idp1', key_algorithm: 'RSA', signing_algorithm: 'RSASSA_PSS_SHA_256', hash_algorithm: 'SHA256', key_version: 1 });
  expect(idpKms.asked('decrypt').at(-1)).toEqual({ node_id: 'idp1', encrypted_message: expect.any(String), key_algorithm: 'RSA', encryption_algorithm: 'RSAES_OAEP_SHA_1', key_version: 1 });
  expect((await scheme.api('idp1').post('/node/callback', idpKms.urls)).status).toBe(204);
  expect((await scheme.api('idp1').get('/num_pending_external_crypto_callbacks')).body).toEqual({ n_pending_external_crypto_callbacks: expect.any(Number) });
});

/** At stake: what a gateway has accepted is not lost by an outage of the crypto service, however long, nor by its own restart then. */
test('a crypto service that goes down in the middle of a flow delays it only', async () => {
  // The letter opens without it: the sender's content key is known from the flow before.
  await idpKms.stop();
  const flow = await members.begin();
  await logLine(scheme.running.nodes['idp1']!, { type: 'CreateIdpResponse', msg: 'a command was not published; it is repeated' });
  expect((await scheme.backEnd('idp1').callback('error', { action: 'externalCryptoService' })).body).toMatchObject({ node_id: 'idp1', error: { code: 10000, message: expect.stringContaining('sign_url cannot be reached') } });
  expect(members.told('rp1', 'request_status', flow.request_id).every((body) => body['status'] === 'pending')).toBe(true);

  await scheme.running.nodes['idp1']!.restart();
  await logLine(scheme.running.nodes['idp1']!, { msg: 'gateway is up' });
  await idpKms.start();
  await members.end(flow);
  expect(members.refusals).toEqual([]);
}, 180_000);

/** What a JWS signs, or the plain bytes where they are none. */
const asked = (body: Record<string, unknown>): string => {
  const text = Buffer.from(String(body['request_message']), 'base64').toString('utf8');
  return text.startsWith('ey') ? Buffer.from(text.split('.')[1] ?? '', 'base64url').toString('utf8') : text;
};
const otherKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const WRONG_REPLIES = [
  ['a signature by another key', { status: 200, text: JSON.stringify({ signature: sign('sha256', Buffer.from('other'), otherKey).toString('base64') }) }, 'sign_url replied a signature that the registered key, version 1, does not verify'],
  ['a status', { status: 500, text: '{}' }, 'sign_url replied with status 500'],
  ['no JSON', { status: 200, text: '<html>' }, 'sign_url replied something that is not JSON'],
  ['no signature', { status: 200, text: '{"sig":1}' }, 'sign_url replied without a signature in canonical base64'],
] as const;

/** Contract (callbacks.md section 8): any other reply than the described one makes the operation fail with 10000. */
describe('a crypto service that replies wrongly', () => {
  /** A flow whose data is asked for and not sent by itself. */
  async function flowWithoutData(): Promise<{ flow: Flow; send(reference_id: string): Promise<number>; result(reference_id: string): Promise<unknown> }> {
    const as1 = scheme.backEnd('as1');
    const automatic = as1.reply;
    as1.reply = (callback) => (callback.body.type === 'data_request' ? undefined : automatic(callback));
    const flow = await members.begin();
    await as1.callback('data_request', { request_id: flow.request_id });
    as1.reply = automatic;
    return {
      flow,
      send: async (reference_id) =>
        (await scheme.api('as1').post(`/as/data/${flow.request_id}/bank_statement`, { reference_id, callback_url: as1.url('/manual'), data: '{"by":"hand"}' })).status,
      result: async (reference_id) => (await as1.callback('response_result', { reference_id })).body,
    };
  }

  test.each(WRONG_REPLIES)('%s for data: they are accepted, the result says why they failed, and they are taken once the service is right again', async (_what, reply, message) => {
    const { flow, send, result } = await flowWithoutData();
    asKms.fault = ({ operation, body }) => (operation === 'sign' && asked(body).startsWith('{"by":"hand"}') ? reply : undefined);
    const [failing, right] = [randomUUID(), randomUUID()];
    expect(await send(failing)).toBe(202);
    expect(await result(failing)).toMatchObject({ success: false, request_id: flow.request_id, error: { code: 10000, message: expect.stringContaining(message) } });
    asKms.fault = () => undefined;
    expect(await send(right)).toBe(202);
    expect(await result(right)).toMatchObject({ success: true });
    await members.end(flow);
  });

  test.each(WRONG_REPLIES)('%s for a command: it fails, and what it would have changed is open again', async (_what, reply, message) => {
    const { flow, send, result } = await flowWithoutData();
    asKms.fault = ({ operation, body }) => (operation === 'sign' && asked(body).includes('"CreateAsResponse"') ? reply : undefined);
    const [failing, right] = [randomUUID(), randomUUID()];
    expect(await send(failing)).toBe(202);
    expect(await result(failing)).toMatchObject({ success: false, error: { code: 10000, message: expect.stringContaining(message) } });
    asKms.fault = () => undefined;
    expect(await send(right)).toBe(202);
    await members.end(flow);
  });

  test('master_sign: the change of keys fails with 10000 and leaves the registered ones', async () => {
    asKms.fault = ({ operation }) => (operation === 'master_sign' ? { status: 403, text: '{}' } : undefined);
    const as1 = scheme.backEnd('as1');
    const update = { reference_id: 'in vain', callback_url: as1.url('/result'), encryption_public_key: publicPem(newKeys('rsa').decrypt[0]!), encryption_key_algorithm: 'RSA', encryption_algorithm: 'RSAES_OAEP_SHA_256' };
    expect((await scheme.api('as1').post('/node/update', update)).status).toBe(202);
    expect((await as1.callback('update_node_result', { reference_id: 'in vain' })).body).toMatchObject({ success: false, error: { code: 10000, message: expect.stringContaining('master_sign_url replied with status 403') } });
    expect((await scheme.api('rp1').get('/utility/nodes/as1/public_keys')).body.encryption_public_key_list).toHaveLength(1);
  });

  /** At stake: data that were accepted while the service is away are not lost by that, nor by a restart. */
  test('one that is away: data are accepted, wait, and are delivered when it is back', async () => {
    const { flow, send, result } = await flowWithoutData();
    await asKms.stop();
    const reference = randomUUID();
    expect(await send(reference)).toBe(202);
    expect(await send(randomUUID())).toBe(400);
    await scheme.running.nodes['as1']!.restart();
    await asKms.start();
    expect(await result(reference)).toMatchObject({ success: true });
    await members.end(flow);
    expect(members.refusals).toEqual([]);
  }, 180_000);
});

/** At stake: a member must be able to replace all its keys at any time, with requests pending and letters under way. */
test('new keys in the middle of a flow: it ends, old letters open with the old version, and the history tells both', async () => {
  // So that the requester asks for idp1's keys now, and not again for half a minute.
  await scheme.running.nodes['rp1']!.restart();
  const idp1 = scheme.backEnd('idp1');
  const automatic = idp1.reply;
  idp1.reply = (callback) => (callback.body.type === 'incoming_request' ? undefined : automatic(callback));
  const pending = await members.begin();
  const incoming = await idp1.callback('incoming_request', { request_id: pending.request_id });

  const renewed = newKeys('ec');
  for (const operation of ['sign', 'master_sign', 'decrypt'] as const) idpKms.keys[operation].push(...renewed[operation]);
  const masterSigned = idpKms.asked('master_sign').length;
  const pem = (key: KeyObject): string => publicPem(createPublicKey(key));
  const update = await scheme.api('idp1').post('/node/update', {
    reference_id: 'rotation', callback_url: idp1.url('/result'),
    signing_public_key: pem(renewed.sign[0]!), signing_key_algorithm: 'EC', signing_algorithm: 'ECDSA_SHA_256',
    signing_master_public_key: pem(renewed.master_sign[0]!), signing_master_key_algorithm: 'EC', signing_master_algorithm: 'ECDSA_SHA_256',
    encryption_public_key: pem(renewed.decrypt[0]!), encryption_key_algorithm: 'RSA', encryption_algorithm: 'RSAES_OAEP_SHA_256',
    check_string: 'check', signed_check_string: (await signBytes('ECDSA_SHA_256', renewed.sign[0]!, Buffer.from('check'))).toString('base64'),
    master_signed_check_string: (await signBytes('ECDSA_SHA_256', renewed.master_sign[0]!, Buffer.from('check'))).toString('base64'),
  });
  expect(update).toEqual({ status: 202, body: undefined });
  expect((await idp1.callback('update_node_result', { reference_id: 'rotation' })).body).toMatchObject({ success: true });
  expect(idpKms.asked('master_sign').slice(masterSigned)).toContainEqual(expect.objectContaining({ key_version: 1, key_algorithm: 'RSA' }));
  const keysSeen = { version: 1, active: false }, keysNow = { version: 2, active: true };
  expect((await scheme.api('rp1').get('/utility/nodes/idp1/public_keys')).body).toMatchObject({
    signing_public_key_list: [keysSeen, keysNow], signing_master_public_key_list: [keysSeen, keysNow], encryption_public_key_list: [keysSeen, keysNow],
  });

  // A letter that the requester still seals for the old key: it asked for idp1's keys a moment ago.
  const decrypted = idpKms.asked('decrypt').length;
  idp1.reply = automatic;
  const after = await members.begin();
  await members.end(after);
  const versions = idpKms.asked('decrypt').slice(decrypted).map((body) => body['key_version']);
  expect(versions).toContain(1);

  // The pending one is answered by the new key.
  await automatic(incoming);
  await members.end(pending);
  expect(idpKms.asked('sign').at(-1)).toMatchObject({ key_algorithm: 'EC', key_version: 2 });
  expect(logLines(scheme.running.nodes['idp1']!).filter(({ security }) => security === 'mail_refused')).toEqual([]);
  expect(members.refusals).toEqual([]);

  // When the requester has heard of the new key, it seals for that.
  await until('a letter sealed for version 2', async () => {
    await members.end(await members.begin());
    return idpKms.asked('decrypt').some((body) => body['key_version'] === 2);
  }, 120_000);
}, 240_000);
