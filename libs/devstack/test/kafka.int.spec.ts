import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, jest } from '@jest/globals';
import { Kafka, logLevel } from 'kafkajs';
import { pickKafka } from '../src/pick-kafka.js';
import { startKafka, type RunningKafka } from '../src/kafka.js';

jest.setTimeout(300_000);

const dataDir = mkdtempSync(join(tmpdir(), 'trine-kafka-'));
let broker: RunningKafka | undefined;
afterAll(async () => {
  await broker?.stop('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

const client = (brokers: string[]): Kafka => new Kafka({ brokers, logLevel: logLevel.NOTHING, retry: { initialRetryTime: 50, retries: 15 } });

async function offsetOf(brokers: string[], topic: string): Promise<string | undefined> {
  const admin = client(brokers).admin();
  await admin.connect();
  try {
    return (await admin.fetchTopicOffsets(topic))[0]?.high;
  } finally {
    await admin.disconnect();
  }
}

it('keeps its messages and its port over kill -9 and over an orderly stop', async () => {
  broker = await startKafka({ dataDir });
  const brokers = broker.brokers;
  const admin = client(brokers).admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic: 'kept', numPartitions: 1 }], waitForLeaders: true });
  await admin.disconnect();
  const producer = client(brokers).producer({ allowAutoTopicCreation: false });
  await producer.connect();
  await producer.send({ topic: 'kept', messages: [{ value: 'a' }, { value: 'b' }] });
  await producer.disconnect();

  await broker.stop('SIGKILL');
  broker = await startKafka({ dataDir });
  expect(broker.brokers).toEqual(brokers);
  expect(await offsetOf(brokers, 'kept')).toBe('2');

  await broker.stop();
  broker = await startKafka({ dataDir });
  expect(broker.brokers).toEqual(brokers);
  expect(await offsetOf(brokers, 'kept')).toBe('2');
});

it('takes given brokers before anything else and says so', async () => {
  const lines: string[] = [];
  const picked = await pickKafka({ dataDir: 'unused', brokers: ['b:2'], env: { KAFKA_BROKERS: 'a:1,a:2' }, notice: (line) => lines.push(line) });
  expect(picked).toMatchObject({ kind: 'given', brokers: ['a:1', 'a:2'] });
  expect(lines).toEqual(['kafka: using a:1, a:2']);
});
