import type { Database, Statement } from '@trine/database';
import type { CheckedNotification } from './checked.js';
import type { DeliveryChannel, Notification, NotificationTexts, OutboxEntry } from './types.js';
import { WAKE_CHANNEL } from './wake-ups.js';

const PAGE_COUNT_DEFAULT = 20;
const PAGE_COUNT_MAX = 100;
const PRUNE_COUNT_MAX = 1_000;
export const SUBSCRIPTIONS_MAX = 10;

interface NotificationRow {
  id: string;
  position: number;
  kind: string;
  texts: NotificationTexts;
  link: string | null;
  created_at: Date;
  read_at: Date | null;
}

/** A piece of the outbox that this process is to send now. */
export interface Claim {
  seq: number;
  /** Counts the claims; whoever claims it later has another number, and only the last one may tell the result. */
  attempts: number;
  recipient: string;
  notification_id: string;
  kind: string;
  channel: DeliveryChannel;
  texts: NotificationTexts;
  link: string | null;
  lock_screen_safe: boolean;
  read: boolean;
  seconds_left: number;
  endpoint: string | null;
  keys: { p256dh: string; auth: string } | null;
  target: number;
}

export type Ending = { state: Exclude<OutboxEntry['state'], 'WAITING'>; reason?: string; simulated?: boolean };

/**
 * One statement: counts the recipient's position (and waits there for an earlier transaction of the recipient), writes the entry
 * unless its id is known, a row for each channel, and wakes listeners at the commit.
 */
export function notifyStatement(n: CheckedNotification, now: Date): Statement {
  return {
    name: 'notification notify',
    text: `
      with turn as (
        insert into notification_recipient as r (recipient, last_position) values ($1::text, 1)
        on conflict (recipient) do update set last_position = r.last_position + 1
        returning last_position
      ), entry as (
        insert into notification (recipient, id, position, kind, texts, link, in_app, secret, created_at)
        select $1::text, $2::text, last_position, $3::text, $4::json, $5::text, $6::boolean, $7::boolean, $8::timestamptz from turn
        on conflict (recipient, id) do nothing
        returning recipient, id, position
      ), queued as (
        insert into notification_outbox (recipient, notification_id, position, channel, target, lock_screen_safe, deliver_until)
        select e.recipient, e.id, e.position, c.channel, coalesce(s.id, 0), $10::boolean, now() + $11::float8 * interval '1 second'
        from entry e cross join unnest($9::text[]) as c (channel)
        left join notification_push_subscription s on c.channel = 'push' and s.recipient = e.recipient
      )
      select pg_notify('${WAKE_CHANNEL}', recipient) from entry`,
    values: [
      n.recipient, n.id, n.kind, JSON.stringify(n.texts), n.link, n.channels.includes('app'), n.secret, now,
      n.channels.filter((channel) => channel !== 'app'), n.lockScreenSafe, n.deliverWithinSeconds,
    ],
  };
}

/** The other SQL of notifications. */
export class NotificationStore {
  constructor(private readonly database: Database) {}

  async list(recipient: string, { before, limit }: { before?: string; limit?: number }): Promise<{ unread: number; notifications: Notification[] }> {
    const [page, counted] = await this.database.transaction([
      {
        text: `select * from notification where recipient = $1 and in_app
          and ($2::text is null or position < (select position from notification where recipient = $1 and id = $2))
          order by position desc limit $3`,
        values: [recipient, before ?? null, pageSize(limit)],
      },
      { text: 'select count(*) as unread from notification where recipient = $1 and in_app and read_at is null', values: [recipient] },
    ]);
    return { unread: (counted!.rows[0] as { unread: number }).unread, notifications: (page!.rows as NotificationRow[]).map(shown) };
  }

  async markRead(recipient: string, id: string, now: Date): Promise<boolean> {
    const found = await this.database.query({
      text: 'update notification set read_at = coalesce(read_at, $3) where recipient = $1 and id = $2 and in_app returning 1',
      values: [recipient, id, now],
    });
    return found.length > 0;
  }

