import { randomBytes, randomInt } from 'node:crypto';

/** Left and right are the person's own. */
export type LivenessStep = 'TURN_LEFT' | 'TURN_RIGHT' | 'MOVE_CLOSER';

/** What a person must do in front of the camera, one after the other. */
export interface LivenessChallenge {
  id: string;
  steps: readonly LivenessStep[];
}

/** How long a person has; then the server forgets the challenge. */
export const CHALLENGE_LIFETIME_MS = 60_000;

/** Frames that the judgement needs at least and takes at most; some four a second are right. */
export const FRAMES_MIN = 6;
export const FRAMES_MAX = 40;

const STEPS: readonly LivenessStep[] = ['TURN_LEFT', 'TURN_RIGHT', 'MOVE_CLOSER'];
const LENGTH = 3;

/**
 * A challenge that nobody can know before: three movements, each another than the one before, so that at least one is a turn,
 * which a flat picture can't do. The server makes it, keeps it for {@link CHALLENGE_LIFETIME_MS} and lets it be used once.
 *
 * @param random an integer from 0 to below its argument
 */
export function newChallenge(random: (below: number) => number = (below) => randomInt(below)): LivenessChallenge {
  const steps: LivenessStep[] = [];
  while (steps.length < LENGTH) {
    const choice = STEPS.filter((step) => step !== steps.at(-1));
    steps.push(choice[random(choice.length)]!);
  }
  return { id: randomBytes(16).toString('base64url'), steps };
}
