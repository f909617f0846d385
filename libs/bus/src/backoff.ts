import { setTimeout as delay } from 'node:timers/promises';

const BACKOFF_MS_FIRST = 100;

/** Longest pause while a server can't be reached: short, because messages wait, and an attempt costs next to nothing. */
export const RECONNECT_MS_MAX = 1_000;

/**
 * Waits before retry number `attempt` (from 0): 100 ms doubling to `msMax`. Half of it is random, so that many waiters
 * don't return together. Returns at once when `signal` is aborted.
 */
export async function backoff(attempt: number, signal: AbortSignal, msMax: number): Promise<void> {
  const ceiling = Math.min(BACKOFF_MS_FIRST * 2 ** attempt, msMax);
  await delay(ceiling * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => {});
}

/** Repeats `task`, at least every `RECONNECT_MS_MAX`, until it resolves. Resolves with undefined when `signal` is aborted first. */
export async function retry<T>(
  task: () => Promise<T>,
  { signal, onFailure }: { signal: AbortSignal; onFailure(error: unknown, attempt: number): void },
): Promise<T | undefined> {
  for (let attempt = 0; !signal.aborted; attempt++) {
    try {
      return await task();
    } catch (error) {
      if (signal.aborted) return undefined;
      onFailure(error, attempt);
      await backoff(attempt, signal, RECONNECT_MS_MAX);
    }
  }
  return undefined;
}
