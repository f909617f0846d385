import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { logTail, spawnGuarded, type GuardedProcess } from './guarded-process.js';
import { callService } from './service-call.js';
import { serviceNode } from './service-node.js';

/** Services make many short-lived objects: room for them (MB) halves the work of collecting them. */
const NODE_FLAGS = ['--max-semi-space-size=64'];
/** Nest boots in 1-2 s; six at once on two busy cores take a multiple of that. */
const READY_MS_MAX = 180_000;
/** What a gateway gets to finish what it has in hand. */
const STOP_MS_MAX = 10_000;
const BACKOFF_MS_MIN = 500;
const BACKOFF_MS_MAX = 30_000;
/** A service that ran this long is not in a crash loop. */
const STABLE_MS = 60_000;

/** One service of a running scheme. */
export interface RunningService {
  readonly url: string;
  /** Of the process that runs now; changes with a restart. */
  readonly pid: number;
  readonly logFile: string;
  /** Sends the signal and waits until the process has gone. Unless the scheme restarts what dies, it stays away until `restart`. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Stops it if it runs, starts it anew with the same environment, resolves when it is ready. */
  restart(): Promise<void>;
  /** Resolves when `/readyz` answers 200; rejects when the service ends before or takes too long. */
  ready(): Promise<void>;
  stop(): Promise<void>;
}

export interface ServiceDefinition {
  /** The node id, `ledger`, `sandbox` or the app's name. */
  name: string;
  entry: string;
  env: NodeJS.ProcessEnv;
  url: string;
  logFile: string;
}

export interface SupervisionOptions {
  /** Start again, with backoff, what dies after it has once been ready. */
  restart: boolean;
  report: (line: string) => void;
}

/** Starts a service as a process of its own and watches it. */
export async function startServiceProcess(service: ServiceDefinition, { restart, report }: SupervisionOptions): Promise<RunningService> {
  mkdirSync(dirname(service.logFile), { recursive: true });
  let child: GuardedProcess;
  let wasReady = false;
  let stopping = false;
  let backoffMs = BACKOFF_MS_MIN;
  let retry: NodeJS.Timeout | undefined;

  const launch = async (): Promise<void> => {
    clearTimeout(retry);
    const started = Date.now();
    const launched = await spawnGuarded(serviceNode(), [...NODE_FLAGS, service.entry],
      { env: service.env, logFile: service.logFile, stopSignal: 'SIGTERM', stopMsMax: STOP_MS_MAX, ipc: true });
    child = launched;
    void launched.exited.then(() => {
      if (stopping || launched !== child || !wasReady) return;
      if (Date.now() - started > STABLE_MS) backoffMs = BACKOFF_MS_MIN;
      report(`${service.name} ended with ${launched.ended()}${restart ? `, restarting in ${backoffMs} ms` : ''}; the end of ${service.logFile}:\n${logTail(service.logFile)}`);
      if (!restart) return;
      retry = setTimeout(() => void launch().catch((error: Error) => report(`${service.name}: ${error.message}`)), backoffMs);
      backoffMs = Math.min(backoffMs * 2, BACKOFF_MS_MAX);
    });
  };
  const ready = async (): Promise<void> => {
    await untilReady(service, () => (restart && wasReady ? undefined : child.ended()));
    wasReady = true;
  };

  await launch();
  return {
    url: service.url,
    logFile: service.logFile,
    get pid() {
      return child.pid;
    },
    kill: (signal = 'SIGKILL') => child.stop(signal),
    async restart() {
      wasReady = false; // this end is meant
      clearTimeout(retry);
      await child.stop();
      await launch();
      await ready();
    },
    ready,
    async stop() {
      stopping = true;
      clearTimeout(retry);
      await child.stop();
    },
  };
}

/** Polls `/readyz`; `ended` says how the service ended, if it did. */
export async function untilReady({ name, url, logFile }: { name: string; url: string; logFile: string }, ended: () => string | undefined): Promise<void> {
  let last = 'no answer';
  for (const until = Date.now() + READY_MS_MAX; Date.now() < until; await delay(100)) {
    const end = ended();
    if (end !== undefined) throw new Error(`${name} did not start, it ended with ${end}; the end of ${logFile}:\n${logTail(logFile)}`);
    try {
      const { status, text } = await callService(`${url}/readyz`, { msMax: 5000 });
      if (status === 200) return;
      last = `status ${status} ${text.slice(0, 300)}`;
    } catch {
      // not listening yet
    }
  }
  throw new Error(`${name} was not ready within ${READY_MS_MAX} ms: ${url}/readyz gave ${last}; the end of ${logFile}:\n${logTail(logFile)}`);
}
