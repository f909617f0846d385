import { createHmac, timingSafeEqual } from 'node:crypto';
import { derivedKey, openAtRest, sealAtRest } from '@trine/crypto';

const KEY_BYTES = 32;

/**
 * Keeps what nobody but the portal may read: citizen numbers and received data at rest, and what proves that a cookie is ours.
 * One secret, from which each use has a key of its own.
 */
export class Vault {
  private readonly sealing: Buffer;
  private readonly marking: Buffer;

  /** @param secret 32 bytes in base64 */
  constructor(secret: string) {
    const bytes = Buffer.from(secret, 'base64');
    if (bytes.length !== KEY_BYTES) throw new Error('PORTAL_DATA_KEY must be 32 bytes in base64: openssl rand -base64 32');
    this.sealing = derivedKey(bytes, 'portal sealing');
    this.marking = derivedKey(bytes, 'portal marking');
  }

  /** What was sealed about one thing can't be opened as being about another. */
  seal(about: string, text: string): string {
    return sealAtRest(this.sealing, about, text).toString('base64');
  }

  /** Throws when it was altered or sealed about something else. */
  open(about: string, sealed: string): string {
    return openAtRest(this.sealing, about, Buffer.from(sealed, 'base64')).toString('utf8');
  }

  /** A keyed hash: says whether two values are the same and nothing else. */
  mark(use: string, value: string): string {
    return createHmac('sha256', this.marking).update(`${use}:${value}`).digest('base64url');
  }

  isMark(use: string, value: string, mark: string): boolean {
    const [a, b] = [Buffer.from(this.mark(use, value)), Buffer.from(mark)];
    return a.length === b.length && timingSafeEqual(a, b);
  }
}
