import { setTimeout as delay } from 'node:timers/promises';

const LOOK_MS = 25;
/** Long enough for the slowest machine; a test waits for a fact, never for the time. */
export const WAIT_MS_MAX = 60_000;
/** A longer gap between two looks means that this process was suspended, which is nobody's fault. */
export const GAP_MS_MAX = 1_000;

/** Resolves with the first value of `look` that is not undefined or false; rejects with `what` when none comes in time. */
export async function until<T>(what: string, look: () => T | undefined | false | Promise<T | undefined | false>, msMax = WAIT_MS_MAX): Promise<T> {
  for (let waited = 0, last = Date.now(); ; await delay(LOOK_MS)) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (waited > msMax) throw new Error(`not within ${msMax} ms: ${what}`);
    waited += Math.min(Date.now() - last, GAP_MS_MAX);
    last = Date.now();
  }
}
