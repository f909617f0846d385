import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from '@trine/telemetry';

export const WAKE_CHANNEL = 'trine_notifications';
const RECONNECT_MS = 500;
/** A connection whose other end is gone without a word is noticed after this. */
const HEARTBEAT_MS = 10_000;
/** Such a connection can't be ended in good order either. */
const END_MS_MAX = 1_000;

/**
 * Tells, on one connection, for whom any process has committed a notification. What may have been missed while the connection was
 * away is told as `undefined`: look for everybody. Callers look at the tables then; nothing depends on a call by itself.
 */
export class WakeUps {
  private readonly woken = new Set<(recipient: string | undefined) => void>();
  private readonly closed = new AbortController();
  private running: Promise<void> | undefined;

  constructor(
    private readonly url: string,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.running = this.listen();
  }

  onWakeUp(call: (recipient: string | undefined) => void): () => void {
    this.woken.add(call);
    return () => this.woken.delete(call);
  }

  async close(): Promise<void> {
    this.closed.abort();
    await this.running;
  }

  private wake(recipient: string | undefined): void {
    for (const call of [...this.woken]) call(recipient);
  }

  private async listen(): Promise<void> {
    while (!this.closed.signal.aborted) {
      const client = new pg.Client({ connectionString: this.url, keepAlive: true, query_timeout: HEARTBEAT_MS, connectionTimeoutMillis: HEARTBEAT_MS });
      const lost = new AbortController();
      client.on('error', () => lost.abort());
      client.on('end', () => lost.abort());
      client.on('notification', ({ payload }) => this.wake(payload));
      try {
        await client.connect();
        await client.query(`listen ${WAKE_CHANNEL}`);
        this.wake(undefined);
        while (!lost.signal.aborted) {
          await delay(HEARTBEAT_MS, undefined, { signal: AbortSignal.any([lost.signal, this.closed.signal]) });
          await client.query('select 1');
        }
      } catch (error) {
        if (this.closed.signal.aborted) break;
        this.logger.warn({ reason: (error as { code?: string }).code ?? 'LOST' }, 'listening for notifications was interrupted; connecting again');
      } finally {
        await Promise.race([client.end().catch(() => undefined), delay(END_MS_MAX, undefined, { ref: false })]);
      }
      await delay(RECONNECT_MS, undefined, { signal: this.closed.signal }).catch(() => undefined);
    }
  }
}
