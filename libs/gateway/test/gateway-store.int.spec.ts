import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openDatabase, type Database } from '@trine/database';
import { testDatabase } from '@trine/devstack';
import { createLogger } from '@trine/telemetry';
import { GatewayStore } from '../src/store/gateway-store.js';
import { Gateway1 } from '../src/store/schema.js';
import { UnitOfWork } from '../src/store/unit-of-work.js';

const logger = createLogger('test');
let url: string;
let database: Database;
let store: GatewayStore;

beforeAll(async () => {
  url = await testDatabase('gateway_store');
  database = await openDatabase({ url, migrations: [Gateway1], logger });
  store = new GatewayStore(database, logger);
});
afterAll(() => database.close());

const record = (request_id: string, height = '') => ({ node_id: 'n', request_id, doc: { height } });
const stored = async (request_id: string): Promise<unknown> =>
  (await database.query({ text: 'select doc, content from request where request_id = $1', values: [request_id] }))[0];
/** What the next process would see. */
const reloaded = (request_id: string) => new GatewayStore(database, logger).loadRequest('n', request_id);

describe('work that came in', () => {
  test('waits for the next commit when nobody waits for it, and is seen at once', async () => {
    const work = new UnitOfWork();
    work.putRequest({ ...record('a', 'c:1'), content: { rivals: [] } }, true);
    work.cursors.set('event_seq', 7);
    let told = false;
    work.onceStored(() => (told = true));
    await store.commitReceived(work);
    expect(await store.loadRequest('n', 'a')).toMatchObject({ doc: { height: 'c:1' } });
    expect([await stored('a'), told]).toEqual([undefined, false]);

    await store.commit(workOn('b'));
    expect(await stored('a')).toEqual({ doc: { height: 'c:1' }, content: { rivals: [] } });
    expect([await store.cursor('event_seq'), told]).toEqual([7, true]);
  });

  test('is stored at once when somebody waits', async () => {
    const work = workOn('c');
    work.afterCommit(() => undefined);
    await store.commitReceived(work);
    expect(await stored('c')).toBeDefined();
  });

  test('is stored as it was then, though the record goes on changing', async () => {
    const shared = record('d', 'c:1');
    const work = new UnitOfWork();
    work.putRequest(shared);
    await store.commitReceived(work);
    shared.doc.height = 'c:2';
    await store.flush();
    expect(await stored('d')).toMatchObject({ doc: { height: 'c:1' } });
  });

  test('keeps the content of an earlier version that was deferred too', async () => {
    const first = new UnitOfWork();
    first.putRequest({ ...record('e', 'c:1'), content: { rivals: [] } }, true);
    const second = new UnitOfWork();
    second.putRequest(record('e', 'c:2'));
    await store.commitReceived(first);
    await store.commitReceived(second);
    await store.flush();
    expect(await stored('e')).toEqual({ doc: { height: 'c:2' }, content: { rivals: [] } });
  });

  test('that ends a request hides it before its row is gone', async () => {
    await store.commit(workOn('f'));
    const work = new UnitOfWork();
    work.deleteRequest(record('f'));
    await store.commitReceived(work);
    expect(await store.loadRequest('n', 'f')).toBeUndefined();
    expect(await stored('f')).toBeDefined();
    await store.flush();
    expect([await stored('f'), await store.loadRequest('n', 'f')]).toEqual([undefined, undefined]);
  });
});

test('work that fails leaves its request as it was taken in last, deferred or not', async () => {
  const work = workOn('g', 'c:1');
  await store.commitReceived(work);
  await expect(
    store.exclusively('n', ['g'], async () => {
      const half = await store.loadRequest('n', 'g');
      if (half) half.doc.height = 'c:2';
      throw new Error('in the middle');
    }),
  ).rejects.toThrow('in the middle');
  expect(await store.loadRequest('n', 'g')).toMatchObject({ doc: { height: 'c:1' } });
  expect(await reloaded('g')).toMatchObject({ doc: { height: 'c:1' } });
});

function workOn(requestId: string, height?: string): UnitOfWork {
  const work = new UnitOfWork();
  work.putRequest(record(requestId, height));
  return work;
}
