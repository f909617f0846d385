import type { Kafka } from 'kafkajs';

/** First and next offset of a partition's log, and whether the group has read it before. */
export interface LogState {
  low: bigint;
  high: bigint;
  readBefore: boolean;
}

/** State of every partition of the topics, by topic and partition. */
export async function logStates(kafka: Kafka, group: string, topics: string[]): Promise<Map<string, Map<number, LogState>>> {
  // A client of its own, because one that has asked for a topic fails as a whole when that topic is lost.
  const admin = kafka.admin();
  try {
    await admin.connect();
    const marks = await admin.fetchOffsets({ groupId: group, topics });
    const states = await Promise.all(
      topics.map(async (topic) => {
        // -1 = nothing committed. kafkajs itself commits other negative numbers when it resets a position.
        const marked = new Set(
          marks.find((mark) => mark.topic === topic)?.partitions.filter(({ offset }) => !offset.startsWith('-')).map(({ partition }) => partition),
        );
        const partitions = await admin.fetchTopicOffsets(topic);
        return [
          topic,
          new Map(
            partitions.map(({ partition, low, high }): [number, LogState] => [
              partition,
              { low: BigInt(low), high: BigInt(high), readBefore: marked.has(partition) },
            ]),
          ),
        ] as const;
      }),
    );
    return new Map(states);
  } finally {
    await admin.disconnect();
  }
}
