import type { FaceAssessment, FaceComparison, FaceEngine, LivenessResult } from '../face-engine.js';
import { FRAMES_MAX, FRAMES_MIN, type LivenessChallenge } from '../liveness-challenge.js';
import { FaceWorkers, type FaceWorkersOptions } from './face-workers.js';
import { judgeLiveness } from './judge-liveness.js';
import { assessSight } from './quality.js';
import { descriptorDistance, fromTemplate, SAME_PERSON_MAX } from './template.js';

export type ModelFaceEngineOptions = Partial<FaceWorkersOptions>;

/**
 * Trine's own face engine: dlib's models in worker threads of this process, nothing leaves it. For sandboxes, demonstrations
 * and tests of everything around it: docs/face.md has what was measured and what it can't do.
 */
export class ModelFaceEngine implements FaceEngine {
  private readonly workers: FaceWorkers;

  constructor({ workers = 1, queue = 16, timeoutMs = 20_000 }: ModelFaceEngineOptions = {}) {
    this.workers = new FaceWorkers({ workers, queue, timeoutMs });
  }

  async assess(picture: Buffer): Promise<FaceAssessment> {
    const [sight] = await this.workers.look([picture], 'thorough');
    return assessSight(sight!);
  }

  async compare(a: Buffer, b: Buffer): Promise<FaceComparison> {
    const distance = descriptorDistance(fromTemplate(a), fromTemplate(b));
    return { match: distance <= SAME_PERSON_MAX, distance };
  }

  async liveness(challenge: LivenessChallenge, frames: readonly Buffer[], still: Buffer): Promise<LivenessResult> {
    const person = fromTemplate(still);
    if (frames.length < FRAMES_MIN) return { live: false, reason: 'TOO_FEW_FRAMES' };
    if (frames.length > FRAMES_MAX) return { live: false, reason: 'TOO_MANY_FRAMES' };
    return judgeLiveness(challenge, await this.workers.look(frames, 'fast'), person);
  }

  close(): Promise<void> {
    return this.workers.close();
  }
}
