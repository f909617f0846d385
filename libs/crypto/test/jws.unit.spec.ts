import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { CompactSign, compactVerify } from 'jose';
import { keySigner, publicPem, readJws, signBytes, signJws, verifyBytes, verifyJws, publicKeyOf, type SigningAlgorithm } from '@trine/crypto';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
const ed25519 = generateKeyPairSync('ed25519').privateKey;

const ALGORITHMS: [SigningAlgorithm, string, KeyObject][] = [
  ['RSASSA_PKCS1_V1_5_SHA_256', 'RS256', rsa],
  ['RSASSA_PKCS1_V1_5_SHA_384', 'RS384', rsa],
  ['RSASSA_PKCS1_V1_5_SHA_512', 'RS512', rsa],
  ['RSASSA_PSS_SHA_256', 'PS256', rsa],
  ['RSASSA_PSS_SHA_384', 'PS384', rsa],
  ['RSASSA_PSS_SHA_512', 'PS512', rsa],
  ['ECDSA_SHA_256', 'ES256', p256],
  ['ECDSA_SHA_384', 'ES384', p384],
  ['Ed25519', 'EdDSA', ed25519],
];

// What is at stake: our own fast signing must be the standard's. Shown against jose in both directions.
describe.each(ALGORITHMS)('JWS with %s', (algorithm, alg, key) => {
  const pem = publicPem(key);

  test('what we sign, jose verifies', async () => {
    const jws = await signJws(keySigner(key, algorithm), 'rp1', { b: 1, a: 'ü' });
    const { payload, protectedHeader } = await compactVerify(jws, publicKeyOf(pem));
    expect(Buffer.from(payload).toString('utf8')).toBe('{"a":"ü","b":1}');
    expect(protectedHeader).toEqual({ alg, kid: 'rp1' });
  });

  test('what jose signs, we verify', async () => {
    const text = await new CompactSign(Buffer.from('{"a":1}')).setProtectedHeader({ alg, kid: 'rp1' }).sign(key);
    const jws = readJws(text);
    expect(jws && (await verifyJws(jws, pem, algorithm))).toBe(true);
  });

  test('a changed payload, another algorithm or another key is refused', async () => {
    const [header, , signature] = (await signJws(keySigner(key, algorithm), 'rp1', { a: 1 })).split('.');
    const changed = readJws([header, Buffer.from('{"a":2}').toString('base64url'), signature].join('.'));
    expect(changed && (await verifyJws(changed, pem, algorithm))).toBe(false);
    const good = readJws(await signJws(keySigner(key, algorithm), 'rp1', { a: 1 }));
    const other = algorithm === 'Ed25519' ? 'ECDSA_SHA_256' : 'Ed25519';
    expect(good && (await verifyJws(good, pem, other))).toBe(false);
    expect(good && (await verifyJws(good, publicPem(generateKeyPairSync('ed25519').publicKey), algorithm))).toBe(false);
  });

  test('plain signatures (EC in DER) verify only over the same bytes', async () => {
    const signature = await signBytes(algorithm, key, Buffer.from('data'));
    expect(await verifyBytes(algorithm, publicKeyOf(pem), Buffer.from('data'), signature)).toBe(true);
    expect(await verifyBytes(algorithm, publicKeyOf(pem), Buffer.from('Data'), signature)).toBe(false);
  });
});

test.each(['', 'a.b', 'a.b.c.d', '!.!.!', `${Buffer.from('{}').toString('base64url')}.e30.AA`])('text that is no JWS (%j) is not read', (text) => {
  expect(readJws(text)).toBeUndefined();
});
