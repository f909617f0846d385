import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts what must not lie about in clear: accessor keys, reference pictures, callbacks (GN-13). AES-256-GCM with a fresh nonce;
 * `about` names what it belongs to and is authenticated, so that one person's record can't be put in place of another's.
 */
export class Vault {
  private readonly key: Buffer;

  constructor(dataKey: Buffer) {
    this.key = derived(dataKey, 'bank vault');
  }

  seal(about: string, content: Uint8Array | string): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce).setAAD(Buffer.from(about));
    return Buffer.concat([nonce, cipher.update(content), cipher.final(), cipher.getAuthTag()]);
  }

  /** @throws when it was altered, or sealed for something else */
  open(about: string, sealed: Buffer): Buffer {
    const decipher = createDecipheriv('aes-256-gcm', this.key, sealed.subarray(0, NONCE_BYTES)).setAAD(Buffer.from(about)).setAuthTag(sealed.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  }
}

/** A key of its own for each purpose. */
export const derived = (dataKey: Buffer, purpose: string): Buffer => Buffer.from(hkdfSync('sha256', dataKey, '', purpose, 32));
