import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { openDatabase, type Database } from '@trine/database';
import { testDatabase } from '@trine/devstack';
import { createLogger, type Logger } from '@trine/telemetry';
import { seededRandom, until } from '@trine/testkit';
import {
  notificationMigrations, openNotifications, simulated, texts,
  type EmailMessage, type NewNotification, type Notification, type Notifications, type NotificationsOptions, type PushPort, type SmsMessage,
} from '../src/index.js';
import { PushService, type Phone } from './phone.js';

jest.setTimeout(60_000);

const HOSTS = ['127.0.0.1'];
const push = { contact: 'mailto:ops@bank.example', hosts: HOSTS };
const pushService = new PushService();
let url: string;
let database: Database;
/** The caller's own connections. */
let pool: pg.Pool;
let opened: Notifications[] = [];
const children: ChildProcess[] = [];
let people = 0;

beforeAll(async () => {
  url = await testDatabase('notifications');
  database = await openDatabase({ url, migrations: notificationMigrations, logger: createLogger('test') });
  pool = new pg.Pool({ connectionString: url, max: 20 });
  await pushService.start();
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await Promise.all(opened.map((each) => each.close()));
  opened = [];
  await database.query({ text: "update notification_outbox set state = 'SKIPPED' where state = 'WAITING'", values: [] });
});
afterAll(async () => {
  await pushService.stop();
  await pool.end();
  await database.close();
});

const open = async (options: Partial<NotificationsOptions> = {}): Promise<Notifications> => {
  const notifications = await openNotifications({ database, url, logger: createLogger('test'), push, retry: { firstMs: 50, maxMs: 100 }, ...options });
  opened.push(notifications);
  return notifications;
};
const somebody = (): string => `person-${++people}`;
const both = (words: string) => ({ th: `ไทย ${words}`, en: words });
const entry = (recipient: string, id: string, more: Partial<NewNotification> = {}): NewNotification => ({
  id, recipient, kind: 'NT-02', texts: { title: both('title'), body: both(`body of ${id}`) }, ...more,
});
const ids = (list: { notifications: Notification[] }) => list.notifications.map(({ id }) => id);
const inTransaction = async (work: (tx: pg.PoolClient) => Promise<void>, end: 'commit' | 'rollback' = 'commit'): Promise<void> => {
  const tx = await pool.connect();
  try {
    await tx.query('begin');
    await work(tx);
    await tx.query(end);
  } finally {
    tx.release();
  }
};
const subscribed = async (notifications: Notifications, recipient: string): Promise<Phone> => {
  const phone = pushService.phone();
  await notifications.pushSubscriptions(recipient).add(phone.subscription);
  return phone;
};
const received = (phone: Phone) => phone.received.map(({ id }) => id);
const ended = (notifications: Notifications, recipient: string) =>
  until('everything has ended in the outbox', async () => {
    const outbox = await notifications.outbox({ recipient });
    return outbox.length > 0 && outbox.every(({ state }) => state !== 'WAITING') && outbox;
  });

