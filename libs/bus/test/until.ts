import { setTimeout as delay } from 'node:timers/promises';

/** Waits until `fact` holds; fails with its text when it doesn't within `timeoutMs`. */
export async function until(fact: () => boolean, timeoutMs = 60_000): Promise<void> {
  for (const deadline = Date.now() + timeoutMs; !fact(); await delay(10)) {
    if (Date.now() > deadline) throw new Error(`not within ${timeoutMs} ms: ${fact}`);
  }
}
