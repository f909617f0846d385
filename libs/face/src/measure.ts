import { readFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import sharp, { type Sharp } from 'sharp';
import { newChallenge, type LivenessStep } from './liveness-challenge.js';
import { ModelFaceEngine } from './model/model-face-engine.js';
import { actors, groupPicture, performance as performed, portraits, type Pose } from './pictures/index.js';

/*
 * The figures of docs/face.md: `node libs/face/dist/measure.js [matching|quality|liveness] [pictures in liveness]`. It takes
 * some minutes. Times are CPU time of the whole process, so that they hold on a busy machine too.
 */

// Queued behind nothing, but the machine may do something else.
const engine = new ModelFaceEngine({ timeoutMs: 600_000 });
const people = await portraits();
const print = (line = ''): void => console.log(line);

type Change = (image: Sharp, width: number) => Sharp;

/** What cameras and networks do to a picture. */
const VARIANTS: Record<string, Change> = {
  original: (image) => image,
  'at 60 %, JPEG quality 40': (image, width) => image.resize(Math.round(width * 0.6)).jpeg({ quality: 40 }),
  'darker (x 0.55)': (image) => image.linear(0.55, 0),
  'lighter (x 1.35)': (image) => image.linear(1.35, 0),
  'rolled by 12 degrees': (image) => image.rotate(12, { background: '#777' }),
  'soft (blur 0.4 % of the width)': (image, width) => image.blur(Math.max(0.3, width * 0.004)),
};

const DISTURBANCES: Record<string, Change> = {
  'blur 1 % of the width': (image, width) => image.blur(width * 0.01),
  'blur 2 % of the width': (image, width) => image.blur(width * 0.02),
  'darkness x 0.25': (image) => image.linear(0.25, 0),
  'darkness x 0.1': (image) => image.linear(0.1, 0),
  'light x 3': (image) => image.linear(3, 0),
  'width 100': (image) => image.resize(100),
};

async function changed(picture: Buffer, change: Change): Promise<Buffer> {
  const { width } = await sharp(picture).metadata();
  return change(sharp(picture).jpeg({ quality: 92 }), width).toBuffer();
}

async function matching(): Promise<void> {
  const seen: { person: string; name: string; template: Buffer }[] = [];
  const refused: string[] = [];
  const cost: number[] = [];
  for (const { person, name, picture } of people) {
    for (const [variant, change] of Object.entries(VARIANTS)) {
      const bytes = await changed(picture, change);
      const result = await timed(cost, 1, () => engine.assess(bytes));
      if (result.usable) seen.push({ person, name, template: result.template });
      else refused.push(`${name}, ${variant}: ${result.reason}`);
    }
  }
  const [same, others, strangers] = [[], [], []] as [number[], number[], number[]];
  for (const [i, a] of seen.entries()) {
    for (const b of seen.slice(i + 1)) {
      const { distance } = await engine.compare(a.template, b.template);
      (a.person !== b.person ? strangers : a.name === b.name ? same : others).push(distance);
    }
  }
  print(`\n## Matching: ${people.length} pictures of ${new Set(people.map(({ person }) => person)).size} people, ${Object.keys(VARIANTS).length} variants of each\n`);
  print(`refused by quality: ${share(refused.length, refused.length + seen.length)}${refused.map((line) => `\n- ${line}`).join('')}\n`);
  print('| pairs | count | least | 5 % | median | 95 % | most |\n|---|---|---|---|---|---|---|');
  for (const [name, distances] of [['one person, one picture changed', same], ['one person, another picture', others], ['two people', strangers]] as const) {
    print(`| ${name} | ${distances.length} | ${[0, 0.05, 0.5, 0.95, 1].map((q) => quantile(distances, q).toFixed(2)).join(' | ')} |`);
  }
  print('\n| threshold | false reject, one picture changed | false reject, another picture | false accept |\n|---|---|---|---|');
  for (const threshold of [0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65]) {
    const rejected = (distances: number[]): string => share(distances.filter((distance) => distance > threshold).length, distances.length);
    print(`| ${threshold.toFixed(2)} | ${rejected(same)} | ${rejected(others)} | ${share(strangers.filter((distance) => distance <= threshold).length, strangers.length)} |`);
  }
  printCost('assess', cost);
}

async function quality(): Promise<void> {
  const some = people.filter((_, i) => i % 2 === 0);
  print(`\n## Quality: what is said when a picture gets worse (${some.length} pictures)\n\n| what | answers |\n|---|---|`);
  for (const [name, change] of Object.entries(DISTURBANCES)) {
    const answers = new Answers();
    for (const { picture } of some) {
      const result = await engine.assess(await changed(picture, change));
      answers.add(result.usable ? 'usable' : result.reason);
    }
    print(`| ${name} | ${answers} |`);
  }
  const group = await engine.assess(await readFile(groupPicture()));
  print(`| a group | ${group.usable ? 'usable' : group.reason} |`);
}

const FLAT: Record<string, Pose[]> = {
  'photograph held still': Array.from({ length: 6 }, () => ({})),
  'photograph moved, rolled, brought near': Array.from({ length: 8 }, (_, i) => ({ shift: [0.08 * Math.sin(i), 0.06 * Math.cos(i)], roll: 10 * Math.sin(i / 2), zoom: 1 + 0.2 * Math.sin(i / 3) ** 2 })),
  'photograph tilted up to 50 degrees, both ways': Array.from({ length: 10 }, (_, i) => ({ tilt: 50 * Math.sin((i * Math.PI) / 5) })),
  'photograph tilted and brought near, as asked': performed(['TURN_LEFT', 'TURN_RIGHT', 'MOVE_CLOSER']).map(({ yaw = 0, ...pose }) => ({ ...pose, tilt: 2 * yaw })),
};

async function liveness(): Promise<void> {
  const steps: LivenessStep[] = ['TURN_LEFT', 'TURN_RIGHT', 'MOVE_CLOSER'];
  const all = steps.flatMap((a) => steps.flatMap((b) => steps.flatMap((c) => (a !== b && b !== c ? [[a, b, c] as const] : []))));
  const results = new Map<string, Answers>();
  const cost: number[] = [];
  const judge = async (kind: string, asked: readonly LivenessStep[], frames: Buffer[], still: Buffer): Promise<void> => {
    const result = await timed(cost, frames.length, () => engine.liveness({ ...newChallenge(), steps: asked }, frames, still));
    results.set(kind, (results.get(kind) ?? new Answers()).add(result.live ? 'live' : result.reason));
  };
  // Every third one, so that all sources are among them.
  const count = Number(process.argv[3] ?? 4);
  const chosen = people.filter((_, i) => (i * count) % people.length < count);
  const cast = await actors(chosen);
  for (const [i, portrait] of chosen.entries()) {
    const still = await engine.assess(portrait.picture);
    if (!still.usable) throw new Error(`${portrait.name}: ${still.reason}`);
    const asked = all[(i * 5) % all.length]!;
    const poses = performed(asked);
    const frames = await cast[i]!.frames(poses);
    await judge('the person does what is asked', asked, frames, still.template);
    await judge('a recording of another challenge', all[(i * 5 + 1) % all.length]!, frames, still.template);
    const other = chosen.findIndex(({ person }) => person !== portrait.person);
    const theirs = await cast[other]!.frames(poses);
    await judge('another person does it', asked, theirs, still.template);
    await judge('own face when straight, another person when turned', asked, frames.map((frame, at) => (poses[at]!.yaw === undefined ? frame : theirs[at]!)), still.template);
    const far = poses.map(({ yaw = 0, ...pose }) => ({ ...pose, yaw: yaw * 1.6 }));
    await judge('own face at first, then another person turns far', asked, [...frames.slice(0, 2), ...(await cast[other]!.frames(far)).slice(2)], still.template);
    for (const [kind, flat] of Object.entries(FLAT)) await judge(kind, steps, await cast[i]!.frames(flat), still.template);
    await judge('the same frame 8 times', asked, Array.from({ length: 8 }, () => frames[0]!), still.template);
  }
  print(`\n## Liveness: frames drawn from ${chosen.length} pictures\n\n| what | answers |\n|---|---|`);
  for (const [kind, answers] of results) print(`| ${kind} | ${answers} |`);
  printCost('liveness, each frame', cost);
}

class Answers {
  private readonly counts = new Map<string, number>();

  add(answer: string): this {
    this.counts.set(answer, (this.counts.get(answer) ?? 0) + 1);
    return this;
  }
  toString(): string {
    return [...this.counts].map(([answer, n]) => `${answer} ${n}`).join(', ');
  }
}

async function timed<T>(cost: number[], parts: number, work: () => Promise<T>): Promise<T> {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  cost.push((user + system) / 1000 / parts);
  return result;
}

/** Without the first one, which loads the models. */
function printCost(what: string, [, ...cost]: number[]): void {
  print(`\n${what}: CPU time median ${quantile(cost, 0.5).toFixed(0)} ms, 95 % ${quantile(cost, 0.95).toFixed(0)} ms (${cost.length + 1} calls)`);
}

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.round(q * (sorted.length - 1))] ?? NaN;
}

const share = (part: number, whole: number): string => `${part} of ${whole} (${((100 * part) / whole).toFixed(1)} %)`;

const only = process.argv[2];
if (!only || only === 'matching') await matching();
if (!only || only === 'quality') await quality();
if (!only || only === 'liveness') await liveness();
print(`\n${cpus()[0]?.model.trim()}, ${availableParallelism()} cores; Node ${process.versions.node}; process with one worker: ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB resident`);
await engine.close();
