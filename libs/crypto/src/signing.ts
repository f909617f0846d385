import { constants, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

/*
 * The signature algorithms of the API v6 over node:crypto, which measures two to three times faster per signature than
 * WebCrypto on Node 20; test/jws.unit.spec.ts checks the result against jose.
 */

interface Procedure {
  /** Name in a JWS header (RFC 7518, RFC 8037). */
  jws: string;
  keyType: 'rsa' | 'ec' | 'ed25519';
  hash: 'sha256' | 'sha384' | 'sha512' | null;
  pss?: boolean;
}

const PROCEDURES = {
  RSASSA_PSS_SHA_256: { jws: 'PS256', keyType: 'rsa', hash: 'sha256', pss: true },
  RSASSA_PSS_SHA_384: { jws: 'PS384', keyType: 'rsa', hash: 'sha384', pss: true },
  RSASSA_PSS_SHA_512: { jws: 'PS512', keyType: 'rsa', hash: 'sha512', pss: true },
  RSASSA_PKCS1_V1_5_SHA_256: { jws: 'RS256', keyType: 'rsa', hash: 'sha256' },
  RSASSA_PKCS1_V1_5_SHA_384: { jws: 'RS384', keyType: 'rsa', hash: 'sha384' },
  RSASSA_PKCS1_V1_5_SHA_512: { jws: 'RS512', keyType: 'rsa', hash: 'sha512' },
  ECDSA_SHA_256: { jws: 'ES256', keyType: 'ec', hash: 'sha256' },
  ECDSA_SHA_384: { jws: 'ES384', keyType: 'ec', hash: 'sha384' },
  Ed25519: { jws: 'EdDSA', keyType: 'ed25519', hash: null },
} as const satisfies Record<string, Procedure>;

/** A signing algorithm as the API v6 names it (contract: openapi SigningAlgorithm). */
export type SigningAlgorithm = keyof typeof PROCEDURES;

export const isSigningAlgorithm = (name: string): name is SigningAlgorithm => Object.hasOwn(PROCEDURES, name);

export const jwsAlgorithm = (algorithm: SigningAlgorithm): string => PROCEDURES[algorithm].jws;

/** What a signing algorithm's name says, e.g. `ECDSA_SHA_384`: EC with SHA384 (contract: callbacks.md section 8). */
export function signingParts(algorithm: SigningAlgorithm): { key_algorithm: 'RSA' | 'EC' | 'Ed25519'; hash_algorithm: string | null } {
  const { keyType, hash } = PROCEDURES[algorithm];
  return { key_algorithm: ({ rsa: 'RSA', ec: 'EC', ed25519: 'Ed25519' } as const)[keyType], hash_algorithm: hash && hash.toUpperCase() };
}

/** The algorithm that a key uses when nothing else is said. */
export function defaultSigningAlgorithm(key: KeyObject): SigningAlgorithm {
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return 'RSASSA_PKCS1_V1_5_SHA_256';
    case 'ec':
      return key.asymmetricKeyDetails?.namedCurve === 'secp384r1' ? 'ECDSA_SHA_384' : 'ECDSA_SHA_256';
    case 'ed25519':
      return 'Ed25519';
    default:
      throw new Error(`A key of type ${String(key.asymmetricKeyType)} cannot sign: use RSA, EC P-256/P-384 or Ed25519.`);
  }
}

/** EC signatures are ASN.1 DER in the API v6 and plain r||s in a JWS. */
type EcEncoding = 'der' | 'ieee-p1363';

function options(algorithm: SigningAlgorithm, key: KeyObject, dsaEncoding: EcEncoding, verifying: boolean) {
  const procedure: Procedure = PROCEDURES[algorithm];
  if (procedure.keyType === 'ec') return { key, dsaEncoding };
  if (!procedure.pss) return { key };
  const saltLength = verifying ? constants.RSA_PSS_SALTLEN_AUTO : constants.RSA_PSS_SALTLEN_DIGEST;
  return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };
}

/** An EC signature as a JWS wants it (r||s), from ASN.1 DER; throws on anything else. */
export function plainEcSignature(algorithm: 'ECDSA_SHA_256' | 'ECDSA_SHA_384', der: Buffer): Buffer {
  const numberBytes = algorithm === 'ECDSA_SHA_256' ? 32 : 48;
  const numbers: Buffer[] = [];
  // A sequence (0x30) of two integers (0x02); at these sizes every length is one byte.
  for (let at = 2; at < der.length && numbers.length < 3; ) {
    const length = der[at + 1] ?? 0;
    const digits = der.subarray(at + 2, at + 2 + length);
    if (der[at] !== 0x02 || digits.length !== length) break;
    const plain = digits.subarray(digits.findIndex((byte) => byte !== 0));
    if (plain.length > numberBytes) break;
    numbers.push(Buffer.concat([Buffer.alloc(numberBytes - plain.length), plain]));
    at += 2 + length;
  }
  if (der[0] !== 0x30 || der[1] !== der.length - 2 || numbers.length !== 2) throw new Error('not an EC signature in ASN.1 DER');
  return Buffer.concat(numbers);
}

/** Signs bytes; RSA off the main thread (a private operation takes half a millisecond), the short ones at once. */
export function signBytes(algorithm: SigningAlgorithm, key: KeyObject, data: Buffer, ec: EcEncoding = 'der'): Promise<Buffer> {
  const { hash, keyType } = PROCEDURES[algorithm];
  const how = options(algorithm, key, ec, false);
  if (keyType !== 'rsa') return Promise.resolve(sign(hash, data, how));
  return new Promise((resolve, reject) => {
    sign(hash, data, how, (error, signature) => (error ? reject(error) : resolve(signature)));
  });
}

/** Where a signature is checked: `here` costs least; `pool` leaves the main thread free and checks several side by side. */
export type VerifyPlace = 'here' | 'pool';

/** True when the signature is right; a signature or key of the wrong kind is false, never an exception. */
export function verifyBytes(
  algorithm: string,
  key: KeyObject,
  data: Buffer,
  signature: Buffer,
  { ec = 'der', place = 'here' }: { ec?: EcEncoding; place?: VerifyPlace } = {},
): Promise<boolean> {
  if (!isSigningAlgorithm(algorithm) || PROCEDURES[algorithm].keyType !== key.asymmetricKeyType) return Promise.resolve(false);
  const how = options(algorithm, key, ec, true);
  if (place === 'here') {
    try {
      return Promise.resolve(verify(PROCEDURES[algorithm].hash, data, how, signature));
    } catch {
      return Promise.resolve(false);
    }
  }
  return new Promise((resolve) => {
    verify(PROCEDURES[algorithm].hash, data, how, signature, (error, right) => resolve(!error && right));
  });
}

const PUBLIC_KEY_CACHE_COUNT_MAX = 20_000;
const publicKeys = new Map<string, KeyObject>();

/** Parses a public key PEM (SPKI or PKCS#1); parsed keys are kept, because parsing costs more than verifying. Throws on an unreadable key. */
export function publicKeyOf(pem: string): KeyObject {
  let key = publicKeys.get(pem);
  if (!key) {
    // Ledger rules 2.1: tab characters are removed before parsing.
    key = createPublicKey(pem.replaceAll('\t', ''));
    if (publicKeys.size >= PUBLIC_KEY_CACHE_COUNT_MAX) publicKeys.clear();
    publicKeys.set(pem, key);
  }
  return key;
}
