import { setImmediate as turn } from 'node:timers/promises';
import type { Logger } from '@trine/telemetry';
import { Partitioners, type Kafka, type Message, type Producer } from 'kafkajs';
import { backoff, RECONNECT_MS_MAX, retry } from '../backoff.js';
import { PublishRefused, type BusMessage } from '../bus.js';
import { brokerErrorType } from './client.js';
import type { Topics } from './topics.js';

/** Most bytes in one send. kafkajs makes one record batch per partition, and brokers refuse one above 1 MiB. */
export const SEND_BYTES_MAX = 900_000;

/** Record header, and a key or header length; generous. */
const MESSAGE_BYTES_OVERHEAD = 100;

/** Errors that the same messages will meet again and again. */
const REFUSALS = new Set([
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_TOPIC_EXCEPTION',
  'TOPIC_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
]);

/** Messages of one `publish` call that go out together. */
interface Parcel {
  messages: BusMessage[];
  bytes: number;
  resolve(): void;
  reject(error: Error): void;
}

/** Sends what has been collected since the last send, one send at a time. */
export class Publisher {
  private readonly producer: Producer;
  private readonly queue: Parcel[] = [];
  private readonly closing = new AbortController();
  private sending: Promise<void> | undefined;
  private closed = false;

  constructor(
    kafka: Kafka,
    private readonly topics: Topics,
    private readonly logger: Logger,
  ) {
    this.producer = kafka.producer({ allowAutoTopicCreation: false, createPartitioner: Partitioners.DefaultPartitioner });
  }

  async connect(): Promise<void> {
    await retry(() => this.producer.connect(), {
      signal: this.closing.signal,
      onFailure: (error) => this.logger.warn({ reason: String(error) }, 'waiting for the bus'),
    });
  }

  async publish(messages: BusMessage[]): Promise<void> {
    if (this.closed) throw new Error('bus is closed');
    if (messages.length === 0) return;
    const done = Promise.all(
      parcels(messages).map((parcel) => new Promise<void>((resolve, reject) => this.queue.push({ ...parcel, resolve, reject }))),
    );
    this.sending ??= this.drain();
    await done;
  }

  /** From now on everything gets one try only. */
  stopRetrying(): void {
    this.closing.abort();
  }

  async close(): Promise<void> {
    this.stopRetrying();
    this.closed = true;
    await this.sending;
    await this.producer.disconnect();
  }

  private async drain(): Promise<void> {
    // What is published in the same event-loop turn shares the first send instead of waiting for its acknowledgement.
    await turn();
    while (this.queue.length > 0) await this.send(this.takeDue());
    this.sending = undefined;
  }

  private takeDue(): Parcel[] {
    let count = 1;
    for (let bytes = this.queue[0]!.bytes; count < this.queue.length; count++) {
      bytes += this.queue[count]!.bytes;
      if (bytes > SEND_BYTES_MAX) break;
    }
    return this.queue.splice(0, count);
  }

  private async send(parcels: Parcel[]): Promise<void> {
    const topicMessages = byTopic(parcels);
    for (let attempt = 0; ; attempt++) {
      try {
        const unknown = topicMessages.filter(({ topic }) => !this.topics.knows(topic));
        if (unknown.length > 0) await this.topics.ensure(unknown);
        await this.producer.sendBatch({ acks: -1, topicMessages });
        for (const parcel of parcels) parcel.resolve();
        return;
      } catch (error) {
        const type = brokerErrorType(error);
        if (type !== undefined && REFUSALS.has(type)) {
          // Only the culprit may fail. The others may be sent twice by this, which receivers expect.
          if (parcels.length > 1) for (const parcel of parcels) await this.send([parcel]);
          else parcels[0]!.reject(new PublishRefused(`the bus refused a message: ${type}`, { cause: error }));
          return;
        }
        if (this.closing.signal.aborted) {
          for (const parcel of parcels) parcel.reject(new Error('bus closed before it acknowledged', { cause: error }));
          return;
        }
        this.logger.warn({ reason: String(error), attempt }, 'messages not sent, trying again');
        if (type === 'UNKNOWN_TOPIC_OR_PARTITION') await this.topics.restore().catch(() => {});
        await backoff(attempt, this.closing.signal, RECONNECT_MS_MAX);
      }
    }
  }
}

function parcels(messages: BusMessage[]): { messages: BusMessage[]; bytes: number }[] {
  const done: { messages: BusMessage[]; bytes: number }[] = [];
  let open = { messages: [] as BusMessage[], bytes: 0 };
  for (const message of messages) {
    const bytes = messageBytes(message);
    if (open.messages.length > 0 && open.bytes + bytes > SEND_BYTES_MAX) {
      done.push(open);
      open = { messages: [], bytes: 0 };
    }
    open.messages.push(message);
    open.bytes += bytes;
  }
  done.push(open);
  return done;
}

function messageBytes({ key, value, headers }: BusMessage): number {
  let bytes = MESSAGE_BYTES_OVERHEAD + Buffer.byteLength(key) + value.length;
  for (const name in headers) bytes += name.length + Buffer.byteLength(headers[name]!);
  return bytes;
}

function byTopic(parcels: Parcel[]): { topic: string; messages: Message[] }[] {
  const topics = new Map<string, Message[]>();
  for (const { messages } of parcels) {
    for (const { topic, key, value, headers } of messages) {
      let list = topics.get(topic);
      if (list === undefined) topics.set(topic, (list = []));
      list.push(headers === undefined ? { key, value } : { key, value, headers });
    }
  }
  return [...topics].map(([topic, messages]) => ({ topic, messages }));
}
