import { afterAll, afterEach, describe, expect, jest, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kafkaBus, MESSAGE_BYTES_MAX, PoisonMessage, PublishRefused, QUARANTINE_TOPIC, type Bus, type BusAlarm } from '@trine/bus';
import { freePort, startKafka, type RunningKafka } from '@trine/devstack';
import { createLogger } from '@trine/telemetry';
import { busSuite } from './bus-suite.js';
import { Store } from './store.js';
import { until } from './until.js';

jest.setTimeout(300_000);

const logger = createLogger('bus-test');
if (process.env['LOG_LEVEL'] === undefined) logger.level = 'silent';

const sharedBrokers = (): string[] => process.env['KAFKA_BROKERS']!.split(',');

busSuite('kafka', (onAlarm) => kafkaBus({ brokers: sharedBrokers(), clientId: 'bus-test', logger, onAlarm }));

const opened: Bus[] = [];

/** Closed after the test, however it ends. */
function open(brokers: string[], onAlarm?: (alarm: BusAlarm) => void): Bus {
  const bus = kafkaBus({ brokers, clientId: 'bus-test', logger, ...(onAlarm && { onAlarm }) });
  opened.push(bus);
  return bus;
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map((bus) => bus.close()));
});

describe('kafka: what the broker refuses', () => {
  const OVERSIZE = Buffer.alloc(MESSAGE_BYTES_MAX + 1);

  test('rejects the call that can never be sent, and only that one', async () => {
    const bus = open(sharedBrokers());
    await bus.connect();
    const topic = `test.${randomUUID()}`;
    const store = new Store();
    await bus.consume(store.consumer(`group.${topic}`, topic));
    const results = await Promise.allSettled([
      bus.publish([{ topic, key: 'a', value: Buffer.from('1') }]),
      bus.publish([{ topic, key: 'a', value: OVERSIZE }]),
      bus.publish([{ topic: 'no topic name', key: 'a', value: Buffer.from('x') }]),
      bus.publish([{ topic, key: 'a', value: Buffer.from('2') }]),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    for (const result of results) if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(PublishRefused);
    await until(() => store.values().includes('2'));
    expect([...new Set(store.values())]).toEqual(['1', '2']);
  });

  test('sends a call in parts when it is too large for one send', async () => {
    const bus = open(sharedBrokers());
    await bus.connect();
    const topic = `test.${randomUUID()}`;
    const store = new Store();
    await bus.consume(store.consumer(`group.${topic}`, topic));
    await bus.publish(Array.from({ length: 30 }, (_, index) => ({ topic, key: 'a', value: Buffer.alloc(100_000, index) })));
    await until(() => store.received.length === 30);
    expect(store.received.map(({ value }) => value[0])).toEqual(Array.from({ length: 30 }, (_, index) => index));
  });

  // At stake: a member sends garbage of the largest size that passes, and its receiver stands still for ever. Shown with
  // a poison message that has no room left for the quarantine headers.
  test('quarantines a poison message of the largest size without its value', async () => {
    const alarms: BusAlarm[] = [];
    const bus = open(sharedBrokers(), (alarm) => alarms.push(alarm));
    await bus.connect();
    const topic = `test.${randomUUID()}`;
    const store = new Store();
    const quarantine = new Store();
    await bus.consume(quarantine.consumer(`group.${topic}.quarantine`, QUARANTINE_TOPIC));
    await bus.consume({
      ...store.consumer(`group.${topic}`, topic),
      handle: async (batch) => {
        const poison = batch.find(({ value }) => value.length > 1000);
        if (poison) throw new PoisonMessage(poison, 'unreadable');
        store.save(batch);
      },
    });
    // About 90 bytes are headers of the batch and the record.
    await bus.publish([{ topic, key: 'a', value: Buffer.alloc(MESSAGE_BYTES_MAX - 100) }]);
    await bus.publish([{ topic, key: 'a', value: Buffer.from('next') }]);
    await until(() => store.received.length === 1 && alarms.length === 1 && quarantine.received.some(({ headers }) => headers?.['source-topic'] === topic));
    const stored = quarantine.received.find(({ headers }) => headers?.['source-topic'] === topic)!;
    expect(stored.value.length).toBe(0);
    expect(stored.headers).toMatchObject({ 'source-offset': '0', reason: 'unreadable' });
  });
});

describe('kafka: a broker that comes and goes', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'trine-bus-'));
  let broker: RunningKafka | undefined;
  let port = 0;
  const brokers = (): string[] => [`127.0.0.1:${port}`];
  const startBroker = async (): Promise<void> => {
    port ||= await freePort();
    broker = await startKafka({ dataDir, port });
  };
  const emptyBroker = async (): Promise<void> => {
    await broker!.stop('SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
    await startBroker();
  };

  /** Publishes numbers one after the other, without end and without sleep, until stopped; resolves with their count. */
  function numbers(bus: Bus, topic: string): { acknowledged(): number; stop(): Promise<number> } {
    let running = true;
    let acknowledged = 0;
    const done = (async () => {
      for (; running; acknowledged++) await bus.publish([{ topic, key: 'key', value: Buffer.from(String(acknowledged)) }]);
    })();
    return {
      acknowledged: () => acknowledged,
      stop: async () => {
        running = false;
        await done;
        return acknowledged;
      },
    };
  }

  /** The order in which each value arrived for the first time. */
  const firsts = (store: Store): number[] => [...new Set(store.values())].map(Number);

  afterAll(async () => {
    await broker?.stop('SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
  });

  test('connect waits for the broker', async () => {
    port = await freePort();
    const bus = open(brokers());
    let connected = false;
    const connecting = bus.connect().then(() => (connected = true));
    const topic = 'early';
    const store = new Store();
    await bus.consume(store.consumer('early', topic));
    const published = bus.publish([{ topic, key: 'key', value: Buffer.from('early') }]);
    expect([connected, bus.healthy()]).toEqual([false, false]);
    await startBroker();
    await Promise.all([connecting, published]);
    expect(bus.healthy()).toBe(true);
    await until(() => store.received.length === 1);
  });

  test('closes while the broker is away', async () => {
    const bus = open(brokers());
    await bus.connect();
    const store = new Store();
    const consumption = await bus.consume(store.consumer('closing', 'closing'));
    await bus.publish([{ topic: 'closing', key: 'key', value: Buffer.from('1') }]);
    await until(() => store.received.length === 1);
    await broker!.stop('SIGKILL');
    const published = bus.publish([{ topic: 'closing', key: 'key', value: Buffer.from('2') }]);
    const rejected = expect(published).rejects.toThrow('closed');
    await until(() => !bus.healthy());
    await consumption.stop();
    await bus.close();
    await rejected;
    await startBroker();
  });

  test('loses nothing when the broker is killed and started again', async () => {
    const bus = open(brokers());
    await bus.connect();
    const store = new Store();
    await bus.consume(store.consumer('restart', 'restart'));
    const sender = numbers(bus, 'restart');
    await until(() => store.received.length > 50);
    await broker!.stop('SIGKILL');
    await until(() => !bus.healthy());
    const before = sender.acknowledged();
    await startBroker();
    await until(() => sender.acknowledged() > before + 50, 120_000);
    const count = await sender.stop();
    await until(() => new Set(store.values()).size === count, 120_000);
    expect(firsts(store)).toEqual(Array.from({ length: count }, (_, value) => value));
    await until(() => bus.healthy());
  });

  // At stake: after the bus has lost its memory, messages that are published again must reach consumers that hold
  // positions of the old log, although by number these may lie inside the new one. Shown with a consumer that goes on
  // running and one that was down meanwhile; what was only in the old log may be missing, all of the new log may not.
  test('delivers all of the new log when the broker comes back empty', async () => {
    const topic = 'emptied';
    const sendingBus = open(brokers());
    const runningBus = open(brokers());
    const stoppedBus = open(brokers());
    await Promise.all([sendingBus.connect(), runningBus.connect(), stoppedBus.connect()]);
    await sendingBus.ensureTopics([{ topic, partitions: 2 }]);
    const running = new Store();
    const stopped = new Store();
    await runningBus.consume(running.consumer('running', topic));
    await stoppedBus.consume(stopped.consumer('stopped', topic));
    const publish = async (values: string[]): Promise<void> => {
      for (const value of values) await sendingBus.publish([{ topic, key: value, value: Buffer.from(value) }]);
    };
    const values = (name: string, count: number): string[] => Array.from({ length: count }, (_, index) => `${name}-${index}`);
    await publish(values('old', 20));
    await until(() => running.received.length === 20 && stopped.received.length === 20);
    await stoppedBus.close();

    await emptyBroker();
    const fresh = values('new', 200);
    await publish(fresh);
    const returned = open(brokers());
    await returned.connect();
    await returned.consume(stopped.consumer('stopped', topic));
    for (const store of [running, stopped]) await until(() => fresh.every((value) => store.values().includes(value)), 120_000);
    expect(new Set(running.received.map(({ partition }) => partition)).size).toBe(2);
    expect(running.positions).toEqual(stopped.positions);
  });
});
