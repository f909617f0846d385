import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import sharp, { type Sharp } from 'sharp';
import { ModelFaceEngine, newChallenge, type FaceAssessment, type LivenessResult, type LivenessStep } from '../src/index.js';
import { actor, demoPeople, groupPicture, performance as performed, type Actor, type Portrait } from '../src/pictures/index.js';
import { portSuite } from './port-suite.js';

// A picture takes the model less than a second, but the machine may be busy: nothing here depends on the time.
jest.setTimeout(300_000);

const engine = new ModelFaceEngine({ queue: 2, timeoutMs: 240_000 });
const challenge: LivenessStep[] = ['TURN_LEFT', 'MOVE_CLOSER', 'TURN_RIGHT'];
let one: Portrait;
let another: Portrait;
let own: Buffer;
let acts: Actor;
let live: Buffer[];
let turnedLeft: Buffer[];

beforeAll(async () => {
  // Threads run what was built: nothing is done when that is up to date.
  execFileSync(process.execPath, [createRequire(import.meta.url).resolve('typescript/bin/tsc'), '-b', fileURLToPath(new URL('..', import.meta.url))]);
  [one, , , another] = (await demoPeople()) as [Portrait, Portrait, Portrait, Portrait];
  own = template(await engine.assess(one.picture));
  acts = await actor(one);
  live = await acts.frames(performed(challenge));
  turnedLeft = live.slice(0, 2 + 5);
});
afterAll(() => engine.close());

function template(assessment: FaceAssessment): Buffer {
  if (!assessment.usable) throw new Error(assessment.reason);
  return assessment.template;
}

const changed = (change: (image: Sharp) => Sharp): Promise<Buffer> => change(sharp(one.picture).jpeg({ quality: 90 })).toBuffer();
const judged = (frames: Buffer[], still = own): Promise<LivenessResult> => engine.liveness({ ...newChallenge(), steps: challenge }, frames, still);

