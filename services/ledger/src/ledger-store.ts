import { LRUCache } from 'lru-cache';
import { isOutage, oneStatement, type Database, type Statement } from '@trine/database';
import { EMPTY_FRONTIER, type MerkleFrontier } from '@trine/evidence';
import { REGISTRY_KINDS, type Change, type Entities, type Kind, type LoadedKind, type RegistryKind, type RowsNamed } from '@trine/ledger-core';

/** Where the chain stands; a block is committed only on top of the head it was made for. */
export interface ChainHead {
  height: number;
  log: MerkleFrontier;
  /** Next offset of the commands topic. */
  position: bigint;
  /** Unix ms of the newest block. */
  at: number;
}

/** One command with its fate, as the log keeps it. */
export interface LoggedCommand {
  node_id: string;
  command_id: string;
  type: string;
  code: number;
  jws: string;
  leaf_index: number | null;
}

/** One event for one member; `body` is its JSON text. */
export interface StoredEvent {
  node_id: string;
  seq: number;
  body: string;
}

export interface BlockRecord {
  previous: ChainHead;
  next: ChainHead;
  checkpoint: string;
  commands: LoggedCommand[];
  changes: Change[];
  events: StoredEvent[];
}

/** Another ledger process has committed a block on this chain: what this process holds in memory is stale. */
export class ChainMoved extends Error {}

export type LoadedRows = { [K in LoadedKind]: Map<string, Entities[K]> };

/** Rows of each kind kept in memory. This process alone changes them, so they are as the database has them. */
const CACHED_ROWS_COUNT_MAX = 50_000;

const TABLES = {
  request: 'request',
  message: 'message',
  referenceGroup: 'reference_group',
  identity: 'identity',
  accessor: 'accessor',
} as const satisfies Record<LoadedKind, string>;
const LOADED_KINDS = Object.keys(TABLES) as LoadedKind[];
const isRegistryKind = (kind: Kind): kind is RegistryKind => (REGISTRY_KINDS as readonly Kind[]).includes(kind);

/** The rows that several commands or questions name together. */
export const mergeNames = (named: RowsNamed[]): RowsNamed => ({
  request: named.flatMap((n) => n.request),
  message: named.flatMap((n) => n.message),
  referenceGroup: named.flatMap((n) => n.referenceGroup),
  identity: named.flatMap((n) => n.identity),
  accessor: named.flatMap((n) => n.accessor),
});

/** PostgreSQL's jsonb can't hold NUL, which joins key parts. */
const storedKey = (key: string): string => key.replaceAll('\u0000', '\u001f');
const stateKey = (key: string): string => key.replaceAll('\u001f', '\u0000');

/** All SQL of the ledger. */
export class LedgerStore {
  private readonly cache = Object.fromEntries(LOADED_KINDS.map((kind) => [kind, new LRUCache({ max: CACHED_ROWS_COUNT_MAX })])) as unknown as {
    [K in LoadedKind]: LRUCache<string, Entities[K]>;
  };

  constructor(
    private readonly database: Database,
    private readonly chainId: string,
  ) {}

  /** Reads the head, creating the chain on the first start. */
  async head(): Promise<ChainHead> {
    const [, read] = await this.database.transaction([
      {
        text: `insert into chain (chain_id, height, log_size, log_edge, commands_position, at) values ($1, 0, 0, '{}', 0, 0) on conflict do nothing`,
        values: [this.chainId],
      },
      { text: 'select * from chain where chain_id = $1', values: [this.chainId] },
    ]);
    const row = read?.rows[0] as { height: number; log_size: number; log_edge: Buffer[]; commands_position: number; at: number };
    return {
      height: row.height,
      log: row.log_size === 0 ? EMPTY_FRONTIER : { size: row.log_size, edge: row.log_edge },
      position: BigInt(row.commands_position),
      at: row.at,
    };
  }

  /** The whole registry, in order of creation. */
  async registry(): Promise<Change[]> {
    const rows = await this.database.query<{ kind: RegistryKind; key: string; doc: never }>({
      text: 'select kind, key, doc from registry order by seq',
      values: [],
    });
    return rows.map(({ kind, key, doc }) => ({ kind, key: stateKey(key), value: doc }) as Change);
  }

