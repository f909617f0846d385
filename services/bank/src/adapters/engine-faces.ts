import { Unavailable } from '../errors.js';
import type { Faces, FaceVerdict, LivenessChallenge, PictureFault } from './ports.js';

/** The part of a face engine (`FaceEngine` of @trine/face, or another one) that the bank uses. Templates are of the engine's own kind. */
export interface Engine {
  assess(picture: Buffer): Promise<{ usable: true; template: Buffer } | { usable: false; reason: string }>;
  compare(a: Buffer, b: Buffer): Promise<{ match: boolean }>;
  liveness(challenge: LivenessChallenge, frames: readonly Buffer[], still: Buffer): Promise<{ live: boolean }>;
}

const FAULTS: Record<string, PictureFault> = {
  NO_FACE: 'KB_NO_FACE', SEVERAL_FACES: 'KB_SEVERAL_FACES', BLURRED: 'KB_PICTURE_BLURRED', TOO_DARK: 'KB_PICTURE_TOO_DARK', TOO_BRIGHT: 'KB_PICTURE_TOO_DARK',
  FACE_TOO_SMALL: 'KB_FACE_TOO_SMALL', FACE_CUT_OFF: 'KB_FACE_TOO_SMALL', TURNED_AWAY: 'KB_FACE_NOT_FRONTAL',
};

/**
 * The bank's face comparison by an engine: the still must be usable, the frames must show that its person was there and did what was
 * asked, and the face must be that of the bank's picture. Without a usable picture at the bank nobody matches.
 */
export function engineFaces(engine: Engine, newChallenge: () => LivenessChallenge): Faces {
  const judge: Faces['judge'] = async ({ challenge, still, frames, reference }): Promise<FaceVerdict> => {
    const taken = await engine.assess(still);
    if (!taken.usable) return { outcome: 'UNUSABLE', fault: FAULTS[taken.reason] ?? 'KB_PICTURE_INVALID' };
    if (!(await engine.liveness(challenge, frames, taken.template)).live) return { outcome: 'UNUSABLE', fault: 'KB_LIVENESS_FAILED' };
    const known = reference && (await engine.assess(reference));
    if (!known?.usable) return { outcome: 'MISMATCH' };
    return (await engine.compare(known.template, taken.template)).match ? { outcome: 'MATCH' } : { outcome: 'MISMATCH' };
  };
  return {
    newChallenge,
    judge: (pictures) => judge(pictures).catch((error: unknown) => {
      throw (error as { code?: string }).code === 'FACE_ENGINE_UNAVAILABLE' ? new Unavailable('face', error) : error;
    }),
  };
}
