import { setImmediate } from 'node:timers';
import type { Logger } from '@trine/telemetry';
import { retry } from '../backoff.js';
import type { Bus, BusAlarm, BusMessage, ConsumeOptions, Consumption, ReceivedMessage } from '../bus.js';
import { Lane } from '../lane.js';
import { logAlarm, poisonAlarm, quarantined } from '../quarantine.js';
import { startOffset } from '../start-offset.js';

/**
 * Messages kept per partition. Beyond it the oldest go, as soon as every group that ever read the partition has
 * handled them: enough to look back in tests and on a laptop, a few megabytes.
 */
export const RETAINED_COUNT_MAX = 10_000;

export interface InProcessBusOptions {
  logger: Logger;
  /** Default: an error line with `alarm: 'poison_message'`. */
  onAlarm?: (alarm: BusAlarm) => void;
}

/** The bus in the memory of one process, with the promises of the real one; all its users share the instance. */
export function inProcessBus(options: InProcessBusOptions): Bus {
  return new InProcessBus(options);
}

interface PartitionLog {
  topic: string;
  partition: number;
  low: bigint;
  messages: ReceivedMessage[];
  /** By group that has read this log: the next offset it hasn't handled. */
  handled: Map<string, bigint>;
  /** Lanes that are fed from this log. */
  readers: Set<Reader>;
  deliveryDue: boolean;
}

interface Reader {
  lane: Lane;
  next: bigint;
}

interface Member {
  options: ConsumeOptions;
  lanes: Map<PartitionLog, Reader>;
}

interface Group {
  members: Member[];
  /** Aborted by the next rebalance. */
  generation: AbortController;
  lanesEnded: Promise<unknown>;
}

class InProcessBus implements Bus {
  private readonly topics = new Map<string, PartitionLog[]>();
  private readonly groups = new Map<string, Group>();
  private readonly logger: Logger;
  private readonly onAlarm: (alarm: BusAlarm) => void;
  private closed = false;

  constructor({ logger, onAlarm }: InProcessBusOptions) {
    this.logger = logger;
    this.onAlarm = onAlarm ?? logAlarm(logger);
  }

  async connect(): Promise<void> {}

  async ensureTopics(topics: { topic: string; partitions?: number }[]): Promise<void> {
    for (const { topic, partitions } of topics) this.topic(topic, partitions);
  }

  async publish(messages: BusMessage[]): Promise<void> {
    if (this.closed) throw new Error('bus is closed');
    for (const { topic, key, value, headers } of messages) {
      const logs = this.topic(topic);
      const log = logs.length === 1 ? logs[0]! : logs[hash(key) % logs.length]!;
      const offset = log.low + BigInt(log.messages.length);
      log.messages.push({ topic, key, value, partition: log.partition, offset, ...(headers && { headers }) });
      this.deliverSoon(log);
    }
  }

  async consume(options: ConsumeOptions): Promise<Consumption> {
    if (this.closed) throw new Error('bus is closed');
    const group = this.group(options.group);
    const member: Member = { options, lanes: new Map() };
    group.members.push(member);
    this.rebalance(group);
    return {
      stop: async () => {
        if (!group.members.includes(member)) return group.lanesEnded.then(() => {});
        group.members = group.members.filter((other) => other !== member);
        this.rebalance(group, member);
        await group.lanesEnded;
      },
    };
  }

  async quarantine(message: ReceivedMessage, reason: string): Promise<void> {
    await this.publish([quarantined(message, reason)]);
    this.onAlarm(poisonAlarm(message, reason));
  }

  healthy(): boolean {
    return !this.closed;
  }

  async close(): Promise<void> {
    const groups = [...this.groups.values()];
    for (const group of groups) {
      const left = group.members;
      group.members = [];
      this.rebalance(group, ...left);
    }
    await Promise.all(groups.map(({ lanesEnded }) => lanesEnded));
    this.closed = true;
  }

  private topic(topic: string, partitions = 1): PartitionLog[] {
    let logs = this.topics.get(topic);
    if (logs === undefined) {
      logs = Array.from({ length: partitions }, (_, partition) => ({
        topic,
        partition,
        low: 0n,
        messages: [],
        handled: new Map<string, bigint>(),
        readers: new Set<Reader>(),
        deliveryDue: false,
      }));
      this.topics.set(topic, logs);
    }
    return logs;
  }

  private group(name: string): Group {
    let group = this.groups.get(name);
    if (group === undefined) {
      group = { members: [], generation: new AbortController(), lanesEnded: Promise.resolve() };
      this.groups.set(name, group);
    }
    return group;
  }

  /** Ends all lanes of the group and deals its partitions out again. `left` are members that take part no more. */
  private rebalance(group: Group, ...left: Member[]): void {
    group.generation.abort();
    group.generation = new AbortController();
    const { signal } = group.generation;
    const ending = [...group.members, ...left].flatMap(({ lanes }) => {
      const readers = [...lanes];
      lanes.clear();
      return readers.map(([log, reader]) => {
        log.readers.delete(reader);
        return reader.lane.stop();
      });
    });
    group.lanesEnded = Promise.all([group.lanesEnded, ...ending]);
    for (const member of group.members) {
      for (const topic of member.options.topics) {
        const sharers = group.members.filter(({ options }) => options.topics.includes(topic));
        for (const log of this.topic(topic)) {
          if (sharers[log.partition % sharers.length] === member) void group.lanesEnded.then(() => this.open(member, log, signal));
        }
      }
    }
  }

  private async open({ options, lanes }: Member, log: PartitionLog, signal: AbortSignal): Promise<void> {
    const { topic, partition } = log;
    await retry(
      async () => {
        const position = await options.position(topic, partition);
        if (signal.aborted) return;
        const { low, messages, handled } = log;
        const start = startOffset({ position, readBefore: handled.has(options.group), low, high: low + BigInt(messages.length) });
        handled.set(options.group, start);
        const lane = new Lane({
          handle: options.handle,
          quarantine: (message, reason) => this.quarantine(message, reason),
          logger: this.logger,
          onDone: (next) => {
            handled.set(options.group, next);
            trim(log);
          },
        });
        const reader = { lane, next: start };
        lanes.set(log, reader);
        log.readers.add(reader);
        this.deliverSoon(log);
      },
      { signal, onFailure: (error) => this.logger.warn({ err: error, group: options.group, topic, partition }, 'position not read, trying again') },
    );
  }

  /** Later, so that all that is published in one event-loop turn arrives as one batch. */
  private deliverSoon(log: PartitionLog): void {
    if (log.deliveryDue) return;
    log.deliveryDue = true;
    setImmediate(() => {
      log.deliveryDue = false;
      trim(log);
      for (const reader of log.readers) {
        reader.lane.push(log.messages.slice(Number(reader.next - log.low)));
        reader.next = log.low + BigInt(log.messages.length);
      }
    });
  }
}

function trim(log: PartitionLog): void {
  let excess = log.messages.length - RETAINED_COUNT_MAX;
  // A tenth at a time: taking single messages off the front would move the rest each time.
  if (excess < RETAINED_COUNT_MAX / 10) return;
  for (const next of log.handled.values()) excess = Math.min(excess, Number(next - log.low));
  if (excess <= 0) return;
  log.messages.splice(0, excess);
  log.low += BigInt(excess);
}

/** FNV-1a: the same key always meets the same partition. */
function hash(key: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < key.length; index++) value = Math.imul(value ^ key.charCodeAt(index), 0x01000193);
  return value >>> 0;
}
