import { describe, expect, it } from '@jest/globals';
import { newChallenge, SimulatedFaceEngine, SwitchableFaceEngine } from '../src/index.js';
import { portSuite } from './port-suite.js';

const picture = Buffer.from('picture');
const material = async () => ({ portrait: picture, frames: [] });

describe('simulated face engine', () => {
  portSuite(() => new SimulatedFaceEngine(), material);

  it('given it was told to fail, when it is asked, then it gives exactly the named reasons', async () => {
    const engine = new SimulatedFaceEngine({ assess: 'BLURRED', compare: 'MISMATCH', liveness: 'FLAT' });
    expect(await engine.assess(picture)).toEqual({ usable: false, reason: 'BLURRED' });
    expect(await engine.compare(picture, picture)).toMatchObject({ match: false });
    expect(await engine.liveness(newChallenge(), [], picture)).toEqual({ live: false, reason: 'FLAT' });
  });

  it('given it was told to be unavailable, when it is asked, then every call is refused, until it is told otherwise', async () => {
    const engine = new SimulatedFaceEngine({ unavailable: true });
    const unavailable = { code: 'FACE_ENGINE_UNAVAILABLE', reason: 'AWAY' };
    await expect(engine.assess(picture)).rejects.toMatchObject(unavailable);
    await expect(engine.compare(picture, picture)).rejects.toMatchObject(unavailable);
    await expect(engine.liveness(newChallenge(), [], picture)).rejects.toMatchObject(unavailable);
    engine.tell({});
    expect(await engine.assess(picture)).toMatchObject({ usable: true });
  });
});

describe('switchable face engine', () => {
  portSuite(() => new SwitchableFaceEngine(new SimulatedFaceEngine()), material);

  it('given one outcome is forced, when it is asked, then the real engine answers the rest', async () => {
    const engine = new SwitchableFaceEngine(new SimulatedFaceEngine({ assess: 'TOO_DARK', liveness: 'REPLAYED' }));
    engine.force({ compare: 'MISMATCH' });
    expect(await engine.compare(picture, picture)).toMatchObject({ match: false });
    expect(await engine.assess(picture)).toEqual({ usable: false, reason: 'TOO_DARK' });
    engine.force({ liveness: 'LIVE' });
    expect(await engine.liveness(newChallenge(), [], picture)).toEqual({ live: true });
    engine.force({});
    expect(await engine.liveness(newChallenge(), [], picture)).toEqual({ live: false, reason: 'REPLAYED' });
    engine.force({ unavailable: true });
    await expect(engine.assess(picture)).rejects.toMatchObject({ code: 'FACE_ENGINE_UNAVAILABLE' });
  });

  it('given a template of a forced assessment, when nothing is forced any more, then comparing it still works', async () => {
    const refusing = new SimulatedFaceEngine({ compare: 'MISMATCH' });
    const engine = new SwitchableFaceEngine(refusing);
    engine.force({ assess: 'USABLE' });
    const forced = await engine.assess(picture);
    engine.force({});
    if (!forced.usable) throw new Error(forced.reason);
    expect(await engine.compare(forced.template, forced.template)).toMatchObject({ match: true });
    expect(await engine.compare(picture, picture)).toMatchObject({ match: false });
  });
});
