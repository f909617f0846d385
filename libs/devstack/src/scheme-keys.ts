import { generateKeyPair, randomBytes, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { defaultSigningAlgorithm, publicKeyFault, publicKeyOf, publicPem, readPrivateKey } from '@trine/crypto';
import type { Scheme, SchemeNode } from './scheme.js';

const newKeyPair = promisify(generateKeyPair);

/** One private key of a node: where it is, and how the registry describes its public half. */
export interface SchemeKey {
  path: string;
  publicPem: string;
  keyAlgorithm: 'RSA' | 'EC' | 'Ed25519';
  algorithm: string;
}

export interface NodeKeys { signing: SchemeKey; master: SchemeKey; encryption: SchemeKey }

/** The keys of every node of the scheme, by node id. */
export async function schemeKeys(scheme: Scheme): Promise<Record<string, NodeKeys>> {
  return Object.fromEntries(await Promise.all(scheme.nodes.map(async (node) => [node.node_id, await nodeKeys(scheme, node)] as const)));
}

/** Reads a node's keys; those that the scheme doesn't name are generated once below its data directory. */
async function nodeKeys(scheme: Scheme, node: SchemeNode): Promise<NodeKeys> {
  const read = async (use: 'signing' | 'master' | 'encryption', suffix: string): Promise<{ path: string; key: KeyObject }> => {
    const given = node.keys[use];
    const path = given ?? await generated(scheme, `${encodeURIComponent(node.node_id)}${suffix}`, use === 'encryption' ? 'rsa' : 'ed25519');
    if (node.external_crypto && given !== undefined) {
      const pem = await readFile(path, 'utf8');
      if (pem.includes('PUBLIC KEY-----')) return { path, key: publicKeyOf(pem) };
    }
    return { path, key: await readPrivateKey(path, given === undefined ? undefined : node.keys.passphrase) };
  };
  const [signing, master, encryption] = await Promise.all([read('signing', ''), read('master', '_master'), read('encryption', '_enc')]);
  return {
    signing: described(signing, node.signing_algorithm ?? defaultSigningAlgorithm(signing.key)),
    master: described(master, node.master_algorithm ?? defaultSigningAlgorithm(master.key)),
    encryption: described(encryption, node.encryption_algorithm ?? 'RSAES_OAEP_SHA_256'),
  };
}

/** The ledger's signing key, generated once when not given, and its public half as a file for the gateways. */
export async function ledgerKeys(scheme: Scheme): Promise<{ privatePath: string; publicPath: string }> {
  const privatePath = scheme.ledger.signing_key ?? await generated(scheme, 'ledger', 'ed25519');
  const publicPath = join(keysDir(scheme), 'ledger_public.pem');
  writeFileSync(publicPath, publicPem(await readPrivateKey(privatePath)));
  return { privatePath, publicPath };
}

/** 32 bytes in base64, with which an app encrypts what it keeps; generated once below the scheme's data directory. */
export function dataKey(scheme: Scheme, app: string): string {
  const path = join(keysDir(scheme), `${encodeURIComponent(app)}.data-key`);
  if (!existsSync(path)) written(path, randomBytes(32).toString('base64'));
  return readFileSync(path, 'utf8');
}

function keysDir({ data_dir }: Scheme): string {
  const dir = join(data_dir, 'keys');
  mkdirSync(dir, { recursive: true });
  return dir;
}

async function generated(scheme: Scheme, name: string, kind: 'ed25519' | 'rsa'): Promise<string> {
  const path = join(keysDir(scheme), `${name}.pem`);
  if (existsSync(path)) return path;
  const { privateKey } = await (kind === 'rsa' ? newKeyPair('rsa', { modulusLength: 2048 }) : newKeyPair('ed25519'));
  written(path, privateKey.export({ type: 'pkcs8', format: 'pem' }) as string);
  return path;
}

/** Renamed, so that a start cut short doesn't leave half a key. */
function written(path: string, key: string): void {
  writeFileSync(`${path}.new`, key, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

const FAMILY: Record<SchemeKey['keyAlgorithm'], RegExp> = { RSA: /^RSA/, EC: /^ECDSA/, Ed25519: /^Ed25519$/ };

function described({ path, key }: { path: string; key: KeyObject }, algorithm: string): SchemeKey {
  const keyAlgorithm = ({ rsa: 'RSA', ec: 'EC', ed25519: 'Ed25519' } as const)[key.asymmetricKeyType as string];
  if (!keyAlgorithm) throw new Error(`${path}: a key of type ${key.asymmetricKeyType} can't be used; make it RSA, EC P-256/P-384 or Ed25519`);
  const pem = publicPem(key);
  // The registry would refuse these too, but only after everything has started.
  if (!FAMILY[keyAlgorithm].test(algorithm) || publicKeyFault(pem, keyAlgorithm, algorithm) !== undefined) {
    throw new Error(`${path}: this ${keyAlgorithm} key and ${algorithm} don't go together; RSA keys need 2048 bits, ECDSA_SHA_256 a P-256 key, ECDSA_SHA_384 a P-384 key, encryption an RSA key`);
  }
  return { path, publicPem: pem, keyAlgorithm, algorithm };
}
