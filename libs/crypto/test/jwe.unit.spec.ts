import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { CompactEncrypt, compactDecrypt } from 'jose';
import { keyOpener, letterOpener, publicPem, seal, unwrapBytes } from '@trine/crypto';

const bank = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

test('a sealed text opens for its recipient only', async () => {
  const sealed = seal(publicPem(bank), 'ข้อความ');
  expect(sealed).not.toContain(Buffer.from('ข้อความ').toString('base64url'));
  expect(await keyOpener(bank).open(sealed)).toBe('ข้อความ');
  await expect(keyOpener(other).open(sealed)).rejects.toThrow();
});

test('what we seal, jose opens; what jose seals, we open', async () => {
  const { plaintext } = await compactDecrypt(seal(publicPem(bank), 'text'), bank);
  expect(Buffer.from(plaintext).toString('utf8')).toBe('text');
  const sealed = await new CompactEncrypt(Buffer.from('text')).setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM' }).encrypt(createPublicKey(bank));
  expect(await keyOpener(bank).open(sealed)).toBe('text');
});

test('two letters share a wrapped key, never a vector', () => {
  const [, key1, iv1] = seal(publicPem(bank), 'one').split('.');
  const [, key2, iv2] = seal(publicPem(bank), 'two').split('.');
  expect(key1).toBe(key2);
  expect(iv1).not.toBe(iv2);
});

// What is at stake: GCM with a short tag is forgeable. Every altered or shortened part has to be refused.
test('an altered text does not open', async () => {
  const parts = seal(publicPem(bank), 'text').split('.');
  for (const i of [0, 1, 2, 3, 4]) {
    const altered = parts.map((part, n) => (n === i ? `${part.startsWith('A') ? 'B' : 'A'}${part.slice(1)}` : part)).join('.');
    await expect(keyOpener(bank).open(altered)).rejects.toThrow();
  }
  await expect(keyOpener(bank).open([...parts.slice(0, 4), parts[4]?.slice(0, 6)].join('.'))).rejects.toThrow();
});

test.each(['', 'a.b.c.d.e', `${Buffer.from('{"alg":"none"}').toString('base64url')}.a.b.c.d`])('text that is no letter (%j) is refused', async (text) => {
  await expect(keyOpener(bank).open(text)).rejects.toThrow();
});

test.each([
  ['RSAES_OAEP_SHA_1', 'RSA-OAEP'],
  ['RSAES_OAEP_SHA_256', 'RSA-OAEP-256'],
])('a letter is sealed by the registered algorithm %s and names the version of the key', async (algorithm, alg) => {
  const sealed = seal(publicPem(bank), 'text', { algorithm, version: 3 });
  const { plaintext, protectedHeader } = await compactDecrypt(sealed, bank);
  expect(Buffer.from(plaintext).toString('utf8')).toBe('text');
  expect(protectedHeader).toEqual({ alg, enc: 'A256GCM', kid: '3' });
  expect(await keyOpener(bank, algorithm).open(sealed)).toBe('text');
});

// What is at stake: an attacker must not choose PKCS #1 v1.5 (Bleichenbacher) for a key that is registered for OAEP.
test('a letter wrapped by PKCS #1 v1.5 opens only where that is registered', async () => {
  const sealed = seal(publicPem(bank), 'text', { algorithm: 'RSAES_PKCS1_V1_5' });
  expect(await keyOpener(bank, 'RSAES_PKCS1_V1_5').open(sealed)).toBe('text');
  await expect(keyOpener(bank).open(sealed)).rejects.toThrow();
  // Another key's padding is wrong: no error of its own tells so.
  await expect(keyOpener(other, 'RSAES_PKCS1_V1_5').open(sealed)).rejects.toThrow('unable to authenticate');
  // Nor when what was wrapped is above its modulus.
  const [header, , ...rest] = sealed.split('.');
  const above = [header, Buffer.alloc(256, 255).toString('base64url'), ...rest].join('.');
  await expect(keyOpener(bank, 'RSAES_PKCS1_V1_5').open(above)).rejects.toThrow('unable to authenticate');
});

test('a former key goes on opening what was sealed for it', async () => {
  expect(await keyOpener([bank, other]).open(seal(publicPem(other), 'old'))).toBe('old');
  expect(await keyOpener([bank, other]).open(seal(publicPem(bank), 'new'))).toBe('new');
});

test('a content key is unwrapped once, and again after a failure', async () => {
  const asked: unknown[] = [];
  let isAway = true;
  const opener = letterOpener((wrapped, algorithm, version) => {
    asked.push([algorithm, version]);
    if (isAway) throw new Error('away');
    return unwrapBytes(bank, algorithm, wrapped);
  });
  const letters = ['one', 'two', 'three'].map((text) => seal(publicPem(bank), text, { algorithm: 'RSAES_OAEP_SHA_256', version: 7 }));
  await expect(opener.open(letters[0]!)).rejects.toThrow('away');
  isAway = false;
  expect(await Promise.all(letters.map((letter) => opener.open(letter)))).toEqual(['one', 'two', 'three']);
  expect(asked).toEqual([['RSAES_OAEP_SHA_256', 7], ['RSAES_OAEP_SHA_256', 7]]);
});
