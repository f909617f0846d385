import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@trine/telemetry';

const WAIT_MS_MIN = 200;
const WAIT_MS_MAX = 5000;

/** Repeats `attempt`, which must be idempotent, with growing waits until it succeeds or `signal` is aborted. */
export async function untilDone(what: string, attempt: () => Promise<void>, { logger, signal }: { logger: Logger; signal: AbortSignal }): Promise<void> {
  for (let waitMs = WAIT_MS_MIN; !signal.aborted; waitMs = Math.min(waitMs * 2, WAIT_MS_MAX)) {
    try {
      return await attempt();
    } catch (error) {
      if (signal.aborted) return;
      logger.warn({ reason: (error as Error).message, waitMs }, `${what}: trying again`);
      await delay(waitMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
