import { createHash, randomBytes } from 'node:crypto';

/*
 * Salts and hashes of the API v6, bit for bit (contract: flows.md section 7). `+` is text concatenation in UTF-8,
 * salts are used as their base64 text. Worked vectors: test/hashes.unit.spec.ts.
 */

const sha256 = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();
const sha256Base64 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('base64');

/** 32 random bytes as base64 text (44 characters). */
export const newSalt = (): string => randomBytes(32).toString('base64');

/** A request or message id: 32 random bytes as 64 lower-case hex digits. */
export const newId = (): string => randomBytes(32).toString('hex');

export const requestMessageSalt = (namespace: string, identifier: string, initialSalt: string): string =>
  sha256Base64(namespace + identifier + initialSalt);

export const requestMessageHash = (requestMessage: string, salt: string): string => sha256Base64(requestMessage + salt);

export const requestParamsSalt = (requestId: string, serviceId: string, initialSalt: string): string =>
  sha256Base64(requestId + serviceId + initialSalt);

/** Absent parameters count as empty text. */
export const requestParamsHash = (requestParams: string | undefined, salt: string): string => sha256Base64((requestParams ?? '') + salt);

export const dataSalt = (requestId: string, serviceId: string, asNodeId: string, initialSalt: string): string =>
  sha256Base64(requestId + serviceId + asNodeId + initialSalt);

/** The only form in which an identifier reaches the ledger. */
export const identifierHash = (identifier: string): string => sha256Base64(identifier);

/** Salt and stored text of a message recorded with `hash_message` (flows.md section 3). */
export const messageSalt = (initialSalt: string): string => sha256Base64(initialSalt);
export const messageHash = (message: string, salt: string): string => sha256Base64(message + salt);

/** The accessor block is always 2048 bits long, whatever the key (flows.md 7.2). */
const BLOCK_BYTES = 256;

/**
 * The 256 bytes that an accessor key signs with a raw RSA operation (flows.md 7.2): the salted message hash behind
 * 224 bytes of padding derived from the initial salt, reduced modulo the key's modulus.
 *
 * @param modulus big-endian modulus of the accessor's RSA key
 */
export function paddedMessageHash(requestMessage: string, initialSalt: string, requestId: string, modulus: Buffer): Buffer {
  const salt = sha256Base64(requestId + initialSalt);
  const parts = [1, 2, 3, 4, 5, 6, 7].map((n) => sha256(initialSalt + String(n)));
  const block = BigInt(`0x${Buffer.concat([...parts, sha256(requestMessage + salt)]).toString('hex')}`);
  const reduced = block % BigInt(`0x${modulus.toString('hex')}`);
  return Buffer.from(reduced.toString(16).padStart(BLOCK_BYTES * 2, '0'), 'hex');
}

/**
 * Thai citizen number rule (flows.md 5.4, code 20096): 13 digits with a mod-11 check digit.
 */
export function isCitizenId(identifier: string): boolean {
  if (!/^[0-9]{13}$/.test(identifier)) return false;
  const digits = [...identifier].map(Number);
  const sum = digits.slice(0, 12).reduce((total, digit, i) => total + digit * (13 - i), 0);
  return digits[12] === (11 - (sum % 11)) % 10;
}