describe('GN-14 a notification', () => {
  test('is there when its transaction commits, and leaves nothing when it is rolled back', async () => {
    const notifications = await open();
    const recipient = somebody();
    const phone = await subscribed(notifications, recipient);
    await inTransaction((tx) => notifications.notify(tx, entry(recipient, 'undone')), 'rollback');
    await inTransaction((tx) => notifications.notify(tx, entry(recipient, 'done', { link: '/requests/1' })));

    await ended(notifications, recipient);
    expect(await notifications.list(recipient)).toEqual({
      unread: 1,
      notifications: [{ id: 'done', kind: 'NT-02', title: both('title'), body: both('body of done'), link: '/requests/1', created_at: expect.stringMatching(/^\d{4}-.*Z$/) }],
    });
    expect(phone.received).toEqual([{ id: 'done', title: 'ไทย title', body: 'ไทย body of done', lang: 'th', link: '/requests/1' }]);
    expect(await notifications.outbox({ recipient })).toMatchObject([{ notification_id: 'done', state: 'DELIVERED', simulated: false }]);
  });

  test('goes along with other statements of a Database', async () => {
    const notifications = await open();
    const recipient = somebody();
    await database.transaction([notifications.notifyStatement(entry(recipient, 'a')), notifications.notifyStatement(entry(recipient, 'b'))]);
    await notifications.notify(database, entry(recipient, 'c'));
    expect(ids(await notifications.list(recipient))).toEqual(['c', 'b', 'a']);
  });

  test('AC-GN-11 given twice, also at once, makes one entry and one push; another person has an id of the same name', async () => {
    const notifications = await open();
    const [recipient, other] = [somebody(), somebody()];
    const phone = await subscribed(notifications, recipient);
    await Promise.all(Array.from({ length: 8 }, () => inTransaction((tx) => notifications.notify(tx, entry(recipient, 'same')))));
    await inTransaction((tx) => notifications.notify(tx, entry(recipient, 'same', { texts: texts('NT-02') })));
    await inTransaction((tx) => notifications.notify(tx, entry(other, 'same')));
    await ended(notifications, recipient);
    expect([ids(await notifications.list(recipient)), received(phone), ids(await notifications.list(other))]).toEqual([['same'], ['same'], ['same']]);
  });

  test('KB-60 comes in the order of the commits, in the list, live and on the phone', async () => {
    const notifications = await open();
    const recipient = somebody();
    const phone = await subscribed(notifications, recipient);
    const live: string[] = [];
    await notifications.subscribe(recipient, undefined, ({ id }) => void live.push(id));
    const committed: string[] = [];
    await Promise.all(
      Array.from({ length: 30 }, (_, i) =>
        inTransaction(async (tx) => {
          await notifications.notify(tx, entry(recipient, `n${i}`));
          await tx.query('select pg_sleep(random() * 0.01)');
          committed.push(`n${i}`); // nobody else of this recipient gets in before the commit
        }),
      ),
    );
    await until('all are pushed', () => phone.requests.length >= 30);
    await until('all are told', () => live.length >= 30);
    expect(received(phone)).toEqual(committed);
    expect(live).toEqual(committed);
    expect(ids(await notifications.list(recipient, { limit: 100 }))).toEqual([...committed].reverse());
  });
});

describe('the list', () => {
  test('KB-64 shows newest first in pages, with the number of unread ones', async () => {
    const notifications = await open();
    const recipient = somebody();
    for (const id of ['a', 'b', 'c', 'd', 'e']) await notifications.notify(database, entry(recipient, id));
    expect(await notifications.markRead(recipient, 'b')).toBe(true);
    const first = await notifications.list(recipient, { limit: 2 });
    const second = await notifications.list(recipient, { before: 'd', limit: 2 });
    expect([ids(first), ids(second), ids(await notifications.list(recipient, { before: 'b' }))]).toEqual([['e', 'd'], ['c', 'b'], ['a']]);
    expect([first.unread, second.unread]).toEqual([4, 4]);
    expect(second.notifications[1]!.read_at).toBeDefined();
    expect([ids(await notifications.list(recipient, { before: 'unknown' })), ids(await notifications.list(somebody()))]).toEqual([[], []]);
    expect(ids(await notifications.list(recipient, { limit: Number.NaN }))).toHaveLength(5);
  });

  test('takes nonsense from a browser for an id that is not there', async () => {
    const notifications = await open({ deliver: false });
    const recipient = somebody();
    await notifications.notify(database, entry(recipient, 'a'));
    for (const nonsense of ['', '\u0000', 'x'.repeat(10_000), 3, { a: 1 }, ['a']] as string[]) {
      expect(await notifications.list(recipient, { before: nonsense })).toEqual({ unread: 1, notifications: [] });
      expect(await notifications.markRead(recipient, nonsense)).toBe(false);
      await notifications.pushSubscriptions(recipient).remove(nonsense);
      (await notifications.subscribe(recipient, nonsense, () => undefined))();
    }
  });

  test('keeps the time of the first reading, by the clock that people see, and knows nobody else\'s', async () => {
    let now = new Date('2026-01-01T00:00:00Z');
    const notifications = await open({ now: () => now });
    const recipient = somebody();
    await notifications.notify(database, entry(recipient, 'a'));
    await notifications.markRead(recipient, 'a');
    now = new Date('2026-01-02T00:00:00Z');
    expect([await notifications.markRead(recipient, 'a'), await notifications.markRead(somebody(), 'a')]).toEqual([true, false]);
    expect((await notifications.list(recipient)).notifications).toMatchObject([{ created_at: '2026-01-01T00:00:00.000Z', read_at: '2026-01-01T00:00:00.000Z' }]);
  });
});

