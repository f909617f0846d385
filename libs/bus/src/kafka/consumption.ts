import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@trine/telemetry';
import type { Consumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import { backoff, RECONNECT_MS_MAX, retry } from '../backoff.js';
import type { ConsumeOptions, Consumption, ReceivedMessage } from '../bus.js';
import { Lane, type LaneOptions } from '../lane.js';
import { startOffset } from '../start-offset.js';
import { logStates } from './log-states.js';
import type { Topics } from './topics.js';

/** A partition stops fetching above this much unhandled data: enough to keep a handler busy, small enough to hold. */
const LANE_BYTES_MAX = 4_000_000;

/** How long fetched messages wait for the partition's position before they are fetched again. */
const PLACE_WAIT_MS = 1_000;

/** How long stopping waits for a broker that doesn't answer. */
const STOP_MS_MAX = 5_000;

interface PartitionLane {
  topic: string;
  partition: number;
  lane: Lane;
  /** Next offset expected from the log; undefined until the partition has been placed. */
  next: bigint | undefined;
  placed: Promise<void>;
  paused: boolean;
}

/**
 * One consumer of a group, rebuilt whenever kafkajs gives it up.
 *
 * kafkajs's fetch loop only hands messages to the partition's lane and goes on, so a slow or failing handler delays
 * neither heartbeats nor other partitions. Positions are the handler's; nothing is committed to Kafka, except once per
 * group and partition, as a mark that the group has read this log: a broker that lost its memory has lost the mark too.
 */
export class KafkaConsumption implements Consumption {
  private readonly stopping = new AbortController();
  private readonly stopped = new Promise<void>((resolve) => this.stopping.signal.addEventListener('abort', () => resolve()));
  private readonly ended: Promise<void>;
  private lanes = new Map<string, PartitionLane>();
  private dropping = new AbortController();
  private lanesEnded: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly kafka: Kafka,
    private readonly topics: Topics,
    private readonly options: ConsumeOptions,
    private readonly quarantine: LaneOptions['quarantine'],
    private readonly logger: Logger,
  ) {
    this.ended = this.keepRunning();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.ended;
  }

  private async keepRunning(): Promise<void> {
    const { signal } = this.stopping;
    for (let attempt = 0; !signal.aborted; attempt++) {
      try {
        await this.run(() => (attempt = 0));
      } catch (error) {
        if (!signal.aborted) this.logger.warn({ reason: String(error), group: this.options.group }, 'consumer failed, rebuilding it');
      }
      await backoff(attempt, signal, RECONNECT_MS_MAX);
    }
    await this.lanesEnded;
  }

  /** Resolves when stopped, rejects when the consumer has crashed. */
  private async run(onJoined: () => void): Promise<void> {
    const { group, topics } = this.options;
    await this.topics.ensure(topics.map((topic) => ({ topic })));
    const consumer = this.kafka.consumer({
      groupId: group,
      allowAutoTopicCreation: false,
      sessionTimeout: 10_000,
      heartbeatInterval: 1_000,
      maxWaitTimeInMs: 250,
      minBytes: 1,
      metadataMaxAge: 30_000,
      // Reconnecting by itself, kafkajs keeps its place in the group; a rebuilt consumer waits for the old one's session.
      retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 100, restartOnFailure: async () => false },
    });
    const crashed = new Promise<never>((_, reject) => consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error)));
    const over = Promise.race([this.stopped, crashed]);
    consumer.on(consumer.events.REBALANCING, () => this.dropLanes());
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      onJoined();
      this.assign(consumer, payload.memberAssignment);
    });
    try {
      await Promise.race([over, this.start(consumer)]);
      await over;
    } finally {
      this.dropLanes();
      await Promise.race([consumer.disconnect().catch(() => {}), delay(STOP_MS_MAX, undefined, { ref: false })]);
    }
  }

  private async start(consumer: Consumer): Promise<void> {
    await consumer.connect();
    await consumer.subscribe({ topics: this.options.topics, fromBeginning: true });
    await consumer.run({ autoCommit: false, eachBatch: (payload) => this.receive(consumer, payload) });
  }

  private dropLanes(): void {
    this.dropping.abort();
    this.dropping = new AbortController();
    this.lanesEnded = Promise.all([this.lanesEnded, ...[...this.lanes.values()].map(({ lane }) => lane.stop())]);
    this.lanes.clear();
  }

  /** Runs inside the GROUP_JOIN event: the lanes of the new assignment exist before its first fetch. */
  private assign(consumer: Consumer, assignment: Record<string, number[]>): void {
    this.dropLanes();
    if (this.stopping.signal.aborted) return;
    // A pause outlives the lane that asked for it.
    resume(consumer, Object.entries(assignment).map(([topic, partitions]) => ({ topic, partitions })));
    const { signal } = this.dropping;
    const lanes: PartitionLane[] = [];
    const placed = this.lanesEnded.then(() =>
      retry(() => this.place(consumer, lanes, signal), {
        signal,
        onFailure: (error) => this.logger.warn({ err: error, group: this.options.group }, 'positions not read, trying again'),
      }),
    );
    for (const [topic, partitions] of Object.entries(assignment)) {
      for (const partition of partitions) lanes.push(this.open(consumer, topic, partition, placed));
    }
  }

  private open(consumer: Consumer, topic: string, partition: number, placed: Promise<void>): PartitionLane {
    const lane = new Lane({
      handle: this.options.handle,
      quarantine: this.quarantine,
      logger: this.logger,
      onDone: () => {
        if (!entry.paused || lane.queuedBytes > LANE_BYTES_MAX / 2 || this.lanes.get(`${topic}/${partition}`) !== entry) return;
        entry.paused = false;
        resume(consumer, [{ topic, partitions: [partition] }]);
      },
    });
    const entry: PartitionLane = { topic, partition, lane, next: undefined, placed, paused: false };
    this.lanes.set(`${topic}/${partition}`, entry);
    return entry;
  }

  /** Seeks every partition to where its consumer stands. Needs the handlers of the former assignment to have ended. */
  private async place(consumer: Consumer, lanes: PartitionLane[], signal: AbortSignal): Promise<void> {
    const [logs, positions] = await Promise.all([
      logStates(this.kafka, this.options.group, [...new Set(lanes.map(({ topic }) => topic))]),
      Promise.all(lanes.map(({ topic, partition }) => this.options.position(topic, partition))),
    ]);
    const placements = lanes.map((entry, index) => {
      const { topic, partition } = entry;
      const log = logs.get(topic)?.get(partition);
      if (log === undefined) throw new Error(`partition ${topic}/${partition} has no offsets yet`);
      const position = positions[index];
      const start = startOffset({ position, ...log });
      if (position !== undefined && start !== position) {
        this.logger.warn({ topic, partition, position: String(position), start: String(start) }, 'position is not of this log, reading it from its beginning');
      }
      return { entry, start, readBefore: log.readBefore };
    });
    const unmarked = placements.filter(({ readBefore }) => !readBefore);
    if (signal.aborted) return;
    if (unmarked.length > 0) {
      await consumer.commitOffsets(unmarked.map(({ entry: { topic, partition }, start }) => ({ topic, partition, offset: String(start) })));
    }
    if (signal.aborted) return;
    for (const { entry, start } of placements) {
      consumer.seek({ topic: entry.topic, partition: entry.partition, offset: String(start) });
      entry.next = start;
    }
  }

  /**
   * Never rejects, never waits for a handler. What is dropped here comes again: either a seek is pending, or one will
   * follow when the partition has been placed.
   */
  private async receive(consumer: Consumer, { batch, isStale }: EachBatchPayload): Promise<void> {
    const { topic, partition } = batch;
    const entry = this.lanes.get(`${topic}/${partition}`);
    if (entry === undefined) return;
    if (entry.next === undefined) {
      await Promise.race([entry.placed, delay(PLACE_WAIT_MS, undefined, { ref: false })]);
      if (entry.next === undefined || this.lanes.get(`${topic}/${partition}`) !== entry) return;
    }
    if (isStale()) return;
    const messages = batch.messages.map((message) => received(topic, partition, message));
    const first = messages[0]!.offset;
    if (first < entry.next) this.logger.warn({ topic, partition, expected: String(entry.next), first: String(first) }, 'the log starts again');
    entry.next = messages[messages.length - 1]!.offset + 1n;
    entry.lane.push(messages);
    if (!entry.paused && entry.lane.queuedBytes > LANE_BYTES_MAX) {
      entry.paused = true;
      consumer.pause([{ topic, partitions: [partition] }]);
    }
  }
}

function resume(consumer: Consumer, partitions: { topic: string; partitions: number[] }[]): void {
  try {
    consumer.resume(partitions);
  } catch {
    // A crashed consumer can't resume and needn't: its successor starts without pauses.
  }
}

function received(topic: string, partition: number, { key, value, headers, offset }: KafkaMessage): ReceivedMessage {
  const message: ReceivedMessage = {
    topic,
    partition,
    offset: BigInt(offset),
    key: key === null ? '' : key.toString(),
    value: value ?? Buffer.alloc(0),
  };
  for (const name in headers) (message.headers ??= {})[name] = String(headers[name]);
  return message;
}
