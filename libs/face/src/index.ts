export {
  FaceEngineUnavailable,
  ForeignTemplate,
  type FaceAssessment,
  type FaceComparison,
  type FaceEngine,
  type LivenessResult,
  type NotLiveReason,
  type UnavailableReason,
  type UnusableReason,
} from './face-engine.js';
export { CHALLENGE_LIFETIME_MS, FRAMES_MAX, FRAMES_MIN, newChallenge, type LivenessChallenge, type LivenessStep } from './liveness-challenge.js';
export { ModelFaceEngine, type ModelFaceEngineOptions } from './model/model-face-engine.js';
export { SimulatedFaceEngine, type FaceOutcomes } from './simulated-face-engine.js';
export { SwitchableFaceEngine } from './switchable-face-engine.js';