describe('a listener', () => {
  test('that leaves and comes back misses nothing and gets nothing twice, with several processes writing', async () => {
    const [here, there] = [await open({ deliver: false }), await open({ deliver: false })];
    const recipient = somebody();
    const random = seededRandom('listeners that leave');
    const told: string[] = [];
    let lastEventId: string | undefined = '0';
    let writing = true;
    const reading = (async () => {
      while (writing || told.length < 200) {
        const leaveAfter = told.length + random.between(1, 10);
        const stop = await (random.between(0, 1) ? here : there).subscribe(recipient, lastEventId, ({ id }, eventId) => {
          if (told.length >= leaveAfter) throw new Error('the page is gone');
          told.push(id);
          lastEventId = eventId;
        });
        await until('some more', () => told.length >= Math.min(leaveAfter, 200));
        stop();
      }
    })();
    await Promise.all(
      Array.from({ length: 10 }, async (_, writer) => {
        for (let i = 0; i < 20; i++) {
          await inTransaction((tx) => (writer % 2 ? here : there).notify(tx, entry(recipient, `${writer}:${i}`)), 'commit');
          await inTransaction((tx) => here.notify(tx, entry(recipient, `${writer}:${i}!`)), 'rollback');
        }
      }),
    );
    writing = false;
    await reading;
    const rows = await database.query<{ id: string }>({ text: 'select id from notification where recipient = $1 order by position', values: [recipient] });
    expect(told).toEqual(rows.map(({ id }) => id));
    expect(told).toHaveLength(200);
  });

  test('hears on after the listening connection was cut', async () => {
    const notifications = await open({ deliver: false });
    const recipient = somebody();
    const told: string[] = [];
    await notifications.subscribe(recipient, undefined, ({ id }) => void told.push(id));
    const cut = () => pool.query("select pg_terminate_backend(pid) from pg_stat_activity where query ~* '^(listen|select 1$)' and datname = current_database()");
    await until('it listens', async () => ((await cut()).rowCount ?? 0) > 0);
    await notifications.notify(database, entry(recipient, 'a'));
    await until('it was told', () => told.length === 1);
  });

  test('starts from now without an id, or with one that was never given out', async () => {
    const notifications = await open({ deliver: false });
    const recipient = somebody();
    await notifications.notify(database, entry(recipient, 'before'));
    const told: string[] = [];
    for (const id of [undefined, '999', 'x', '-1']) await notifications.subscribe(recipient, id, (notification) => void told.push(notification.id));
    await notifications.notify(database, entry(recipient, 'after'));
    await notifications.notify(database, entry(recipient, 'by SMS only', { channels: ['sms'] }));
    await until('all four are told', () => told.length >= 4);
    expect(told).toEqual(['after', 'after', 'after', 'after']);
  });

  test('that fails is told to be at its end', async () => {
    const notifications = await open({ deliver: false });
    const recipient = somebody();
    await notifications.notify(database, entry(recipient, 'a'));
    await new Promise<void>((resolve) => void notifications.subscribe(recipient, '0', () => Promise.reject(new Error('gone')), resolve));
  });
});

describe('a process that is killed', () => {
  const start = async (leaseMs = 30_000): Promise<ChildProcess> => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'delivering-process.mjs'), url, String(leaseMs)], { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    let output = '';
    child.stdout!.on('data', (chunk) => (output += chunk));
    await until('it is ready', () => output.includes('ready'));
    return child;
  };

  test('after the commit and before the push has lost nothing', async () => {
    const writer = await open({ deliver: false });
    const recipient = somebody();
    const phone = await subscribed(writer, recipient);
    await inTransaction((tx) => writer.notify(tx, entry(recipient, 'a')));
    await writer.close();
    await start();
    await until('it is pushed', () => phone.requests.length === 1);
    expect(received(phone)).toEqual(['a']);
  });

  test('AC-KB-51 between the push of N1 and noting it down: N1 to N3 still come, in order, and are shown once', async () => {
    const writer = await open({ deliver: false });
    const recipient = somebody();
    const phone = await subscribed(writer, recipient);
    const child = await start(1_500);
    const gone = once(child, 'exit');
    phone.answer = async () => {
      child.kill('SIGKILL');
      await gone;
      phone.answer = () => 201;
      return 201;
    };
    await writer.notify(database, entry(recipient, 'N1'));
    await gone;
    await writer.notify(database, entry(recipient, 'N2'));
    await writer.notify(database, entry(recipient, 'N3'));
    await start();
    await until('N3 is pushed', () => received(phone).includes('N3'));
    expect(received(phone)).toEqual(['N1', 'N1', 'N2', 'N3']);
    expect(new Set(phone.requests.slice(0, 2).map(({ headers }) => headers.topic)).size).toBe(1); // the service worker's test shows that the phone drops it
    expect(ids(await writer.list(recipient))).toEqual(['N3', 'N2', 'N1']);
  });
});

