import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { publicKeyFault, publicPem } from '@trine/crypto';

const rsa = publicPem(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey);
const short = publicPem(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey);
const p256 = publicPem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey);
const p521 = publicPem(generateKeyPairSync('ec', { namedCurve: 'P-521' }).publicKey);
const privateKey = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

test.each([
  ['an RSA key', rsa, 'RSA', 'RSASSA_PSS_SHA_512', undefined],
  ['PKCS#1 form', generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'pkcs1', format: 'pem' }).toString(), 'RSA', undefined, undefined],
  ['a P-256 key with its algorithm', p256, 'EC', 'ECDSA_SHA_256', undefined],
  ['no key at all', 'hello', 'RSA', undefined, 20040],
  ['a private key', privateKey, 'Ed25519', 'Ed25519', 20040],
  ['another kind than declared', p256, 'RSA', undefined, 20042],
  ['a curve nobody supports', p521, 'EC', 'ECDSA_SHA_256', 20041],
  ['a short key', short, 'RSA', undefined, 20044],
  ['an algorithm of another curve', p256, 'EC', 'ECDSA_SHA_384', 20093],
])('key check of %s', (_what, pem, keyAlgorithm, algorithm, fault) => {
  expect(publicKeyFault(pem, keyAlgorithm, algorithm)).toBe(fault);
});
