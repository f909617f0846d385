import { readFile } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import { ModelFaceEngine } from './model/model-face-engine.js';
import { newChallenge, type LivenessStep } from './liveness-challenge.js';
import { actor, groupPicture, performance as performed, portraits, type Actor, type Pose, type Portrait } from './pictures/index.js';

/*
 * The figures of docs/face.md: `node libs/face/dist/measure.js [matching|quality|liveness [people at most]]`.
 * All of it takes some minutes.
 */

const engine = new ModelFaceEngine({ timeoutMs: 120_000 });
const people = await portraits();
const print = (line = ''): void => console.log(line);

/** What cameras and networks do to a picture. */
const VARIANTS: Record<string, (image: Sharp, width: number) => Sharp> = {
  original: (image) => image,
  'JPEG quality 40': (image) => image.jpeg({ quality: 40 }),
  'at 60 %': (image, width) => image.resize(Math.round(width * 0.6)),
  'darker (x 0.55)': (image) => image.linear(0.55, 0),
  'lighter (x 1.35)': (image) => image.linear(1.35, 0),
  'turned 8 degrees': (image) => image.rotate(8, { background: '#777' }),
  'turned -15 degrees': (image) => image.rotate(-15, { background: '#777' }),
  mirrored: (image) => image.flop(),
  'soft (blur 0.4 % of the width)': (image, width) => image.blur(Math.max(0.3, width * 0.004)),
};

async function variant(picture: Buffer, name: string): Promise<Buffer> {
  const { width } = await sharp(picture).metadata();
  return VARIANTS[name]!(sharp(picture).jpeg({ quality: 92 }), width).toBuffer();
}

interface Seen {
  person: string;
  picture: string;
  variant: string;
  template: Buffer;
}

async function matching(): Promise<void> {
  const seen: Seen[] = [];
  const refused: string[] = [];
  const times: number[] = [];
  for (const { person, name, picture } of people) {
    for (const each of Object.keys(VARIANTS)) {
      const bytes = await variant(picture, each);
      const started = performance.now();
      const result = await engine.assess(bytes);
      times.push(performance.now() - started);
      if (result.usable) seen.push({ person, picture: name, variant: each, template: result.template });
      else refused.push(`${name}, ${each}: ${result.reason}`);
    }
  }
  const groups: Record<string, number[]> = { 'same person, same picture changed': [], 'same person, other picture': [], 'other person': [] };
  for (const [i, a] of seen.entries()) {
    for (const b of seen.slice(i + 1)) {
      const { distance } = await engine.compare(a.template, b.template);
      const group = a.person !== b.person ? 'other person' : a.picture === b.picture ? 'same person, same picture changed' : 'same person, other picture';
      groups[group]!.push(distance);
    }
  }
  print(`## Matching: ${people.length} pictures of ${new Set(people.map(({ person }) => person)).size} people, ${Object.keys(VARIANTS).length} variants of each`);
  print(`refused by quality: ${refused.length} of ${refused.length + seen.length}${refused.map((line) => `\n  ${line}`).join('')}`);
  print('| pairs | count | least | 5 % | median | 95 % | most |\n|---|---|---|---|---|---|---|');
  for (const [name, distances] of Object.entries(groups)) {
    print(`| ${name} | ${distances.length} | ${[0, 0.05, 0.5, 0.95, 1].map((q) => quantile(distances, q).toFixed(2)).join(' | ')} |`);
  }
  print('\n| threshold | false reject (changed) | false reject (other picture) | false accept |\n|---|---|---|---|');
  for (const threshold of [0.4, 0.45, 0.5, 0.55, 0.6]) {
    const above = (name: string): string => share(groups[name]!.filter((d) => d > threshold).length, groups[name]!.length);
    const others = groups['other person']!;
    print(`| ${threshold.toFixed(2)} | ${above('same person, same picture changed')} | ${above('same person, other picture')} | ${share(others.filter((d) => d <= threshold).length, others.length)} |`);
  }
  print(`\nassess: median ${quantile(times, 0.5).toFixed(0)} ms, 95 % ${quantile(times, 0.95).toFixed(0)} ms`);
}

