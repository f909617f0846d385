import { describe, expect, it } from '@jest/globals';
import type { Landmarks, Point } from '../src/geometry.js';
import type { LivenessStep } from '../src/index.js';
import type { Sight } from '../src/model/face-model.js';
import { judgeLiveness } from '../src/model/judge-liveness.js';

type Place = readonly [x: number, y: number, z: number];

const arc = (n: number, from: Place, over: Place, to: Place): Place[] =>
  Array.from({ length: n }, (_, i) => {
    const t = i / (n - 1);
    return [0, 1, 2].map((k) => (1 - t) ** 2 * from[k]! + 2 * t * (1 - t) * over[k]! + t * t * to[k]!) as unknown as Place;
  });

/** A head in space, eye distance 60; x to the person's left, y down, z to the camera. */
const HEAD: readonly Place[] = [
  ...arc(17, [-68, -5, -50], [0, 190, 20], [68, -5, -50]),
  ...arc(5, [-50, -22, 0], [-30, -34, 8], [-12, -24, 12]),
  ...arc(5, [12, -24, 12], [30, -34, 8], [50, -22, 0]),
  ...arc(4, [0, 0, 10], [0, 15, 20], [0, 32, 34]),
  ...arc(5, [-14, 40, 14], [0, 46, 26], [14, 40, 14]),
  ...arc(4, [-44, 0, -4], [-30, -8, 2], [-16, 0, 0]), ...arc(2, [-24, 4, 0], [-30, 5, 0], [-36, 4, -2]),
  ...arc(4, [16, 0, 0], [30, -8, 2], [44, 0, -4]), ...arc(2, [36, 4, -2], [30, 5, 0], [24, 4, 0]),
  ...arc(12, [-24, 64, 6], [0, 60, 24], [24, 64, 6]),
  ...arc(8, [-18, 64, 8], [0, 64, 18], [18, 64, 8]),
];

/** The head seen by a camera: turned in degrees, nearer by `zoom`. A flat one is a photograph that is turned. */
function seen({ yaw = 0, zoom = 1, flat = false, camera = 500 }: { yaw?: number; zoom?: number; flat?: boolean; camera?: number }): Landmarks {
  const [cos, sin] = [Math.cos((yaw * Math.PI) / 180), Math.sin((yaw * Math.PI) / 180)];
  return HEAD.map(([x, y, depth]): Point => {
    const z = flat ? 0 : depth;
    const near = (zoom * camera) / (camera - z * cos + x * sin);
    return [300 + near * (x * cos + z * sin), 200 + near * y];
  });
}

let frames = 0;
/** What the model would say of a frame; descriptors of persons are a unit apart, or as far as told. */
function sight(landmarks: Landmarks, person = 0, apart = 1): Sight {
  const descriptor = new Float32Array(128);
  descriptor[0] = 0.7;
  if (person) [descriptor[0], descriptor[person]] = [0.7 - apart * Math.SQRT1_2, apart * Math.SQRT1_2];
  return { width: 640, height: 480, faces: 1, brightness: 120, pixels: `frame ${frames++}`, face: { landmarks, descriptor, brightness: 120, contrast: 40, sharpness: 1 } };
}

const STILL = sight(seen({})).face!.descriptor;
const left = () => [10, 25, 10, 0].map((yaw) => sight(seen({ yaw })));
const right = () => [-10, -25, -10, 0].map((yaw) => sight(seen({ yaw })));
const near = () => [1.15, 1.35, 1.1, 1].map((zoom) => sight(seen({ zoom })));
const START = [0, 0].map(() => sight(seen({})));
const steps: LivenessStep[] = ['TURN_LEFT', 'TURN_RIGHT', 'MOVE_CLOSER'];
const judge = (sights: Parameters<typeof judgeLiveness>[1], asked = steps) => judgeLiveness({ id: 'challenge', steps: asked }, sights, STILL);
const asAsked = [...START, ...left(), ...right(), ...near()];

