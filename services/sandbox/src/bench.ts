import { execFileSync, fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PERSON_COUNT } from './bench/bench-members.js';
import { startBenchScheme, type BenchScheme } from './bench/bench-scheme.js';
import type { DriverOrder, DriverReport, Load, RunResult } from './bench/driver-messages.js';
import { measureQueries, type QueryFigures } from './bench/query-bench.js';
import { processTreeCpuMs } from './bench/process-cpu.js';
import { cpuPerFlow, percentile, rounded, type CpuTimes } from './bench/statistics.js';

const USAGE = `usage: npm run bench -- [--seconds 20] [--concurrency 64 | --rate N] [--data-bytes 1024] [--json]
       npm run bench -- --queries [--people 1000000] [--json]

Measures complete flows (mode 2, one IdP, one AS) through the public API of a scheme of its own: request, consent with an
accessor signature, data, closing, and the data read by the relying party.
  --seconds <n>       length of the measurement
  --concurrency <n>   so many flows at a time (closed loop)
  --rate <n>          so many flows a second, however long they take (open loop); latency counts from when a flow was due
  --data-bytes <n>    size of the data
  --queries           measures questions instead, on 10,000 nodes, with 10,000 people and then with --people <n>
  --json              the last line is one JSON object`;

const WARM_UP_SECONDS = 20;
const IDLE_FLOWS = 30;

interface BenchResult {
  flows_per_second: number;
  latency_ms: { p50: number; p95: number; p99: number };
  idle_latency_ms: { p50: number };
  cpu_ms_per_flow: CpuTimes;
  errors: number;
  hardware: { cpu: string; cores: number; memory_gib: number; node: string; os: string };
  settings: Record<string, string | number>;
}

/** The process with the benchmark's back ends. One order at a time. */
class Driver {
  private constructor(private readonly child: ChildProcess) {}

  static start({ node }: BenchScheme): Driver {
    return new Driver(fork(join(import.meta.dirname, 'bench/driver.js'), { execPath: node }));
  }

  get pid(): number {
    return this.child.pid!;
  }

  private get ended(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  async prepare(urls: BenchScheme['urls'], dataBytes: number): Promise<void> {
    await this.order({ order: 'prepare', urls, dataBytes });
  }

  async run(load: Load, seconds: number, options: { flowsMin?: number; onWindowClosed?: () => void } = {}): Promise<RunResult> {
    const report = await this.order({ order: 'run', load, seconds, flowsMin: options.flowsMin ?? 0 }, options.onWindowClosed);
    if (report.report !== 'done') throw new Error(`the driver reported "${report.report}"`);
    for (const error of report.result.errors) console.error(`flow failed: ${error}`);
    return report.result;
  }

  async stop(): Promise<void> {
    if (this.ended) return;
    this.child.kill();
    await once(this.child, 'exit');
  }

  private order(order: DriverOrder, onWindowClosed?: () => void): Promise<DriverReport> {
    return new Promise((resolve, reject) => {
      const ended = (): void => reject(new Error('the driver has ended'));
      if (this.ended) return ended();
      const hear = (report: DriverReport): void => {
        if (report.report === 'window closed') return onWindowClosed?.();
        this.child.off('message', hear).off('exit', ended);
        if (report.report === 'failed') reject(new Error(`the driver failed: ${report.reason}`));
        else resolve(report);
      };
      this.child.on('message', hear).once('exit', ended);
      this.child.send(order);
    });
  }
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '20' }, concurrency: { type: 'string', default: '64' }, rate: { type: 'string' },
      'data-bytes': { type: 'string', default: '1024' }, queries: { type: 'boolean', default: false }, people: { type: 'string', default: '1000000' }, json: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const count = (name: 'seconds' | 'concurrency' | 'rate' | 'data-bytes' | 'people'): number => {
    const value = Number(values[name]);
    if (!(value > 0)) throw new Error(`--${name} must be a number above 0\n\n${USAGE}`);
    return value;
  };
  if (values.queries) return queryBench(count('people'), values.json);
  const load: Load = values.rate === undefined ? { concurrency: count('concurrency') } : { rate: count('rate') };
  const result = await measure(load, count('seconds'), count('data-bytes'));
  console.log(values.json ? JSON.stringify(result) : table(result));
  return result.errors > 0 ? 1 : 0;
}

