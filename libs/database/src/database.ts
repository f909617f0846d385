import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { DataSource, type MigrationInterface } from 'typeorm';
import type { Logger } from '@trine/telemetry';

/** One statement; named statements are prepared once per connection. */
export interface Statement {
  name?: string;
  text: string;
  values: unknown[];
}

/** A transaction under way. */
export interface Transaction {
  query<R extends pg.QueryResultRow>(statement: Statement): Promise<R[]>;
}

/** A service's own PostgreSQL database, migrated to the newest version. */
export interface Database {
  query<R extends pg.QueryResultRow>(statement: Statement): Promise<R[]>;
  /** All statements in one transaction; a single one without the extra round trips. Results in order. */
  transaction(statements: Statement[]): Promise<pg.QueryResult[]>;
  /** For statements that depend on one another: one transaction on one connection; what `work` throws rolls it back. */
  within<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /**
   * Takes a session-wide lock and holds it until close (or until the connection is lost, which `onLost` reports):
   * makes sure that one process at a time works on this database. Waits for the present holder to go.
   */
  holdLock(name: string, onLost: () => void): Promise<void>;
  healthy(): boolean;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  url: string;
  migrations: (new () => MigrationInterface)[];
  logger: Logger;
  /** Connections at most; each costs the server about 10 MB. */
  connectionsMax?: number;
}

const CONNECTIONS_MAX_DEFAULT = 8;
const RETRY_MS = 500;
/** Key of the advisory lock that serialises migrations of processes starting together. */
const MIGRATION_LOCK = 7_401_001;

/**
 * Hot statements are prepared once and planned once. Their tables are queues: statistics taken while one is empty would make the
 * planner prefer reading it whole, which is fatal when it fills.
 */
const PLANNING = '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c jit=off';

// 64-bit integers are counters here and stay far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** Opens the database, waiting (and saying so) until the server is there, then runs the migrations that are missing. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { logger } = options;
  await migrate(options);
  const pool = new pg.Pool({
    connectionString: options.url,
    options: PLANNING,
    max: options.connectionsMax ?? CONNECTIONS_MAX_DEFAULT,
    idleTimeoutMillis: 0,
    keepAlive: true,
  });
  let isHealthy = true;
  pool.on('error', (error) => logger.warn({ reason: error.message }, 'an idle database connection was lost'));
  let lockHolder: pg.Client | undefined;

  const watched = async <T>(work: Promise<T>): Promise<T> => {
    try {
      const result = await work;
      isHealthy = true;
      return result;
    } catch (error) {
      if (isOutage(error)) isHealthy = false;
      throw error;
    }
  };

  return {
    query: (statement) => watched(pool.query(statement).then((result) => result.rows)),
    transaction: ([first, ...more]) =>
      watched(!first ? Promise.resolve([]) : more.length === 0 ? pool.query(first).then((r) => [r]) : inTransaction(pool, async (client) => {
        const results: pg.QueryResult[] = [];
        for (const statement of [first, ...more]) results.push(await client.query(statement));
        return results;
      })),
    within: (work) => watched(inTransaction(pool, (client) => work({ query: (statement) => client.query(statement).then(({ rows }) => rows) }))),
    async holdLock(name, onLost) {
      lockHolder = new pg.Client({ connectionString: options.url, keepAlive: true });
      await lockHolder.connect();
      const key = { text: 'select pg_try_advisory_lock(hashtext($1)) as held', values: [name] };
      for (let waited = false; !(await lockHolder.query<{ held: boolean }>(key)).rows[0]?.held; waited = true) {
        if (!waited) logger.info(`another process holds "${name}"; waiting for it to stop`);
        await delay(RETRY_MS);
      }
      lockHolder.on('error', onLost);
    },
    healthy: () => isHealthy,
    async close() {
      lockHolder?.removeAllListeners('error').on('error', () => undefined);
      await lockHolder?.end().catch(() => undefined);
      await pool.end();
    },
  };
}

async function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    client.release();
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    client.release(error instanceof Error && isOutage(error));
    throw error;
  }
}

async function migrate({ url, migrations, logger }: DatabaseOptions): Promise<void> {
  const source = new DataSource({ type: 'postgres', url, migrations, migrationsTableName: 'migration', extra: { max: 2 } });
  for (let waited = false; ; waited = true) {
    try {
      await source.initialize();
      break;
    } catch (error) {
      if (!isOutage(error)) throw error;
      if (!waited) logger.warn({ reason: (error as Error).message }, 'waiting for PostgreSQL');
      await delay(RETRY_MS);
    }
  }
  const runner = source.createQueryRunner();
  try {
    await runner.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await source.runMigrations({ transaction: 'each' });
  } finally {
    await runner.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    await runner.release();
    await source.destroy();
  }
}

/** SQLSTATE classes of a server that is away, starting, stopping or out of connections. */
const OUTAGE_SQLSTATE = /^(08|57P|53)/;

/** True when the server could not be reached or went away: the statement may be tried again. */
export function isOutage(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isOutage);
  const { code, message } = error as { code?: string; message?: string };
  if (code !== undefined && (/^E[A-Z]+$/.test(code) || OUTAGE_SQLSTATE.test(code))) return true;
  return /connection terminated|timeout exceeded when trying to connect|not queryable|client has encountered/i.test(message ?? '');
}
