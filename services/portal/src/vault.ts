import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

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
    const derive = (use: string): Buffer => Buffer.from(hkdfSync('sha256', bytes, '', `portal ${use}`, KEY_BYTES));
    this.sealing = derive('sealing');
    this.marking = derive('marking');
  }

  /** AES-256-GCM; what was sealed about one thing can't be opened as being about another. */
  seal(about: string, text: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.sealing, iv).setAAD(Buffer.from(about));
    return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64');
  }

  /** Throws when it was altered or sealed about something else. */
  open(about: string, sealed: string): string {
    const bytes = Buffer.from(sealed, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', this.sealing, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES }).setAAD(Buffer.from(about));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8');
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
