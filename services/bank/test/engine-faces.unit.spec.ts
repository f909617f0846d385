import { engineFaces, type Engine } from '../src/adapters/engine-faces.js';

/** Its templates are the pictures; a picture named `blurred` can't be used, and faces match when they begin alike. */
const engine = (live = true): Engine => ({
  assess: (picture) => Promise.resolve(picture.toString() === 'blurred' ? { usable: false, reason: 'BLURRED' } : { usable: true, template: picture }),
  compare: (a, b) => Promise.resolve({ match: a[0] === b[0] }),
  liveness: () => Promise.resolve({ live }),
});
const judge = (still: string, reference: string | undefined, using = engine()) =>
  engineFaces(using, () => ({ id: 'c', steps: [] })).judge({ challenge: { id: 'c', steps: [] }, frames: [], still: Buffer.from(still), reference: reference === undefined ? undefined : Buffer.from(reference) });

test('a live face that is the bank\'s matches; another one does not', async () => {
  expect(await judge('b1', 'b2')).toEqual({ outcome: 'MATCH' });
  expect(await judge('b1', 'c2')).toEqual({ outcome: 'MISMATCH' });
});
test('AC-KB-28 a picture that cannot be used is no mismatch, and tells why', async () => {
  expect(await judge('blurred', 'b2')).toEqual({ outcome: 'UNUSABLE', fault: 'KB_PICTURE_BLURRED' });
  expect(await judge('b1', 'b2', engine(false))).toEqual({ outcome: 'UNUSABLE', fault: 'KB_LIVENESS_FAILED' });
});
test('nobody matches a picture that the bank does not have', async () => {
  expect(await judge('b1', undefined)).toEqual({ outcome: 'MISMATCH' });
  expect(await judge('b1', 'blurred')).toEqual({ outcome: 'MISMATCH' });
});
test('AC-GN-08 an engine that is away decides nothing', async () => {
  const away: Engine = { ...engine(), assess: () => Promise.reject(Object.assign(new Error('away'), { code: 'FACE_ENGINE_UNAVAILABLE' })) };
  await expect(judge('b1', 'b2', away)).rejects.toMatchObject({ code: 'SYSTEM_UNAVAILABLE' });
});
