import { fitSimilarity, type Landmarks, type Point } from '../geometry.js';
import type { Pixels } from './pixels.js';

/** Side of the square picture of a face that the recognition model was trained on. */
export const CHIP_SIDE = 150;
/** Room around the face, as a part of its size. */
const CHIP_PADDING = 0.25;

/** Where dlib's training put the points 27-54 and 60-64 of a face, in a unit square. */
const MEAN_FACE: readonly (readonly [index: number, x: number, y: number])[] = [
  [27, 0.490127, 0.203352], [28, 0.490127, 0.307009], [29, 0.490127, 0.409805], [30, 0.490127, 0.515625],
  [31, 0.36688, 0.587326], [32, 0.426036, 0.609345], [33, 0.490127, 0.628106], [34, 0.554217, 0.609345],
  [35, 0.613373, 0.587326], [36, 0.121737, 0.216423], [37, 0.187122, 0.178758], [38, 0.265825, 0.179852],
  [39, 0.334606, 0.231733], [40, 0.260918, 0.245099], [41, 0.182743, 0.244077], [42, 0.645647, 0.231733],
  [43, 0.714428, 0.179852], [44, 0.793132, 0.178758], [45, 0.858516, 0.216423], [46, 0.79751, 0.244077],
  [47, 0.719335, 0.245099], [48, 0.254149, 0.780233], [49, 0.340985, 0.745405], [50, 0.428858, 0.727388],
  [51, 0.490127, 0.742578], [52, 0.551395, 0.727388], [53, 0.639268, 0.745405], [54, 0.726104, 0.780233],
  [60, 0.290379, 0.784792], [61, 0.428096, 0.778746], [62, 0.490127, 0.785343], [63, 0.552157, 0.778746],
  [64, 0.689874, 0.784792],
];
const TARGET: readonly Point[] = MEAN_FACE.map(([, x, y]) =>
  [x, y].map((at) => ((CHIP_PADDING + at) / (2 * CHIP_PADDING + 1)) * CHIP_SIDE) as [number, number]);

/**
 * The face upright, at the size and place that the recognition model expects (RGB, `CHIP_SIDE` squared). Distances between
 * people are markedly better than with the upright box that face-api cuts.
 */
export function faceChip({ data, width, height }: Pixels, face: Landmarks): Uint8Array {
  const { a, b, dx, dy } = fitSimilarity(TARGET, MEAN_FACE.map(([index]) => face[index]!));
  // Large faces are averaged over the pixels that one pixel of the chip covers.
  const samples = Math.max(1, Math.min(8, Math.round(Math.hypot(a, b))));
  const chip = new Uint8Array(CHIP_SIDE * CHIP_SIDE * 3);
  const row = width * 3;
  for (let y = 0; y < CHIP_SIDE; y++) {
    for (let x = 0; x < CHIP_SIDE; x++) {
      let [red, green, blue] = [0, 0, 0];
      for (let k = 0; k < samples * samples; k++) {
        const cx = x + ((k % samples) + 0.5) / samples - 0.5;
        const cy = y + (Math.floor(k / samples) + 0.5) / samples - 0.5;
        const px = Math.min(width - 1.001, Math.max(0, a * cx - b * cy + dx));
        const py = Math.min(height - 1.001, Math.max(0, b * cx + a * cy + dy));
        const [left, top] = [Math.floor(px), Math.floor(py)];
        const [fx, fy] = [px - left, py - top];
        const at = top * row + left * 3;
        const mix = (c: number): number =>
          (data[at + c]! * (1 - fx) + data[at + 3 + c]! * fx) * (1 - fy) + (data[at + row + c]! * (1 - fx) + data[at + row + 3 + c]! * fx) * fy;
        red += mix(0);
        green += mix(1);
        blue += mix(2);
      }
      const at = (y * CHIP_SIDE + x) * 3;
      chip[at] = red / (samples * samples);
      chip[at + 1] = green / (samples * samples);
      chip[at + 2] = blue / (samples * samples);
    }
  }
  return chip;
}

/** Light of a chip's middle, where the face is: mean and spread of its brightness (0-255), and how sharp its edges are. */
export function chipLight(chip: Uint8Array): { brightness: number; contrast: number; sharpness: number } {
  const [from, to] = [Math.round(CHIP_SIDE * 0.2), Math.round(CHIP_SIDE * 0.8)];
  const luma = (x: number, y: number): number => {
    const at = (y * CHIP_SIDE + x) * 3;
    return 0.299 * chip[at]! + 0.587 * chip[at + 1]! + 0.114 * chip[at + 2]!;
  };
  let [n, sum, squares, edges] = [0, 0, 0, 0];
  for (let y = from; y < to; y++) {
    for (let x = from; x < to; x++) {
      const here = luma(x, y);
      n++;
      sum += here;
      squares += here * here;
      edges += (luma(x - 1, y) + luma(x + 1, y) + luma(x, y - 1) + luma(x, y + 1) - 4 * here) ** 2;
    }
  }
  const brightness = sum / n;
  const contrast = Math.sqrt(Math.max(0, squares / n - brightness ** 2));
  // Relative to the contrast, so that a dim or soft light is not taken for blur.
  return { brightness, contrast, sharpness: Math.sqrt(edges / n) / Math.max(1, contrast) };
}
