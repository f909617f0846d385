import { constants, createCipheriv, createDecipheriv, privateDecrypt, publicEncrypt, randomBytes, type KeyObject } from 'node:crypto';
import { publicKeyOf } from './signing.js';

/*
 * Sealed letters: compact JWE (RFC 7516) with an RSA key wrap and A256GCM. The content key is wrapped once and then serves many
 * letters to the same recipient, each with an initialisation vector of its own, because the RSA operations cost a hundred times
 * as much as the rest. test/jwe.unit.spec.ts checks the format against jose in both directions.
 */

/** Whoever can open mail for a node: a key file, or the member's own crypto service (KMS). */
export interface Opener {
  /** Opens a compact JWE; rejects when it is not for this key or was altered. */
  open(jwe: string): Promise<string>;
}

interface Wrapping {
  /** Name in a JWE header (RFC 7518). */
  jwe: string;
  padding: number;
  oaepHash?: string;
}

const WRAPPINGS = {
  RSAES_PKCS1_V1_5: { jwe: 'RSA1_5', padding: constants.RSA_PKCS1_PADDING },
  RSAES_OAEP_SHA_1: { jwe: 'RSA-OAEP', padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' },
  RSAES_OAEP_SHA_256: { jwe: 'RSA-OAEP-256', padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' },
} as const satisfies Record<string, Wrapping>;

/** An encryption algorithm as the API v6 names it (contract: openapi EncryptionAlgorithm). */
export type EncryptionAlgorithm = keyof typeof WRAPPINGS;

export const isEncryptionAlgorithm = (name: string): name is EncryptionAlgorithm => Object.hasOwn(WRAPPINGS, name);

function wrappingOf(algorithm: EncryptionAlgorithm): { padding: number; oaepHash?: string } {
  const { jwe: _name, ...how } = WRAPPINGS[algorithm];
  return how;
}

/** Encrypts bytes with an RSA key directly, by its registered algorithm. */
export const wrapBytes = (publicKeyPem: string, algorithm: EncryptionAlgorithm, bytes: Buffer): Buffer =>
  publicEncrypt({ key: publicKeyOf(publicKeyPem), ...wrappingOf(algorithm) }, bytes);

/** Undoes {@link wrapBytes}; throws when the bytes are not for this key. PKCS #1 v1.5 needs Node 22 or later. */
export const unwrapBytes = (privateKey: KeyObject, algorithm: EncryptionAlgorithm, bytes: Buffer): Buffer =>
  privateDecrypt({ key: privateKey, ...wrappingOf(algorithm) }, bytes);

/**
 * A content key wrapped by PKCS #1 v1.5, which node:crypto refuses to undo where OpenSSL doesn't guard against Bleichenbacher's
 * attack. Guarded as RFC 7516 section 11.5 asks: wrong padding gives a random key, without a branch, and the letter's tag decides.
 */
function unwrapPkcs1(privateKey: KeyObject, wrapped: Buffer): Buffer {
  const padded = decryptUnpadded(privateKey, wrapped);
  // 0, 2, padding without a 0, 0, the key: its length is known, so the last 0 can stand in one place only.
  const end = padded.length - KEY_BYTES - 1;
  let wrong = padded[0]! | (padded[1]! ^ 2) | padded[end]!;
  for (let i = 2; i < end; i += 1) wrong |= (padded[i]! - 1) >>> 8;
  // All ones when nothing is wrong, else 0.
  const mask = ((wrong & 0xffff) - 1) >> 31;
  const random = randomBytes(KEY_BYTES);
  return Buffer.from(random.map((byte, i) => (padded[end + 1 + i]! & mask) | (byte & ~mask)));
}

/**
 * As many bytes as the modulus has. Zeros, which are wrong padding, for what can't be of this key: of another length (RFC 8017 section
 * 7.2.2, step 1), above its modulus, or of a key too short for the least padding. That is public, so a branch tells nothing of the key.
 */
function decryptUnpadded(privateKey: KeyObject, wrapped: Buffer): Buffer {
  const bytes = Math.ceil((privateKey.asymmetricKeyDetails?.modulusLength ?? 0) / 8);
  const nothing = Buffer.alloc(bytes);
  if (wrapped.length !== bytes || bytes < 2 + PADDING_BYTES_MIN + 1 + KEY_BYTES) return nothing;
  try {
    return privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, wrapped);
  } catch {
    return nothing;
  }
}

/** A content key is used for this many letters and this long at most: far below what random 96-bit vectors allow (2^32). */
const CONTENT_KEY_LETTERS_MAX = 100_000;
const CONTENT_KEY_LIFE_MS = 10 * 60 * 1000;
const CONTENT_KEYS_COUNT_MAX = 10_000;

const ALGORITHM_DEFAULT = 'RSAES_OAEP_SHA_256';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
/** Of PKCS #1 v1.5. */
const PADDING_BYTES_MIN = 8;

interface ContentKey {
  key: Buffer;
  header: string;
  wrapped: string;
  letters: number;
  expiresAt: number;
}

/** How a recipient's encryption key is registered. */
export interface RegisteredEncryptionKey {
  /** API v6 name; default `RSAES_OAEP_SHA_256`. */
  algorithm?: string;
  /** Goes along as `kid`, so that the recipient knows which of its keys opens the letter. */
  version?: number;
}

const contentKeys = new Map<string, ContentKey>();

function contentKeyFor(publicKeyPem: string, { algorithm = ALGORITHM_DEFAULT, version }: RegisteredEncryptionKey): ContentKey {
  const now = Date.now();
  const name = `${algorithm} ${version ?? ''} ${publicKeyPem}`;
  let entry = contentKeys.get(name);
  if (!entry || entry.letters >= CONTENT_KEY_LETTERS_MAX || entry.expiresAt < now) {
    if (!isEncryptionAlgorithm(algorithm)) throw new Error(`"${algorithm}" is no encryption algorithm of the API v6`);
    const key = randomBytes(KEY_BYTES);
    const header = { alg: WRAPPINGS[algorithm].jwe, enc: 'A256GCM', ...(version !== undefined && { kid: String(version) }) };
    entry = {
      key,
      header: Buffer.from(JSON.stringify(header)).toString('base64url'),
      wrapped: wrapBytes(publicKeyPem, algorithm, key).toString('base64url'),
      letters: 0,
      expiresAt: now + CONTENT_KEY_LIFE_MS,
    };
    if (contentKeys.size >= CONTENT_KEYS_COUNT_MAX) contentKeys.clear();
    contentKeys.set(name, entry);
  }
  entry.letters += 1;
  return entry;
}

/** Seals text for the owner of an RSA encryption key. */
export function seal(publicKeyPem: string, text: string, registered: RegisteredEncryptionKey = {}): string {
  const { key, header, wrapped } = contentKeyFor(publicKeyPem, registered);
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(header, 'ascii'));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return [header, wrapped, iv.toString('base64url'), sealed.toString('base64url'), cipher.getAuthTag().toString('base64url')].join('.');
}

