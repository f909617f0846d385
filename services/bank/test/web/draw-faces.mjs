// Draws, for the first people of `demoPeople()`, the portrait, the straight look and each movement (twice), and a print that is held up, into a folder:
// `node draw-faces.mjs <folder> <people>`. A process of its own, as Jest's modules compute pixels dozens of times more slowly.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { actor, demoPeople, performance as performed } from '@trine/face/pictures';

const [folder, people] = process.argv.slice(2);
const steps = ['TURN_LEFT', 'TURN_RIGHT', 'MOVE_CLOSER'];
// A challenge may ask for a movement twice, and nobody makes it twice in the same way.
const made = [...steps, ...steps];
// A print that a hand holds before the camera and tilts.
const held = Array.from({ length: 12 }, (_, i) => ({ tilt: 45 * Math.sin(i / 2), shift: [0.02 * Math.sin(i), 0.02 * Math.cos(i)], roll: 3 * Math.sin(i / 3) }));
for (const [person, portrait] of (await demoPeople()).slice(0, Number(people)).entries()) {
  const acts = await actor(portrait);
  const frames = await acts.frames(performed(made));
  const each = (frames.length - 2) / made.length;
  const keep = (name, at, picture) => writeFile(join(folder, `${person}-${name}-${String(at).padStart(2, '0')}.jpg`), picture);
  await keep('picture', 0, portrait.picture);
  await keep('straight', 0, frames[0]);
  for (const [at, frame] of frames.slice(2).entries()) await keep(made[Math.floor(at / each)], at, frame);
  for (const [at, frame] of (await acts.frames(held)).entries()) await keep('held', at, frame);
}
