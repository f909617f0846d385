import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import sharp from 'sharp';
import type { Landmarks } from '../geometry.js';
import { FaceWorkers } from '../model/face-workers.js';
import { decode } from '../model/pixels.js';
import { Actor } from './acting.js';

export { Actor, performance, type Pose } from './acting.js';

/** A picture of somebody's face, for tests and demonstrations. None is part of this project: they come from packages. */
export interface Portrait {
  /** Portraits of the same person have the same. */
  person: string;
  name: string;
  /** JPEG, one face. */
  picture: Buffer;
}

const run = promisify(execFile);
const CACHE = fileURLToPath(new URL('../../../../.trine/pictures', import.meta.url));

/** Single faces in the group pictures of `@vladmandic/face-api` (MIT): left, top, width, height. */
const IN_GROUPS: readonly (readonly [person: string, file: string, crop: readonly [number, number, number, number]])[] = [
  ['demo-1', 'sample3.jpg', [445, 240, 480, 480]],
  ['demo-2', 'sample3.jpg', [944, 140, 480, 480]],
  ['demo-3', 'sample3.jpg', [1360, 200, 480, 480]],
  ['demo-4', 'sample6.jpg', [114, 380, 480, 480]],
  ['demo-5', 'sample6.jpg', [520, 230, 480, 480]],
  ['demo-6', 'sample6.jpg', [1014, 220, 460, 480]],
  ['demo-7', 'sample6.jpg', [1385, 170, 420, 480]],
  ['demo-8', 'sample5.jpg', [243, 770, 440, 480]],
];

/** Eight people, one picture each, from an installed package: no network is needed. */
export async function demoPeople(): Promise<Portrait[]> {
  return Promise.all(IN_GROUPS.map(async ([person, file, [left, top, width, height]]) => ({
    person,
    name: person,
    picture: await sharp(groupPicture(file)).extract({ left, top, width, height }).jpeg({ quality: 95 }).toBuffer(),
  })));
}

/** Where a group picture of `@vladmandic/face-api` is: several faces, all of different people. */
export function groupPicture(file = 'sample3.jpg'): string {
  return join(dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json')), 'demo', file);
}

/** Tests of the Python package `face_recognition` (MIT): official portraits of two people, one of them three times. */
const PYPI = 'face_recognition==1.3.0';
const PYPI_HASH = 'sha256:5e5efdd1686aa566af0d3cc1313b131e4b197657a8ffd03669e6d3fad92705ec';
const OFFICIAL: readonly (readonly [person: string, name: string, file: string])[] = [
  ['official-1', 'official-1', 'biden.jpg'],
  ['official-2', 'official-2a', 'obama.jpg'],
  ['official-2', 'official-2b', 'obama2.jpg'],
  ['official-2', 'official-2c', 'obama3.jpg'],
];

/** All of {@link demoPeople}, and people from PyPI, one of them in three pictures. Fetched with pip once, then kept below `.trine/pictures`. */
export async function portraits(): Promise<Portrait[]> {
  return [...(await demoPeople()), ...(await officialPortraits())];
}

async function officialPortraits(): Promise<Portrait[]> {
  const folder = join(CACHE, PYPI);
  const read = (): Promise<Portrait[]> =>
    Promise.all(OFFICIAL.map(async ([person, name, file]) => ({ person, name, picture: await readFile(join(folder, file)) })));
  try {
    return await read();
  } catch {
    await fetchOfficial(folder);
    return read();
  }
}

async function fetchOfficial(folder: string): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const work = await mkdtemp(join(CACHE, 'fetch-'));
  try {
    await writeFile(join(work, 'requirements.txt'), `${PYPI} --hash=${PYPI_HASH}\n`);
    await pip(['download', '--quiet', '--no-deps', '--no-binary', ':all:', '--require-hashes', '-r', join(work, 'requirements.txt'), '-d', work]);
    const inside = OFFICIAL.map(([, , file]) => `face_recognition-1.3.0/tests/test_images/${file}`);
    await run('tar', ['-xzf', join(work, 'face_recognition-1.3.0.tar.gz'), '-C', work, ...inside]);
    // In one step, as several processes may fetch at the same time; the first one wins.
    await rename(join(work, 'face_recognition-1.3.0/tests/test_images'), folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function pip(args: string[]): Promise<void> {
  const failures: string[] = [];
  for (const [command, ...before] of [['pip3'], ['pip'], ['python3', '-m', 'pip']] as const) {
    try {
      await run(command, [...before, ...args]);
      return;
    } catch (error) {
      failures.push(`${command}: ${(error as Error & { stderr?: string }).stderr?.trim() || (error as Error).message}`);
    }
  }
  throw new Error(
    `The portraits of ${PYPI} could not be fetched from PyPI. Install Python 3 with pip, or use demoPeople(), which needs neither.\n${failures.join('\n')}`,
  );
}

/** Somebody who moves as told, drawn from a portrait. The model looks where the face is. */
export async function actor(portrait: Portrait): Promise<Actor> {
  const [only] = await actors([portrait]);
  return only!;
}

/** As {@link actor} for each portrait; the model is loaded once. */
export async function actors(people: readonly Portrait[]): Promise<Actor[]> {
  const model = new FaceWorkers({ workers: 1, queue: 1, timeoutMs: 60_000 });
  try {
    const cast: Actor[] = [];
    for (const { name, picture } of people) {
      const [sight] = await model.look([picture], 'thorough');
      if (typeof sight !== 'object' || !sight.face) throw new Error(`${name} is not a picture of one face`);
      cast.push(await asSelfie(picture, sight.face.landmarks));
    }
    return cast;
  } finally {
    await model.close();
  }
}

/** The head fills about half of the frame. */
async function asSelfie(picture: Buffer, landmarks: Landmarks): Promise<Actor> {
  const xs = landmarks.map(([x]) => x);
  const ys = landmarks.map(([, y]) => y);
  const pixels = await decode(picture, { bytes: Infinity, pixels: Infinity, side: 1600 });
  if (typeof pixels === 'string') throw new Error(pixels);
  const [middleX, middleY] = [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2];
  const want = Math.round(2.2 * (Math.max(...ys) - Math.min(...ys)));
  const [width, height] = [Math.min(want, pixels.width), Math.min(want, pixels.height)];
  const left = Math.round(Math.max(0, Math.min(pixels.width - width, middleX - width / 2)));
  const top = Math.round(Math.max(0, Math.min(pixels.height - height, middleY - height * 0.55)));
  const { data, info } = await sharp(pixels.data, { raw: { width: pixels.width, height: pixels.height, channels: 3 } })
    .extract({ left, top, width, height })
    .resize(480, 480, { fit: 'inside' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const scale = info.width / width;
  return new Actor(
    { data, width: info.width, height: info.height },
    landmarks.map(([x, y]) => [(x - left) * scale, (y - top) * scale]),
  );
}
