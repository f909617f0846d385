import { setTimeout as delay } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { isOutage, oneStatement, type Database, type Part, type Statement } from '@trine/database';
import type { MailType } from '@trine/protocol';
import type { Logger } from '@trine/telemetry';
import { ApiError } from '../api/api-error.js';
import type { AsDataKey, AsDataRecord, CallbackRecord, OutboxRecord, PrivateMessageRecord, Reference, RequestRecord } from './documents.js';
import { UnitOfWork, type RequestChange } from './unit-of-work.js';

/** Running requests kept in memory; this process alone writes this database, so they are never stale. */
const REQUEST_CACHE_COUNT_MAX = 20_000;
const OUTAGE_RETRY_MS = 250;
/** Deferred changes are stored after this at the latest. */
const LAZY_MS = 200;
/** Pieces of work committed together at most; bounds the size of a statement. */
const COMMIT_COUNT_MAX = 500;

/** Marks a request that is known not to be there any more, though its row may be for a moment. */
const GONE = Symbol('gone');

interface QueuedWork {
  work: UnitOfWork;
  done: () => void;
  failed: (error: unknown) => void;
}

/**
 * All SQL of a gateway. Commits made while one is under way are collected and go out as the next one (group commit), so
 * that a busy gateway pays for a transaction once per batch and an idle one at once.
 */
