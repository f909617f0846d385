import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { testDatabase } from '../src/fixture.js';
import { createDatabase, startPostgres, type RunningPostgres } from '../src/postgres.js';

jest.setTimeout(120_000);

const dir = mkdtempSync(join(tmpdir(), 'trine-postgres-'));
chmodSync(dir, 0o711);
let server: RunningPostgres | undefined;
afterAll(async () => {
  await server?.stop();
  rmSync(dir, { recursive: true, force: true });
});

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

it('keeps its data over an orderly stop and over kill -9', async () => {
  server = await startPostgres({ dataDir: join(dir, 'data') });
  const first = await createDatabase(server.url, 'members');
  await query(first, 'create table t (n int); insert into t values (7)');

  await server.stop();
  server = await startPostgres({ dataDir: join(dir, 'data') });
  expect(await query(await createDatabase(server.url, 'members'), 'select n from t')).toEqual([{ n: 7 }]);

  process.kill(server.pid, 'SIGKILL');
  await server.stop();
  server = await startPostgres({ dataDir: join(dir, 'data') });
  expect(await query(await createDatabase(server.url, 'members'), 'select n from t')).toEqual([{ n: 7 }]);
  expect(await query(server.url, 'show fsync')).toEqual([{ fsync: 'on' }]);
});

it('creates a database once when many ask at once', async () => {
  const urls = await Promise.all([1, 2, 3, 4].map(() => createDatabase(process.env['DATABASE_URL']!, 'asked_at_once')));
  expect(new Set(urls).size).toBe(1);
});

it('gives each test a database of its own', async () => {
  const [one, two] = await Promise.all([testDatabase('same'), testDatabase('same')]);
  expect(one).not.toBe(two);
  expect(await query(two, 'select 1 as n')).toEqual([{ n: 1 }]);
});
