import type { Logger } from '@trine/telemetry';
import type { BlockWriter } from './block-writer.js';
import type { LedgerStore } from './ledger-store.js';

/** How often the ledger looks for requests whose time is over. */
const TICK_MS = 500;
/** The requester's gateway gets this long to end the request itself, with what it found out about the answers. */
const GRACE_MS = 2_000;
const EXPIRED_COUNT_MAX = 500;

/** Ends requests by the ledger's own clock, whether their requester is there or not. */
export class ExpiryClock {
  private timer: NodeJS.Timeout | undefined;
  private tick: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: LedgerStore,
    private readonly writer: BlockWriter,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.timer = setTimeout(() => {
      this.tick = this.endExpired()
        .catch((error: unknown) => this.logger.warn({ reason: (error as Error).message }, 'expired requests could not be ended; trying again'))
        .then(() => {
          if (this.timer) this.start();
        });
    }, TICK_MS);
  }

  async stop(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.tick;
  }

  private async endExpired(): Promise<void> {
    const expired = await this.store.expired(Date.now() - GRACE_MS, EXPIRED_COUNT_MAX);
    if (expired.length > 0) await this.writer.timeOut(expired);
  }
}