  /** Newest event number of each member. */
  async recipients(): Promise<Map<string, number>> {
    const rows = await this.database.query<{ node_id: string; seq: number }>({ text: 'select node_id, seq from recipient', values: [] });
    return new Map(rows.map(({ node_id, seq }) => [node_id, seq]));
  }

  /** Reads the rows named, one query per table that is named at all, and the groups behind identities and accessors. */
  async load(named: RowsNamed): Promise<LoadedRows> {
    const rows: LoadedRows = { request: new Map(), message: new Map(), referenceGroup: new Map(), identity: new Map(), accessor: new Map() };
    const read = async <K extends LoadedKind>(kind: K, keys: string[]): Promise<void> => {
      const missing: string[] = [];
      for (const key of new Set(keys)) {
        const cached = this.cache[kind].get(key);
        if (cached) rows[kind].set(key, cached as Entities[K]);
        else missing.push(key);
      }
      if (missing.length === 0) return;
      const table = TABLES[kind];
      const found = await this.database.query<{ key: string; doc: Entities[K] }>({
        name: `load_${table}`,
        text: `select key, doc from ${table} where key = any($1::text[])`,
        values: [missing.map(storedKey)],
      });
      for (const { key, doc } of found) {
        rows[kind].set(stateKey(key), doc);
        // A block committed meanwhile has put a newer version.
        if (!this.cache[kind].has(stateKey(key))) this.cache[kind].set(stateKey(key), doc as never);
      }
    };
    await Promise.all([
      read('request', named.request),
      read('message', named.message),
      Promise.all([read('identity', named.identity), read('accessor', named.accessor)]).then(() => {
        const codes = [...rows.identity.values(), ...rows.accessor.values()].map((row) => row.reference_group_code);
        return read('referenceGroup', [...new Set([...named.referenceGroup, ...codes])]);
      }),
    ]);
    return rows;
  }

  /** Which of these commands were decided before, as `node_id command_id`. */
  async knownCommands(commands: { node_id: string; id: string }[]): Promise<Set<string>> {
    const rows = await this.database.query<{ node_id: string; command_id: string }>({
      name: 'known_commands',
      text: `select c.node_id, c.command_id from command c join unnest($1::text[], $2::text[]) as n(node_id, command_id) using (node_id, command_id)`,
      values: [commands.map((c) => c.node_id), commands.map((c) => c.id)],
    });
    return new Set(rows.map((row) => `${row.node_id} ${row.command_id}`));
  }

  /** Open requests whose time is over at `now`, oldest first. */
  async expired(now: number, countMax: number): Promise<string[]> {
    const rows = await this.database.query<{ key: string }>({
      name: 'expired_requests',
      text: 'select key from request where expires_at <= $1 order by expires_at limit $2',
      values: [now, countMax],
    });
    return rows.map((row) => row.key);
  }

  /** A member's events after `seq`, in order. */
  async eventsAfter(nodeId: string, seq: number, countMax: number): Promise<string[]> {
    const rows = await this.database.query<{ body: string }>({
      name: 'events_after',
      text: 'select body from event where node_id = $1 and seq > $2 order by seq limit $3',
      values: [nodeId, seq, countMax],
    });
    return rows.map((row) => row.body);
  }

  /**
   * Commits a block: state, log, outbox events, position and head in one transaction, retried while the database is away.
   * Rejects with {@link ChainMoved} when the head is not the expected one.
   */
  async commit(block: BlockRecord, onOutage: (error: unknown) => Promise<void>): Promise<void> {
    const statements = [blockStatement(this.chainId, block)];
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.database.transaction(statements);
        return this.remember(block.changes);
      } catch (error) {
        if (isOutage(error)) {
          await onOutage(error);
          continue;
        }
        // An earlier attempt may have been committed although its reply was lost.
        if (attempt > 1 && (await this.hasBlock(block))) return this.remember(block.changes);
        if ((error as { code?: string }).code === DIVISION_BY_ZERO) throw new ChainMoved(`chain ${this.chainId} is not at height ${block.previous.height}`);
        throw error;
      }
    }
  }

  /** Forgets all rows: another process may have changed them. */
  forget(): void {
    for (const kind of LOADED_KINDS) this.cache[kind].clear();
  }

  private remember(changes: Change[]): void {
    for (const { kind, key, value } of changes) if (!isRegistryKind(kind)) this.cache[kind as LoadedKind].set(key, value as never);
  }

  private async hasBlock({ next, checkpoint }: BlockRecord): Promise<boolean> {
    const rows = await this.database.query({ text: 'select 1 from block where height = $1 and checkpoint = $2', values: [next.height, checkpoint] });
    return rows.length > 0;
  }
}

