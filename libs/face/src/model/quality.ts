import type { FaceAssessment, UnusableReason } from '../face-engine.js';
import { eyeDistance, turn } from '../geometry.js';
import type { Sight } from './face-model.js';
import { toTemplate } from './template.js';

/** Found with the test pictures and what was done to them (docs/face.md). */
const EYE_DISTANCE_MIN = 36;
const TURN_MAX = 0.45;
const BRIGHTNESS_MIN = 40;
const BRIGHTNESS_MAX = 225;
const CONTRAST_MIN = 10;
const SHARPNESS_MIN = 0.17;
/** Parts of the eye distance by which points of the face may be outside the picture: chins are guessed by the model. */
const OUTSIDE_MAX = 0.15;

/** Whether a still picture is good enough to be compared; the first thing that the person should change otherwise. */
export function assessSight(sight: Sight | UnusableReason): FaceAssessment {
  if (typeof sight === 'string') return unusable(sight);
  if (sight.faces === 0) return unusable(sight.brightness < BRIGHTNESS_MIN ? 'TOO_DARK' : sight.brightness > BRIGHTNESS_MAX ? 'TOO_BRIGHT' : 'NO_FACE');
  if (!sight.face) return unusable('SEVERAL_FACES');
  const { landmarks, brightness, contrast, sharpness, descriptor } = sight.face;
  const unit = eyeDistance(landmarks);
  if (unit < EYE_DISTANCE_MIN) return unusable('FACE_TOO_SMALL');
  const outside = landmarks.some(([x, y]) => Math.max(-x, -y, x - sight.width, y - sight.height) > OUTSIDE_MAX * unit);
  if (outside) return unusable('FACE_CUT_OFF');
  if (brightness < BRIGHTNESS_MIN) return unusable('TOO_DARK');
  if (brightness > BRIGHTNESS_MAX) return unusable('TOO_BRIGHT');
  if (contrast < CONTRAST_MIN || sharpness < SHARPNESS_MIN) return unusable('BLURRED');
  if (Math.abs(turn(landmarks)) > TURN_MAX) return unusable('TURNED_AWAY');
  return { usable: true, template: toTemplate(descriptor) };
}

const unusable = (reason: UnusableReason): FaceAssessment => ({ usable: false, reason });
