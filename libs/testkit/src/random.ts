import { randomInt } from 'node:crypto';

/** Random choices of one test, the same again for the same seed. */
export interface Random {
  readonly seed: number;
  /** From `min` to `max`, both included. */
  between(min: number, max: number): number;
  shuffled<T>(items: readonly T[]): T[];
}

/** Seeded by `TEST_SEED` (or another variable), else anew; says which, so that a failure can be repeated. */
export function seededRandom(what: string, variable = 'TEST_SEED'): Random {
  const seed = Number(process.env[variable] ?? randomInt(2 ** 31));
  console.log(`${what}: ${variable}=${seed}`);
  let state = seed >>> 0;
  // mulberry32
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    seed,
    between: (min, max) => min + Math.floor(next() * (max - min + 1)),
    shuffled(items) {
      const result = [...items];
      for (let i = result.length - 1; i > 0; i -= 1) {
        const j = Math.floor(next() * (i + 1));
        [result[i], result[j]] = [result[j] as never, result[i] as never];
      }
      return result;
    },
  };
}
