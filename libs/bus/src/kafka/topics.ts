import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@trine/telemetry';
import type { Admin, Kafka } from 'kafkajs';
import { retry } from '../backoff.js';

/** How often the broker is asked for its topics, to learn whether it is there and whether it has lost any. */
const WATCH_MS = 2_000;

/** Without an answer for this long the broker counts as unreachable, even when no request has failed yet. */
const CONTACT_AGE_MS_MAX = 10_000;

/** Largest message: 3 MB of AS data, in base64 three times over (pack, signature, seal). Brokers refuse 1 MiB by default. */
export const MESSAGE_BYTES_MAX = 16 * 1024 * 1024;
const TOPIC_SETTINGS = [{ name: 'max.message.bytes', value: String(MESSAGE_BYTES_MAX) }];

/** Knows which topics this bus uses, creates them, and puts them back when the broker has lost them. */
export class Topics {
  // Asks only for all topics at once: a client that knows lost topics by name can't do anything until they are back.
  private readonly admin: Admin;
  private readonly partitionsByTopic = new Map<string, number>();
  private readonly closing = new AbortController();
  private contactAt = 0;
  private watching: Promise<void> | undefined;

  constructor(
    kafka: Kafka,
    private readonly logger: Logger,
  ) {
    this.admin = kafka.admin();
  }

  /** Resolves when the broker has answered; from then on it is watched. */
  async connect(): Promise<void> {
    await retry(
      async () => {
        await this.admin.connect();
        await this.existing();
      },
      { signal: this.closing.signal, onFailure: (error) => this.logger.warn({ reason: String(error) }, 'waiting for the bus') },
    );
    this.watching ??= this.watch();
  }

  reachable(): boolean {
    return Date.now() - this.contactAt < CONTACT_AGE_MS_MAX;
  }

  knows(topic: string): boolean {
    return this.partitionsByTopic.has(topic);
  }

  /** Creates what is missing and keeps it there; rejects when the broker can't or won't. */
  async ensure(topics: { topic: string; partitions?: number }[]): Promise<void> {
    const wanted = new Map(topics.map(({ topic, partitions }) => [topic, partitions ?? this.partitionsByTopic.get(topic) ?? 1]));
    const existing = await this.create(wanted);
    for (const [topic, partitions] of wanted) {
      const found = existing.get(topic) ?? partitions;
      if (found < partitions) this.logger.warn({ topic, wanted: partitions, found }, 'topic has fewer partitions than wanted');
      this.partitionsByTopic.set(topic, found);
    }
  }

  /** Puts back what has been lost. */
  async restore(): Promise<void> {
    const existing = await this.create(this.partitionsByTopic);
    for (const topic of this.partitionsByTopic.keys()) {
      const found = existing.get(topic);
      if (found !== undefined) this.partitionsByTopic.set(topic, found);
    }
  }

  async close(): Promise<void> {
    this.closing.abort();
    this.contactAt = 0;
    await this.watching;
    await this.admin.disconnect();
  }

  private async watch(): Promise<void> {
    const { signal } = this.closing;
    while (!signal.aborted) {
      await delay(WATCH_MS, undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      const before = this.reachable();
      await this.restore().catch((error: unknown) => {
        if (before && !signal.aborted) this.logger.warn({ reason: String(error) }, this.reachable() ? 'topics not put back' : 'bus not reached');
      });
      if (!before && this.reachable()) this.logger.info('bus reached again');
    }
  }

  /** Partition counts of the topics that were there already. */
  private async create(wanted: ReadonlyMap<string, number>): Promise<ReadonlyMap<string, number>> {
    const existing = await this.existing();
    const missing = [...wanted].filter(([topic]) => !existing.has(topic));
    if (missing.length > 0) {
      const created = await this.admin.createTopics({ topics: missing.map(([topic, numPartitions]) => ({ topic, numPartitions, configEntries: TOPIC_SETTINGS })), waitForLeaders: true });
      // Otherwise somebody else was faster.
      if (created) this.logger.info({ topics: missing.map(([topic]) => topic) }, 'topics created');
    }
    return existing;
  }

  private async existing(): Promise<ReadonlyMap<string, number>> {
    try {
      const { topics } = await this.admin.fetchTopicMetadata();
      this.contactAt = Date.now();
      return new Map(topics.map(({ name, partitions }) => [name, partitions.length]));
    } catch (error) {
      this.contactAt = 0;
      throw error;
    }
  }
}
