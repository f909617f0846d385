/** A message as its sender gives it. Messages with the same key keep their order; `key` also picks the partition. */
export interface BusMessage {
  topic: string;
  key: string;
  value: Buffer;
  headers?: Record<string, string>;
}

/** A message with its place in the log. */
export interface ReceivedMessage extends BusMessage {
  partition: number;
  offset: bigint;
}

export interface ConsumeOptions {
  /** Consumer group: names the owner of the positions. Members of one group share the partitions. */
  group: string;
  topics: string[];
  /**
   * Next offset to read for a partition, as stored in the consumer's own database; undefined = from the beginning.
   * Read again whenever a partition is assigned. It counts only for the log it was taken from: when the position lies
   * outside the log, or this group has never read the partition on this broker (the bus lost its memory), reading
   * starts at the beginning of what is there. So offsets can go BACK; store the last one handled as it is, and drop
   * what was already seen by message id.
   */
  position(topic: string, partition: number): Promise<bigint | undefined>;
  /**
   * At least once, one call at a time per partition, messages in order, 1 to `BATCH_COUNT_MAX` of one partition.
   * Resolve = done (the handler itself stored effects and position). Rejecting = the same messages again after a
   * backoff, forever (that's the back-pressure), except for `PoisonMessage`.
   */
  handle(batch: ReceivedMessage[]): Promise<void>;
}

/**
 * Thrown by a handler: `received` can never be processed. It goes to the quarantine topic and the handler is called
 * again with the rest of its batch, including what came before it. If nothing is left, it isn't called, so that after a
 * restart the same message can be quarantined once more.
 */
export class PoisonMessage extends Error {
  override readonly name = 'PoisonMessage';

  constructor(
    readonly received: ReceivedMessage,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(reason, options);
  }
}

/** `publish` says: this will never be sent as it is (too large, not allowed, not a topic name). The `cause` says why. */
export class PublishRefused extends Error {
  override readonly name = 'PublishRefused';
}

export interface Consumption {
  /** Resolves after the running handlers ended; none is called afterwards. */
  stop(): Promise<void>;
}

/** What an operator has to look at. Never holds message content. */
export interface BusAlarm {
  event: string;
  topic: string;
  partition: number;
  offset: string;
  reason: string;
}

export interface Bus {
  /** Resolves when the bus can be used; keeps trying (and logs that it waits) until then. */
  connect(): Promise<void>;
  /** Creates missing topics (1 partition unless stated). Idempotent; an existing topic keeps its partitions. */
  ensureTopics(topics: { topic: string; partitions?: number }[]): Promise<void>;
  /**
   * Resolves when the bus has acknowledged all of them. Calls made while a send is in flight go out together in the
   * next one; only one is in flight, so order per key is kept. Topics that don't exist are created.
   * Retries until acknowledged or `close()`; rejects with `PublishRefused` what can never be sent.
   */
  publish(messages: BusMessage[]): Promise<void>;
  /** Starts consuming in the background, as soon and as long as the bus can be reached. Creates missing topics. */
  consume(options: ConsumeOptions): Promise<Consumption>;
  /**
   * Puts a message on `QUARANTINE_TOPIC` with the headers source-topic, source-partition, source-offset and reason,
   * then raises the alarm. A message too large to carry those headers is stored there without its value.
   */
  quarantine(message: ReceivedMessage, reason: string): Promise<void>;
  /** false while the broker can't be reached. */
  healthy(): boolean;
  /** Stops all consumptions, tries once more to send what is queued, and rejects what remains. */
  close(): Promise<void>;
}

/** Where messages go that a handler called poison. */
export const QUARANTINE_TOPIC = 'trine.quarantine';
