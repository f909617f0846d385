import type { KeyObject } from 'node:crypto';
import { isSigningAlgorithm, keyOpener, keySigner, publicPem, readPrivateKey, type Opener, type Signer } from '@trine/crypto';
import type { GatewayConfig, KeyFile } from '../config.js';

/** The private keys of the node that this gateway acts for. */
export interface NodeKeySet {
  signing: Signer;
  master: Signer;
  opener: Opener;
  publicKeys: { signing: string; master: string; encryption: string };
}

/** Holds the node's keys; `reload` reads the files again (contract: `GET /reinit_node_keys`). */
export class NodeKeyring {
  private keys: NodeKeySet | undefined;

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
    this.keys = {
      signing: signer(signingKey, signing, 'SIGNING_ALGORITHM'),
      master: signer(masterKey, master, 'MASTER_ALGORITHM'),
      opener: keyOpener(encryptionKey),
      publicKeys: { signing: publicPem(signingKey), master: publicPem(masterKey), encryption: publicPem(encryptionKey) },
    };
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
