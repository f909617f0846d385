import { createPublicKey, type KeyObject } from 'node:crypto';
import { RESULT, type ResultCode } from '@trine/protocol';
import { refuse, refuseIf } from '../refusal.js';

/*
 * Which public keys the ledger takes (contract: ledger rules 3.7).
 */

const RSA_BITS_MIN = 2048;
const RSA_SIGNING_ALGORITHMS = [
  'RSASSA_PSS_SHA_256', 'RSASSA_PSS_SHA_384', 'RSASSA_PSS_SHA_512',
  'RSASSA_PKCS1_V1_5_SHA_256', 'RSASSA_PKCS1_V1_5_SHA_384', 'RSASSA_PKCS1_V1_5_SHA_512',
];
const CURVE_OF_ALGORITHM: Record<string, string> = { ECDSA_SHA_256: 'prime256v1', ECDSA_SHA_384: 'secp384r1' };
const NIST_CURVES = ['secp224r1', 'prime256v1', 'secp384r1', 'secp521r1'];
const ENCRYPTION_ALGORITHMS = ['RSAES_PKCS1_V1_5', 'RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256'];
const RSA_HEADER = '-----BEGIN RSA PUBLIC KEY-----';
const SPKI_HEADER = '-----BEGIN PUBLIC KEY-----';

/** Undefined for anything that is not a readable public key: Node would also derive one from a private key. */
export function parsePublicKey(pem: string): KeyObject | undefined {
  const text = pem.replaceAll('\t', '');
  if (!text.includes(RSA_HEADER) && !text.includes(SPKI_HEADER)) return undefined;
  try {
    const key = createPublicKey({ key: text, format: 'pem', type: text.includes(RSA_HEADER) ? 'pkcs1' : 'spki' });
    const curve = key.asymmetricKeyDetails?.namedCurve;
    return curve === undefined || NIST_CURVES.includes(curve) ? key : undefined;
  } catch {
    return undefined;
  }
}

/** SIGNKEY(key, algorithm): node signing and master keys. */
export function checkSigningKey(pem: string, algorithm: string): void {
  const key = parsePublicKey(pem) ?? refuse(RESULT.InvalidKeyFormat);
  switch (key.asymmetricKeyType) {
    case 'rsa':
      refuseIf(!RSA_SIGNING_ALGORITHMS.includes(algorithm), RESULT.IncompatibleKeyAlgorithm);
      return refuseIf(rsaBits(key) < RSA_BITS_MIN, RESULT.RSAKeyLengthTooShort);
    case 'ec': {
      const curve = CURVE_OF_ALGORITHM[algorithm] ?? refuse(RESULT.IncompatibleKeyAlgorithm);
      return refuseIf(key.asymmetricKeyDetails?.namedCurve !== curve, RESULT.UnsupportedSigningAlgorithm);
    }
    case 'ed25519':
      return refuseIf(algorithm !== 'Ed25519', RESULT.IncompatibleKeyAlgorithm);
    default:
      return refuse(unusable(key, ['dsa']));
  }
}

/** RSAKEY(key): node encryption keys and accessors. */
export function checkRsaKey(pem: string): void {
  const key = parsePublicKey(pem) ?? refuse(RESULT.InvalidKeyFormat);
  if (key.asymmetricKeyType !== 'rsa') refuse(unusable(key, ['ec', 'ed25519', 'dsa']));
  refuseIf(rsaBits(key) < RSA_BITS_MIN, RESULT.RSAKeyLengthTooShort);
}

/** The names of the API; the contract's ledger leaves them unchecked. */
export function checkEncryptionAlgorithm(algorithm: string): void {
  refuseIf(!ENCRYPTION_ALGORITHMS.includes(algorithm), RESULT.IncompatibleKeyAlgorithm);
}

const rsaBits = (key: KeyObject): number => key.asymmetricKeyDetails?.modulusLength ?? 0;
const unusable = (key: KeyObject, knownTypes: string[]): ResultCode =>
  knownTypes.includes(key.asymmetricKeyType ?? '') ? RESULT.UnsupportedKeyType : RESULT.UnknownKeyType;
