import { createPrivateKey, createPublicKey, generateKeyPair, randomUUID, type KeyObject } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { publicPem } from '@trine/crypto';

export interface Accessor {
  accessorId: string;
  privateKey: KeyObject;
  publicPem: string;
}

/** The accessors of one bank's customers: made at first use, one file each, the same after every restart. */
export class AccessorStore {
  private readonly loaded = new Map<string, Promise<Accessor>>();

  constructor(private readonly dir: string) {}

  of(personId: string): Promise<Accessor> {
    let accessor = this.loaded.get(personId);
    if (!accessor) {
      accessor = this.loadOrCreate(join(this.dir, `${personId}.json`));
      this.loaded.set(personId, accessor);
      accessor.catch(() => this.loaded.delete(personId));
    }
    return accessor;
  }

  private async loadOrCreate(file: string): Promise<Accessor> {
    const text = await readFile(file, 'utf8').catch(() => this.create(file));
    const { accessor_id, private_key } = JSON.parse(text) as { accessor_id: string; private_key: string };
    const privateKey = createPrivateKey(private_key);
    return { accessorId: accessor_id, privateKey, publicPem: publicPem(createPublicKey(privateKey)) };
  }

  /** Renamed into place before anybody registers the key, so that a registered key is never lost or half-written. */
  private async create(file: string): Promise<string> {
    const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
    const text = JSON.stringify({ accessor_id: randomUUID(), private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }) });
    await mkdir(this.dir, { recursive: true });
    await writeFile(`${file}.new`, text, { mode: 0o600 });
    await rename(`${file}.new`, file);
    return text;
  }
}
