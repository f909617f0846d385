import { Worker } from 'node:worker_threads';
import { FaceEngineUnavailable } from '../face-engine.js';
import type { Detector, Sight } from './face-model.js';
import type { Undecodable } from './pixels.js';

export interface FaceTask {
  pictures: readonly Uint8Array[];
  detector: Detector;
}
export type FaceTaskResult = { sights: (Sight | Undecodable)[] } | { failed: true };

export interface FaceWorkersOptions {
  /** Threads, each with a model of its own (some 300 MB). */
  workers: number;
  /** Calls that wait for a thread; more are refused as overloaded. */
  queue: number;
  /** How long a call may take, waiting included. */
  timeoutMs: number;
}

interface Job extends FaceTask {
  resolve(sights: (Sight | Undecodable)[]): void;
  reject(reason: FaceEngineUnavailable): void;
  timer: NodeJS.Timeout;
}

/** Next to this file once built; tests run this file from its source, and the worker as it was built. */
const WORKER = new URL('../../dist/model/worker.js', import.meta.url);

/** Threads that look at pictures. Each is started when it is first needed, and again after it has died. */
export class FaceWorkers {
  private readonly waiting: Job[] = [];
  private readonly idle: Worker[] = [];
  private readonly busy = new Map<Worker, Job>();
  private closed = false;

  constructor(
    private readonly options: FaceWorkersOptions,
    private readonly start = (): Worker => new Worker(WORKER, { execArgv: [], env: {} }),
  ) {}

  look(pictures: readonly Uint8Array[], detector: Detector): Promise<(Sight | Undecodable)[]> {
    if (this.closed) return Promise.reject(new FaceEngineUnavailable('CLOSED'));
    if (this.waiting.length >= this.options.queue) return Promise.reject(new FaceEngineUnavailable('OVERLOADED'));
    return new Promise((resolve, reject) => {
      const job: Job = { pictures, detector, resolve, reject, timer: setTimeout(() => this.timeOut(job), this.options.timeoutMs) };
      this.waiting.push(job);
      this.next();
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    const workers = [...this.idle.splice(0), ...this.busy.keys()];
    for (const job of [...this.waiting.splice(0), ...this.busy.values()]) this.refuse(job, 'CLOSED');
    this.busy.clear();
    await Promise.all(workers.map((worker) => worker.terminate()));
  }

  private next(): void {
    if (this.waiting.length === 0) return;
    const worker = this.idle.pop() ?? (this.busy.size < this.options.workers ? this.started() : undefined);
    if (!worker) return;
    const job = this.waiting.shift()!;
    this.busy.set(worker, job);
    worker.ref();
    worker.postMessage({ pictures: job.pictures, detector: job.detector } satisfies FaceTask);
  }

  private started(): Worker {
    const worker = this.start();
    worker.on('message', (result: FaceTaskResult) => {
      const job = this.busy.get(worker);
      if (!job) return;
      this.busy.delete(worker);
      // A worker without work doesn't keep the process alive.
      worker.unref();
      clearTimeout(job.timer);
      if ('sights' in result) {
        this.idle.push(worker);
        job.resolve(result.sights);
      } else {
        // A model that has failed may not have been loaded at all: the next call gets a new one.
        void worker.terminate();
        job.reject(new FaceEngineUnavailable('AWAY'));
      }
      this.next();
    });
    worker.on('error', () => this.lost(worker));
    worker.on('exit', () => this.lost(worker));
    return worker;
  }

  private lost(worker: Worker): void {
    const at = this.idle.indexOf(worker);
    if (at >= 0) this.idle.splice(at, 1);
    const job = this.busy.get(worker);
    this.busy.delete(worker);
    if (job) this.refuse(job, 'AWAY');
    this.next();
  }

  private timeOut(job: Job): void {
    const at = this.waiting.indexOf(job);
    if (at >= 0) this.waiting.splice(at, 1);
    // The thread can't be asked to stop while it computes.
    for (const [worker, running] of this.busy) {
      if (running !== job) continue;
      this.busy.delete(worker);
      void worker.terminate();
    }
    this.refuse(job, 'TIMED_OUT');
    this.next();
  }

  private refuse(job: Job, reason: FaceEngineUnavailable['reason']): void {
    clearTimeout(job.timer);
    job.reject(new FaceEngineUnavailable(reason));
  }
}
