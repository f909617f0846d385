import sharp from 'sharp';
import { centre, eyeDistance, type Landmarks, type Point } from '../geometry.js';
import type { LivenessStep } from '../liveness-challenge.js';
import type { Pixels } from '../model/pixels.js';

// Reached for every pixel, and in jest's sandbox a global is slow to reach.
const { Math } = globalThis;

/** One moment of an acted movement. Angles in degrees; left is the person's own. */
export interface Pose {
  /** Head turned to the left (negative: right). */
  yaw?: number;
  /** The whole picture nearer (above 1) or farther. */
  zoom?: number;
  /** The whole picture moved, in parts of its size. */
  shift?: Point;
  /** The whole picture turned in its plane. */
  roll?: number;
  /** The whole picture, as a flat print, tilted around its upright axis. */
  tilt?: number;
}

/** Frames of a person who looks into the camera and then makes these movements, some four a second. */
export function performance(steps: readonly LivenessStep[]): Pose[] {
  const made: Record<LivenessStep, Pose[]> = {
    TURN_LEFT: [9, 18, 24, 14, 3].map((yaw) => ({ yaw })),
    TURN_RIGHT: [-9, -18, -24, -14, -3].map((yaw) => ({ yaw })),
    MOVE_CLOSER: [1.12, 1.28, 1.36, 1.2, 1.03].map((zoom) => ({ zoom })),
  };
  const poses = [{}, {}, ...steps.flatMap((step) => made[step])];
  // Nobody holds still.
  return poses.map((pose, i) => ({ ...pose, shift: [0.006 * Math.sin(i), 0.005 * Math.cos(2 * i)], roll: 0.8 * Math.sin(1.7 * i) }));
}

/** Draws frames from one picture of a person. */
export class Actor {
  constructor(
    private readonly still: Pixels,
    private readonly face: Landmarks,
  ) {}

  /** JPEG frames, one for each pose, each with noise of its own. */
  frames(poses: readonly Pose[]): Promise<Buffer[]> {
    return Promise.all(poses.map((pose, i) => this.frame(pose, i + 1)));
  }

  /**
   * The person in this pose: the head as an ellipsoid with a nose, seen by a camera some seven eye distances away. An
   * approximation of how a real head moves.
   */
  private frame(pose: Pose, seed: number): Promise<Buffer> {
    const { data, width, height } = addNoise(moveAll(pose.yaw ? turnHead(this.still, this.face, (pose.yaw * Math.PI) / 180) : this.still, pose), seed);
    return sharp(data, { raw: { width, height, channels: 3 } }).jpeg({ quality: 88 }).toBuffer();
  }
}

/** Colour at a place between pixels; outside the picture its edge. */
function sample({ data, width, height }: Pixels, x: number, y: number, out: Uint8Array, at: number): void {
  const px = Math.min(width - 1.001, Math.max(0, x));
  const py = Math.min(height - 1.001, Math.max(0, y));
  const [left, top] = [Math.floor(px), Math.floor(py)];
  const [fx, fy] = [px - left, py - top];
  const from = (top * width + left) * 3;
  const row = width * 3;
  for (let c = 0; c < 3; c++) {
    out[at + c] =
      (data[from + c]! * (1 - fx) + data[from + 3 + c]! * fx) * (1 - fy) +
      (data[from + row + c]! * (1 - fx) + data[from + row + 3 + c]! * fx) * fy;
  }
}

/** Every pixel of the result is fetched from where `source` says. */
function remap(picture: Pixels, source: (x: number, y: number) => Point): Pixels {
  const { width, height } = picture;
  const data = new Uint8Array(picture.data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [sx, sy] = source(x, y);
      sample(picture, sx, sy, data, (y * width + x) * 3);
    }
  }
  return { data, width, height };
}