describe('delivery', () => {
  test('by several processes at once sends each piece once, in order', async () => {
    const all = await Promise.all([open(), open(), open()]);
    const recipients = Array.from({ length: 10 }, somebody);
    const phones = await Promise.all(recipients.map((recipient) => subscribed(all[0]!, recipient)));
    const numbers = Array.from({ length: 10 }, (_, i) => `n${i}`);
    await Promise.all(recipients.map(async (recipient) => {
      for (const id of numbers) await all[1]!.notify(database, entry(recipient, id));
    }));
    for (const recipient of recipients) await ended(all[2]!, recipient);
    for (const phone of phones) expect(received(phone)).toEqual(numbers);
  });

  test('is tried again until it succeeds, and what follows waits for it', async () => {
    const notifications = await open();
    const recipient = somebody();
    const phone = await subscribed(notifications, recipient);
    let failures = 0;
    phone.answer = () => (++failures <= 3 ? 503 : 201);
    await notifications.notify(database, entry(recipient, 'a'));
    await notifications.notify(database, entry(recipient, 'b'));
    const outbox = await ended(notifications, recipient);
    expect(received(phone)).toEqual(['a', 'b']);
    expect(outbox.map(({ notification_id, attempts }) => [notification_id, attempts])).toEqual([['b', 1], ['a', 4]]);
  });

  test('ends when it is pointless', async () => {
    const notifications = await open();
    const recipient = somebody();
    const phone = await subscribed(notifications, recipient);
    phone.answer = () => 503;
    await notifications.notify(database, entry(recipient, 'late', { deliverWithinSeconds: 0.3 }));
    expect(await ended(notifications, recipient)).toMatchObject([{ state: 'EXPIRED', reason: 'TOO_LATE', ended_at: expect.any(String) }]);
    phone.answer = () => 201;
    await notifications.notify(database, entry(recipient, 'next'));
    await until('the next one is pushed', () => phone.requests.length === 1);
  });

  test('does not push what was read meanwhile', async () => {
    const writer = await open({ deliver: false });
    const recipient = somebody();
    const phone = await subscribed(writer, recipient);
    await writer.notify(database, entry(recipient, 'a'));
    await writer.markRead(recipient, 'a');
    expect(await ended(await open(), recipient)).toMatchObject([{ state: 'SKIPPED', reason: 'ALREADY_READ' }]);
    expect(phone.requests).toEqual([]);
  });

  test('removes a subscription that the push service has dropped, and goes on with the others', async () => {
    const notifications = await open();
    const recipient = somebody();
    const [dead, alive] = [await subscribed(notifications, recipient), await subscribed(notifications, recipient)];
    pushService.drop(dead);
    await notifications.notify(database, entry(recipient, 'a'));
    expect((await ended(notifications, recipient)).map(({ state, reason }) => reason ?? state).sort()).toEqual(['DELIVERED', 'SUBSCRIPTION_GONE']);
    const left = await database.query({ text: 'select endpoint from notification_push_subscription where recipient = $1', values: [recipient] });
    expect(left).toEqual([{ endpoint: alive.subscription.endpoint }]);
  });

  test('a port that hangs or fails is given up for now; one that can never deliver is not asked again', async () => {
    const sent: string[] = [];
    const port: PushPort = {
      simulated: false,
      send: async ({ id }) => {
        sent.push(id);
        if (sent.length === 1) return new Promise(() => undefined);
        if (sent.length === 2) throw Object.assign(new Error('secret'), { code: 'ECONNRESET' });
        return { outcome: 'REFUSED', reason: 'HTTP_403' };
      },
    };
    const notifications = await open({ push: { ...push, port }, sendTimeoutMs: 100 });
    const recipient = somebody();
    await subscribed(notifications, recipient);
    await notifications.notify(database, entry(recipient, 'a'));
    expect(await ended(notifications, recipient)).toMatchObject([{ state: 'REFUSED', reason: 'HTTP_403', attempts: 3 }]);
    expect(sent).toEqual(['a:push', 'a:push', 'a:push']);
  });

  test('on the lock screen tells nothing, when that is wanted', async () => {
    const notifications = await open({ lockScreenSafe: true });
    const recipient = somebody();
    const phone = await subscribed(notifications, recipient);
    await notifications.notify(database, entry(recipient, 'a', { link: '/x' }));
    await notifications.notify(database, entry(recipient, 'b', { lockScreenSafe: false }));
    await ended(notifications, recipient);
    expect(phone.received.map(({ body, link }) => [body, link])).toEqual([['เปิดแอปเพื่ออ่าน', '/x'], ['ไทย body of b', undefined]]);
  });
});

