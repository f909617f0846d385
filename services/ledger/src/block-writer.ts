import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { Bus, BusMessage, ReceivedMessage } from '@trine/bus';
import { signJwsText, type Signer } from '@trine/crypto';
import { appendLeaf, leafHash, merkleRoot, signCheckpoint } from '@trine/evidence';
import {
  LEDGER_NODE_ID,
  MemoryState,
  decide,
  identityAudience,
  requestNews,
  rowsNamedBy,
  type Block,
  type Decision,
} from '@trine/ledger-core';
import { RESULT, type Command, type LedgerEvent, type Topics } from '@trine/protocol';
import { securityEvent, type Logger } from '@trine/telemetry';
import { BlockState } from './block-state.js';
import { changesKeys, isAuthentic, readCommand, type ReceivedCommand } from './command-intake.js';
import { ChainMoved, type BlockRecord, type ChainHead, type LedgerStore, type LoggedCommand, mergeNames, type StoredEvent } from './ledger-store.js';

const OUTAGE_RETRY_MS = 250;
/** So many signatures are checked sooner here than by other threads, which have to be woken. */
const VERIFIED_HERE_COUNT_MAX = 16;
const DECIDED_COUNT_MAX = 100_000;
/** Inbox messages larger than this are cut, so that a long block stays below the broker's 1 MB. */
const INBOX_MESSAGE_CHARS_MAX = 600_000;

/** The ledger's own signing key. */
export interface LedgerKey {
  signer: Signer;
  /** The 32 raw bytes of the Ed25519 public key. */
  rawPublicKey: Buffer;
}

/**
 * Turns batches of commands into blocks, one after the other.
 *
 * Idempotent by (node, command id); needs the order within one partition; a message that is no command is dropped with a
 * security line. State, log, events and position are committed in one transaction guarded by the chain's head, so what is
 * cached here can't be stale: when the guard fails, everything is read again.
 */
