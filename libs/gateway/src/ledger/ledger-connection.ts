import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@trine/telemetry';
import type { GatewayConfig } from '../config.js';
import type { LedgerClient } from './ledger-client.js';

const PROBE_MS = 1_000;
const RETRY_MS = 300;

/** Keeps knowing whether the ledger can be reached, so that calls are refused (10008) instead of failing one by one. */
export class LedgerProbe {
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly ledger: LedgerClient) {}

  get reachable(): boolean {
    return this.ledger.reachable;
  }

  start(): void {
    this.timer = setInterval(() => {
      // Without a token: a crypto service that is away says nothing about the ledger.
      this.ledger.askOpenly('IsInitEnded').catch(() => undefined);
    }, PROBE_MS);
  }

  stop(): void {
    clearInterval(this.timer);
  }
}

/** The key that signs the ledger's events: pinned by file, else asked for once the ledger is there (waiting for it). */
export async function ledgerPublicKey({ ledgerPublicKeyPath, chainId }: GatewayConfig, ledger: LedgerClient, logger: Logger): Promise<string> {
  const pinned = ledgerPublicKeyPath === undefined ? undefined : await readFile(ledgerPublicKeyPath, 'utf8');
  for (let waited = false; ; waited = true) {
    try {
      const { chain_id, public_key } = await ledger.publicKey();
      if (chain_id !== chainId) throw new Error(`the ledger at LEDGER_URL is "${chain_id}", not "${chainId}" (CHAIN_ID)`);
      return pinned ?? public_key;
    } catch (error) {
      if (!waited) logger.warn({ reason: (error as Error).message }, 'waiting for the ledger');
      await delay(RETRY_MS);
    }
  }
}