describe('SMS and e-mail', () => {
  test('AC-KB-52 go in the language of the person to the address of the directory', async () => {
    const sms: SmsMessage[] = [];
    const email: EmailMessage[] = [];
    const notifications = await open({
      sms: { simulated: false, send: async (message) => (sms.push(message), { outcome: 'TAKEN' }) },
      email: { simulated: false, send: async (message) => (email.push(message), { outcome: 'TAKEN' }) },
      directory: async () => ({ language: 'en', phone: '0810000000', email: 'a@example.com' }),
    });
    const recipient = somebody();
    await notifications.notify(database, entry(recipient, 'a', { channels: ['sms', 'email'] }));
    await ended(notifications, recipient);
    expect(sms).toEqual([{ id: 'a:sms', to: '0810000000', text: 'body of a', language: 'en' }]);
    expect(email).toEqual([{ id: 'a:email', to: 'a@example.com', subject: 'title', text: 'body of a', language: 'en' }]);
    expect(await notifications.list(recipient)).toEqual({ unread: 0, notifications: [] });
  });

  test('are skipped, saying why, without an adapter or an address', async () => {
    const notifications = await open({ sms: simulated() });
    const recipient = somebody();
    await notifications.notify(database, entry(recipient, 'a', { channels: ['sms', 'email', 'push'] }));
    expect((await ended(notifications, recipient)).map(({ channel, state, reason }) => [channel, state, reason]).sort()).toEqual([
      ['email', 'SKIPPED', 'NO_ADAPTER'], ['push', 'SKIPPED', 'NO_SUBSCRIPTION'], ['sms', 'SKIPPED', 'NO_ADDRESS'],
    ]);
  });

  test('simulated say so in the outbox, and fail as told', async () => {
    let mode: 'SUCCEED' | 'FAIL' | 'UNAVAILABLE' = 'UNAVAILABLE';
    const notifications = await open({ sms: simulated(() => mode), directory: async () => ({ language: 'th', phone: '0810000000' }) });
    const recipient = somebody();
    await notifications.notify(database, entry(recipient, 'a', { channels: ['sms'] }));
    await until('it was tried', async () => (await notifications.outbox({ recipient }))[0]?.reason === 'SIMULATED_OUTAGE');
    mode = 'SUCCEED';
    expect(await ended(notifications, recipient)).toMatchObject([{ channel: 'sms', state: 'DELIVERED', simulated: true, body: both('body of a'), recipient }]);
    mode = 'FAIL';
    await notifications.notify(database, entry(recipient, 'b', { channels: ['sms'] }));
    const [newest] = await ended(notifications, recipient);
    expect(newest).toMatchObject({ state: 'REFUSED', reason: 'SIMULATED_FAILURE' });
    expect(await notifications.outbox({ recipient, before: newest!.position, limit: 1 })).toMatchObject([{ notification_id: 'a' }]);
  });
});

