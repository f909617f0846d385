/** A point of a picture: x to the right, y down. */
export type Point = readonly [x: number, y: number];

/** The 68 points of a face in the usual order (iBUG 300-W): jaw 0-16, brows 17-26, nose 27-35, eyes 36-47, mouth 48-67. */
export type Landmarks = readonly Point[];

/** Turn, scale and shift of the plane: `(x, y) -> (a x - b y + dx, b x + a y + dy)`. */
export interface Similarity {
  a: number;
  b: number;
  dx: number;
  dy: number;
}

export const distance = (p: Point, q: Point): number => Math.hypot(p[0] - q[0], p[1] - q[1]);

export function centre(points: readonly Point[]): Point {
  const [x, y] = points.reduce(([sx, sy], [px, py]) => [sx + px, sy + py], [0, 0] as Point);
  return [x / points.length, y / points.length];
}

const RIGHT_EYE = [36, 42] as const;
const LEFT_EYE = [42, 48] as const;

/** Distance between the centres of both eyes: the measure of everything else, so that pictures of any size compare. */
export const eyeDistance = (face: Landmarks): number => distance(centre(face.slice(...RIGHT_EYE)), centre(face.slice(...LEFT_EYE)));

/**
 * How far the head is turned to a side: where the tip of the nose stands between both cheeks, along the line of the eyes.
 * 0 looks into the camera, positive is to the person's own left, 1 is profile. A flat picture keeps it, however it is tilted.
 */
export function turn(face: Landmarks): number {
  const [right, left] = [centre(face.slice(...RIGHT_EYE)), centre(face.slice(...LEFT_EYE))];
  const [ux, uy] = [(left[0] - right[0]) / distance(left, right), (left[1] - right[1]) / distance(left, right)];
  const along = ([x, y]: Point): number => x * ux + y * uy;
  const nose = along(centre([face[30]!, face[33]!]));
  const rightCheek = along(centre(face.slice(0, 4)));
  const leftCheek = along(centre(face.slice(13, 17)));
  return Math.max(-1, Math.min(1, (2 * nose - rightCheek - leftCheek) / (leftCheek - rightCheek)));
}

/** The similarity that carries `from` closest to `to` (least squares). */
export function fitSimilarity(from: readonly Point[], to: readonly Point[]): Similarity {
  const [[fx, fy], [tx, ty]] = [centre(from), centre(to)];
  let [dot, cross, square] = [0, 0, 0];
  from.forEach(([px, py], i) => {
    const [x, y, u, v] = [px - fx, py - fy, to[i]![0] - tx, to[i]![1] - ty];
    dot += x * u + y * v;
    cross += x * v - y * u;
    square += x * x + y * y;
  });
  const [a, b] = [dot / square, cross / square];
  return { a, b, dx: tx - a * fx + b * fy, dy: ty - b * fx - a * fy };
}

/**
 * What no movement of a flat picture explains: the root mean square that is left after the best perspective map
 * (homography, which covers shift, scale, turn and tilt) of the face `from` on the face `to`, in eye distances of `to`.
 */
export function planarResidual(from: Landmarks, to: Landmarks): number {
  const normal = (face: Landmarks): { points: Point[]; scale: number } => {
    const [cx, cy] = centre(face);
    const scale = eyeDistance(face);
    return { points: face.map(([x, y]) => [(x - cx) / scale, (y - cy) / scale]), scale };
  };
  const [{ points: source }, { points: target }] = [normal(from), normal(to)];
  const rows: number[][] = [];
  const right: number[] = [];
  source.forEach(([x, y], i) => {
    const [u, v] = target[i]!;
    rows.push([x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]);
    right.push(u, v);
  });
  const h = leastSquares(rows, right);
  if (!h) return 0;
  const squares = source.map(([x, y], i) => {
    const w = h[6]! * x + h[7]! * y + 1;
    const [u, v] = target[i]!;
    return ((h[0]! * x + h[1]! * y + h[2]!) / w - u) ** 2 + ((h[3]! * x + h[4]! * y + h[5]!) / w - v) ** 2;
  });
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
}

/** Solves `rows * x = right` in the least squares by the normal equations; undefined when they have no single solution. */
function leastSquares(rows: readonly number[][], right: readonly number[]): number[] | undefined {
  const n = rows[0]!.length;
  const m = Array.from({ length: n }, (_, i) => [
    ...Array.from({ length: n }, (_, j) => rows.reduce((sum, row) => sum + row[i]! * row[j]!, 0)),
    rows.reduce((sum, row, k) => sum + row[i]! * right[k]!, 0),
  ]);
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let row = column + 1; row < n; row++) if (Math.abs(m[row]![column]!) > Math.abs(m[pivot]![column]!)) pivot = row;
    [m[column], m[pivot]] = [m[pivot]!, m[column]!];
    const lead = m[column]![column]!;
    if (Math.abs(lead) < 1e-12) return undefined;
    for (let row = 0; row < n; row++) {
      if (row === column) continue;
      const factor = m[row]![column]! / lead;
      for (let j = column; j <= n; j++) m[row]![j]! -= factor * m[column]![j]!;
    }
  }
  return m.map((row, i) => row[n]! / row[i]!);
}