export class BlockWriter {
  /** Committed registry; the query API reads it. */
  registry = new MemoryState();
  private version = randomUUID();
  private head: ChainHead | undefined;
  private recipients = new Map<string, number>();
  /** Commands decided of late. Older ones the database refuses to store twice. */
  private readonly decided = new LRUCache<string, true>({ max: DECIDED_COUNT_MAX });
  /** Blocks are made one at a time, whoever asks for them. */
  private lane: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly store: LedgerStore,
    private readonly bus: Bus,
    private readonly key: LedgerKey,
    private readonly chainId: string,
    private readonly topics: Topics,
    private readonly logger: Logger,
  ) {}

  /** Reads head and registry. Before it there is nothing to query. */
  load(): Promise<void> {
    return this.inTurn(async () => {
      const [head, registry, recipients] = await Promise.all([this.store.head(), this.store.registry(), this.store.recipients()]);
      this.registry = new MemoryState();
      this.registry.apply(registry);
      this.version = randomUUID();
      this.recipients = recipients;
      this.store.forget();
      this.head = head;
    });
  }

  /** Changes whenever a document of the registry does, accounts excepted. */
  get registryVersion(): string {
    return this.version;
  }

  get height(): number {
    return this.head?.height ?? 0;
  }

  get position(): bigint | undefined {
    return this.head?.position;
  }

  /** Decides the commands of a batch from the bus. Resolves when their blocks are committed. */
  async take(batch: ReceivedMessage[]): Promise<void> {
    const now = Date.now();
    let run: ReceivedCommand[] = [];
    for (const message of batch) {
      const received = readCommand(message, this.chainId, now, this.logger);
      if (received) run.push(received);
      if (received && changesKeys(received)) {
        await this.write(run, message.offset + 1n);
        run = [];
      }
    }
    const last = batch.at(-1);
    if (last) await this.write(run, last.offset + 1n);
  }

  /** Ends requests whose time is over: commands that the ledger gives itself. */
  async timeOut(requestIds: string[]): Promise<void> {
    const issued_at = Date.now();
    const commands = requestIds.map((request_id): ReceivedCommand => {
      const command: Command<'TimeOutRequest'> = {
        id: randomUUID(), type: 'TimeOutRequest', node_id: LEDGER_NODE_ID, chain_id: this.chainId, aggregate: request_id, args: { request_id }, issued_at,
      };
      return { command, jws: JSON.stringify(command), unverified: undefined as never };
    });
    await this.write(commands, undefined);
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.lane.then(work);
    this.lane = turn.catch(() => undefined);
    return turn;
  }

  private async write(commands: ReceivedCommand[], position: bigint | undefined): Promise<void> {
    try {
      await this.inTurn(() => this.makeBlock(commands, position));
    } catch (error) {
      if (error instanceof ChainMoved) {
        this.logger.warn(error.message);
        await this.load();
      }
      // Decided by an earlier process: the memory of this one does not reach back that far.
      if (isRepetition(error)) {
        for (const id of await this.store.knownCommands(commands.map(({ command }) => command))) this.decided.set(id, true);
        await this.write(commands, position);
        return;
      }
      if (!isFaultOfContent(error) || commands.length === 0) throw error;
      await this.isolate(commands, position, error);
    }
  }

  /** A command whose effects can't be stored is refused alone: it must not stop the ledger. */
  private async isolate(commands: ReceivedCommand[], position: bigint | undefined, error: unknown): Promise<void> {
    const [only, ...more] = commands;
    if (only && more.length === 0) {
      const { id, node_id, type } = only.command;
      this.logger.error({ err: error, node_id, command_id: id, type }, 'the effects of a command cannot be stored; it is refused');
      await this.inTurn(() => this.makeBlock(commands, position, RESULT.AppStateError));
      return;
    }
    for (const [i, command] of commands.entries()) await this.write([command], i === commands.length - 1 ? position : undefined);
  }

  private async makeBlock(received: ReceivedCommand[], position: bigint | undefined, refusal?: number): Promise<void> {
    const previous = this.head;
    if (!previous) throw new Error('The ledger has not been loaded.');
    const nextPosition = position ?? previous.position;
    const [authentic, rows] = await Promise.all([
      Promise.all(received.map((r) => r.command.node_id === LEDGER_NODE_ID || isAuthentic(r, this.registry, received.length > VERIFIED_HERE_COUNT_MAX ? 'pool' : 'here', this.logger))),
      this.store.load(mergeNames(received.map(({ command }) => rowsNamedBy(command)))),
    ]);
    const inBlock = new Set<string>();
    const fresh = received.filter(({ command }, i) => {
      const id = commandKey(command);
      if (!authentic[i]) return false;
      if (this.decided.has(id) || inBlock.has(id)) {
        securityEvent(this.logger, 'command_repeated', { node_id: command.node_id, command_id: command.id, type: command.type });
        return false;
      }
      inBlock.add(id);
      return true;
    });
    if (fresh.length === 0 && nextPosition === previous.position) return;

    const block: Block = { chain_id: this.chainId, height: previous.height + 1, now: Math.max(Date.now(), previous.at) };
    const state = new BlockState(this.registry, rows);
    const events = new EventCollector(this.recipients);
    let log = previous.log;
    const commands: LoggedCommand[] = [];
    for (const { command, jws } of fresh) {
      const code = refusal ?? (namesTooLongKeys(command) ? RESULT.UnmarshalError : undefined);
      const decision = code === undefined ? decide(state, command, block) : { code, changes: [] };
      state.apply(decision.changes);
      events.collect(command, decision, state, block);
      const accepted = decision.code === 0;
      commands.push({ node_id: command.node_id, command_id: command.id, type: command.type, code: decision.code, jws, leaf_index: accepted ? log.size : null });
      if (accepted) log = appendLeaf(log, leafHash(Buffer.from(jws)));
    }
    // A batch without a fresh command only moves the position; members never see a height for it.
    const next: ChainHead = { height: block.height, log, position: nextPosition, at: block.now };
    const record: BlockRecord = {
      previous,
      next,
      checkpoint: await signCheckpoint({ origin: this.chainId, size: log.size, root: merkleRoot(log) }, this.key.rawPublicKey, (bytes) => this.key.signer.sign(bytes)),
      commands,
      changes: state.changes,
      events: events.stored,
    };
    await this.store.commit(record, async (error) => {
      this.logger.warn({ reason: (error as Error).message }, 'the database is away; the block waits');
      await delay(OUTAGE_RETRY_MS);
    });
    this.head = next;
    for (const { command } of fresh) this.decided.set(commandKey(command), true);
    const registryChanges = state.changes.filter(({ kind }) => !(kind in rows));
    this.registry.apply(registryChanges);
    if (registryChanges.some(({ kind }) => kind !== 'account')) this.version = randomUUID();
    for (const { node_id, seq } of events.stored) this.recipients.set(node_id, seq);
    this.publish(events.stored);
  }

  /** Not awaited by the next block: a member that misses an event asks for it by its number. */
  private publish(events: StoredEvent[]): void {
    const byNode = new Map<string, StoredEvent[]>();
    for (const event of events) byNode.set(event.node_id, [...(byNode.get(event.node_id) ?? []), event]);
    void Promise.all([...byNode].map(([nodeId, own]) => this.inboxMessages(nodeId, own)))
      .then((messages) => this.bus.publish(messages.flat()))
      .catch((error: unknown) => this.logger.warn({ reason: (error as Error).message }, 'events were not published; members will ask for them'));
  }

  /** Events for one member as signed bus messages. */
  inboxMessages(nodeId: string, events: { body: string }[]): Promise<BusMessage[]> {
    const parts: string[][] = [[]];
    let chars = 0;
    for (const { body } of events) {
      if (chars > 0 && chars + body.length > INBOX_MESSAGE_CHARS_MAX) {
        parts.push([]);
        chars = 0;
      }
      parts.at(-1)?.push(body);
      chars += body.length;
    }
    return Promise.all(
      parts.map(async (bodies) => {
        const text = `{"chain_id":${JSON.stringify(this.chainId)},"to":${JSON.stringify(nodeId)},"events":[${bodies.join(',')}]}`;
        return { topic: this.topics.inbox(nodeId), key: nodeId, value: Buffer.from(await signJwsText(this.key.signer, this.chainId, text)) };
      }),
    );
  }
}