describe('face engine with the real model', () => {
  portSuite(() => new ModelFaceEngine(), async () => ({ portrait: one.picture, frames: live }), () => engine);

  describe('a still picture', () => {
    it.each<[what: string, reason: string, picture: () => Promise<Buffer>]>([
      ['of nobody', 'NO_FACE', () => changed((image) => image.extract({ left: 0, top: 0, width: 60, height: 60 }).resize(480))],
      ['of a group', 'SEVERAL_FACES', () => readFile(groupPicture())],
      ['that is blurred', 'BLURRED', () => changed((image) => image.blur(6))],
      ['that is dark', 'TOO_DARK', () => changed((image) => image.linear(0.15, 0))],
      ['that is tiny', 'FACE_TOO_SMALL', () => changed((image) => image.resize(120))],
    ])('given a picture %s, when it is assessed, then it is refused as %s', async (_, reason, picture) => {
      expect(await engine.assess(await picture())).toEqual({ usable: false, reason });
    });

    it.each<[what: string, reason: string, bytes: () => Promise<Buffer> | Buffer]>([
      ['no bytes', 'NOT_A_PICTURE', () => Buffer.alloc(0)],
      ['text', 'NOT_A_PICTURE', () => Buffer.from('not a picture')],
      ['an SVG that names a file', 'NOT_A_PICTURE', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/passwd"/></svg>')],
      ['half a JPEG', 'NOT_A_PICTURE', () => one.picture.subarray(0, one.picture.length / 2)],
      ['the first bytes of a JPEG', 'NOT_A_PICTURE', () => one.picture.subarray(0, 12)],
      ['too many bytes', 'PICTURE_TOO_LARGE', () => Buffer.concat([one.picture, Buffer.alloc(16 * 1024 * 1024)])],
      ['a bomb of 900 megapixels', 'PICTURE_TOO_LARGE', pixelBomb],
    ])('given %s, when it is assessed, then it is refused as %s', async (_, reason, bytes) => {
      expect(await engine.assess(await bytes())).toEqual({ usable: false, reason });
    });

    it('given a PNG with transparency or a picture that its camera turned, when it is assessed, then it shows the same person', async () => {
      const png = await sharp(one.picture).ensureAlpha(0.9).png().toBuffer();
      const turned = await sharp(one.picture).rotate(90).withMetadata({ orientation: 8 }).jpeg().toBuffer();
      for (const picture of [png, turned]) {
        expect(await engine.compare(own, template(await engine.assess(picture)))).toMatchObject({ match: true });
      }
    });
  });

  describe('comparison', () => {
    it('given another picture of the same person and one of somebody else, when they are compared, then only the first matches', async () => {
      const poor = await changed((image) => image.rotate(8, { background: '#777' }).linear(0.7, 0).resize(300).jpeg({ quality: 50 }));
      expect(await engine.compare(own, template(await engine.assess(poor)))).toMatchObject({ match: true });
      expect(await engine.compare(own, template(await engine.assess(another.picture)))).toMatchObject({ match: false });
    });

    it('given a template of something else, when it is compared, then it is refused by its code', async () => {
      for (const foreign of [Buffer.alloc(0), Buffer.alloc(own.length), Buffer.concat([own, Buffer.of(0)]), Buffer.concat([own.subarray(0, 4), Buffer.alloc(512, 0xff)])]) {
        await expect(engine.compare(own, foreign)).rejects.toMatchObject({ code: 'FACE_TEMPLATE_FOREIGN' });
        await expect(engine.liveness(newChallenge(), live, foreign)).rejects.toMatchObject({ code: 'FACE_TEMPLATE_FOREIGN' });
      }
    });
  });

  describe('liveness', () => {
    it('given only a part of what was asked, when it is judged, then it is not live', async () => {
      expect(await judged(turnedLeft)).toEqual({ live: false, reason: 'WRONG_MOVEMENT' });
    });

    it('given frames of another person, or some of another person, when they are judged, then they are refused', async () => {
      expect(await judged(turnedLeft, template(await engine.assess(another.picture)))).toEqual({ live: false, reason: 'DIFFERENT_FACES' });
      const swapped = [...turnedLeft.slice(0, 4), another.picture, ...turnedLeft.slice(5)];
      expect(await judged(swapped)).toEqual({ live: false, reason: 'DIFFERENT_FACES' });
    });

    it('given a photograph that is held, when it is judged, then nothing has moved', async () => {
      const held = await acts.frames([0, 1, 2, 3, 4, 5].map((i) => ({ shift: [0.02 * i, -0.01 * i], roll: 2 * i })));
      expect(await judged(held)).toEqual({ live: false, reason: 'NO_MOVEMENT' });
    });

    it('given a print that is tilted to both sides, when it is judged, then it is not live', async () => {
      const tilted = await acts.frames([0, 20, 40, 20, -20, -40, -20].map((tilt) => ({ tilt })));
      expect(await judged(tilted)).toMatchObject({ live: false, reason: expect.stringMatching(/^(NO_MOVEMENT|WRONG_MOVEMENT|FLAT)$/) });
    });

    it('given one frame many times, too many, too few or a damaged one, when they are judged, then they are refused', async () => {
      expect(await judged(Array.from({ length: 6 }, () => live[0]!))).toEqual({ live: false, reason: 'REPLAYED' });
      expect(await judged(Array.from({ length: 41 }, () => live[0]!))).toEqual({ live: false, reason: 'TOO_MANY_FRAMES' });
      expect(await judged([])).toEqual({ live: false, reason: 'TOO_FEW_FRAMES' });
      expect(await judged(Array.from({ length: 6 }, () => Buffer.alloc(0)))).toEqual({ live: false, reason: 'NOT_A_PICTURE' });
    });
  });

  describe('at work', () => {
    it('given a picture at work, when the caller does something else, then its event loop is free', async () => {
      const work = engine.assess(one.picture);
      const timer = new Promise((resolve) => setTimeout(resolve, 1, 'the timer'));
      expect(await Promise.race([work, timer])).toBe('the timer');
      expect(await work).toMatchObject({ usable: true });
    });

    it('given more calls than the queue holds, when they come at once, then the last is refused and the others are answered', async () => {
      const calls = [1, 2, 3].map(() => engine.assess(Buffer.alloc(0)));
      await expect(engine.assess(Buffer.alloc(0))).rejects.toMatchObject({ code: 'FACE_ENGINE_UNAVAILABLE', reason: 'OVERLOADED' });
      for (const call of calls) expect(await call).toEqual({ usable: false, reason: 'NOT_A_PICTURE' });
    });

    it('given a call that takes too long, when its time is over, then it is refused', async () => {
      // No machine loads the models in this time.
      const hasty = new ModelFaceEngine({ timeoutMs: 1 });
      await expect(hasty.assess(one.picture)).rejects.toMatchObject({ code: 'FACE_ENGINE_UNAVAILABLE', reason: 'TIMED_OUT' });
      await hasty.close();
    });

    it('given calls at work and waiting, when the engine is closed, then they are refused', async () => {
      const closing = new ModelFaceEngine();
      const refusals = [1, 2].map(() => expect(closing.assess(one.picture)).rejects.toMatchObject({ code: 'FACE_ENGINE_UNAVAILABLE', reason: 'CLOSED' }));
      await closing.close();
      await Promise.all(refusals);
    });
  });
});

/** A PNG of one pixel whose header says 30000 x 30000. */
async function pixelBomb(): Promise<Buffer> {
  const bomb = await sharp({ create: { width: 1, height: 1, channels: 3, background: '#fff' } }).png().toBuffer();
  bomb.writeUInt32BE(30_000, 16);
  bomb.writeUInt32BE(30_000, 20);
  bomb.writeUInt32BE(crc32(bomb.subarray(12, 29)), 29);
  return bomb;
}
