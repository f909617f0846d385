import { expect, it } from '@jest/globals';
import { newChallenge, type FaceEngine } from '../src/index.js';

/**
 * What holds for every engine.
 *
 * @param running an engine that is at work already, for those that take long to start
 */
export function portSuite(make: () => FaceEngine, material: () => Promise<{ portrait: Buffer; frames: Buffer[] }>, running = make): void {
  it('given a good portrait, when it is assessed, then it is usable and its template matches itself', async () => {
    const engine = running();
    const assessment = await engine.assess((await material()).portrait);
    if (!assessment.usable) throw new Error(assessment.reason);
    expect(await engine.compare(assessment.template, assessment.template)).toMatchObject({ match: true });
  });

  it('given a person who does what the challenge asks, when the frames are judged, then the person is live', async () => {
    const engine = running();
    const { portrait, frames } = await material();
    const still = await engine.assess(portrait);
    if (!still.usable) throw new Error(still.reason);
    expect(await engine.liveness({ ...newChallenge(), steps: ['TURN_LEFT', 'MOVE_CLOSER', 'TURN_RIGHT'] }, frames, still.template)).toEqual({ live: true });
  });

  it('given an engine that was closed, when it is asked, then it says that it is unavailable', async () => {
    const engine = make();
    await engine.close();
    await expect(engine.assess(Buffer.from('picture'))).rejects.toMatchObject({ code: 'FACE_ENGINE_UNAVAILABLE', reason: 'CLOSED' });
  });
}
