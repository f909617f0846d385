import type { ConsumeOptions, ReceivedMessage } from '@trine/bus';

/** Stands for a consumer's database: keeps effects and positions together, and outlives its consumer. */
export class Store {
  readonly received: ReceivedMessage[] = [];
  readonly positions = new Map<string, bigint>();

  /** Values received, in order of arrival. */
  values(partition?: number): string[] {
    return this.received.filter((message) => partition === undefined || message.partition === partition).map(({ value }) => value.toString());
  }

  save(batch: ReceivedMessage[]): void {
    this.received.push(...batch);
    const { topic, partition, offset } = batch.at(-1)!;
    this.positions.set(`${topic}/${partition}`, offset + 1n);
  }

  /** Consume options of a handler that just saves. */
  consumer(group: string, ...topics: string[]): ConsumeOptions {
    return {
      group,
      topics,
      position: async (topic, partition) => this.positions.get(`${topic}/${partition}`),
      handle: async (batch) => this.save(batch),
    };
  }
}
