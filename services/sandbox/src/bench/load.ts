import { setTimeout as delay } from 'node:timers/promises';
import type { Load, RunResult } from './driver-messages.js';

const ERRORS_SHOWN_MAX = 5;

/**
 * Starts flows for a while and waits for the last of them. With a fixed rate a flow counts from the moment it was due, so
 * that a stalled system can't hide behind flows that were started late.
 *
 * @param flow runs one flow and resolves to its latency, counted from the given time (`performance.now()`)
 * @param onWindowClosed called when no more flows are started
 */
export async function runLoad({ load, seconds, flowsMin }: { load: Load; seconds: number; flowsMin: number }, flow: (start: number) => Promise<number>, onWindowClosed: () => void): Promise<RunResult> {
  const begin = performance.now();
  const end = begin + seconds * 1000;
  let windowEnd: number | undefined;
  let started = 0;
  const result = { flowsInWindow: 0, latenciesMs: [] as number[], errorCount: 0, errors: [] as string[] };
  const open = (): boolean => performance.now() < end || started < flowsMin;
  const closeWindow = (): void => {
    if (windowEnd !== undefined) return;
    windowEnd = performance.now();
    onWindowClosed();
  };
  const run = async (start: number): Promise<void> => {
    started += 1;
    try {
      result.latenciesMs.push(await flow(start));
      if (windowEnd === undefined) result.flowsInWindow += 1;
    } catch (error) {
      result.errorCount += 1;
      if (result.errors.length < ERRORS_SHOWN_MAX) result.errors.push((error as Error).message);
    }
  };

  if ('concurrency' in load) {
    const timer = setTimeout(() => { if (!open()) closeWindow(); }, seconds * 1000);
    await Promise.all(Array.from({ length: load.concurrency }, async () => {
      while (open()) await run(performance.now());
    }));
    clearTimeout(timer);
  } else {
    const running: Promise<void>[] = [];
    for (let due = begin; due < end; due = begin + (running.length * 1000) / load.rate) {
      const wait = due - performance.now();
      if (wait > 0) await delay(wait);
      running.push(run(due));
    }
    closeWindow();
    await Promise.all(running);
  }
  closeWindow();
  return { ...result, windowSeconds: (windowEnd! - begin) / 1000 };
}
