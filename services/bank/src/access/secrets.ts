import { createHash, createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number }, Buffer>(scrypt);
/** OWASP's smallest recommended cost that one sign-in does not feel: 16 MiB, about 30 ms. */
const COST = { N: 2 ** 14, r: 8, p: 5 };
const KEY_BYTES = 32;

/** scrypt with a salt of its own, as text. */
export async function hashedSecret(secret: string): Promise<string> {
  const salt = randomBytes(16);
  return `${salt.toString('base64')}.${(await derive(secret, salt, KEY_BYTES, COST)).toString('base64')}`;
}

export async function isSecret(secret: string, hash: string): Promise<boolean> {
  const [salt = '', key = ''] = hash.split('.');
  return sameBytes(await derive(secret, Buffer.from(salt, 'base64'), KEY_BYTES, COST), Buffer.from(key, 'base64'));
}

/** A random name for a cookie. Only its hash is kept. */
export const newToken = (): string => randomBytes(32).toString('base64url');
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('base64');
export const hmac = (key: Buffer, text: string): string => createHmac('sha256', key).update(text).digest('base64url');

export const sameText = (a: string, b: string): boolean => sameBytes(Buffer.from(a), Buffer.from(b));
const sameBytes = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);
