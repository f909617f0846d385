import type { Attempt } from './ports.js';

export type SimulatedMode = 'SUCCEED' | 'FAIL' | 'UNAVAILABLE';

/** A port of any kind that sends nothing and says so; the outbox tells what it would have sent. `mode` is asked at each attempt. */
export function simulated(mode: () => SimulatedMode = () => 'SUCCEED'): { simulated: true; send(): Promise<Attempt> } {
  const outcomes: Record<SimulatedMode, Attempt> = {
    SUCCEED: { outcome: 'TAKEN' },
    FAIL: { outcome: 'REFUSED', reason: 'SIMULATED_FAILURE' },
    UNAVAILABLE: { outcome: 'LATER', reason: 'SIMULATED_OUTAGE' },
  };
  return { simulated: true, send: () => Promise.resolve(outcomes[mode()]) };
}
