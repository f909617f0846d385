import type { LivenessResult, NotLiveReason } from '../face-engine.js';
import { distance, centre, planarResidual, turn, type Landmarks } from '../geometry.js';
import { FRAMES_MIN, type LivenessChallenge, type LivenessStep } from '../liveness-challenge.js';
import type { Face, Sight } from './face-model.js';
import type { Undecodable } from './pixels.js';
import { descriptorDistance, SAME_PERSON_MAX } from './template.js';

/** Found with acted sequences of the test pictures (docs/face.md). */
const FACELESS_MAX = 0.25;
const START_TURN_MAX = 0.45;
const TURNED = 0.22;
const STRAIGHT = 0.12;
const CLOSER = 1.22;
const NOT_CLOSER = 1.12;
const DEPTH_MIN = 0.05;
/** The model knows a turned face less well: its distance to the still picture may grow with the turn, by a little. */
const sameWhenTurned = (by: number): number => Math.min(0.6, SAME_PERSON_MAX + 0.25 * Math.abs(by));

interface Moment {
  face: Face;
  /** Turn against the first frame. */
  turned: number;
  /** Size of the face against the first frame. */
  size: number;
}

/** Whether the frames show the person of `still` doing exactly what the challenge asked, with a head that has depth. */
export function judgeLiveness(challenge: LivenessChallenge, frames: readonly (Sight | Undecodable)[], still: Float32Array): LivenessResult {
  const refused = frames.find((frame) => typeof frame === 'string');
  if (refused) return notLive(refused);
  const sights = frames as readonly Sight[];
  // A camera that is slow may give a frame twice; one that gives nothing else is none.
  const distinct = sights.filter(({ pixels }, i) => sights.findIndex((other) => other.pixels === pixels) === i);
  if (sights.length < FRAMES_MIN) return notLive('TOO_FEW_FRAMES');
  if (distinct.length < FRAMES_MIN) return notLive('REPLAYED');
  if (distinct.some(({ faces }) => faces > 1)) return notLive('SEVERAL_FACES');
  const faces = distinct.flatMap(({ face }) => face ?? []);
  if (faces.length < FRAMES_MIN || faces.length < distinct.length * (1 - FACELESS_MAX)) return notLive('FACE_LOST');

  const first = faces[0]!;
  const moments = faces.map((face): Moment => ({
    face,
    turned: turn(face.landmarks) - turn(first.landmarks),
    size: faceHeight(face.landmarks) / faceHeight(first.landmarks),
  }));
  if (moments.some(({ face, turned }) => descriptorDistance(face.descriptor, still) > sameWhenTurned(turned))) return notLive('DIFFERENT_FACES');
  // Faces change little from frame to frame: whoever shows a picture first and then turns his own head is found by the change.
  if (faces.some((face, i) => i > 0 && descriptorDistance(face.descriptor, faces[i - 1]!.descriptor) > SAME_PERSON_MAX)) return notLive('DIFFERENT_FACES');

  const made = movements(moments);
  if (made.length === 0) return notLive('NO_MOVEMENT');
  if (Math.abs(turn(first.landmarks)) > START_TURN_MAX || made.join() !== challenge.steps.join()) return notLive('WRONG_MOVEMENT');
  for (const sign of [1, -1]) {
    const peak = moments.reduce((most, moment) => (moment.turned * sign > most.turned * sign ? moment : most));
    if (peak.turned * sign >= TURNED && planarResidual(first.landmarks, peak.face.landmarks) < DEPTH_MIN) return notLive('FLAT');
  }
  return { live: true };
}

const notLive = (reason: NotLiveReason): LivenessResult => ({ live: false, reason });

/** From between the brows to the chin: unlike the width, a turn doesn't change it. */
const faceHeight = (face: Landmarks): number => distance(centre([face[21]!, face[22]!]), face[8]!);

/** The movements that were made, each once per time that it was begun. */
function movements(moments: readonly Moment[]): LivenessStep[] {
  const made: LivenessStep[] = [];
  let near = false;
  for (const { turned, size } of moments) {
    if (turned >= TURNED && made.at(-1) !== 'TURN_LEFT') made.push('TURN_LEFT');
    if (turned <= -TURNED && made.at(-1) !== 'TURN_RIGHT') made.push('TURN_RIGHT');
    if (Math.abs(turned) > STRAIGHT) continue;
    if (size >= CLOSER && !near) made.push('MOVE_CLOSER');
    near = size >= CLOSER || (near && size > NOT_CLOSER);
  }
  return made;
}