async function queryBench(peopleCount: number, json: boolean): Promise<number> {
  console.error('starting a scheme of its own');
  const scheme = await startBenchScheme();
  try {
    const query_latency_ms = await measureQueries(scheme, peopleCount, (line) => console.error(line));
    if (json) console.log(JSON.stringify({ query_latency_ms, hardware: hardware(scheme), settings: { people: peopleCount } }));
    else console.log(queryTable(query_latency_ms));
    return 0;
  } finally {
    await scheme.stop();
  }
}

function queryTable(figures: QueryFigures): string {
  return Object.entries(figures).flatMap(([name, byPeople]) =>
    Object.entries(byPeople).map(([people, { p50, p95, p99 }]) => `${name.padEnd(26)}${people.padEnd(18)}${p50} / ${p95} / ${p99} ms`)).join('\n');
}

function hardware({ node }: BenchScheme): BenchResult['hardware'] {
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  return { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, memory_gib: rounded(totalmem() / 2 ** 30), node: version, os: `${type()} ${release()}` };
}

async function measure(load: Load, seconds: number, dataBytes: number): Promise<BenchResult> {
  console.error('starting a scheme of its own');
  const scheme = await startBenchScheme();
  const driver = Driver.start(scheme);
  // Without its driver the measurement fails, and what was started is stopped in order.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void driver.stop());
  try {
    console.error(`enrolling ${PERSON_COUNT} people`);
    await driver.prepare(scheme.urls, dataBytes);
    console.error('warming up');
    const warmUp = await driver.run(load, WARM_UP_SECONDS);
    console.error('one flow at a time');
    const idle = await driver.run({ concurrency: 1 }, 0, { flowsMin: IDLE_FLOWS });
    console.error(`${'rate' in load ? `${load.rate} flows a second` : `${load.concurrency} flows at a time`} for ${seconds} s`);
    const processes = Object.entries({ ...scheme.pids, driver: driver.pid });
    const cpu = (): CpuTimes => Object.fromEntries(processes.flatMap(([name, pid]) => {
      const ms = processTreeCpuMs(pid);
      return ms === undefined ? [] : [[name, ms]];
    }));
    const before = cpu();
    let after: CpuTimes = {};
    const loaded = await driver.run(load, seconds, { onWindowClosed: () => { after = cpu(); } });
    return {
      flows_per_second: rounded(loaded.flowsInWindow / loaded.windowSeconds),
      latency_ms: { p50: rounded(percentile(loaded.latenciesMs, 0.5)), p95: rounded(percentile(loaded.latenciesMs, 0.95)), p99: rounded(percentile(loaded.latenciesMs, 0.99)) },
      idle_latency_ms: { p50: rounded(percentile(idle.latenciesMs, 0.5)) },
      cpu_ms_per_flow: cpuPerFlow(before, after, loaded.flowsInWindow),
      errors: warmUp.errorCount + idle.errorCount + loaded.errorCount,
      hardware: hardware(scheme),
      settings: { seconds, ...load, data_bytes: dataBytes, people: PERSON_COUNT, mode: 2, flows: loaded.latenciesMs.length },
    };
  } finally {
    await driver.stop();
    await scheme.stop();
  }
}

function table({ flows_per_second, latency_ms, idle_latency_ms, cpu_ms_per_flow, errors, hardware, settings }: BenchResult): string {
  const rows: [string, string | number][] = [
    ['flows per second', flows_per_second],
    ['latency p50 / p95 / p99', `${latency_ms.p50} / ${latency_ms.p95} / ${latency_ms.p99} ms`],
    ['latency when idle, p50', `${idle_latency_ms.p50} ms`],
    ['errors', errors],
    ...Object.entries(cpu_ms_per_flow).map(([name, ms]): [string, string] => [`CPU per flow, ${name}`, `${ms} ms`]),
    ['settings', Object.entries(settings).map(([name, value]) => `${name} ${value}`).join(', ')],
    ['hardware', `${hardware.cores} x ${hardware.cpu}, ${hardware.memory_gib} GiB, ${hardware.os}, Node.js ${hardware.node}`],
  ];
  return rows.map(([name, value]) => `${name.padEnd(26)}${value}`).join('\n');
}

process.exitCode = await main().catch((error: Error) => {
  console.error(`bench: ${error.message}`);
  return 1;
});