const DIVISION_BY_ZERO = '22012';

/** A block as one statement. The division fails it when the head has moved. */
function blockStatement(chainId: string, { previous, next, checkpoint, commands, changes, events }: BlockRecord): Statement {
  const newest = new Map<string, number>();
  for (const { node_id, seq } of events) newest.set(node_id, seq);
  const registry = newestRegistryChanges(changes);
  const put = registry.filter((change) => change.value !== undefined);
  const gone = registry.filter((change) => change.value === undefined);
  return oneStatement(
    [
      {
        name: 'h',
        text: `update chain set height = (?::bigint[])[1], log_size = $4, log_edge = $5, commands_position = $6, at = $7 where chain_id = $1 and height = $2 returning 1`,
        values: [[next.height]],
      },
      { name: 'b', text: `insert into block (height, at, log_size, checkpoint) select h, $7, $4, $3 from unnest(?::bigint[]) as h`, values: [[next.height]] },
      {
        name: 'c',
        text: `insert into command (height, node_id, command_id, type, code, jws, leaf_index)
          select $8::bigint, * from unnest(?::text[], ?::text[], ?::text[], ?::int[], ?::text[], ?::bigint[])`,
        values: [
          commands.map((c) => c.node_id), commands.map((c) => c.command_id), commands.map((c) => c.type),
          commands.map((c) => c.code), commands.map((c) => c.jws), commands.map((c) => c.leaf_index),
        ],
      },
      {
        name: 'e',
        text: `insert into event (node_id, seq, body) select * from unnest(?::text[], ?::bigint[], ?::text[])`,
        values: [events.map((e) => e.node_id), events.map((e) => e.seq), events.map((e) => e.body)],
      },
      {
        name: 'n',
        text: `insert into recipient (node_id, seq) select * from unnest(?::text[], ?::bigint[]) on conflict (node_id) do update set seq = excluded.seq`,
        values: [[...newest.keys()], [...newest.values()]],
      },
      ...LOADED_KINDS.map((kind, i) => ({
        name: `k${i}`,
        text: `insert into ${TABLES[kind]} (key, doc) select * from unnest(?::text[], ?::jsonb[]) on conflict (key) do update set doc = excluded.doc`,
        values: latest(changes, kind),
      })),
      {
        name: 'r',
        text: `insert into registry (kind, key, doc) select * from unnest(?::text[], ?::text[], ?::jsonb[]) on conflict (kind, key) do update set doc = excluded.doc`,
        values: [put.map((c) => c.kind), put.map((c) => storedKey(c.key)), put.map((c) => JSON.stringify(c.value))],
      },
      {
        name: 'd',
        text: 'delete from registry r using unnest(?::text[], ?::text[]) as d(kind, key) where r.kind = d.kind and r.key = d.key',
        values: [gone.map((c) => c.kind), gone.map((c) => storedKey(c.key))],
      },
    ],
    {
      // The height stands here because a parameter that no part names has no type.
      text: 'select 1 / (select count(*) from h) as committed, $8::bigint as height',
      values: [chainId, previous.height, checkpoint, next.log.size, next.log.edge, String(next.position), next.at, next.height],
    },
  );
}

/** Keys and newest versions of the changed documents of a kind. */
function latest(changes: Change[], kind: Kind): [keys: string[], docs: string[]] {
  const docs = new Map<string, string>();
  for (const change of changes) {
    if (change.kind === kind) docs.set(storedKey(change.key), JSON.stringify(change.value));
  }
  return [[...docs.keys()], [...docs.values()]];
}

function newestRegistryChanges(changes: Change[]): Change[] {
  const newest = new Map<string, Change>();
  for (const change of changes) {
    if (isRegistryKind(change.kind)) newest.set(`${change.kind} ${change.key}`, change);
  }
  return [...newest.values()];
}
