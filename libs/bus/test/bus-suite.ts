import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import { BATCH_COUNT_MAX, PoisonMessage, QUARANTINE_TOPIC, type Bus, type BusAlarm, type BusMessage, type Consumption, type ReceivedMessage } from '@trine/bus';
import { Store } from './store.js';
import { until } from './until.js';

const message = (topic: string, key: string, value: string | number): BusMessage => ({ topic, key, value: Buffer.from(String(value)) });

const range = (count: number, from = 0): number[] => Array.from({ length: count }, (_, index) => from + index);

/** The promises of the bus port, the same for every adapter. */
export function busSuite(adapter: string, open: (onAlarm: (alarm: BusAlarm) => void) => Bus): void {
  describe(`bus: ${adapter}`, () => {
    const alarms: BusAlarm[] = [];
    let bus: Bus;

    beforeAll(async () => {
      bus = open((alarm) => alarms.push(alarm));
      await bus.connect();
    });
    afterAll(() => bus.close());

    /** Names of its own for each test, so that tests don't meet on a shared broker. */
    async function names(partitions = 1): Promise<{ topic: string; group: string }> {
      const id = randomUUID();
      const topic = `test.${id}`;
      await bus.ensureTopics([{ topic, partitions }]);
      return { topic, group: `test-group.${id}` };
    }

    test('is healthy when connected', () => {
      expect(bus.healthy()).toBe(true);
    });

    test('delivers a message as it was sent', async () => {
      const { topic, group } = await names();
      const store = new Store();
      const sent = { topic, key: 'ชื่อ', value: Buffer.from([0, 255, 10]), headers: { traceparent: '00-ab', name: 'ค่า' } };
      await bus.publish([sent, { topic, key: '', value: Buffer.alloc(0) }]);
      const consumption = await bus.consume(store.consumer(group, topic));
      await until(() => store.received.length === 2);
      expect(store.received).toEqual([
        { ...sent, partition: 0, offset: 0n },
        { topic, key: '', value: Buffer.alloc(0), partition: 0, offset: 1n },
      ]);
      await consumption.stop();
    });

    test('keeps the order of each key, and a key in one partition', async () => {
      const { topic, group } = await names(3);
      const store = new Store();
      const consumption = await bus.consume(store.consumer(group, topic));
      const keys = range(20).map((key) => `key-${key}`);
      await Promise.all(range(50).map((round) => bus.publish(keys.map((key) => message(topic, key, `${key}:${round}`)))));
      await until(() => store.received.length >= 1000);
      for (const key of keys) {
        const own = store.received.filter((received) => received.key === key);
        expect(own.map(({ value }) => value.toString())).toEqual(range(50).map((round) => `${key}:${round}`));
        expect(new Set(own.map(({ partition }) => partition)).size).toBe(1);
      }
      expect(new Set(store.received.map(({ partition }) => partition)).size).toBe(3);
      await consumption.stop();
    });

    test('delivers the same messages again until the handler succeeds', async () => {
      const { topic, group } = await names();
      const store = new Store();
      const attempts: string[][] = [];
      await bus.publish(range(3).map((value) => message(topic, 'key', value)));
      const consumption = await bus.consume({
        ...store.consumer(group, topic),
        handle: async (batch) => {
          attempts.push(batch.map(({ value }) => value.toString()));
          if (attempts.length < 3) throw new Error('database away');
          store.save(batch);
        },
      });
      await until(() => store.received.length === 3);
      expect(attempts).toEqual([attempts[0], attempts[0], attempts[0]]);
      expect(store.values()).toEqual(['0', '1', '2']);
      await consumption.stop();
    });

    test('a partition whose handler fails does not hold up the others', async () => {
      const { topic, group } = await names(3);
      const store = new Store();
      let stuck: number | undefined;
      const consumption = await bus.consume({
        ...store.consumer(group, topic),
        handle: async (batch) => {
          stuck ??= batch[0]!.partition;
          if (batch[0]!.partition === stuck) throw new Error('cannot');
          store.save(batch);
        },
      });
      await bus.publish([message(topic, 'first', 'first')]);
      await until(() => stuck !== undefined);
      for (const round of range(5)) {
        await bus.publish(range(30).map((key) => message(topic, `key-${key}`, `${key}:${round}`)));
        await until(() => store.values().filter((value) => value.endsWith(`:${round}`)).length > 0);
      }
      expect(store.values(stuck)).toEqual([]);
      await consumption.stop();
    });

    test('starts at the position that the consumer has stored', async () => {
      const { topic, group } = await names();
      const store = new Store();
      const first = await bus.consume(store.consumer(group, topic));
      await bus.publish(range(5).map((value) => message(topic, 'key', value)));
      await until(() => store.received.length === 5);
      await first.stop();
      await bus.publish(range(5, 5).map((value) => message(topic, 'key', value)));

      const restarted = new Store();
      // A slow database: the log's messages are there long before the position is known.
      const second = await bus.consume({ ...restarted.consumer(group, topic), position: () => delay(300, 3n) });
      await until(() => restarted.received.length === 7);
      await bus.publish([message(topic, 'key', 10)]);
      await until(() => restarted.received.length === 8);
      expect(restarted.values()).toEqual(range(8, 3).map(String));
      expect(restarted.positions.get(`${topic}/0`)).toBe(11n);
      await second.stop();
    });

    test('reads a log from its beginning when the position lies beyond its end', async () => {
      const { topic, group } = await names();
      const store = new Store();
      await (await readOnce(topic, group)).stop();
      store.positions.set(`${topic}/0`, 1000n);
      const consumption = await bus.consume(store.consumer(group, topic));
      await bus.publish([message(topic, 'key', 'new')]);
      await until(() => store.received.length === 2);
      expect(store.values()).toEqual(['read once', 'new']);
      expect(store.positions.get(`${topic}/0`)).toBe(2n);
      await consumption.stop();
    });

    // At stake: a bus that lost its memory and has new messages up to the old position and further. By number the
    // position looks valid, and messages would be skipped. Shown with a group that this log has never seen.
    test('reads a log from its beginning when the group has never read it', async () => {
      const { topic, group } = await names();
      const store = new Store();
      await bus.publish(range(5).map((value) => message(topic, 'key', value)));
      store.positions.set(`${topic}/0`, 3n);
      const consumption = await bus.consume(store.consumer(group, topic));
      await until(() => store.received.length === 5);
      expect(store.values()).toEqual(range(5).map(String));
      await consumption.stop();
    });

    test('loses nothing and never calls a slow handler twice at a time for a partition', async () => {
      const { topic, group } = await names(3);
      const store = new Store();
      const running = new Set<number>();
      const sizes: number[] = [];
      let overlaps = 0;
      const consumption = await bus.consume({
        ...store.consumer(group, topic),
        handle: async (batch) => {
          const partition = batch[0]!.partition;
          if (running.has(partition)) overlaps++;
          running.add(partition);
          sizes.push(batch.length);
          for (const _ of range(20)) await turn();
          store.save(batch);
          running.delete(partition);
        },
      });
      // 9000 messages of 2 KB: more than a partition may have fetched ahead, so that fetching is paused and resumed.
      const padding = 'x'.repeat(2000);
      await Promise.all(range(90).map((call) => bus.publish(range(100, call * 100).map((value) => message(topic, `key-${value % 50}`, `${value} ${padding}`)))));
      await until(() => store.received.length >= 9000);
      expect(store.values().map((value) => Number.parseInt(value)).sort((a, b) => a - b)).toEqual(range(9000));
      expect(overlaps).toBe(0);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(BATCH_COUNT_MAX);
      await consumption.stop();
    });

    test('puts a poison message into quarantine, raises the alarm and goes on with the rest', async () => {
      const { topic, group } = await names();
      const store = new Store();
      const quarantine = new Store();
      const watching = await bus.consume(quarantine.consumer(`${group}.quarantine`, QUARANTINE_TOPIC));
      const mine = (): ReceivedMessage[] => quarantine.received.filter(({ headers }) => headers?.['source-topic'] === topic);
      await bus.publish(range(6).map((value) => ({ ...message(topic, 'key', value), headers: { id: `id-${value}` } })));
      const consumption = await bus.consume({
        ...store.consumer(group, topic),
        handle: async (batch) => {
          const poison = batch.find(({ value }) => ['2', '5'].includes(value.toString()));
          if (poison) throw new PoisonMessage(poison, 'not a command');
          store.save(batch);
        },
      });
      await until(() => store.received.length === 4 && mine().length === 2 && alarms.length >= 2);
      expect(store.values()).toEqual(['0', '1', '3', '4']);
      expect(mine().map(({ key, value, headers }) => ({ key, value: value.toString(), headers }))).toEqual([
        { key: 'key', value: '2', headers: { id: 'id-2', 'source-topic': topic, 'source-partition': '0', 'source-offset': '2', reason: 'not a command' } },
        { key: 'key', value: '5', headers: { id: 'id-5', 'source-topic': topic, 'source-partition': '0', 'source-offset': '5', reason: 'not a command' } },
      ]);
      expect(alarms.filter((alarm) => alarm.topic === topic)).toEqual([
        { event: 'poison_message', topic, partition: 0, offset: '2', reason: 'not a command' },
        { event: 'poison_message', topic, partition: 0, offset: '5', reason: 'not a command' },
      ]);
      await Promise.all([consumption.stop(), watching.stop()]);
    });

    test('a handler that blames a message it did not get is called again, and nothing is quarantined', async () => {
      const { topic, group } = await names();
      const store = new Store();
      let calls = 0;
      await bus.publish([message(topic, 'key', 'good')]);
      const consumption = await bus.consume({
        ...store.consumer(group, topic),
        handle: async (batch) => {
          if (++calls < 3) throw new PoisonMessage({ ...batch[0]!, offset: 77n }, 'wrong');
          store.save(batch);
        },
      });
      await until(() => store.received.length === 1);
      expect(alarms.filter((alarm) => alarm.topic === topic)).toEqual([]);
      await consumption.stop();
    });

    test('creates a topic that is published to', async () => {
      const topic = `test.${randomUUID()}`;
      const store = new Store();
      await bus.publish([message(topic, 'key', 'hello')]);
      const consumption = await bus.consume(store.consumer(`group.${topic}`, topic));
      await until(() => store.received.length === 1);
      await consumption.stop();
    });

    test('sends concurrent calls together', async () => {
      const { topic, group } = await names();
      const store = new Store();
      let calls = 0;
      const consumption = await bus.consume({ ...store.consumer(group, topic), handle: async (batch) => void (calls++, store.save(batch)) });
      await bus.publish([message(topic, 'key', 'joined')]);
      await until(() => store.received.length === 1);
      calls = 0;
      await Promise.all(range(1000).map((value) => bus.publish([message(topic, 'key', value)])));
      await until(() => store.received.length === 1001);
      expect(store.values().slice(1)).toEqual(range(1000).map(String));
      expect(calls).toBeLessThan(20);
      await consumption.stop();
    });

    test('shares the partitions between the members of a group, and gives them back with their positions', async () => {
      const { topic, group } = await names(2);
      const store = new Store();
      const owners = new Map<number, Set<string>>();
      const member = (name: string): Promise<Consumption> =>
        bus.consume({
          ...store.consumer(group, topic),
          handle: async (batch) => {
            owners.set(batch[0]!.partition, (owners.get(batch[0]!.partition) ?? new Set()).add(name));
            store.save(batch);
          },
        });
      let sent = 0;
      const round = async (): Promise<void> => {
        owners.clear();
        await bus.publish(range(20, sent).map((value) => message(topic, `key-${value}`, value)));
        sent += 20;
        await until(() => new Set(store.values()).size === sent);
      };
      const [a, b] = [await member('a'), await member('b')];
      do await round();
      while ([...owners.values()].some(({ size }) => size > 1) || owners.get(0)!.has('a') === owners.get(1)!.has('a'));
      await a.stop();
      await round();
      await round();
      expect(owners).toEqual(new Map([[0, new Set(['b'])], [1, new Set(['b'])]]));
      await b.stop();
      expect(new Set(store.values())).toEqual(new Set(range(sent).map(String)));
    });

    test('stop waits for the running handler and lets no other begin', async () => {
      const { topic, group } = await names();
      const store = new Store();
      let release = (): void => {};
      let calls = 0;
      const consumption = await bus.consume({
        ...store.consumer(group, topic),
        handle: async (batch) => {
          calls++;
          await new Promise<void>((resolve) => (release = resolve));
          store.save(batch);
        },
      });
      await bus.publish([message(topic, 'key', 'first')]);
      await until(() => calls === 1);
      // When another group has it, the second message has most likely reached this consumer, too.
      const other = new Store();
      const witness = await bus.consume(other.consumer(`${group}.witness`, topic));
      await bus.publish([message(topic, 'key', 'second')]);
      await until(() => other.received.length === 2);
      let stopped = false;
      const stopping = consumption.stop().then(() => (stopped = true));
      for (const _ of range(100)) await turn();
      expect(stopped).toBe(false);
      release();
      await stopping;
      expect(store.values()).toEqual(['first']);
      expect(calls).toBe(1);
      await witness.stop();
    });

    /** Lets the group read the topic, so that its positions count from then on. */
    async function readOnce(topic: string, group: string): Promise<Consumption> {
      const store = new Store();
      await bus.publish([message(topic, 'key', 'read once')]);
      const consumption = await bus.consume(store.consumer(group, topic));
      await until(() => store.received.length === 1);
      return consumption;
    }
  });
}
