import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { followEvents } from '../src/http/events.js';

describe('the stream of events to a phone', () => {
  beforeEach(() => void jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] }));
  afterEach(() => void jest.useRealTimers());

  /** A stream to a phone, as far as it is up when `raw` is where the phone is. */
  async function opened(raw: PassThrough) {
    const wake = new EventEmitter();
    const subscribed = { n: 0 };
    const service = {
      parts: {
        store: { one: async () => undefined, all: async () => [], wake },
        notices: { notifications: { subscribe: async () => { subscribed.n += 1; return () => { subscribed.n -= 1; }; } } },
        logger: { warn: () => undefined },
      },
      visitors: { tokens: () => ({ device: 'd', session: 's' }) },
    };
    await followEvents({ headers: {} } as never, { hijack: () => undefined, raw: Object.assign(raw, { writeHead: () => raw }) } as never, service as never, { customerId: 'customer-a' } as never);
    return { left: () => [subscribed.n, wake.listenerCount('event'), jest.getTimerCount()] };
  }

  test('goes on until the phone leaves, and leaves nothing behind then', async () => {
    const raw = new PassThrough();
    const { left } = await opened(raw);
    expect(left()).toEqual([1, 1, 1]);
    raw.destroy();
    await new Promise((done) => setImmediate(done));
    expect(left()).toEqual([0, 0, 0]);
  });

  test('leaves nothing behind when the phone has left while it was being opened', async () => {
    const raw = new PassThrough();
    raw.destroy();
    await new Promise((done) => setImmediate(done));
    expect((await opened(raw)).left()).toEqual([0, 0, 0]);
  });
});