/** PostgreSQL limits the keys of its indexes to 2700 bytes. */
const KEY_CHARS_MAX = 600;
const namesTooLongKeys = (command: Command): boolean => Object.values(rowsNamedBy(command)).some((keys: string[]) => keys.some((key) => key.length > KEY_CHARS_MAX));

const commandKey = ({ node_id, id }: Command): string => `${node_id} ${id}`;

function isRepetition(error: unknown): boolean {
  const { code, constraint } = error as { code?: string; constraint?: string };
  return code === '23505' && constraint === 'command_pkey';
}

/** SQLSTATE classes of values that don't fit: data exception, constraint, limit exceeded. */
const CONTENT_SQLSTATE = /^(22|23|54)/;

function isFaultOfContent(error: unknown): boolean {
  return error instanceof TypeError || error instanceof RangeError || CONTENT_SQLSTATE.test((error as { code?: string }).code ?? '');
}

/** Gives each event its recipients and numbers. */
class EventCollector {
  readonly stored: StoredEvent[] = [];
  private readonly seqs = new Map<string, number>();

  constructor(private readonly committed: ReadonlyMap<string, number>) {}

  collect(command: Command, decision: Decision, state: BlockState, block: Block): void {
    const about = new Map<string, Omit<LedgerEvent, 'seq' | 'height' | 'at'>>();
    if (command.node_id !== LEDGER_NODE_ID) {
      about.set(command.node_id, {
        outcome: {
          command_id: command.id,
          type: command.type,
          code: decision.code,
          ...(decision.identity && { reference_group_code: decision.identity.reference_group_code }),
        },
      });
    }
    const request = decision.request && state.get('request', decision.request.request_id);
    if (decision.request && request) {
      for (const { node_id, news } of requestNews(request, decision.request.change)) about.set(node_id, { ...about.get(node_id), request: news });
    }
    const group = decision.identity?.action && state.get('referenceGroup', decision.identity.reference_group_code);
    if (decision.identity?.action && group) {
      const { reference_group_code, action } = decision.identity;
      for (const nodeId of identityAudience(state, group, command.node_id)) {
        about.set(nodeId, { ...about.get(nodeId), identity: { reference_group_code, action, actor_node_id: command.node_id } });
      }
    }
    const height = `${block.chain_id}:${block.height}`;
    for (const [nodeId, what] of about) {
      const seq = (this.seqs.get(nodeId) ?? this.committed.get(nodeId) ?? 0) + 1;
      this.seqs.set(nodeId, seq);
      const event: LedgerEvent = { seq, height, at: block.now, ...what };
      this.stored.push({ node_id: nodeId, seq, body: JSON.stringify(event) });
    }
  }
}
