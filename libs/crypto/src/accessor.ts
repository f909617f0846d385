import { constants, privateEncrypt, publicDecrypt, type KeyObject } from 'node:crypto';
import { publicKeyOf } from './signing.js';

/*
 * Accessor signatures of the API v6 (contract: flows.md 7.2, 7.3): the raw RSA private operation, without padding,
 * over a 256-byte block. Not a standard scheme; the block itself is paddedMessageHash of @trine/protocol.
 */

/** Signs a padded message hash (256 bytes) with the accessor's private key. */
export const accessorSign = (privateKey: KeyObject, paddedHash: Buffer): Buffer =>
  privateEncrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, paddedHash);

/** True when `signature` (base64) is the accessor's signature of the padded hash; text of a wrong length or value is false. */
export function accessorVerify(publicKeyPem: string, paddedHash: Buffer, signature: string): boolean {
  try {
    const bytes = Buffer.from(signature, 'base64');
    if (bytes.length !== paddedHash.length) return false;
    return publicDecrypt({ key: publicKeyOf(publicKeyPem), padding: constants.RSA_NO_PADDING }, bytes).equals(paddedHash);
  } catch {
    return false;
  }
}

/** Big-endian modulus of an RSA public key. */
export function rsaModulus(publicKeyPem: string): Buffer {
  const { n } = publicKeyOf(publicKeyPem).export({ format: 'jwk' });
  if (!n) throw new Error('not an RSA key');
  return Buffer.from(n, 'base64url');
}
