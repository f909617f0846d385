import { isOutage } from '@trine/database';
import type { Parts } from '../parts.js';
import type { KeptCallback } from './inbox.js';

/** What a job came to: finished, or to be looked at again after so long. */
export type Outcome = 'DONE' | { againMs: number };

export interface Job {
  id: string;
  kind: string;
  about: string;
  /** What earlier attempts left. */
  state: Record<string, unknown>;
  attempts: number;
}

export interface Work {
  /** Must be idempotent: a callback is taken up again after a failure, and when an operator replays it. */
  callback(kept: KeptCallback): Promise<void>;
  job(job: Job): Promise<Outcome>;
  /** What time alone brings, e.g. requests that expire. */
  sweep(): Promise<void>;
}

const POLL_MS = 500;
/** Longer than the longest attempt: what a killed process had taken up goes on after this. */
const LEASE_SECONDS = 45;
const BATCH = 8;
const RETRY_MS_MIN = 250;
const RETRY_MS_MAX = 15_000;

export const retryMs = (attempts: number): number => Math.min(RETRY_MS_MIN * 2 ** Math.min(attempts, 10), RETRY_MS_MAX);

/** Takes up callbacks and jobs of the bank's database, each until it is done, across restarts and in several processes. */
export class Runner {
  private stopped = false;
  private running: Promise<void> | undefined;
  private wakeUp: () => void = () => undefined;
  private again = false;

  constructor(private readonly parts: Parts, private readonly work: Work) {}

  start(): void {
    this.parts.store.wake.on('work', this.wake);
    this.running = this.loop();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.parts.store.wake.off('work', this.wake);
    this.wakeUp();
    await this.running;
  }

  private readonly wake = (): void => {
    this.again = true;
    this.wakeUp();
  };

  private async loop(): Promise<void> {
    while (!this.stopped) {
      this.again = false;
      const found = await this.round().catch((error: unknown) => {
        this.parts.logger[isOutage(error) ? 'warn' : 'error']({ reason: (error as Error).message }, 'the bank cannot look for work');
        return false;
      });
      if (found || this.again || this.stopped) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, POLL_MS);
        this.wakeUp = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  private async round(): Promise<boolean> {
    await this.work.sweep();
    const callbacks = await this.parts.store.all<KeptCallback & { taken_up: number }>(
      `update callback set taken_up = taken_up + 1, due_at = now() + make_interval(secs => ${LEASE_SECONDS})
       where id in (select id from callback where not processed and due_at <= now() order by received_at limit ${BATCH} for update skip locked) returning id, type, request_id, reference_id, body, taken_up, received_at`,
    );
    // In the order in which they came; one that fails does not hold up the others.
    for (const kept of callbacks.sort((a, b) => receivedAt(a) - receivedAt(b))) {
      await this.attempt('callback', kept.id, kept.type, kept.taken_up, () => this.work.callback(kept).then(() => 'DONE' as const));
    }
    const jobs = await this.parts.store.all<Job>(
      `update job set attempts = attempts + 1, due_at = now() + make_interval(secs => ${LEASE_SECONDS})
       where id in (select id from job where not done and due_at <= now() order by due_at limit ${BATCH} for update skip locked) returning id, kind, about, state, attempts`,
    );
    await Promise.all(jobs.map((job) => this.attempt('job', job.id, job.kind, job.attempts, () => this.work.job(job))));
    return callbacks.length + jobs.length > 0;
  }

  private async attempt(table: 'callback' | 'job', id: string, what: string, attempts: number, work: () => Promise<Outcome>): Promise<void> {
    const { store, logger } = this.parts;
    const column = table === 'callback' ? 'processed' : 'done';
    let outcome: Outcome;
    try {
      outcome = await work();
    } catch (error) {
      outcome = { againMs: retryMs(attempts) };
      logger.warn({ what, attempts, reason: (error as Error).message }, `a ${table} will be taken up again`);
    }
    if (outcome === 'DONE') await store.all(`update ${table} set ${column} = true where id = $1`, [id]);
    else await store.all(`update ${table} set due_at = now() + make_interval(secs => $2) where id = $1`, [id, outcome.againMs / 1000]);
  }
}

const receivedAt = (kept: KeptCallback): number => (kept as KeptCallback & { received_at: Date }).received_at.getTime();