export class GatewayStore {
  private readonly requests = new LRUCache<string, RequestRecord | typeof GONE>({ max: REQUEST_CACHE_COUNT_MAX });
  private readonly locks = new Map<string, Promise<void>>();
  private queue: QueuedWork[] = [];
  private committing = false;
  private lazy: UnitOfWork | undefined;
  private lazyTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly logger: Logger,
  ) {}

  /** Makes the changes durable, then runs the effects. While the database is away it waits and tries again. */
  commit(work: UnitOfWork): Promise<void> {
    if (work.isEmpty) {
      work.runEffects();
      return Promise.resolve();
    }
    return new Promise((resolve, failed) => {
      const done = (): void => {
        this.remember(work);
        resolve();
      };
      this.queue.push({ work, done, failed });
      if (!this.committing) void this.commitQueue();
    });
  }

  /**
   * Stores what came in from the bus: at once when somebody waits for what follows from it, else when it suits. What is not
   * stored yet when the process dies comes again, because the position is stored with it.
   */
  async commitReceived(work: UnitOfWork): Promise<void> {
    if (work.isAwaited) await this.commit(work);
    else this.commitLater(work);
  }

  /**
   * Makes changes durable when it suits: with the next commit, or soon. For what may be lost without harm, because it would
   * only be done again (a callback delivered twice, a letter repeated). Requests are seen changed at once.
   */
  commitLater(work: UnitOfWork): void {
    work.freeze();
    this.remember(work);
    this.lazy ??= new UnitOfWork();
    this.lazy.merge(work);
    this.lazyTimer ??= setTimeout(() => void this.flush().catch((error: unknown) => this.logger.error({ err: error }, 'deferred changes could not be stored')), LAZY_MS);
  }

  /** Stores what was deferred. */
  flush(): Promise<void> {
    return this.commit(this.takeLazy() ?? new UnitOfWork());
  }

  private takeLazy(): UnitOfWork | undefined {
    clearTimeout(this.lazyTimer);
    this.lazyTimer = undefined;
    const work = this.lazy;
    this.lazy = undefined;
    return work;
  }

  private async commitQueue(): Promise<void> {
    this.committing = true;
    while (this.queue.length > 0) {
      const batch = this.queue.splice(0, COMMIT_COUNT_MAX);
      const lazy = this.takeLazy();
      // First, so that what is decided now goes before what was deferred.
      if (lazy) batch.unshift({ work: lazy, done: () => undefined, failed: (error) => this.logger.error({ err: error }, 'deferred changes could not be stored') });
      await this.commitTogether(batch);
    }
    this.committing = false;
  }

  private async commitTogether(batch: QueuedWork[]): Promise<void> {
    const merged = new UnitOfWork();
    for (const { work } of batch) merged.merge(work);
    try {
      await this.write(merged);
    } catch (error) {
      // One piece of work that can't be stored must not fail the others.
      if (batch.length > 1) for (const single of batch) await this.commitTogether([single]);
      else batch[0]?.failed(error);
      return;
    }
    for (const { work, done } of batch) {
      done();
      work.runEffects();
    }
  }

  private remember(work: UnitOfWork): void {
    for (const { key, record } of work.requests.values()) this.requests.set(cacheKey(key), record ?? GONE);
  }

  private async write(work: UnitOfWork): Promise<void> {
    const statements = [oneStatement(commitParts(work))];
    for (let waited = false; ; waited = true) {
      try {
        await this.database.transaction(statements);
        return;
      } catch (error) {
        if (!isOutage(error)) throw new ApiError(10028, undefined, undefined, { cause: error });
        if (!waited) this.logger.warn({ reason: (error as Error).message }, 'the database is away; work waits');
        await delay(OUTAGE_RETRY_MS);
      }
    }
  }

  /** Runs `work` while nobody else changes these requests of the node. */
  async exclusively<T>(nodeId: string, requestIds: string[], work: () => Promise<T>): Promise<T> {
    // Taken in one synchronous step, so two callers can't each hold what the other waits for.
    const keys = [...new Set(requestIds)].map((request_id) => cacheKey({ node_id: nodeId, request_id }));
    const before = keys.map((key) => this.locks.get(key));
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    for (const key of keys) this.locks.set(key, held);
    try {
      await Promise.all(before);
      return await work();
    } catch (error) {
      // The work may have left its records half changed: they are read again, with what was deferred.
      await this.flush();
      for (const key of keys) this.requests.delete(key);
      throw error;
    } finally {
      for (const key of keys) if (this.locks.get(key) === held) this.locks.delete(key);
      release();
    }
  }

  /** Running requests of a node by id; those that are unknown are left out. Change them only under `exclusively`. */
  async loadRequests(nodeId: string, requestIds: string[]): Promise<Map<string, RequestRecord>> {
    const found = new Map<string, RequestRecord>();
    const missing: string[] = [];
    for (const request_id of new Set(requestIds)) {
      const cached = this.requests.get(cacheKey({ node_id: nodeId, request_id }));
      if (cached === undefined) missing.push(request_id);
      else if (cached !== GONE) found.set(request_id, cached);
    }
    if (missing.length === 0) return found;
    const rows = await this.read<RequestRecord>({
      name: 'load_requests',
      text: 'select node_id, request_id, content, doc from request where node_id = $1 and request_id = any($2::text[])',
      values: [nodeId, missing],
    });
    for (const row of rows) {
      const record: RequestRecord = { ...row, ...(row.content === null && { content: undefined }) } as RequestRecord;
      this.requests.set(cacheKey(record), record);
      found.set(record.request_id, record);
    }
    return found;
  }

  async loadRequest(nodeId: string, requestId: string): Promise<RequestRecord | undefined> {
    return (await this.loadRequests(nodeId, [requestId])).get(requestId);
  }

  /** Ids of all running requests that were made here. */
  async ownRunningRequests(): Promise<{ node_id: string; request_id: string }[]> {
    return this.read({ text: `select node_id, request_id from request where doc->'requester' is not null`, values: [] });
  }

  /** Ids of requests whose documents were being fetched. */
  async requestsAwaitingDocuments(): Promise<{ node_id: string; request_id: string }[]> {
    return this.read({ text: `select node_id, request_id from request where doc->'idp'->>'documents' = 'awaited'`, values: [] });
  }

  async settings(): Promise<Map<string, unknown>> {
    const rows = await this.read<{ key: string; value: unknown }>({ text: 'select key, value from setting', values: [] });
    return new Map(rows.map(({ key, value }) => [key, value]));
  }

  async references(): Promise<Reference[]> {
    return this.read({ text: 'select node_id, family, reference_id, doc from reference', values: [] });
  }

  async outbox(): Promise<OutboxRecord[]> {
    const rows = await this.read<{ doc: OutboxRecord }>({ text: 'select doc from outbox', values: [] });
    return rows.map(({ doc }) => doc);
  }

  async callbacks(): Promise<CallbackRecord[]> {
    const rows = await this.read<{ doc: CallbackRecord }>({ text: 'select doc from callback order by created_at', values: [] });
    return rows.map(({ doc }) => doc);
  }

  async cursor(name: string): Promise<number | undefined> {
    const rows = await this.read<{ value: number }>({ text: 'select value from cursor where name = $1', values: [name] });
    return rows[0]?.value;
  }

  async asData(nodeId: string, requestId: string): Promise<AsDataRecord[]> {
    const rows = await this.read<{ doc: AsDataRecord }>({
      name: 'as_data',
      text: 'select doc from as_data where node_id = $1 and request_id = $2 and readable',
      values: [nodeId, requestId],
    });
    return rows.map(({ doc }) => doc);
  }

  /** Removes received AS data of one request, or of all. Data not yet readable stays: the back end has not had it. */
  async removeAsData(nodeId: string, requestId: string | undefined): Promise<void> {
    await this.read({
      text: `delete from as_data where node_id = $1 and ($2::text is null or request_id = $2) and readable`,
      values: [nodeId, requestId ?? null],
    });
  }

  /** Per type, inbound before outbound, each in arrival order (contract: openapi getPrivateMessages). */
  async privateMessages(nodeId: string, requestId: string, type: MailType | undefined): Promise<PrivateMessageRecord['doc'][]> {
    await this.flush();
    const rows = await this.read<{ doc: PrivateMessageRecord['doc'] }>({
      text: `select doc from private_message where node_id = $1 and request_id = $2 and ($3::text is null or type = $3)
        order by type, direction, seq`,
      values: [nodeId, requestId, type ?? null],
    });
    return rows.map(({ doc }) => doc);
  }

  async removePrivateMessages(nodeId: string, requestId: string | undefined, type: MailType | undefined): Promise<void> {
    await this.flush();
    await this.read({
      text: `delete from private_message where node_id = $1 and ($2::text is null or request_id = $2) and ($3::text is null or type = $3)`,
      values: [nodeId, requestId ?? null, type ?? null],
    });
  }

  /** Drops mail that no ledger event ever vouched for. */
  async sweep(unvouchedHoursMax: number): Promise<void> {
    const dropped = await this.read<{ node_id: string; request_id: string }>({
      text: `delete from request where doc->'detail' is null and doc->'requester' is null and created_at < now() - make_interval(hours => $1)
        returning node_id, request_id`,
      values: [unvouchedHoursMax],
    });
    for (const key of dropped) this.requests.delete(cacheKey(key));
  }

  private async read<R extends object>(statement: Statement): Promise<R[]> {
    try {
      return (await this.database.query(statement)) as R[];
    } catch (error) {
      throw new ApiError(10028, undefined, undefined, { cause: error });
    }
  }
}

