import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { publicPem, seal } from '@trine/crypto';
import { newKeys, ReferenceKms, until } from '@trine/testkit';
import { CryptoService, CryptoServiceAway, CryptoServiceError, signingBody, decryptionBody, type KeyOperation } from '../src/node/crypto-service.js';
import type { NodeKey } from '../src/ledger/ledger-facts.js';

const keys = newKeys('ec');
const registered = (operation: 'sign' | 'decrypt', algorithm: string, version = 1): NodeKey =>
  ({ public_key: publicPem(keys[operation][0]!), algorithm, version, creation_block_height: 1, creation_chain_id: 'c', active: true });
const signingKey = registered('sign', 'ECDSA_SHA_256');
const encryptionKey = registered('decrypt', 'RSAES_OAEP_SHA_256');

let kms: ReferenceKms;
let service: CryptoService;
let urls: Partial<Record<KeyOperation, string>>;
let version: '6.0' | '5.3';
let changes: [KeyOperation, number | undefined][];

beforeEach(async () => {
  kms = await new ReferenceKms(keys).start();
  urls = kms.urls;
  version = '6.0';
  changes = [];
  service = new CryptoService({ url: (operation) => urls[operation], version: () => version, onChange: (operation, error) => void changes.push([operation, error?.code]) });
});
afterEach(async () => {
  await service.close();
  await kms.stop();
});

const data = Buffer.from('data');
const sign = (): Promise<Buffer> => service.signer('as-1', 'sign_url', signingKey).sign(data);

test('a signature comes in DER, and as r||s for a JWS', async () => {
  expect((await sign())[0]).toBe(0x30);
  expect(await service.signer('as-1', 'sign_url', signingKey).sign(data, 'ieee-p1363')).toHaveLength(64);
  expect(kms.asked('sign')).toHaveLength(2);
});

test('a URL that is not set has its own code', async () => {
  urls = {};
  await expect(sign()).rejects.toMatchObject({ code: 10010 });
  await expect(service.signer('as-1', 'master_sign_url', signingKey).sign(data)).rejects.toMatchObject({ code: 10011 });
  await expect(service.opener('as-1', [encryptionKey]).open(seal(encryptionKey.public_key, 'text', encryptionKey))).rejects.toMatchObject({ code: 10012 });
});

test('a new kind of failure is told once, and that it works again', async () => {
  kms.fault = () => ({ status: 500, text: '{}' });
  for (let i = 0; i < 3; i += 1) await expect(sign()).rejects.toBeInstanceOf(CryptoServiceError);
  kms.fault = () => ({ status: 200, text: '{"signature":"dGVzdB=="}' });
  await expect(sign()).rejects.toMatchObject({ code: 10000 });
  kms.fault = () => undefined;
  await sign();
  await sign();
  expect(changes).toEqual([['sign_url', 10000], ['sign_url', 10000], ['sign_url', undefined]]);
});

test('a service that is down for a moment is waited for; a wrong reply is not asked for again', async () => {
  await kms.stop();
  const signature = sign();
  await kms.start();
  expect((await signature)[0]).toBe(0x30);
  kms.fault = () => ({ status: 503, text: '' });
  await expect(sign()).rejects.toMatchObject({ code: 10000 });
  await expect(sign()).rejects.not.toBeInstanceOf(CryptoServiceAway);
  expect(kms.asked('sign')).toHaveLength(3);
  expect(changes).toEqual([['sign_url', 10000]]);
});

// At stake: a service that takes the connection and never replies must not hold what waits for it for ever.
test('a service that does not reply is given up after the time-out, and is away like one that cannot be reached', async () => {
  await service.close();
  service = new CryptoService({ url: (operation) => urls[operation], version: () => version, replyTimeoutMs: 100, onChange: () => undefined });
  kms.fault = () => 'none';
  const away = expect(sign()).rejects.toBeInstanceOf(CryptoServiceAway);
  await until('one repetition', () => kms.asked('sign').length > 1, 20_000);
  service.endRetries();
  await away;
  kms.fault = () => undefined;
  expect((await sign())[0]).toBe(0x30);
}, 30_000);

// At stake: a letter that the service could not open yet must not be taken for a forged one, nor the other way round.
test('a service in trouble is told apart from a letter that it cannot open', async () => {
  const opener = service.opener('as-1', [encryptionKey]);
  const letter = seal(encryptionKey.public_key, 'text', encryptionKey);
  for (const status of [401, 404, 429, 500, 502]) {
    kms.fault = () => ({ status, text: '' });
    await expect(opener.open(letter)).rejects.toBeInstanceOf(CryptoServiceError);
  }
  kms.fault = () => undefined;
  expect(await opener.open(letter)).toBe('text');
  const forNobody = seal(publicPem(newKeys('rsa').decrypt[0]!), 'text', encryptionKey);
  await expect(opener.open(forNobody)).rejects.not.toBeInstanceOf(CryptoServiceError);
  const asked = kms.asked('decrypt').length;
  for (const other of [{ ...encryptionKey, version: 9 }, { ...encryptionKey, algorithm: 'RSAES_PKCS1_V1_5' }]) {
    await expect(opener.open(seal(encryptionKey.public_key, 'text', other))).rejects.not.toBeInstanceOf(CryptoServiceError);
  }
  expect(kms.asked('decrypt')).toHaveLength(asked);
});

test('version 5.3 has the older members', () => {
  expect(Object.keys(signingBody('as-1', signingKey, data, '5.3'))).toEqual(['node_id', 'request_message', 'request_message_hash', 'hash_method', 'key_type', 'sign_method']);
  expect(Object.keys(decryptionBody('as-1', encryptionKey, data, '5.3'))).toEqual(['node_id', 'encrypted_message', 'key_type']);
});

test('the version may change while the gateway runs', async () => {
  const signer = service.signer('as-1', 'sign_url', signingKey);
  await signer.sign(data);
  version = '5.3';
  // The service of this test knows version 6 only.
  await expect(signer.sign(data)).rejects.toBeInstanceOf(CryptoServiceError);
  expect(kms.asked('sign').map((body) => 'key_version' in body)).toEqual([true, false]);
});
