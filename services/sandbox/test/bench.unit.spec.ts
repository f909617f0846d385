import { describe, expect, test } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { runLoad } from '../src/bench/load.js';
import { parseStat, processTreeCpuMs } from '../src/bench/process-cpu.js';
import { cpuPerFlow, percentile } from '../src/bench/statistics.js';

describe('percentiles', () => {
  const samples = Array.from({ length: 100 }, (_, index) => 100 - index);
  test.each([[0, 1], [0.5, 50], [0.95, 95], [0.99, 99], [1, 100]])('share %p of 1..100 is %p', (share, value) => {
    expect(percentile(samples, share)).toBe(value);
  });
  test('of one sample is that sample, of none is not a number', () => {
    expect(percentile([7], 0.99)).toBe(7);
    expect(percentile([], 0.5)).toBeNaN();
  });
});

test('CPU per flow leaves out what could not be read and adds up the rest', () => {
  expect(cpuPerFlow({ rp: 1000, driver: 50 }, { rp: 1300, driver: 150, kafka: 9 }, 100)).toEqual({ rp: 3, driver: 1, total: 4 });
});

test("a process's CPU time is read behind a name that may contain anything", () => {
  const line = '42 (post) gres: x (1)) S 7 42 42 0 -1 4194560 100 200 0 0 15 5 3 2 20 0 1 0 100';
  expect(parseStat(42, line)).toEqual({ pid: 42, parent: 7, cpuMs: 250 });
});

const linuxTest = process.platform === 'linux' ? test : test.skip;
linuxTest('this process has used CPU time, a process that is not there none', () => {
  expect(processTreeCpuMs(process.pid)).toBeGreaterThan(0);
  expect(processTreeCpuMs(2 ** 30)).toBeUndefined();
});

describe('load', () => {
  test('a closed loop keeps so many flows under way and counts failures', async () => {
    let running = 0;
    let peak = 0;
    let closed = 0;
    const result = await runLoad({ load: { concurrency: 3 }, seconds: 0, flowsMin: 9 }, async (start) => {
      peak = Math.max(peak, ++running);
      await delay(1);
      running -= 1;
      if (closed < 0) throw new Error('never');
      return performance.now() - start;
    }, () => { closed += 1; });
    expect(peak).toBe(3);
    expect(closed).toBe(1);
    expect(result).toMatchObject({ errorCount: 0 });
    expect(result.latenciesMs.length).toBeGreaterThanOrEqual(9);

    const failing = await runLoad({ load: { concurrency: 1 }, seconds: 0, flowsMin: 7 }, () => Promise.reject(new Error('refused')), () => undefined);
    expect(failing).toMatchObject({ errorCount: 7, latenciesMs: [], errors: Array<string>(5).fill('refused') });
  });

  // At stake: a system that stalls must not look fast because flows were started late. Shown by a stall of the whole process.
  test('an open loop counts from the moment a flow was due', async () => {
    let stalled = false;
    const result = await runLoad({ load: { rate: 100 }, seconds: 0.3, flowsMin: 0 }, (start) => {
      if (!stalled) for (const until = performance.now() + 200; performance.now() < until;) stalled = true;
      return Promise.resolve(performance.now() - start);
    }, () => undefined);
    expect(result.latenciesMs).toHaveLength(30);
    expect(result.latenciesMs.filter((ms) => ms > 90).length).toBeGreaterThanOrEqual(10);
  });
});