/** Unwraps one content key; `version` is the registered version that the sender sealed for, when it says so. */
export type Unwrap = (wrapped: Buffer, algorithm: EncryptionAlgorithm, version: number | undefined) => Buffer | Promise<Buffer>;

/** Opens mail through whoever unwraps the content keys, and remembers those: a sender uses one for many letters. */
export function letterOpener(unwrap: Unwrap): Opener {
  const unwrapped = new Map<string, Promise<Buffer>>();
  const contentKey = (header: string, wrapped: string): Promise<Buffer> => {
    const name = `${header}.${wrapped}`;
    let key = unwrapped.get(name);
    if (!key) {
      key = unwrapWith(unwrap, header, wrapped);
      if (unwrapped.size >= CONTENT_KEYS_COUNT_MAX) unwrapped.clear();
      unwrapped.set(name, key);
      // It may succeed the next time, and what fails is nothing to remember.
      key.catch(() => unwrapped.delete(name));
    }
    return key;
  };
  return { open: (jwe) => openWith(contentKey, jwe) };
}

/**
 * Opens mail with RSA private keys held by this process, the present one first; former ones open what was sealed before a change.
 * Those are tried for OAEP only: a wrong key shows at once there.
 * @param algorithm the registered one. Letters wrapped by PKCS #1 v1.5, which invites attacks, are opened only when it says so.
 */
export function keyOpener(privateKeys: KeyObject | readonly KeyObject[], algorithm: string = ALGORITHM_DEFAULT): Opener {
  const keys = Array.isArray(privateKeys) ? (privateKeys as readonly KeyObject[]) : [privateKeys as KeyObject];
  return letterOpener((wrapped, wrapping) => {
    if (wrapping === 'RSAES_PKCS1_V1_5' && wrapping !== algorithm) throw new Error('the letter is wrapped by another algorithm than the registered one');
    for (const [index, key] of keys.entries()) {
      try {
        const contentKey = wrapping === 'RSAES_PKCS1_V1_5' ? unwrapPkcs1(key, wrapped) : unwrapBytes(key, wrapping, wrapped);
        if (contentKey.length === KEY_BYTES) return contentKey;
      } catch (error) {
        if (index === keys.length - 1) throw error;
      }
    }
    throw new Error('the content key has a wrong length');
  });
}

async function unwrapWith(unwrap: Unwrap, header: string, wrapped: string): Promise<Buffer> {
  const { alg, enc, kid } = JSON.parse(Buffer.from(header, 'base64url').toString('utf8')) as Record<string, unknown>;
  const algorithm = (Object.keys(WRAPPINGS) as EncryptionAlgorithm[]).find((name) => WRAPPINGS[name].jwe === alg);
  if (algorithm === undefined || enc !== 'A256GCM') throw new Error('not a sealed letter of this scheme');
  const key = await unwrap(Buffer.from(wrapped, 'base64url'), algorithm, typeof kid === 'string' && /^[0-9]{1,9}$/.test(kid) ? Number(kid) : undefined);
  if (key.length !== KEY_BYTES) throw new Error('the content key has a wrong length');
  return key;
}

async function openWith(contentKey: (header: string, wrapped: string) => Promise<Buffer>, jwe: string): Promise<string> {
  const [header = '', wrapped = '', iv = '', sealed = '', tag = '', rest] = jwe.split('.');
  if (rest !== undefined) throw new Error('not a sealed letter of this scheme');
  const authTag = Buffer.from(tag, 'base64url');
  // GCM would accept a shortened tag, which is easier to forge.
  if (authTag.length !== TAG_BYTES) throw new Error('the authentication tag has a wrong length');
  const key = await contentKey(header, wrapped);
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url')).setAAD(Buffer.from(header, 'ascii')).setAuthTag(authTag);
  return Buffer.concat([decipher.update(Buffer.from(sealed, 'base64url')), decipher.final()]).toString('utf8');
}
