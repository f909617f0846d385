import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { CompactEncrypt, compactDecrypt } from 'jose';
import { keyOpener, publicPem, seal } from '@trine/crypto';

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
