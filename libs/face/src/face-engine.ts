import type { LivenessChallenge } from './liveness-challenge.js';

/** Why a still picture can't be used; the person is told, and may take another one. */
export type UnusableReason =
  /** Not a JPEG, PNG or WebP picture, or damaged. */
  | 'NOT_A_PICTURE'
  /** More bytes or pixels than any camera's selfie has. */
  | 'PICTURE_TOO_LARGE'
  | 'NO_FACE'
  | 'SEVERAL_FACES'
  | 'FACE_TOO_SMALL'
  /** A part of the face is outside the picture. */
  | 'FACE_CUT_OFF'
  /** The person doesn't look into the camera. */
  | 'TURNED_AWAY'
  | 'TOO_DARK'
  | 'TOO_BRIGHT'
  | 'BLURRED';

/** Why the frames don't show a living person who did what the challenge asked. */
export type NotLiveReason =
  | 'NOT_A_PICTURE'
  | 'PICTURE_TOO_LARGE'
  | 'TOO_FEW_FRAMES'
  | 'TOO_MANY_FRAMES'
  /** The same frame again and again: not from a camera. */
  | 'REPLAYED'
  /** Too many frames without a face. */
  | 'FACE_LOST'
  | 'SEVERAL_FACES'
  /** A frame shows another person than the still picture. */
  | 'DIFFERENT_FACES'
  | 'NO_MOVEMENT'
  /** Other movements than asked, in another order, or not all of them. */
  | 'WRONG_MOVEMENT'
  /** What moved may be a flat picture of a face. */
  | 'FLAT';

export type FaceAssessment = { usable: true; template: Buffer } | { usable: false; reason: UnusableReason };

/** `distance` is of the engine's own scale: smaller is more alike. */
export interface FaceComparison {
  match: boolean;
  distance: number;
}

export type LivenessResult = { live: true } | { live: false; reason: NotLiveReason };

/**
 * What a bank's face engine does. Trine ships one of its own; a bank plugs in another by implementing this.
 *
 * Promises of every implementation: a bad picture is a result, never an exception; when the engine can't work now, every
 * method rejects with {@link FaceEngineUnavailable} and the same call may be repeated; pictures, templates and what was
 * measured in them are in no log and no error; nothing is kept after the call.
 */
export interface FaceEngine {
  /** Judges one still picture: exactly one face, whole, big enough, sharp, well lit, looking into the camera. */
  assess(picture: Buffer): Promise<FaceAssessment>;

  /**
   * Compares two templates of {@link assess}. Rejects with {@link ForeignTemplate} when one was made by another engine.
   */
  compare(a: Buffer, b: Buffer): Promise<FaceComparison>;

  /**
   * Judges frames in the order in which they were taken while the person did what the challenge asked, the first one before
   * any movement.
   *
   * @param still template of the still picture that the frames vouch for
   */
  liveness(challenge: LivenessChallenge, frames: readonly Buffer[], still: Buffer): Promise<LivenessResult>;

  /** Ends the engine. Calls that still wait are refused as unavailable. */
  close(): Promise<void>;
}

export type UnavailableReason = 'AWAY' | 'OVERLOADED' | 'TIMED_OUT' | 'CLOSED';

const UNAVAILABLE: Record<UnavailableReason, string> = {
  AWAY: 'The face engine does not work at the moment. Try again.',
  OVERLOADED: 'The face engine has too much to do. Try again in some seconds.',
  TIMED_OUT: 'The face engine did not answer in time. Try again.',
  CLOSED: 'The face engine has been closed.',
};

/** The engine can't work now; nothing has been decided, and the same call may be repeated. */
export class FaceEngineUnavailable extends Error {
  readonly code = 'FACE_ENGINE_UNAVAILABLE';

  constructor(readonly reason: UnavailableReason) {
    super(UNAVAILABLE[reason]);
    this.name = 'FaceEngineUnavailable';
  }
}

/** A template of another engine, or none at all. */
export class ForeignTemplate extends Error {
  readonly code = 'FACE_TEMPLATE_FOREIGN';

  constructor() {
    super('The template was not made by this face engine. Take a picture again, or use the engine that made the template.');
    this.name = 'ForeignTemplate';
  }
}
