export interface RetryPolicy {
  firstMs: number;
  maxMs: number;
}

/** A push service or SMS gateway that is away for a moment costs a second; one that is away for long is asked every five minutes. */
export const RETRY_DEFAULT: RetryPolicy = { firstMs: 1_000, maxMs: 300_000 };

/** Whatever the other side asks for, it is asked again within the hour. */
const AFTER_MS_MAX = 3_600_000;

/**
 * Milliseconds until the next attempt, after `attempts` failed ones: doubles up to `maxMs`. The upper half is random, so that what
 * failed together does not come back together; never sooner than the other side asked for (`afterMs`).
 */
export function retryDelayMs(attempts: number, policy: RetryPolicy, afterMs = 0, random: () => number = Math.random): number {
  const full = Math.min(policy.maxMs, policy.firstMs * 2 ** Math.max(0, attempts - 1));
  return Math.round(Math.max(Math.min(afterMs, AFTER_MS_MAX), full / 2 + (random() * full) / 2));
}
