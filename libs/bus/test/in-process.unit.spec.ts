import { expect, jest, test } from '@jest/globals';
import { createLogger } from '@trine/telemetry';
import { inProcessBus, RETAINED_COUNT_MAX } from '@trine/bus';
import { busSuite } from './bus-suite.js';
import { Store } from './store.js';
import { until } from './until.js';

jest.setTimeout(60_000);

const logger = createLogger('bus-test', { part: 'in-process' });
logger.level = 'silent';

busSuite('in-process', (onAlarm) => inProcessBus({ logger, onAlarm }));

test('keeps a bounded number of messages, and all that a known group has not handled', async () => {
  const bus = inProcessBus({ logger });
  const count = RETAINED_COUNT_MAX * 2;
  const publish = (): Promise<void> => bus.publish(Array.from({ length: count }, () => ({ topic: 'topic', key: 'key', value: Buffer.alloc(1) })));
  const reader = new Store();
  const consumption = await bus.consume(reader.consumer('reader', 'topic'));
  await publish();
  await until(() => reader.received.length === count);
  await consumption.stop();
  await publish();

  const latecomer = new Store();
  await bus.consume(latecomer.consumer('latecomer', 'topic'));
  await bus.consume(reader.consumer('reader', 'topic'));
  await until(() => reader.received.length === 2 * count && latecomer.received.at(-1)?.offset === BigInt(2 * count - 1));
  expect(latecomer.received.length).toBeGreaterThanOrEqual(count);
  expect(latecomer.received.length).toBeLessThan(2 * count);
  await bus.close();
  expect(bus.healthy()).toBe(false);
  await expect(bus.publish([{ topic: 'topic', key: 'key', value: Buffer.alloc(0) }])).rejects.toThrow('closed');
});
