import { generateKeyPairSync, verify } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { plainEcSignature, signBytes } from '@trine/crypto';

describe.each([
  ['ECDSA_SHA_256', 'P-256', 'sha256'],
  ['ECDSA_SHA_384', 'P-384', 'sha384'],
] as const)('%s', (algorithm, namedCurve, hash) => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve });

  // Hundreds, because one number in 256 begins with a zero byte, which DER leaves out.
  test('what was signed in DER verifies as r||s, whatever the numbers begin with', async () => {
    for (let i = 0; i < 600; i += 1) {
      const data = Buffer.from(`message ${i}`);
      const plain = plainEcSignature(algorithm, await signBytes(algorithm, privateKey, data));
      expect(verify(hash, data, { key: publicKey, dsaEncoding: 'ieee-p1363' }, plain)).toBe(true);
    }
  });

  test('anything else is refused', async () => {
    const der = await signBytes(algorithm, privateKey, Buffer.from('message'));
    const altered = (at: number, byte: number): Buffer => Buffer.from(der.map((each, i) => (i === at ? byte : each)));
    for (const wrong of [Buffer.alloc(0), Buffer.from('text'), der.subarray(0, -1), Buffer.concat([der, Buffer.from([0])]), altered(0, 0x31), altered(2, 0x03), altered(3, 0x7f)]) {
      expect(() => plainEcSignature(algorithm, wrong)).toThrow('not an EC signature');
    }
  });
});
