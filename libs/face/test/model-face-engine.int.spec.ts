import { readFile } from 'node:fs/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { crc32 } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { ModelFaceEngine, newChallenge, type FaceAssessment, type LivenessStep } from '../src/index.js';
import { actor, demoPeople, groupPicture, performance as performed, portraits, type Actor, type Portrait } from '../src/pictures/index.js';
import { portSuite } from './port-suite.js';

// The machine may be busy; the model takes a second to load and a quarter of one for each picture.
jest.setTimeout(120_000);

const engine = new ModelFaceEngine({ timeoutMs: 60_000 });
let [one, another]: Portrait[] = [];
let acts: Actor;
beforeAll(async () => {
  const people = await demoPeople();
  [one, another] = [people[0], people[3]];
  acts = await actor(one!);
});
afterAll(() => engine.close());

const changed = (change: (image: Sharp) => Sharp): Promise<Buffer> => change(sharp(one!.picture).jpeg({ quality: 90 })).toBuffer();
const template = (assessment: FaceAssessment): Buffer => {
  if (!assessment.usable) throw new Error(assessment.reason);
  return assessment.template;
};

describe('face engine with the real model', () => {
  const challenge: LivenessStep[] = ['TURN_LEFT', 'MOVE_CLOSER', 'TURN_RIGHT'];
  portSuite(() => new ModelFaceEngine({ timeoutMs: 60_000 }), async () => ({ portrait: one!.picture, frames: await acts.frames(performed(challenge)) }));

  describe('a still picture', () => {
    it('given no face, several faces, a blurred, dark or small one, when it is assessed, then the reason is named', async () => {
      const nobody = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#8899aa' } }).jpeg().toBuffer();
      expect(await engine.assess(nobody)).toEqual({ usable: false, reason: 'NO_FACE' });
      expect(await engine.assess(await readFile(groupPicture()))).toEqual({ usable: false, reason: 'SEVERAL_FACES' });
      expect(await engine.assess(await changed((image) => image.blur(6)))).toEqual({ usable: false, reason: 'BLURRED' });
      expect(await engine.assess(await changed((image) => image.linear(0.15, 0)))).toEqual({ usable: false, reason: 'TOO_DARK' });
      expect(await engine.assess(await changed((image) => image.resize(120)))).toEqual({ usable: false, reason: 'FACE_TOO_SMALL' });
    });

    it('given what is no picture, or a bomb, when it is assessed, then it is refused before it is decoded', async () => {
      // A PNG of one pixel whose header says 30000 x 30000.
      const bomb = await sharp({ create: { width: 1, height: 1, channels: 3, background: '#fff' } }).png().toBuffer();
      bomb.writeUInt32BE(30_000, 16);
      bomb.writeUInt32BE(30_000, 20);
      bomb.writeUInt32BE(crc32(bomb.subarray(12, 29)), 29);
      const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/passwd"/></svg>');
      for (const [bytes, reason] of [
        [Buffer.alloc(0), 'NOT_A_PICTURE'],
        [Buffer.from('not a picture'), 'NOT_A_PICTURE'],
        [svg, 'NOT_A_PICTURE'],
        [one!.picture.subarray(0, one!.picture.length / 2), 'NOT_A_PICTURE'],
        [Buffer.concat([one!.picture, Buffer.alloc(16 * 1024 * 1024)]), 'PICTURE_TOO_LARGE'],
        [bomb, 'PICTURE_TOO_LARGE'],
      ] as const) expect(await engine.assess(bytes)).toEqual({ usable: false, reason });
    });

    it('given a PNG with transparency or a picture that its camera turned, when it is assessed, then it is usable', async () => {
      const png = await sharp(one!.picture).ensureAlpha().png().toBuffer();
      const turned = await sharp(one!.picture).rotate(90).withMetadata({ orientation: 8 }).jpeg().toBuffer();
      expect(await engine.assess(png)).toMatchObject({ usable: true });
      expect(await engine.assess(turned)).toMatchObject({ usable: true });
    });
  });

  describe('comparison', () => {
    it('given three pictures of one person and pictures of others, when they are compared, then only the one person matches', async () => {
      const people = (await portraits()).filter(({ person }) => ['official-1', 'official-2'].includes(person));
      const known: { person: string; template: Buffer }[] = [];
      for (const { person, picture } of people) known.push({ person, template: template(await engine.assess(picture)) });
      expect(known).toHaveLength(4);
      for (const a of known) {
        for (const b of known) expect({ a: a.person, b: b.person, ...(await engine.compare(a.template, b.template)) }).toMatchObject({ match: a.person === b.person });
      }
    });

    it('given a template of something else, when it is compared, then it is refused by its code', async () => {
      const own = template(await engine.assess(one!.picture));
      for (const foreign of [Buffer.alloc(0), Buffer.alloc(own.length), Buffer.concat([own, Buffer.of(0)]), Buffer.concat([own.subarray(0, 4), Buffer.alloc(512, 0xff)])]) {
        await expect(engine.compare(own, foreign)).rejects.toMatchObject({ code: 'FACE_TEMPLATE_FOREIGN' });
      }
    });
  });

  describe('liveness', () => {
    const judged = async (steps: LivenessStep[], frames: Buffer[], still = one!) =>
      engine.liveness({ ...newChallenge(), steps }, frames, template(await engine.assess(still.picture)));

    it('given frames of another challenge, or of another person, when they are judged, then they are refused', async () => {
      const frames = await acts.frames(performed(['TURN_RIGHT', 'MOVE_CLOSER']));
      expect(await judged(['MOVE_CLOSER', 'TURN_RIGHT'], frames)).toEqual({ live: false, reason: 'WRONG_MOVEMENT' });
      expect(await judged(['TURN_RIGHT', 'MOVE_CLOSER'], frames, another!)).toEqual({ live: false, reason: 'DIFFERENT_FACES' });
    });

    it('given a photograph that is held still, moved about or tilted, when it is judged, then it is not live', async () => {
      const held = await acts.frames(Array.from({ length: 6 }, () => ({})));
      const moved = await acts.frames([0, 1, 2, 3, 4, 5].map((i) => ({ shift: [0.02 * i, -0.01 * i], roll: 3 * i })));
      const tilted = await acts.frames([0, 0, 20, 40, 20, 0, -20, -40].map((tilt) => ({ tilt })));
      expect(await judged(challenge, held)).toEqual({ live: false, reason: 'NO_MOVEMENT' });
      expect(await judged(challenge, moved)).toEqual({ live: false, reason: 'NO_MOVEMENT' });
      expect(await judged(['TURN_LEFT', 'TURN_RIGHT', 'TURN_LEFT'], tilted)).toMatchObject({ live: false });
    });

    it('given one frame many times, or too many, when they are judged, then they are refused', async () => {
      const [frame] = await acts.frames([{}]);
      expect(await judged(challenge, Array.from({ length: 8 }, () => frame!))).toEqual({ live: false, reason: 'REPLAYED' });
      expect(await judged(challenge, Array.from({ length: 41 }, () => frame!))).toEqual({ live: false, reason: 'TOO_MANY_FRAMES' });
      expect(await judged(challenge, [])).toEqual({ live: false, reason: 'TOO_FEW_FRAMES' });
    });
  });

  it('given pictures at work, when the caller does something else, then its event loop is free', async () => {
    await engine.assess(one!.picture);
    const delay = monitorEventLoopDelay({ resolution: 5 });
    const work = [engine.assess(one!.picture), engine.assess(another!.picture)];
    delay.enable();
    await Promise.all(work);
    delay.disable();
    // One picture takes the model longer than this, on any machine.
    expect(delay.percentile(50) / 1e6).toBeLessThan(60);
  });

  it('given more calls than the queue holds, when they come at once, then the last are refused and the first are answered', async () => {
    const small = new ModelFaceEngine({ queue: 1, timeoutMs: 60_000 });
    try {
      const calls = [1, 2, 3].map(() => small.assess(one!.picture));
      await expect(calls[2]).rejects.toMatchObject({ code: 'FACE_ENGINE_UNAVAILABLE', reason: 'OVERLOADED' });
      expect(await calls[0]).toMatchObject({ usable: true });
      expect(await calls[1]).toMatchObject({ usable: true });
    } finally {
      await small.close();
    }
  });
});
