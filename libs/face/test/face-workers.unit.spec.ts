import { EventEmitter } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from '@jest/globals';
import { FaceWorkers, type FaceWorkersOptions } from '../src/model/face-workers.js';

/** A thread that answers when it is told to. */
class FakeWorker extends EventEmitter {
  tasks = 0;
  referenced = true;
  ended = false;

  postMessage(): void {
    this.tasks++;
  }
  answer(): void {
    this.emit('message', { sights: ['NOT_A_PICTURE'] });
  }
  ref(): void {
    this.referenced = true;
  }
  unref(): void {
    this.referenced = false;
  }
  async terminate(): Promise<number> {
    this.ended = true;
    this.emit('exit', 1);
    return 1;
  }
}

let workers: FaceWorkers;
afterEach(() => workers.close());

function pool(options: Partial<FaceWorkersOptions> = {}) {
  const started: FakeWorker[] = [];
  workers = new FaceWorkers({ workers: 1, queue: 2, timeoutMs: 60_000, ...options }, () => {
    started.push(new FakeWorker());
    return started.at(-1) as unknown as Worker;
  });
  const look = () => workers.look([Buffer.alloc(0)], 'fast');
  return { started, look };
}

describe('face workers', () => {
  it('given no work yet, when the first call comes, then a thread is started, and the same one serves the next', async () => {
    const { started, look } = pool();
    expect(started).toHaveLength(0);
    const first = look();
    started[0]!.answer();
    expect(await first).toEqual(['NOT_A_PICTURE']);
    expect(started[0]!.referenced).toBe(false);
    const second = look();
    started[0]!.answer();
    await second;
    expect(started).toHaveLength(1);
  });

  it('given a full queue, when one more call comes, then it is refused at once and the others are served in order', async () => {
    const { started, look } = pool();
    const calls = [look(), look(), look()];
    await expect(look()).rejects.toMatchObject({ code: 'FACE_ENGINE_UNAVAILABLE', reason: 'OVERLOADED' });
    for (const call of calls) {
      started[0]!.answer();
      await call;
    }
    expect(started[0]!.tasks).toBe(3);
  });

  it('given several threads, when calls come together, then they are served at the same time', async () => {
    const { started, look } = pool({ workers: 2 });
    const calls = [look(), look(), look()];
    expect(started).toHaveLength(2);
    started[1]!.answer();
    await calls[1];
    expect(started[1]!.tasks).toBe(2);
    for (const worker of started) worker.answer();
    await Promise.all(calls);
  });

  it('given a thread that does not answer, when the time is over, then it is ended and the next call gets another', async () => {
    const { started, look } = pool({ timeoutMs: 20 });
    await expect(look()).rejects.toMatchObject({ reason: 'TIMED_OUT' });
    expect(started[0]!.ended).toBe(true);
    const next = look();
    started[1]!.answer();
    expect(await next).toEqual(['NOT_A_PICTURE']);
  });

  it('given a thread that dies or fails, when others wait, then only its call is refused, and the others get a new thread', async () => {
    const { started, look } = pool();
    const [dies, fails, works] = [look(), look(), look()];
    started[0]!.emit('error', new Error('out of memory'));
    await expect(dies).rejects.toMatchObject({ reason: 'AWAY' });
    started[1]!.emit('message', { failed: true });
    await expect(fails).rejects.toMatchObject({ reason: 'AWAY' });
    started[2]!.answer();
    expect(await works).toEqual(['NOT_A_PICTURE']);
  });

  it('given calls at work and waiting, when it is closed, then all are refused and the threads end', async () => {
    const { started, look } = pool();
    const calls = [look(), look()].map((call) => expect(call).rejects.toMatchObject({ reason: 'CLOSED' }));
    await workers.close();
    await Promise.all(calls);
    expect(started.map(({ ended }) => ended)).toEqual([true]);
    await expect(look()).rejects.toMatchObject({ reason: 'CLOSED' });
  });
});
