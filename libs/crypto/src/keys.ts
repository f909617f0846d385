import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Signer } from './jws.js';
import { defaultSigningAlgorithm, isSigningAlgorithm, signBytes, type SigningAlgorithm } from './signing.js';

/** Reads a private key PEM (PKCS#8, PKCS#1 or SEC1). The error names the file and what to do, never the content. */
export async function readPrivateKey(path: string, passphrase?: string): Promise<KeyObject> {
  const pem = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new Error(`Private key file ${path} cannot be read.`, { cause });
  });
  try {
    return createPrivateKey({ key: pem, ...(passphrase !== undefined && { passphrase }) });
  } catch {
    // The cause could quote key material.
    throw new Error(`${path} is not a private key in PEM form, or its passphrase is wrong.`);
  }
}

/** A signer over a private key in this process. `algorithm` defaults by the kind of key. */
export function keySigner(privateKey: KeyObject, algorithm: SigningAlgorithm = defaultSigningAlgorithm(privateKey)): Signer {
  return { algorithm, sign: (data, ec = 'der') => signBytes(algorithm, privateKey, data, ec) };
}

/** PEM (SPKI) of the public half. */
export const publicPem = (key: KeyObject): string =>
  (key.type === 'private' ? createPublicKey(key) : key).export({ type: 'spki', format: 'pem' }).toString();

const KEY_TYPES: Record<string, string> = { RSA: 'rsa', EC: 'ec', Ed25519: 'ed25519' };
const SUPPORTED_CURVES = ['prime256v1', 'secp384r1', 'secp256k1'];
const RSA_BITS_MIN = 2048;

/**
 * The gateway's own check of a public key that a caller brings (contract: flows.md section 2, key rules).
 *
 * @returns undefined when fine, else 20040 unreadable, 20042 not the declared key algorithm, 20041 curve not supported,
 * 20044 short, 20093 curve and algorithm disagree
 */
export function publicKeyFault(pem: string, keyAlgorithm: string, algorithm?: string): 20040 | 20041 | 20042 | 20044 | 20093 | undefined {
  let key: KeyObject;
  try {
    if (!/-----BEGIN (RSA )?PUBLIC KEY-----/.test(pem)) return 20040;
    key = createPublicKey(pem);
  } catch {
    return 20040;
  }
  if (key.asymmetricKeyType !== KEY_TYPES[keyAlgorithm]) return 20042;
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  if (namedCurve !== undefined && !SUPPORTED_CURVES.includes(namedCurve)) return 20041;
  if (modulusLength !== undefined && modulusLength < RSA_BITS_MIN) return 20044;
  if (algorithm !== undefined && isSigningAlgorithm(algorithm) && key.asymmetricKeyType === 'ec') {
    if (algorithm === 'ECDSA_SHA_256' && namedCurve !== 'prime256v1') return 20093;
    if (algorithm === 'ECDSA_SHA_384' && namedCurve !== 'secp384r1') return 20093;
  }
  return undefined;
}