describe('what is kept', () => {
  test('goes after the retention time, and secrets as soon as they are of no use', async () => {
    let now = new Date('2024-01-01T00:00:00Z');
    const notifications = await open({ now: () => now, retentionDays: 30, sms: simulated(), directory: async () => ({ language: 'th', phone: '0810000000' }) });
    const recipient = somebody();
    await notifications.notify(database, entry(recipient, 'old'));
    now = new Date('2024-02-01T00:00:00Z');
    await notifications.notify(database, entry(recipient, 'new'));
    await notifications.notify(database, entry(recipient, 'otp', { channels: ['sms'], secret: true, deliverWithinSeconds: 300 }));
    await notifications.notify(database, entry(recipient, 'old otp', { channels: ['sms'], secret: true, deliverWithinSeconds: 0.05 }));
    await until('the secret has gone', async () => (await notifications.prune(), (await notifications.outbox({ recipient })).every(({ notification_id }) => notification_id !== 'old otp')));
    expect(ids(await notifications.list(recipient))).toEqual(['new']);
    expect((await ended(notifications, recipient)).map(({ notification_id }) => notification_id)).toEqual(['otp', 'new']);
  });

  test('of a secret is not shown to operators, unless its sending was simulated', async () => {
    const [waiting, sandbox] = [await open({ deliver: false }), { sms: simulated(), directory: async () => ({ language: 'th' as const, phone: '0810000000' }) }];
    const recipient = somebody();
    await waiting.notify(database, entry(recipient, 'otp', { channels: ['sms'], secret: true }));
    expect(await waiting.outbox({ recipient })).toMatchObject([{ body: { th: '***', en: '***' } }]);
    await open(sandbox);
    expect(await ended(waiting, recipient)).toMatchObject([{ body: both('body of otp') }]);
  });

  test('of a person goes when the person is forgotten; ids of events go on', async () => {
    const notifications = await open({ deliver: false });
    const recipient = somebody();
    await subscribed(notifications, recipient);
    await notifications.notify(database, entry(recipient, 'a'));
    await notifications.forget(recipient);
    expect([await notifications.list(recipient), await notifications.outbox({ recipient })]).toEqual([{ unread: 0, notifications: [] }, []]);
    const eventIds: string[] = [];
    await notifications.subscribe(recipient, '0', (_, eventId) => void eventIds.push(eventId));
    await notifications.notify(database, entry(recipient, 'a'));
    await until('it is told', () => eventIds.length === 1);
    expect(eventIds).toEqual(['2']);
  });

  test('of a browser belongs to who used it last, who does not see what waits for the one before', async () => {
    const notifications = await open({ deliver: false });
    const [first, second] = [somebody(), somebody()];
    const phone = await subscribed(notifications, first);
    await notifications.notify(database, entry(first, 'private'));
    await notifications.pushSubscriptions(second).add(phone.subscription);
    await notifications.pushSubscriptions(first).remove(phone.subscription.endpoint);
    await notifications.notify(database, entry(second, 'own'));
    const delivering = await open();
    expect(await ended(delivering, first)).toMatchObject([{ state: 'SKIPPED', reason: 'NO_SUBSCRIPTION' }]);
    await ended(delivering, second);
    expect(received(phone)).toEqual(['own']);
  });

  test('of browsers are the newest ten; one that subscribes again keeps what waits for it', async () => {
    const notifications = await open({ deliver: false });
    const recipient = somebody();
    const phones: Phone[] = [];
    for (let i = 0; i < 11; i++) phones.push(await subscribed(notifications, recipient));
    await notifications.notify(database, entry(recipient, 'a'));
    await notifications.pushSubscriptions(recipient).add(phones[1]!.subscription);
    await ended(await open(), recipient);
    expect(phones.map(received)).toEqual([[], ...Array.from({ length: 10 }, () => ['a'])]);
  });

  test('of VAPID keys are made once, by whichever process comes first', async () => {
    const keys = (await Promise.all([open(), open()])).map(({ webPushKey }) => webPushKey);
    expect(new Set([...keys, (await open()).webPushKey])).toEqual(new Set([keys[0]]));
    expect(Buffer.from(keys[0]!, 'base64url')).toHaveLength(65);
    expect((await open({ push: undefined })).webPushKey).toBeUndefined();
  });
});

test('logs hold no recipient, text, address or endpoint', async () => {
  const lines: unknown[] = [];
  const logger = { info: (...args: unknown[]) => lines.push(args), warn: (...args: unknown[]) => lines.push(args) } as unknown as Logger;
  const notifications = await open({
    logger,
    sms: { simulated: false, send: () => Promise.reject(new Error('0810000000 is not reachable')) },
    directory: async () => ({ language: 'th', phone: '0810000000' }),
  });
  const recipient = somebody();
  const phone = await subscribed(notifications, recipient);
  pushService.drop(phone);
  await notifications.notify(database, entry(recipient, 'a-request', { channels: ['push', 'sms'] }));
  await until('the push and the SMS have failed, the SMS more than once', () => lines.length >= 3);
  expect(JSON.stringify(lines)).not.toMatch(new RegExp(`${recipient}|0810000000|body of|127\\.0\\.0\\.1|a-request`));
});
