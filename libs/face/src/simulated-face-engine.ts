import { createHash } from 'node:crypto';
import {
  FaceEngineUnavailable,
  type FaceAssessment,
  type FaceComparison,
  type FaceEngine,
  type LivenessResult,
  type NotLiveReason,
  type UnusableReason,
} from './face-engine.js';
import type { LivenessChallenge } from './liveness-challenge.js';

/** What a simulated engine is told to answer; what is left out succeeds. */
export interface FaceOutcomes {
  assess?: 'USABLE' | UnusableReason;
  compare?: 'MATCH' | 'MISMATCH';
  liveness?: 'LIVE' | NotLiveReason;
  /** No call is answered. */
  unavailable?: boolean;
}

const MARK = Buffer.from('SIM\0');

/** Whether a template was made by a simulated engine. */
export const isSimulated = (template: Buffer): boolean => template.subarray(0, MARK.length).equals(MARK);

/** An engine that looks at nothing and answers what it is told, the same every time. */
export class SimulatedFaceEngine implements FaceEngine {
  private closed = false;

  constructor(private outcomes: FaceOutcomes = {}) {}

  /** What to answer from now on, instead of what it was told before. */
  tell(outcomes: FaceOutcomes): void {
    this.outcomes = outcomes;
  }

  async assess(picture: Buffer): Promise<FaceAssessment> {
    const { assess: outcome = 'USABLE' } = this.told();
    if (outcome !== 'USABLE') return { usable: false, reason: outcome };
    return { usable: true, template: Buffer.concat([MARK, createHash('sha256').update(picture).digest()]) };
  }

  async compare(_a: Buffer, _b: Buffer): Promise<FaceComparison> {
    return this.told().compare === 'MISMATCH' ? { match: false, distance: 0.9 } : { match: true, distance: 0.2 };
  }

  async liveness(_challenge: LivenessChallenge, _frames: readonly Buffer[], _still: Buffer): Promise<LivenessResult> {
    const { liveness: outcome = 'LIVE' } = this.told();
    return outcome === 'LIVE' ? { live: true } : { live: false, reason: outcome };
  }

  async close(): Promise<void> {
    this.closed = true;
  }

  private told(): FaceOutcomes {
    if (this.closed) throw new FaceEngineUnavailable('CLOSED');
    if (this.outcomes.unavailable) throw new FaceEngineUnavailable('AWAY');
    return this.outcomes;
  }
}