  async lastPosition(recipient: string): Promise<number> {
    const [row] = await this.database.query<{ last_position: number }>({
      text: 'select last_position from notification_recipient where recipient = $1',
      values: [recipient],
    });
    return row?.last_position ?? 0;
  }

  async after(recipient: string, position: number): Promise<{ position: number; notification: Notification }[]> {
    const rows = await this.database.query<NotificationRow>({
      name: 'notification after',
      text: `select * from notification where recipient = $1 and position > $2 and in_app order by position limit ${PAGE_COUNT_MAX}`,
      values: [recipient, position],
    });
    return rows.map((row) => ({ position: row.position, notification: shown(row) }));
  }

  /** Under a new id when the browser was another recipient's: what waits for that one must not be shown to this one. */
  async addSubscription(recipient: string, endpoint: string, keys: object): Promise<void> {
    await this.database.transaction([
      {
        text: `insert into notification_push_subscription as s (endpoint, recipient, keys) values ($1, $2, $3)
          on conflict (endpoint) do update set recipient = excluded.recipient, keys = excluded.keys, renewed_at = now(),
            id = case when s.recipient = excluded.recipient then s.id else excluded.id end`,
        values: [endpoint, recipient, JSON.stringify(keys)],
      },
      {
        text: `delete from notification_push_subscription where recipient = $1 and endpoint not in
          (select endpoint from notification_push_subscription where recipient = $1 order by renewed_at desc, id desc limit ${SUBSCRIPTIONS_MAX})`,
        values: [recipient],
      },
    ]);
  }

  async removeSubscription(recipient: string, endpoint: string): Promise<void> {
    await this.database.query({ text: 'delete from notification_push_subscription where recipient = $1 and endpoint = $2', values: [recipient, endpoint] });
  }

  /** Unless the browser has subscribed again since. */
  async removeDeadSubscription({ target, keys }: Claim): Promise<void> {
    await this.database.query({
      text: "delete from notification_push_subscription where id = $1 and keys->>'auth' = $2",
      values: [target, keys?.auth],
    });
  }

  /**
   * Takes up to `count` pieces that are due, and no piece before the one that precedes it for the same recipient, channel and
   * browser has ended: that keeps the order. They are due again after `leaseMs`, for the case that this process is killed.
   */
  claim(count: number, leaseMs: number): Promise<Claim[]> {
    return this.database.query<Claim>({
      name: 'notification claim',
      text: `
        with head as materialized (
          select seq from notification_outbox o
          where state = 'WAITING' and due_at <= now() and not exists (
            select 1 from notification_outbox e where e.state = 'WAITING' and e.recipient = o.recipient and e.channel = o.channel
              and e.target = o.target and e.position < o.position)
          order by due_at limit $1 for update skip locked
        ), taken as (
          update notification_outbox o set attempts = attempts + 1, due_at = now() + $2::float8 * interval '1 millisecond'
          from head where o.seq = head.seq returning o.*
        )
        select o.seq, o.attempts, o.recipient, o.notification_id, o.channel, o.target, o.lock_screen_safe,
          extract(epoch from o.deliver_until - now())::float8 as seconds_left,
          n.kind, n.texts, n.link, n.read_at is not null as read, s.endpoint, s.keys
        from taken o join notification n on n.recipient = o.recipient and n.id = o.notification_id
        left join notification_push_subscription s on s.id = o.target and s.recipient = o.recipient
        order by o.seq`,
      values: [count, leaseMs],
    });
  }

  /** False when another process has claimed it meanwhile. */
  async end({ seq, attempts }: Claim, { state, reason, simulated = false }: Ending): Promise<boolean> {
    const ended = await this.database.query({
      text: `update notification_outbox set state = $3, reason = $4, simulated = $5, ended_at = now()
        where seq = $1 and attempts = $2 and state = 'WAITING' returning 1`,
      values: [seq, attempts, state, reason ?? null, simulated],
    });
    return ended.length > 0;
  }

