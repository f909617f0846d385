import type { KeyObject } from 'node:crypto';
import { isSigningAlgorithm, keyOpener, keySigner, publicPem, readPrivateKey, type Opener, type Signer } from '@trine/crypto';
import type { GatewayConfig, KeyFile } from '../config.js';

/** Who signs and opens for the node that this gateway acts for. */
export interface NodeKeySet {
  signing: Signer;
  master: Signer;
  opener: Opener;
  publicKeys: { signing: string; master: string; encryption: string };
}

/** The node's keys, wherever they are kept. */
export interface NodeKeyring {
  /** Throws while the keys are not known. */
  readonly current: NodeKeySet;
  /** Takes notice of new keys (contract: `GET /reinit_node_keys`). */
  reload(): Promise<void>;
  /** The ledger has, or may have, other keys of this node than before. */
  registered(): Promise<void>;
}

/** Former encryption keys kept at hand: senders may use the key before the present one for half a minute. */
const FORMER_KEYS_COUNT_MAX = 4;

/** Keys in files (PEM). Letters sealed for an encryption key that was replaced since the start still open. */
export class KeyFiles implements NodeKeyring {
  private keys: NodeKeySet | undefined;
  private encryptionKeys: KeyObject[] = [];

  constructor(private readonly config: GatewayConfig) {}

  get current(): NodeKeySet {
    if (!this.keys) throw new Error('The node keys have not been read.');
    return this.keys;
  }

  async reload(): Promise<void> {
    const { signing, master, encryption } = this.config.keys;
    const [signingKey, masterKey, encryptionKey] = await Promise.all([
      read(signing, 'SIGNING_KEY_PATH'),
      read(master, 'MASTER_KEY_PATH'),
      read(encryption, 'ENCRYPTION_KEY_PATH'),
    ]);
    if (encryptionKey.asymmetricKeyType !== 'rsa') throw new Error('ENCRYPTION_KEY_PATH must name an RSA private key.');
    this.encryptionKeys = [encryptionKey, ...this.encryptionKeys.filter((key) => !key.equals(encryptionKey))].slice(0, 1 + FORMER_KEYS_COUNT_MAX);
    this.keys = {
      signing: signer(signingKey, signing, 'SIGNING_ALGORITHM'),
      master: signer(masterKey, master, 'MASTER_ALGORITHM'),
      opener: keyOpener(this.encryptionKeys, encryption.algorithm),
      publicKeys: { signing: publicPem(signingKey), master: publicPem(masterKey), encryption: publicPem(encryptionKey) },
    };
  }

  /** Files change when the member says so. */
  registered(): Promise<void> {
    return Promise.resolve();
  }
}

async function read({ path, passphrase }: KeyFile, variable: string): Promise<KeyObject> {
  if (path === undefined) throw new Error(`${variable} is missing: the path of a private key in PEM form.`);
  return readPrivateKey(path, passphrase);
}

function signer(key: KeyObject, { algorithm }: KeyFile, variable: string): Signer {
  if (algorithm !== undefined && !isSigningAlgorithm(algorithm)) throw new Error(`${variable} is "${algorithm}", which the API v6 does not know.`);
  return keySigner(key, algorithm);
}
