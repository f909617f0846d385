import type { Challenge } from '../api.js';
import type { LivenessChallenge } from '../adapters/ports.js';
import { BankError } from '../errors.js';

/** One picture taken: never stored, only judged. */
export interface Picture {
  challengeId: string;
  still: Buffer;
  frames: Buffer[];
}

/** As kept with an enrolment or a request. */
export interface KeptChallenge extends LivenessChallenge {
  expires_at: string;
}

export const CHALLENGE_MS = 120_000;
export const FRAMES_MIN = 6;
export const FRAMES_MAX = 40;
/** A comparison that was cut off by the end of a process may be repeated after this. */
export const COMPARISON_MS_MAX = 60_000;

export const keptChallenge = (challenge: LivenessChallenge, realNow: Date): KeptChallenge => ({ ...challenge, expires_at: new Date(realNow.getTime() + CHALLENGE_MS).toISOString() });

export const challengeView = (kept: KeptChallenge, shown: (real: Date) => string): Challenge => ({
  id: kept.id, actions: [...kept.steps], expires_at: shown(new Date(kept.expires_at)), frames_min: FRAMES_MIN, frames_max: FRAMES_MAX,
});

/** @throws BankError when the picture does not belong to this challenge, or came too late */
export function checkChallenge(kept: KeptChallenge | null, picture: Picture, realNow: Date): KeptChallenge {
  if (!kept || kept.id !== picture.challengeId || new Date(kept.expires_at) <= realNow) throw new BankError('KB_CHALLENGE_EXPIRED');
  if (picture.frames.length > FRAMES_MAX) throw new BankError('INPUT_INVALID');
  if (![picture.still, ...picture.frames].every(isJpeg)) throw new BankError('KB_PICTURE_INVALID');
  return kept;
}

const isJpeg = (bytes: Buffer): boolean => bytes.length > 3 && bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
