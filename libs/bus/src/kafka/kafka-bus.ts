import type { Logger } from '@trine/telemetry';
import { retry } from '../backoff.js';
import { PublishRefused, type Bus, type BusAlarm, type BusMessage, type ConsumeOptions, type Consumption, type ReceivedMessage } from '../bus.js';
import { logAlarm, poisonAlarm, quarantined } from '../quarantine.js';
import { kafkaClient, type KafkaAddress } from './client.js';
import { KafkaConsumption } from './consumption.js';
import { Publisher } from './publisher.js';
import { Topics } from './topics.js';

export interface KafkaBusOptions extends KafkaAddress {
  logger: Logger;
  /** Default: an error line with `alarm: 'poison_message'`. */
  onAlarm?: (alarm: BusAlarm) => void;
}

/** The bus over Apache Kafka. */
export function kafkaBus(options: KafkaBusOptions): Bus {
  return new KafkaBus(options);
}

class KafkaBus implements Bus {
  private readonly consumerClient;
  private readonly topics: Topics;
  private readonly publisher: Publisher;
  private readonly consumptions = new Set<KafkaConsumption>();
  private readonly closing = new AbortController();
  private readonly logger: Logger;
  private readonly onAlarm: (alarm: BusAlarm) => void;

  constructor({ logger, onAlarm, ...address }: KafkaBusOptions) {
    this.logger = logger;
    this.onAlarm = onAlarm ?? logAlarm(logger);
    // Sending and asking fail soon, because their callers retry with their own patience and must notice lost topics.
    const impatient = kafkaClient(address, logger, { initialRetryTime: 50, maxRetryTime: 500, retries: 3 });
    this.consumerClient = kafkaClient(address, logger, { initialRetryTime: 50, maxRetryTime: 2_000, retries: 15 });
    this.topics = new Topics(impatient, logger);
    this.publisher = new Publisher(impatient, this.topics, logger);
  }

  async connect(): Promise<void> {
    await this.topics.connect();
    await this.publisher.connect();
  }

  async ensureTopics(topics: { topic: string; partitions?: number }[]): Promise<void> {
    await retry(() => this.topics.ensure(topics), {
      signal: this.closing.signal,
      onFailure: (error) => this.logger.warn({ reason: String(error) }, 'topics not created, trying again'),
    });
  }

  publish(messages: BusMessage[]): Promise<void> {
    return this.publisher.publish(messages);
  }

  async consume(options: ConsumeOptions): Promise<Consumption> {
    if (this.closing.signal.aborted) throw new Error('bus is closed');
    const consumption = new KafkaConsumption(
      this.consumerClient,
      this.topics,
      options,
      (message, reason) => this.quarantine(message, reason),
      this.logger,
    );
    this.consumptions.add(consumption);
    return {
      stop: async () => {
        await consumption.stop();
        this.consumptions.delete(consumption);
      },
    };
  }

  async quarantine(message: ReceivedMessage, reason: string): Promise<void> {
    const entry = quarantined(message, reason);
    try {
      await this.publish([entry]);
    } catch (error) {
      if (!(error instanceof PublishRefused)) throw error;
      // The largest message the bus takes has no room for more headers; it must not block its partition for ever.
      await this.publish([{ ...entry, value: Buffer.alloc(0) }]);
    }
    this.onAlarm(poisonAlarm(message, reason));
  }

  healthy(): boolean {
    return this.topics.reachable();
  }

  async close(): Promise<void> {
    this.closing.abort();
    // Running handlers may still publish, but must not wait for a broker that is away.
    this.publisher.stopRetrying();
    await Promise.all([...this.consumptions].map((consumption) => consumption.stop()));
    await this.publisher.close();
    await this.topics.close();
  }
}
