import { derivedKey, openAtRest, sealAtRest } from '@trine/crypto';

/** Keeps accessor keys, reference pictures and callbacks at rest (GN-13), each about what it belongs to. */
export class Vault {
  private readonly key: Buffer;

  constructor(dataKey: Buffer) {
    this.key = derivedKey(dataKey, 'bank vault');
  }

  seal(about: string, content: Uint8Array | string): Buffer {
    return sealAtRest(this.key, about, content);
  }

  /** @throws when it was altered, or sealed for something else */
  open(about: string, sealed: Buffer): Buffer {
    return openAtRest(this.key, about, sealed);
  }
}
