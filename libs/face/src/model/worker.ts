import { parentPort } from 'node:worker_threads';
import { FaceModel, type Sight } from './face-model.js';
import type { FaceTask, FaceTaskResult } from './face-workers.js';
import type { Undecodable } from './pixels.js';

// A thread of its own: the model computes for a tenth of a second and more at a time.
const port = parentPort!;
const model = FaceModel.load();

port.on('message', ({ pictures, detector }: FaceTask) => {
  void (async (): Promise<FaceTaskResult> => {
    try {
      const sights: (Sight | Undecodable)[] = [];
      for (const picture of pictures) sights.push(await (await model).look(picture, detector));
      return { sights };
    } catch {
      // What the libraries say might hold what they saw.
      return { failed: true };
    }
  })().then((result) => port.postMessage(result));
});
