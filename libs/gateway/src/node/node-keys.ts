import type { KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isSigningAlgorithm, keyOpener, keySigner, publicKeyOf, publicPem, readPrivateKey, type Opener, type Signer } from '@trine/crypto';
import { ApiError } from '../api/api-error.js';
import type { GatewayConfig, KeyFile } from '../config.js';
import type { NodeBehindProxy } from '../ledger/ledger-facts.js';

/** The private keys of a node that this gateway acts for, or who uses them on its behalf. */
export interface NodeKeySet {
  signing: Signer;
  master: Signer;
  opener: Opener;
  publicKeys: { signing: string; master: string; encryption: string };
}

/** The keys of the nodes that this gateway acts for, wherever they are kept. */
export interface NodeKeyring {
  /** Those of the gateway's own node; throws while they are not known. */
  readonly current: NodeKeySet;
  /** Those of a node that this gateway acts for; throws 10034 when they are not here. */
  of(nodeId: string): NodeKeySet;
  holds(nodeId: string): boolean;
  /** Makes the keys of a node behind this proxy available, as they are now; throws when they are not here or not the registered ones. */
  loadBehind(node: NodeBehindProxy): Promise<void>;
  /** This proxy no longer acts for the node. */
  drop(nodeId: string): void;
  /** Takes notice of new keys of the own node (contract: `GET /reinit_node_keys`). */
  reload(): Promise<void>;
  /** The ledger has, or may have, other keys of the own node than before. */
  registered(): Promise<void>;
}

/** Former encryption keys kept at hand: senders may use the key before the present one for half a minute. */
const FORMER_KEYS_COUNT_MAX = 4;

/** What was read from the key files of one node. */
interface KeysOfNode extends NodeKeySet {
  /** The present one first. */
  encryptionKeys: KeyObject[];
}

/**
 * Keys in files (PEM), of the gateway's own node and on a proxy of those behind it (contract: flows.md section 9). Letters sealed for
 * an encryption key that was replaced since the start still open.
 */
export class KeyFiles implements NodeKeyring {
  private keys: KeysOfNode | undefined;
  private readonly behind = new Map<string, KeysOfNode>();

  constructor(private readonly config: GatewayConfig) {}

  get current(): NodeKeySet {
    if (!this.keys) throw new Error('The node keys have not been read.');
    return this.keys;
  }

  holds(nodeId: string): boolean {
    return nodeId === this.config.nodeId || this.behind.has(nodeId);
  }

  of(nodeId: string): NodeKeySet {
    const keys = nodeId === this.config.nodeId ? this.current : this.behind.get(nodeId);
    if (!keys) throw new ApiError(10034);
    return keys;
  }

  /** Reads the key files of a node behind this proxy: `<node_id>` and `<node_id>_master`, as PEM, each with a `_passphrase` file if it needs one. */
  async loadBehind({ node_id, signing_public_key, signing_master_public_key, encryption_public_key }: NodeBehindProxy): Promise<void> {
    const { signingDir, encryptionDir } = this.config.proxiedKeys;
    const [signing, master, encryption] = await Promise.all([
      keyFileIn(signingDir, 'PROXIED_SIGNING_KEYS_DIR', node_id, signing_public_key.algorithm),
      keyFileIn(signingDir, 'PROXIED_SIGNING_KEYS_DIR', `${node_id}_master`, signing_master_public_key.algorithm),
      keyFileIn(encryptionDir, 'PROXIED_ENCRYPTION_KEYS_DIR', node_id, encryption_public_key.algorithm),
    ]);
    const keys = await keySet(signing, master, encryption, this.behind.get(node_id));
    if (publicPem(publicKeyOf(signing_public_key.public_key)) !== keys.publicKeys.signing) {
      throw new Error(`the ledger has another signing key for this node than ${String(signing.path)}; check the key file`);
    }
    this.behind.set(node_id, keys);
  }

  drop(nodeId: string): void {
    this.behind.delete(nodeId);
  }

  /** Reads the files of the own node's keys (again). */
  async reload(): Promise<void> {
    const { signing, master, encryption } = this.config.keys;
    this.keys = await keySet(signing, master, encryption, this.keys);
  }

  /** Files change when the member says so. */
  registered(): Promise<void> {
    return Promise.resolve();
  }
}

async function keySet(signing: KeyFile, master: KeyFile, encryption: KeyFile, former?: KeysOfNode): Promise<KeysOfNode> {
  const [signingKey, masterKey, encryptionKey] = await Promise.all([
    read(signing, 'SIGNING_KEY_PATH'),
    read(master, 'MASTER_KEY_PATH'),
    read(encryption, 'ENCRYPTION_KEY_PATH'),
  ]);
  if (encryptionKey.asymmetricKeyType !== 'rsa') throw new Error(`${String(encryption.path)} must be an RSA private key.`);
  const encryptionKeys = [encryptionKey, ...(former?.encryptionKeys ?? []).filter((key) => !key.equals(encryptionKey))].slice(0, 1 + FORMER_KEYS_COUNT_MAX);
  return {
    signing: signer(signingKey, signing, 'SIGNING_ALGORITHM'),
    master: signer(masterKey, master, 'MASTER_ALGORITHM'),
    opener: keyOpener(encryptionKeys, encryption.algorithm),
    publicKeys: { signing: publicPem(signingKey), master: publicPem(masterKey), encryption: publicPem(encryptionKey) },
    encryptionKeys,
  };
}

async function keyFileIn(dir: string | undefined, variable: string, name: string, algorithm: string): Promise<KeyFile> {
  if (dir === undefined) throw new Error(`${variable} is missing: the directory of the keys of the nodes behind this proxy.`);
  // Node ids have no format rule, and a name must not lead out of the directory.
  if (/^\.{0,2}$|[/\\]/.test(name)) throw new Error('this node id cannot be the name of a key file');
  const path = join(dir, name);
  const passphrase = await readFile(`${path}_passphrase`, 'utf8').catch(() => undefined);
  return { path, passphrase: passphrase?.replace(/\r?\n$/, ''), algorithm };
}

async function read({ path, passphrase }: KeyFile, variable: string): Promise<KeyObject> {
  if (path === undefined) throw new Error(`${variable} is missing: the path of a private key in PEM form.`);
  return readPrivateKey(path, passphrase);
}

function signer(key: KeyObject, { algorithm }: KeyFile, variable: string): Signer {
  if (algorithm !== undefined && !isSigningAlgorithm(algorithm)) throw new Error(`${variable} is "${algorithm}", which the API v6 does not know.`);
  return keySigner(key, algorithm);
}
