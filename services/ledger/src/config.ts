import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { TOPIC_PREFIX_DEFAULT } from '@trine/protocol';
import { keySigner, readPrivateKey } from '@trine/crypto';
import type { LedgerKey } from './block-writer.js';

/** What a ledger process is told by its environment. */
export interface LedgerConfig {
  databaseUrl: string;
  kafkaBrokers: string[];
  topicPrefix: string;
  chainId: string;
  port: number;
  host: string;
  signingKeyPath: string | undefined;
}

/** Reads `DATABASE_URL`, `KAFKA_BROKERS`, `KAFKA_TOPIC_PREFIX`, `CHAIN_ID`, `LEDGER_PORT`, `LEDGER_HOST`, `LEDGER_SIGNING_KEY_PATH` (Ed25519 PEM). */
export function ledgerConfig(env: Record<string, string | undefined>): LedgerConfig {
  const databaseUrl = env['DATABASE_URL'];
  if (!databaseUrl) throw new Error('DATABASE_URL is missing: give the ledger its own PostgreSQL database, e.g. postgres://user:password@host/ledger.');
  return {
    databaseUrl,
    kafkaBrokers: (env['KAFKA_BROKERS'] ?? '').split(',').filter((broker) => broker !== ''),
    topicPrefix: env['KAFKA_TOPIC_PREFIX'] ?? TOPIC_PREFIX_DEFAULT,
    chainId: env['CHAIN_ID'] ?? 'trine',
    port: Number(env['LEDGER_PORT'] ?? 8070),
    host: env['LEDGER_HOST'] ?? '127.0.0.1',
    signingKeyPath: env['LEDGER_SIGNING_KEY_PATH'],
  };
}

/** The key that signs events and checkpoints. Without a file it lasts as long as the process: for tests only. */
export async function ledgerKey(path: string | undefined): Promise<LedgerKey & { publicKey: KeyObject }> {
  const privateKey = path === undefined ? generateKeyPairSync('ed25519').privateKey : await readPrivateKey(path);
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error('LEDGER_SIGNING_KEY_PATH must name an Ed25519 private key.');
  const publicKey = createPublicKey(privateKey);
  const { x } = publicKey.export({ format: 'jwk' });
  return { signer: keySigner(privateKey), rawPublicKey: Buffer.from(x as string, 'base64url'), publicKey };
}
