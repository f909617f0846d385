import { execFileSync, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export interface GuardedProcess {
  readonly pid: number;
  /** How it ended (`exit code 1`, `signal SIGKILL`), or undefined while it runs. */
  readonly ended: () => string | undefined;
  /** Resolves at its end. */
  readonly exited: Promise<void>;
  /** Sends the signal and waits for the end; SIGKILL follows if that takes longer than `stopMsMax`. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

export interface SpawnGuardedOptions {
  /** stdout and stderr are appended here; a file, so that a dying parent can't block or break the child. */
  logFile: string;
  stopSignal: NodeJS.Signals;
  /** Default 60 s: a broker that writes its class archive on the way out needs some seconds, more on a busy machine. */
  stopMsMax?: number;
  /** Opens a channel to a Node child, which should end when the channel closes. */
  ipc?: boolean;
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  uid?: number;
  gid?: number;
}

/**
 * Starts a server that knows nothing of us and must not outlive us, not even when this process gets `kill -9`.
 * A one-line shell waits on a pipe that only this process holds open; when the pipe breaks it stops the server.
 * Both run in their own sessions, so Ctrl-C in a terminal reaches only us and we stop things in order.
 */
export async function spawnGuarded(command: string, args: readonly string[], options: SpawnGuardedOptions): Promise<GuardedProcess> {
  const { logFile, stopSignal, stopMsMax = 60_000, ipc = false, ...rest } = options;
  const log = openSync(logFile, 'a');
  const child = spawn(command, args, { ...rest, stdio: ['ignore', log, log, ...(ipc ? ['ipc' as const] : [])], detached: true });
  closeSync(log);
  let ended: string | undefined;
  const exit = new Promise<void>((resolve) => {
    child.once('error', (error) => { ended ??= error.message; resolve(); });
    child.once('exit', (code, signal) => { ended ??= signal ? `signal ${signal}` : `exit code ${code}`; resolve(); });
  });
  if (child.pid === undefined) {
    await exit;
    throw new Error(`cannot start ${command}: ${ended}`);
  }
  const pid = child.pid;
  child.unref();
  child.channel?.unref();

  const signalName = stopSignal.slice(3);
  const guard = spawn('sh', ['-c', `read -r _; kill -${signalName} ${pid} && for i in 1 2 3 4 5 6 7 8 9 10; do sleep 1; kill -0 ${pid} || exit; done; kill -KILL ${pid}`],
    { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  guard.unref();
  (guard.stdin as Socket).unref();
  guard.on('error', () => undefined);
  void exit.then(() => guard.kill('SIGKILL'));

  return {
    pid,
    ended: () => ended,
    exited: exit,
    async stop(signal = stopSignal) {
      if (ended !== undefined) return;
      child.ref();
      child.kill(signal);
      const late = setTimeout(() => child.kill('SIGKILL'), stopMsMax);
      await exit;
      clearTimeout(late);
    },
  };
}

/** Whether a process with this id runs; one that has ended but that nobody has waited for doesn't. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return !existsSync('/proc/self'); // no /proc on this system, or it ended just now
  }
}

function commandLine(pid: number): string {
  try {
    if (existsSync('/proc/self')) return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

/**
 * Waits until the server that an earlier run left behind (its guard is stopping it) has gone; `marker` tells it from a
 * stranger that got the same process id. Rejects when it doesn't go, because then somebody is using it.
 */
export async function waitForPredecessor(pidFile: string, marker: string, what: string): Promise<void> {
  const pid = existsSync(pidFile) ? Number.parseInt(readFileSync(pidFile, 'utf8'), 10) : Number.NaN;
  const runs = (): boolean => Number.isInteger(pid) && pid > 0 && isAlive(pid) && commandLine(pid).includes(marker);
  for (const until = Date.now() + 20_000; runs(); await delay(100)) {
    if (Date.now() > until) throw new Error(`${what} is already running as process ${pid}; stop it or use another data directory`);
  }
}

/** The last lines of a log, for an error message. */
export function logTail(file: string, lineCount = 15): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lineCount).join('\n');
  } catch {
    return '(no log)';
  }
}