  async putOff({ seq, attempts }: Claim, delayMs: number, reason: string): Promise<void> {
    await this.database.query({
      text: `update notification_outbox set reason = $4, due_at = least(now() + $3::float8 * interval '1 millisecond', deliver_until)
        where seq = $1 and attempts = $2 and state = 'WAITING'`,
      values: [seq, attempts, delayMs, reason],
    });
  }

  async outbox({ recipient, before, limit }: { recipient?: string; before?: number; limit?: number }): Promise<OutboxEntry[]> {
    const rows = await this.database.query<
      Omit<OutboxEntry, 'created_at' | 'ended_at' | 'reason' | 'title' | 'body'> &
        { texts: NotificationTexts; created_at: Date; ended_at: Date | null; reason: string | null; secret: boolean }
    >({
      text: `select o.seq as position, o.notification_id, o.recipient, n.kind, o.channel, n.texts, n.secret, n.created_at, o.state, o.reason,
          o.attempts, o.ended_at, o.simulated
        from notification_outbox o join notification n on n.recipient = o.recipient and n.id = o.notification_id
        where ($1::text is null or o.recipient = $1) and ($2::bigint is null or o.seq < $2) order by o.seq desc limit $3`,
      values: [recipient ?? null, before ?? null, pageSize(limit)],
    });
    return rows.map(({ texts, secret, reason, ended_at, created_at, ...row }) => ({
      ...row,
      title: texts.title,
      body: secret && !row.simulated ? { th: '***', en: '***' } : texts.body,
      created_at: created_at.toISOString(),
      ...(reason === null ? {} : { reason }),
      ...(ended_at ? { ended_at: ended_at.toISOString() } : {}),
    }));
  }

  async prune(olderThan: Date): Promise<number> {
    for (let count = 0; ; ) {
      const gone = await this.database.query({
        text: `delete from notification where ctid = any (array(
            select ctid from notification where created_at < $1 limit ${PRUNE_COUNT_MAX})) returning 1`,
        values: [olderThan],
      });
      count += gone.length;
      if (gone.length === PRUNE_COUNT_MAX) continue;
      const secrets = await this.database.query({
        text: `delete from notification n where secret and not exists (select 1 from notification_outbox o
            where o.recipient = n.recipient and o.notification_id = n.id and o.deliver_until > now()) returning 1`,
        values: [],
      });
      return count + secrets.length;
    }
  }

  /** The count of positions stays: ids of events must not come twice. */
  async forget(recipient: string): Promise<void> {
    await this.database.transaction([
      { text: 'delete from notification_push_subscription where recipient = $1', values: [recipient] },
      { text: 'delete from notification where recipient = $1', values: [recipient] },
    ]);
  }

  /** What the first process that asks made of it, for all. */
  async setting<T>(key: string, make: () => T): Promise<T> {
    const find = async () => (await this.database.query<{ value: T }>({ text: 'select value from notification_setting where key = $1', values: [key] }))[0];
    const found = await find();
    if (found) return found.value;
    await this.database.query({
      text: 'insert into notification_setting (key, value) values ($1, $2) on conflict (key) do nothing',
      values: [key, JSON.stringify(make())],
    });
    return (await find())!.value;
  }
}

const pageSize = (limit = PAGE_COUNT_DEFAULT): number => (limit >= 1 ? Math.min(Math.floor(limit), PAGE_COUNT_MAX) : PAGE_COUNT_DEFAULT);

function shown({ id, kind, texts, link, created_at, read_at }: NotificationRow): Notification {
  return {
    id,
    kind,
    title: texts.title,
    body: texts.body,
    created_at: created_at.toISOString(),
    ...(read_at ? { read_at: read_at.toISOString() } : {}),
    ...(link === null ? {} : { link }),
  };
}
