import { constants, createCipheriv, createDecipheriv, privateDecrypt, publicEncrypt, randomBytes, type KeyObject } from 'node:crypto';
import { publicKeyOf } from './signing.js';

/*
 * Sealed letters: compact JWE (RFC 7516) with RSA-OAEP-256 and A256GCM. The content key is wrapped once and then serves many
 * letters to the same recipient, each with an initialisation vector of its own, because the RSA operations cost a hundred times
 * as much as the rest. test/jwe.unit.spec.ts checks the format against jose in both directions.
 */

/** Whoever can open mail for a node: a key file, or the member's own crypto service (KMS). */
export interface Opener {
  /** Opens a compact JWE; rejects when it is not for this key or was altered. */
  open(jwe: string): Promise<string>;
}

/** A content key is used for this many letters and this long at most: far below what random 96-bit vectors allow (2^32). */
const CONTENT_KEY_LETTERS_MAX = 100_000;
const CONTENT_KEY_LIFE_MS = 10 * 60 * 1000;
const CONTENT_KEYS_COUNT_MAX = 10_000;

const HEADER = Buffer.from(JSON.stringify({ alg: 'RSA-OAEP-256', enc: 'A256GCM' })).toString('base64url');
const RSA_OAEP_256 = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' };
const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

interface ContentKey {
  key: Buffer;
  wrapped: string;
  letters: number;
  expiresAt: number;
}

const contentKeys = new Map<string, ContentKey>();

function contentKeyFor(publicKeyPem: string): ContentKey {
  const now = Date.now();
  let entry = contentKeys.get(publicKeyPem);
  if (!entry || entry.letters >= CONTENT_KEY_LETTERS_MAX || entry.expiresAt < now) {
    const key = randomBytes(KEY_BYTES);
    const wrapped = publicEncrypt({ key: publicKeyOf(publicKeyPem), ...RSA_OAEP_256 }, key).toString('base64url');
    entry = { key, wrapped, letters: 0, expiresAt: now + CONTENT_KEY_LIFE_MS };
    if (contentKeys.size >= CONTENT_KEYS_COUNT_MAX) contentKeys.clear();
    contentKeys.set(publicKeyPem, entry);
  }
  entry.letters += 1;
  return entry;
}

/** Seals text for the owner of an RSA encryption key. */
export function seal(publicKeyPem: string, text: string): string {
  const { key, wrapped } = contentKeyFor(publicKeyPem);
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(HEADER, 'ascii'));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return [HEADER, wrapped, iv.toString('base64url'), sealed.toString('base64url'), cipher.getAuthTag().toString('base64url')].join('.');
}

/** Opens mail with an RSA private key held by this process. */
export function keyOpener(privateKey: KeyObject): Opener {
  const unwrapped = new Map<string, Buffer>();
  const contentKey = (wrapped: string): Buffer => {
    let key = unwrapped.get(wrapped);
    if (!key) {
      key = privateDecrypt({ key: privateKey, ...RSA_OAEP_256 }, Buffer.from(wrapped, 'base64url'));
      if (key.length !== KEY_BYTES) throw new Error('the content key has a wrong length');
      if (unwrapped.size >= CONTENT_KEYS_COUNT_MAX) unwrapped.clear();
      unwrapped.set(wrapped, key);
    }
    return key;
  };
  // Async, so that a malformed letter rejects.
  return { open: async (jwe) => Promise.resolve(openWith(contentKey, jwe)) };
}

function openWith(contentKey: (wrapped: string) => Buffer, jwe: string): string {
  const [header = '', wrapped = '', iv = '', sealed = '', tag = '', rest] = jwe.split('.');
  const { alg, enc } = JSON.parse(Buffer.from(header, 'base64url').toString('utf8')) as Record<string, unknown>;
  if (alg !== 'RSA-OAEP-256' || enc !== 'A256GCM' || rest !== undefined) throw new Error('not a sealed letter of this scheme');
  const authTag = Buffer.from(tag, 'base64url');
  // GCM would accept a shortened tag, which is easier to forge.
  if (authTag.length !== TAG_BYTES) throw new Error('the authentication tag has a wrong length');
  const decipher = createDecipheriv('aes-256-gcm', contentKey(wrapped), Buffer.from(iv, 'base64url')).setAAD(Buffer.from(header, 'ascii')).setAuthTag(authTag);
  return Buffer.concat([decipher.update(Buffer.from(sealed, 'base64url')), decipher.final()]).toString('utf8');
}
