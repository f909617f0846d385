import type { FaceAssessment, FaceComparison, FaceEngine, LivenessResult } from './face-engine.js';
import type { LivenessChallenge } from './liveness-challenge.js';
import { isSimulated, SimulatedFaceEngine, type FaceOutcomes } from './simulated-face-engine.js';

/**
 * A real engine whose answers can be forced at run time, for sandboxes. Templates of forced assessments only a simulated
 * engine can compare, so it answers wherever one comes up.
 */
export class SwitchableFaceEngine implements FaceEngine {
  private readonly simulated = new SimulatedFaceEngine();
  private forced: FaceOutcomes = {};

  constructor(private readonly real: FaceEngine) {}

  /** What to answer from now on; what is left out the real engine answers. `{}` forces nothing. */
  force(outcomes: FaceOutcomes): void {
    this.forced = outcomes;
    this.simulated.tell(outcomes);
  }

  assess(picture: Buffer): Promise<FaceAssessment> {
    return this.engine('assess').assess(picture);
  }

  compare(a: Buffer, b: Buffer): Promise<FaceComparison> {
    return this.engine('compare', a, b).compare(a, b);
  }

  liveness(challenge: LivenessChallenge, frames: readonly Buffer[], still: Buffer): Promise<LivenessResult> {
    return this.engine('liveness', still).liveness(challenge, frames, still);
  }

  async close(): Promise<void> {
    await Promise.all([this.simulated.close(), this.real.close()]);
  }

  private engine(operation: 'assess' | 'compare' | 'liveness', ...templates: Buffer[]): FaceEngine {
    return this.forced.unavailable || this.forced[operation] || templates.some(isSimulated) ? this.simulated : this.real;
  }
}