describe('judgement of liveness', () => {
  it('given a head that does what is asked, when it is judged, then it is live', () => {
    expect(judge(asAsked)).toEqual({ live: true });
    expect(judge([...START, ...near(), ...left(), ...near()], ['MOVE_CLOSER', 'TURN_LEFT', 'MOVE_CLOSER'])).toEqual({ live: true });
  });

  it.each<[string, Sight[]]>([
    ['another order', [...START, ...right(), ...left(), ...near()]],
    ['a step left out', [...START, ...left(), ...near()]],
    ['one more step', [...asAsked, ...left()]],
    ['a turned head at the start', [sight(seen({ yaw: 40 })), ...asAsked]],
  ])('given %s, when it is judged, then the movement is wrong', (_, sights) => {
    expect(judge(sights)).toEqual({ live: false, reason: 'WRONG_MOVEMENT' });
  });

  it('given a face that holds still, when it is judged, then nothing has moved', () => {
    expect(judge(Array.from({ length: 12 }, () => sight(seen({}))))).toEqual({ live: false, reason: 'NO_MOVEMENT' });
  });

  it('given a photograph, when it is tilted as if it turned its head, then that is no turn', () => {
    const tilted = [0, 20, 45, 20, 0, -20, -45, -20, 0].map((yaw) => sight(seen({ yaw, flat: true })));
    expect(judge(tilted)).toEqual({ live: false, reason: 'NO_MOVEMENT' });
  });

  it('given a photograph so near that tilting it moves the nose from the middle, when it is judged, then it is flat', () => {
    const tilted = [0, 0, 20, 40, 40, 20, 0].map((yaw) => sight(seen({ yaw, flat: true, camera: 130 })));
    expect(judge(tilted, ['TURN_LEFT'])).toEqual({ live: false, reason: 'FLAT' });
  });

  it('given the same frame again and again, when it is judged, then it is replayed', () => {
    const [one] = START;
    expect(judge(Array.from({ length: 16 }, () => one!))).toEqual({ live: false, reason: 'REPLAYED' });
    expect(judge(asAsked.flatMap((each) => [each, each]))).toEqual({ live: true });
    expect(judge(START)).toEqual({ live: false, reason: 'TOO_FEW_FRAMES' });
  });

  it('given another person in one frame, when it is judged, then the faces are different', () => {
    expect(judge([...asAsked, sight(seen({}), 1)])).toEqual({ live: false, reason: 'DIFFERENT_FACES' });
    expect(judge([...START, ...left(), sight(seen({ yaw: -25 }), 1), ...near()])).toEqual({ live: false, reason: 'DIFFERENT_FACES' });
  });

  it('given somebody alike whose head is turned far, when it is judged, then the turn does not hide the difference', () => {
    const ofAnother = (apart: number) => judge([...START, ...left(), sight(seen({ yaw: -25 }), 1, apart), ...right().slice(2), ...near()]);
    expect(ofAnother(0.45)).toEqual({ live: true });
    expect(ofAnother(0.55)).toEqual({ live: false, reason: 'DIFFERENT_FACES' });
    expect(ofAnother(0.65)).toEqual({ live: false, reason: 'DIFFERENT_FACES' });
  });

  it('given frames without a face or with two, when they are judged, then that is said', () => {
    const [without, two] = [0, 2].map((faces) => ({ ...sight([]), faces, face: undefined }));
    const blind = () => ({ ...without!, pixels: `blind ${frames++}` });
    expect(judge([...asAsked, two!])).toEqual({ live: false, reason: 'SEVERAL_FACES' });
    expect(judge([...asAsked, blind()])).toEqual({ live: true });
    expect(judge([...asAsked, ...Array.from({ length: 6 }, blind)])).toEqual({ live: false, reason: 'FACE_LOST' });
    expect(judge([...asAsked, 'NOT_A_PICTURE'])).toEqual({ live: false, reason: 'NOT_A_PICTURE' });
  });
});
