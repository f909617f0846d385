import type { Faces, FaceVerdict, LivenessChallenge, PictureFault } from './ports.js';
import type { Switches } from './switches.js';

const FAULTS: Record<string, PictureFault> = {
  NO_FACE: 'KB_NO_FACE', SEVERAL_FACES: 'KB_SEVERAL_FACES', BLURRED: 'KB_PICTURE_BLURRED', TOO_DARK: 'KB_PICTURE_TOO_DARK', TOO_SMALL: 'KB_FACE_TOO_SMALL', NOT_FRONTAL: 'KB_FACE_NOT_FRONTAL',
  NOT_LIVE: 'KB_LIVENESS_FAILED',
};

/** Looks at no picture: does what its switch says (GN-09), and hands over to a real engine in mode `REAL`. */
export class SwitchedFaces implements Faces {
  constructor(private readonly switches: Switches, private readonly real: Faces) {}

  newChallenge(): LivenessChallenge {
    return this.real.newChallenge();
  }

  async judge(pictures: Parameters<Faces['judge']>[0]): Promise<FaceVerdict> {
    const { mode } = await this.switches.of('face');
    if (mode === 'REAL') return this.real.judge(pictures);
    const failure = await this.switches.failure('face');
    if (failure === undefined) return { outcome: 'MATCH' };
    const fault = FAULTS[failure];
    return fault ? { outcome: 'UNUSABLE', fault } : { outcome: 'MISMATCH' };
  }
}
