import type { ReceivedMessage } from '@trine/bus';
import { readJws, verifyJws } from '@trine/crypto';
import type { InboxMessage, LedgerEvent } from '@trine/protocol';
import { securityEvent, type Logger } from '@trine/telemetry';
import type { GatewayStore } from '../store/gateway-store.js';
import { UnitOfWork } from '../store/unit-of-work.js';
import type { LedgerClient } from './ledger-client.js';

/** How often the inbox asks the ledger whether the bus has lost something. */
const CATCH_UP_MS = 3_000;
/** Names of the stored positions; this gateway's own node has the plain ones. */
const seqCursor = (suffix: string): string => `event_seq${suffix}`;
const offsetCursor = (suffix: string): string => `inbox_offset${suffix}`;

/** Applies events to this gateway's state, in order, adding to the piece of work; it is committed by the caller. */
export type EventHandler = (events: LedgerEvent[], work: UnitOfWork, commit: () => Promise<void>) => Promise<void>;

/**
 * Reads the ledger's events for one node.
 *
 * Idempotent by the event number (`seq`), which is stored with the effects; needs the order of one partition. A message not
 * signed by the ledger or not addressed to this node leaves a security line and is skipped. What the bus lost shows as a gap
 * in the numbers, or when the ledger is asked from time to time, and is fetched from the ledger.
 */
export class Inbox {
  private seq = 0;
  private offset: bigint | undefined;
  private timer: NodeJS.Timeout | undefined;
  private lane: Promise<unknown> = Promise.resolve();
  private stopped = false;
  private newest: string | undefined;
  private inHand: LedgerEvent[] = [];

  constructor(
    private readonly nodeId: string,
    private readonly cursorSuffix: string,
    private readonly chainId: string,
    private readonly ledgerKey: () => string,
    private readonly store: GatewayStore,
    private readonly ledger: LedgerClient,
    private readonly handle: EventHandler,
    private readonly logger: Logger,
  ) {}

  /** Reads where an earlier process stopped, and from now on asks for what the bus has lost. */
  async start(): Promise<void> {
    const seq = await this.store.cursor(seqCursor(this.cursorSuffix));
    if (seq === undefined && this.isOfAnother) await this.takeOver();
    else this.seq = seq ?? 0;
    const offset = await this.store.cursor(offsetCursor(this.cursorSuffix));
    this.offset = offset === undefined ? undefined : BigInt(offset);
    this.catchUpRegularly();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.lane;
  }

  /** Fetches from the ledger what has not arrived over the bus. */
  catchUp(): Promise<void> {
    return this.inTurn(() => this.fetchMissing());
  }

  /** Only the gateway's own node has the plain cursors. */
  private get isOfAnother(): boolean {
    return this.cursorSuffix !== '';
  }

  private catchUpRegularly(): void {
    this.timer = setTimeout(() => {
      this.catchUp()
        .catch((error: unknown) => this.logger.debug({ reason: (error as Error).message }, 'the ledger could not be asked for missed events'))
        .finally(() => {
          if (!this.stopped) this.catchUpRegularly();
        });
    }, CATCH_UP_MS);
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.lane.then(work);
    this.lane = turn.catch(() => undefined);
    return turn;
  }

  /** Height of the newest event that was taken in. */
  get height(): string | undefined {
    return this.newest;
  }

  /** Heights of the events being taken in. */
  get heightsInHand(): string[] {
    return [...new Set(this.inHand.map(({ height }) => height))];
  }

  /** Where to go on reading. */
  get position(): bigint | undefined {
    return this.offset;
  }

  /** Takes in a batch from the bus. */
  async take(batch: ReceivedMessage[]): Promise<void> {
    await this.inTurn(async () => {
      const read = await Promise.all(batch.map((message) => this.read(message.value.toString('utf8'))));
      const last = batch.at(-1);
      const offset = last && last.offset + 1n;
      if (await this.apply(read.flat(), offset)) return;
      // A gap: the missing events come from the ledger, and with them those at hand.
      await this.fetchMissing();
      await this.apply(read.flat(), offset);
    });
  }

  /** A node that some other gateway may have acted for has a past: what is under way goes on here, what has ended was told there. */
  private async takeOver(): Promise<void> {
    const underWay = new Map<string, LedgerEvent[]>();
    for (let events = await this.fetch(); events.length > 0; events = await this.fetch()) {
      for (const event of events) {
        this.seq = event.seq;
        const { request_id = '', change } = event.request ?? {};
        if (change?.kind === 'closed' || change?.kind === 'timed_out') underWay.delete(request_id);
        else if (change) underWay.set(request_id, [...(underWay.get(request_id) ?? []), event]);
      }
    }
    const work = new UnitOfWork();
    work.cursors.set(seqCursor(this.cursorSuffix), this.seq);
    const events = [...underWay.values()].flat().sort((a, b) => a.seq - b.seq);
    await this.handle(events, work, () => this.store.commit(work));
  }

  /** The next events as the ledger has them; none when there are no more. */
  private async fetch(): Promise<LedgerEvent[]> {
    const messages = await this.ledger.eventsAfter(this.nodeId, this.seq);
    return (await Promise.all(messages.map((message) => this.read(message)))).flat();
  }

  private async fetchMissing(): Promise<void> {
    for (;;) {
      const events = await this.fetch();
      if (events.length === 0) return;
      const before = this.seq;
      await this.apply(events, undefined);
      if (this.seq === before) return;
    }
  }

  /** The events of one message; none when it is not what it should be. */
  private async read(text: string): Promise<LedgerEvent[]> {
    const jws = readJws(text);
    const message = jws?.payload as InboxMessage | undefined;
    // Seen before, as after a restart: not worth a verification.
    if (Array.isArray(message?.events) && message.events.every((event?: LedgerEvent) => event && event.seq <= this.seq)) return [];
    if (!jws || !message || !(await verifyJws(jws, this.ledgerKey(), 'Ed25519'))) {
      securityEvent(this.logger, 'event_refused', { reason: 'not signed by the ledger' });
      return [];
    }
    if (message.to !== this.nodeId || message.chain_id !== this.chainId) {
      securityEvent(this.logger, 'event_refused', { reason: 'addressed to another node or ledger', to: message.to });
      return [];
    }
    return message.events;
  }

  /** Applies what is new and in sequence; false when an event is missing in between. */
  private async apply(events: LedgerEvent[], offset: bigint | undefined): Promise<boolean> {
    const fresh: LedgerEvent[] = [];
    for (const event of events) {
      const expected = this.seq + fresh.length + 1;
      if (event.seq < expected) continue;
      if (event.seq > expected) return false;
      fresh.push(event);
    }
    const work = new UnitOfWork();
    const seq = this.seq + fresh.length;
    if (fresh.length > 0) work.cursors.set(seqCursor(this.cursorSuffix), seq);
    if (offset !== undefined) work.cursors.set(offsetCursor(this.cursorSuffix), Number(offset));
    const settle = (): void => {
      this.seq = seq;
      this.newest = fresh.at(-1)?.height ?? this.newest;
      if (offset !== undefined) this.offset = offset;
    };
    if (fresh.length === 0) {
      this.store.commitLater(work);
      settle();
      return true;
    }
    this.inHand = fresh;
    try {
      await this.handle(fresh, work, async () => {
        await this.store.commitReceived(work);
        settle();
      });
    } finally {
      this.inHand = [];
    }
    return true;
  }
}