function turnHead(picture: Pixels, face: Landmarks, angle: number): Pixels {
  const { width, height } = picture;
  const unit = eyeDistance(face);
  const brow = centre(face.slice(17, 27));
  const chin = face[8]!;
  const [middleX, middleY] = [(face[0]![0] + face[16]![0]) / 2, brow[1] * 0.6 + chin[1] * 0.4];
  const halfWidth = (Math.abs(face[16]![0] - face[0]![0]) / 2) * 1.12;
  const halfHeight = (chin[1] - middleY) * 1.15;
  const [bridge, tip] = [face[27]!, face[30]!];
  const depth = (x: number, y: number): number | undefined => {
    const inside = 1 - ((x - middleX) / halfWidth) ** 2 - ((y - middleY) / halfHeight) ** 2;
    if (inside <= 0) return undefined;
    const along = Math.max(0, Math.min(1.25, (y - bridge[1]) / (tip[1] - bridge[1])));
    const ridge = bridge[0] + along * (tip[0] - bridge[0]);
    const nose = y > tip[1] + 0.3 * unit || y < bridge[1] - 0.2 * unit ? 0 : along <= 1 ? 0.08 + 0.3 * along : 0.38 * (1 - (along - 1) * 4);
    return halfWidth * 1.05 * Math.sqrt(inside) + nose * unit * Math.exp(-(((x - ridge) / (0.2 * unit)) ** 2));
  };
  const camera = 7 * unit + halfWidth;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const project = (x: number, y: number, z: number): Vertex => {
    const [px, pz] = [(x - middleX) * cos + z * sin, z * cos - (x - middleX) * sin];
    // The picture was taken from the same place, so the flat coordinates already hold the perspective of `z`.
    const scale = (camera - z) / (camera - pz);
    return [middleX + px * scale, middleY + (y - middleY) * scale, pz];
  };
  const data = Uint8Array.from(picture.data);
  const nearest = new Float32Array(width * height).fill(-Infinity);
  const step = 2;
  for (let y = Math.floor(middleY - halfHeight); y < middleY + halfHeight; y += step) {
    for (let x = Math.floor(middleX - halfWidth); x < middleX + halfWidth; x += step) {
      const corner = (cx: number, cy: number): Vertex | undefined => {
        const z = depth(cx, cy);
        return z === undefined ? undefined : project(cx, cy, z);
      };
      const [p, q, r, s] = [corner(x, y), corner(x + step, y), corner(x, y + step), corner(x + step, y + step)];
      if (!p || !q || !r || !s) continue;
      triangle(p, q, r, [x, y], [x + step, y], [x, y + step]);
      triangle(q, s, r, [x + step, y], [x + step, y + step], [x, y + step]);
    }
  }
  return { data, width, height };

  function triangle(p: Vertex, q: Vertex, r: Vertex, from: Point, fromQ: Point, fromR: Point): void {
    const area = (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]);
    // Seen from behind: the far side of nose and cheek.
    if (area <= 1e-6) return;
    const [minX, maxX] = [Math.max(0, Math.floor(Math.min(p[0], q[0], r[0]))), Math.min(width - 1, Math.ceil(Math.max(p[0], q[0], r[0])))];
    const [minY, maxY] = [Math.max(0, Math.floor(Math.min(p[1], q[1], r[1]))), Math.min(height - 1, Math.ceil(Math.max(p[1], q[1], r[1])))];
    for (let y = minY; y <= maxY; y++) {
      for (let x = minX; x <= maxX; x++) {
        const b = ((x - p[0]) * (r[1] - p[1]) - (y - p[1]) * (r[0] - p[0])) / area;
        const c = ((q[0] - p[0]) * (y - p[1]) - (q[1] - p[1]) * (x - p[0])) / area;
        const a = 1 - b - c;
        if (a < -0.01 || b < -0.01 || c < -0.01) continue;
        const z = a * p[2] + b * q[2] + c * r[2];
        const at = y * width + x;
        if (z <= nearest[at]!) continue;
        nearest[at] = z;
        sample(picture, a * from[0] + b * fromQ[0] + c * fromR[0], a * from[1] + b * fromQ[1] + c * fromR[1], data, at * 3);
      }
    }
  }
}
type Vertex = readonly [x: number, y: number, z: number];

/** What a camera sees when the whole picture is moved as one flat thing. */
function moveAll(picture: Pixels, { zoom = 1, shift = [0, 0], roll = 0, tilt = 0 }: Pose): Pixels {
  if (zoom === 1 && roll === 0 && tilt === 0 && shift[0] === 0 && shift[1] === 0) return picture;
  const { width, height } = picture;
  const [cos, sin] = [Math.cos((roll * Math.PI) / 180), Math.sin((roll * Math.PI) / 180)];
  const [cosTilt, sinTilt] = [Math.cos((tilt * Math.PI) / 180), Math.sin((tilt * Math.PI) / 180)];
  const camera = 1.6 * Math.max(width, height);
  return remap(picture, (x, y) => {
    const [u, v] = [x - width / 2 - shift[0] * width, y - height / 2 - shift[1] * height];
    const [px, py] = [(u * cos + v * sin) / zoom, (v * cos - u * sin) / zoom];
    // Where the ray through (px, py) meets the tilted print.
    const across = (px * camera) / (camera * cosTilt - px * sinTilt);
    const near = 1 + (across * sinTilt) / camera;
    return [width / 2 + across, height / 2 + py * near];
  });
}

function addNoise({ data, width, height }: Pixels, seed: number): Pixels {
  let state = (Math.imul(seed, 2654435761) ^ 0x9e3779b9) >>> 0 || 1;
  const noisy = Uint8Array.from(data);
  for (let i = 0; i < noisy.length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    noisy[i] = Math.max(0, Math.min(255, noisy[i]! + (((state >>> 0) % 7) - 3)));
  }
  return { data: noisy, width, height };
}
