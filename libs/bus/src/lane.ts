import type { Logger } from '@trine/telemetry';
import { backoff } from './backoff.js';
import { PoisonMessage, type ConsumeOptions, type ReceivedMessage } from './bus.js';

/** Most messages in one handler call: large enough to share a transaction's cost, small enough to repeat cheaply. */
export const BATCH_COUNT_MAX = 500;

/** Longest pause between two tries of a handler: a database that is away should not be asked more often. */
const HANDLER_BACKOFF_MS_MAX = 5_000;

/** Charged per message on top of its value, so that a queue of tiny messages is bounded too. */
const MESSAGE_BYTES_OVERHEAD = 256;

export interface LaneOptions {
  handle: ConsumeOptions['handle'];
  quarantine(message: ReceivedMessage, reason: string): Promise<void>;
  /** Called after each batch that is done, with the offset that follows it. */
  onDone(next: bigint): void;
  logger: Logger;
}

/**
 * Delivers the messages of one partition to the handler: one call at a time, in order, again until it succeeds, poison
 * to quarantine. What arrives while the handler runs forms the next batch; no timer is involved.
 */
export class Lane {
  private readonly queue: ReceivedMessage[] = [];
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private bytes = 0;

  constructor(private readonly options: LaneOptions) {}

  /** Memory held by messages that aren't done yet. */
  get queuedBytes(): number {
    return this.bytes;
  }

  push(messages: ReceivedMessage[]): void {
    if (messages.length === 0 || this.stopping.signal.aborted) return;
    for (const message of messages) {
      this.queue.push(message);
      this.bytes += message.value.length + MESSAGE_BYTES_OVERHEAD;
    }
    this.running ??= this.run();
  }

  /** Forgets what is queued. Resolves when the running handler call has ended. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (this.queue.length > 0 && !signal.aborted) {
      const batch = this.queue.splice(0, BATCH_COUNT_MAX);
      await this.deliver(batch, signal);
      if (signal.aborted) break;
      for (const message of batch) this.bytes -= message.value.length + MESSAGE_BYTES_OVERHEAD;
      this.options.onDone(batch[batch.length - 1]!.offset + 1n);
    }
    this.running = undefined;
  }

  private async deliver(batch: ReceivedMessage[], signal: AbortSignal): Promise<void> {
    for (let attempt = 0, rest = batch; rest.length > 0 && !signal.aborted; ) {
      try {
        return await this.options.handle(rest);
      } catch (error) {
        try {
          if (!(error instanceof PoisonMessage)) throw error;
          const { offset } = error.received;
          const healthy = rest.filter((message) => message.offset !== offset);
          // A handler that blames a message it didn't get would otherwise be called again at once, for ever.
          if (healthy.length === rest.length) throw error;
          await this.options.quarantine(error.received, error.message);
          rest = healthy;
        } catch (failure) {
          if (signal.aborted) return;
          const { topic, partition, offset } = rest[0]!;
          this.options.logger.warn({ err: failure, topic, partition, offset: String(offset), attempt }, 'messages not handled, trying again');
          await backoff(attempt++, signal, HANDLER_BACKOFF_MS_MAX);
        }
      }
    }
  }
}
