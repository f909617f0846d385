import { randomInt, randomUUID } from 'node:crypto';
import type { ChallengeAction } from '../api.js';
import type { Faces, FaceVerdict, LivenessChallenge, PictureFault } from './ports.js';
import type { Switches } from './switches.js';

const ACTIONS: ChallengeAction[] = ['TURN_LEFT', 'TURN_RIGHT', 'MOVE_CLOSER'];

const FAULTS: Record<string, PictureFault> = {
  NO_FACE: 'KB_NO_FACE', SEVERAL_FACES: 'KB_SEVERAL_FACES', BLURRED: 'KB_PICTURE_BLURRED', TOO_DARK: 'KB_PICTURE_TOO_DARK', TOO_SMALL: 'KB_FACE_TOO_SMALL', NOT_FRONTAL: 'KB_FACE_NOT_FRONTAL',
  NOT_LIVE: 'KB_LIVENESS_FAILED',
};

/** Looks at no picture: does what its switch says (GN-09), and hands over to a real engine in mode `REAL`. */
export class SwitchedFaces implements Faces {
  constructor(private readonly switches: Switches, private readonly real: Faces | undefined) {}

  newChallenge(): LivenessChallenge {
    return this.real?.newChallenge() ?? { id: randomUUID(), steps: [ACTIONS[randomInt(2)]!, 'MOVE_CLOSER'] };
  }

  async judge(pictures: Parameters<Faces['judge']>[0]): Promise<FaceVerdict> {
    const { mode } = await this.switches.of('face');
    if (mode === 'REAL' && this.real) return this.real.judge(pictures);
    const failure = await this.switches.failure('face');
    if (failure === undefined) return { outcome: 'MATCH' };
    const fault = FAULTS[failure];
    return fault ? { outcome: 'UNUSABLE', fault } : { outcome: 'MISMATCH' };
  }
}