async function quality(): Promise<void> {
  print('\n## Quality: what is said when a picture gets worse (pictures of each answer)');
  const worse: Record<string, (image: Sharp, width: number) => Sharp> = {
    'blur 1 % of the width': (image, width) => image.blur(width * 0.01),
    'blur 2 % of the width': (image, width) => image.blur(width * 0.02),
    'darkness x 0.25': (image) => image.linear(0.25, 0),
    'darkness x 0.1': (image) => image.linear(0.1, 0),
    'light x 3': (image) => image.linear(3, 0),
    'width 100': (image) => image.resize(100),
  };
  for (const [name, change] of Object.entries(worse)) {
    const counts: Record<string, number> = {};
    for (const { picture } of people) {
      const { width } = await sharp(picture).metadata();
      const result = await engine.assess(await change(sharp(picture).jpeg(), width).toBuffer());
      const answer = result.usable ? 'usable' : result.reason;
      counts[answer] = (counts[answer] ?? 0) + 1;
    }
    print(`| ${name} | ${Object.entries(counts).map(([answer, n]) => `${answer} ${n}`).join(', ')} |`);
  }
  print(`| a group | ${JSON.stringify(await engine.assess(await readFile(groupPicture())))} |`);
}

async function liveness(): Promise<void> {
  const all: LivenessStep[][] = [];
  const steps: LivenessStep[] = ['TURN_LEFT', 'TURN_RIGHT', 'MOVE_CLOSER'];
  for (const a of steps) for (const b of steps) for (const c of steps) if (a !== b && b !== c) all.push([a, b, c]);
  const results: Record<string, Record<string, number>> = {};
  const times: number[] = [];
  const judge = async (kind: string, asked: LivenessStep[], frames: Buffer[], still: Buffer): Promise<void> => {
    const started = performance.now();
    const result = await engine.liveness({ ...newChallenge(), steps: asked }, frames, still);
    times.push((performance.now() - started) / frames.length);
    const answer = result.live ? 'live' : result.reason;
    (results[kind] ??= {})[answer] = (results[kind]![answer] ?? 0) + 1;
  };
  const actors: { portrait: Portrait; acts: Actor; still: Buffer }[] = [];
  for (const portrait of people.slice(0, Number(process.argv[3] ?? people.length))) {
    const assessed = await engine.assess(portrait.picture);
    if (assessed.usable) actors.push({ portrait, acts: await actor(portrait), still: assessed.template });
  }
  const flat: Record<string, Pose[]> = {
    'photograph held still': Array.from({ length: 10 }, () => ({})),
    'photograph moved, turned, brought near': Array.from({ length: 10 }, (_, i) => ({ shift: [0.08 * Math.sin(i), 0.06 * Math.cos(i)], roll: 10 * Math.sin(i / 2), zoom: 1 + 0.2 * Math.sin(i / 3) ** 2 })),
    'photograph tilted up to 50 degrees, both ways': Array.from({ length: 10 }, (_, i) => ({ tilt: 50 * Math.sin(i / 2) })),
    'photograph tilted, and brought near as asked': performed(['TURN_LEFT', 'TURN_RIGHT', 'MOVE_CLOSER']).map(({ yaw = 0, ...pose }) => ({ ...pose, tilt: 2 * yaw })),
  };
  for (const [i, { acts, still }] of actors.entries()) {
    const asked = all[(i * 5) % all.length]!;
    const frames = await acts.frames(performed(asked));
    await judge('the person does what is asked', asked, frames, still);
    await judge('a recording of another challenge', all[(i * 5 + 1) % all.length]!, frames, still);
    const other = actors.find(({ portrait }, at) => at > i && portrait.person !== actors[i]!.portrait.person) ?? actors[0]!;
    const theirs = await other.acts.frames(performed(asked));
    await judge('another person does it', asked, theirs, still);
    const turned = performed(asked).map(({ yaw }) => yaw !== undefined);
    await judge('own face when straight, another person turns', asked, frames.map((frame, at) => (turned[at] ? theirs[at]! : frame)), still);
    for (const [kind, poses] of Object.entries(flat)) await judge(kind, ['TURN_LEFT', 'TURN_RIGHT', 'MOVE_CLOSER'], await acts.frames(poses), still);
    const [one] = await acts.frames([{}]);
    await judge('the same frame 16 times', all[0]!, Array.from({ length: 16 }, () => one!), still);
  }
  print('\n## Liveness (frames drawn from the pictures)\n| what | answers |\n|---|---|');
  for (const [kind, counts] of Object.entries(results)) print(`| ${kind} | ${Object.entries(counts).map(([answer, n]) => `${answer} ${n}`).join(', ')} |`);
  print(`\nliveness: median ${quantile(times, 0.5).toFixed(0)} ms a frame, 95 % ${quantile(times, 0.95).toFixed(0)} ms`);
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
print(`\nmemory of the process with one worker: ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB; Node ${process.versions.node}`);
await engine.close();