const cacheKey = ({ node_id, request_id }: { node_id: string; request_id: string }): string => `${node_id}\u0000${request_id}`;

function commitParts(work: UnitOfWork): Part[] {
  const requests = [...work.requests.values()];
  const fresh = requests.filter((r) => r.record !== null && r.withContent);
  const changed = requests.filter((r) => r.record !== null && !r.withContent);
  const gone = requests.filter((r) => r.record === null);
  const [outboxPut, outboxGone] = split(work.outbox);
  const [callbackPut, callbackGone] = split(work.callbacks);
  const references = [...work.references.values()];
  const referencePut = references.filter((r) => r.record !== null);
  const referenceGone = references.filter((r) => r.record === null);
  const messages = [...work.privateMessages.values()];
  const data = [...work.asData.values()];
  const readable = [...work.readableAsData.values()];
  return [
    {
      name: 'rn',
      text: `insert into request (node_id, request_id, content, doc) select * from unnest(?::text[], ?::text[], ?::json[], ?::json[])
        on conflict (node_id, request_id) do update set doc = excluded.doc, content = excluded.content`,
      values: [
        fresh.map((r) => r.key.node_id),
        fresh.map((r) => r.key.request_id),
        fresh.map((r) => (r.frozen ? r.frozen.content : JSON.stringify(r.record?.content))),
        fresh.map(docOf),
      ],
    },
    {
      name: 'rc',
      text: `insert into request (node_id, request_id, doc) select * from unnest(?::text[], ?::text[], ?::json[])
        on conflict (node_id, request_id) do update set doc = excluded.doc`,
      values: [changed.map((r) => r.key.node_id), changed.map((r) => r.key.request_id), changed.map(docOf)],
    },
    {
      name: 'rd',
      text: 'delete from request r using unnest(?::text[], ?::text[]) as d(n, i) where r.node_id = d.n and r.request_id = d.i',
      values: [gone.map((r) => r.key.node_id), gone.map((r) => r.key.request_id)],
    },
    {
      name: 'op',
      text: `insert into outbox (id, kind, doc) select * from unnest(?::text[], ?::text[], ?::json[]) on conflict (id) do update set doc = excluded.doc`,
      values: [outboxPut.map(([id]) => id), outboxPut.map(([, r]) => r.kind), outboxPut.map(([, r]) => JSON.stringify(r))],
    },
    { name: 'od', text: 'delete from outbox where id = any(?::text[])', values: [outboxGone] },
    {
      name: 'cp',
      text: 'insert into callback (id, created_at, doc) select * from unnest(?::text[], ?::bigint[], ?::json[]) on conflict (id) do nothing',
      values: [callbackPut.map(([id]) => id), callbackPut.map(([, r]) => r.created_at), callbackPut.map(([, r]) => JSON.stringify(r))],
    },
    { name: 'cd', text: 'delete from callback where id = any(?::text[])', values: [callbackGone] },
    {
      name: 'fp',
      text: `insert into reference (node_id, family, reference_id, doc) select * from unnest(?::text[], ?::text[], ?::text[], ?::json[])
        on conflict (node_id, family, reference_id) do update set doc = excluded.doc`,
      values: [
        referencePut.map((r) => r.key.node_id),
        referencePut.map((r) => r.key.family),
        referencePut.map((r) => r.key.reference_id),
        referencePut.map((r) => JSON.stringify(r.record?.doc)),
      ],
    },
    {
      name: 'fd',
      text: `delete from reference r using unnest(?::text[], ?::text[], ?::text[]) as d(n, f, i)
        where r.node_id = d.n and r.family = d.f and r.reference_id = d.i`,
      values: [referenceGone.map((r) => r.key.node_id), referenceGone.map((r) => r.key.family), referenceGone.map((r) => r.key.reference_id)],
    },
    {
      name: 'xp',
      text: 'insert into cursor (name, value) select * from unnest(?::text[], ?::bigint[]) on conflict (name) do update set value = excluded.value',
      values: [[...work.cursors.keys()], [...work.cursors.values()]],
    },
    {
      name: 'mp',
      text: `insert into private_message (id, node_id, request_id, type, direction, doc)
        select * from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::json[]) on conflict (id, direction) do update set doc = excluded.doc`,
      values: [
        messages.map((m) => m.id),
        messages.map((m) => m.node_id),
        messages.map((m) => m.request_id),
        messages.map((m) => m.type),
        messages.map((m) => m.direction),
        messages.map((m) => JSON.stringify(m.doc)),
      ],
    },
    {
      name: 'dp',
      text: `insert into as_data (node_id, request_id, service_id, as_id, doc) select * from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::json[])
        on conflict (node_id, request_id, service_id, as_id) do update set doc = excluded.doc`,
      values: [...dataKeys(data), data.map((d) => JSON.stringify(d))],
    },
    {
      name: 'ds',
      text: `update as_data a set readable = true from unnest(?::text[], ?::text[], ?::text[], ?::text[]) as k(n, r, s, a)
        where a.node_id = k.n and a.request_id = k.r and a.service_id = k.s and a.as_id = k.a`,
      values: dataKeys(readable),
    },
    {
      name: 'sp',
      text: 'insert into setting (key, value) select * from unnest(?::text[], ?::json[]) on conflict (key) do update set value = excluded.value',
      values: [[...work.settings.keys()], [...work.settings.values()].map((value) => JSON.stringify(value))],
    },
  ];
}

const docOf = ({ frozen, record }: RequestChange): string => frozen?.doc ?? JSON.stringify(record?.doc);

const dataKeys = (keys: AsDataKey[]): string[][] => [
  keys.map((k) => k.node_id),
  keys.map((k) => k.request_id),
  keys.map((k) => k.service_id),
  keys.map((k) => k.as_id),
];

function split<R>(changes: Map<string, R | null>): [put: [string, R][], gone: string[]] {
  const put: [string, R][] = [];
  const gone: string[] = [];
  for (const [key, record] of changes) {
    if (record === null) gone.push(key);
    else put.push([key, record]);
  }
  return [put, gone];
}
