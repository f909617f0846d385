import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { until } from '@trine/testkit';
import { callbackHeaders, callbackSigningKeys } from '../src/callbacks/callback-headers.js';
import { CallbackQueue } from '../src/callbacks/callback-queue.js';
import type { Settings } from '../src/store/settings.js';
import { UnitOfWork } from '../src/store/unit-of-work.js';
import { aStore, silentLogger } from './parts.js';

const OLD = `whsec_${Buffer.alloc(24, 'old').toString('base64')}`;
const NEW = `whsec_${Buffer.alloc(64, 'new').toString('base64')}`;
const refusalOf = (secrets: string): string => {
  try {
    callbackSigningKeys(secrets);
  } catch (error) {
    return (error as Error).message;
  }
  return 'taken';
};

describe('CALLBACK_SIGNING_SECRET', () => {
  test('signs as Standard Webhooks does', () => {
    const keys = callbackSigningKeys('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
    expect(callbackHeaders('msg_p5jXN8AQM9LWM0D4loKWxJek', '{"test": 2432232314}', keys, 1_614_265_330_999)).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  test('takes keys of 24 to 64 bytes, several for a rotation', () => {
    expect(callbackSigningKeys(`${OLD}  ${NEW} `).map((key) => key.length)).toEqual([24, 64]);
    expect([callbackSigningKeys(undefined), callbackSigningKeys('')]).toEqual([[], []]);
  });

  test.each([
    ['without its prefix', Buffer.alloc(32).toString('base64')],
    ['too short', `whsec_${Buffer.alloc(23).toString('base64')}`],
    ['too long', `whsec_${Buffer.alloc(65).toString('base64')}`],
    ['not base64', `whsec_${'-'.repeat(44)}`],
  ])('one that is %s stops the start with what to do, and is not shown', (_what, secret) => {
    const message = refusalOf(`${OLD} ${secret}`);
    expect(message).toMatch(/^CALLBACK_SIGNING_SECRET: secret 2 is not .*openssl rand/);
    expect(message).not.toContain(secret);
  });
});

describe('a callback', () => {
  let backEnd: Server;
  let url: string;
  let received: { headers: IncomingHttpHeaders; body: string }[];
  let refusing: number;
  let queue: CallbackQueue;

  beforeEach(async () => {
    received = [];
    refusing = 0;
    backEnd = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        received.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
        if (received.length <= refusing) request.socket.destroy();
        else response.writeHead(204).end();
      });
    });
    await new Promise<void>((resolve) => backEnd.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(backEnd.address() as AddressInfo).port}/`;
  });
  afterEach(async () => {
    await queue.stop();
    await new Promise((resolve) => backEnd.close(resolve));
  });

  async function send(secrets: string | undefined, body: Record<string, unknown> = {}): Promise<void> {
    const store = aStore({ commitLater: () => undefined });
    queue = new CallbackQueue(store, {} as Settings, 60, callbackSigningKeys(secrets), silentLogger);
    const work = new UnitOfWork();
    queue.add(work, { target: { url }, retry: 'window', node_id: 'rp1', body: { node_id: 'rp1', type: 'request_status', ...body } });
    await store.commit(work);
    await until('delivered', () => queue.pending === 0);
  }

  test('that is repeated keeps its id, and each attempt has its own time and signatures of all keys', async () => {
    refusing = 1;
    const before = Math.floor(Date.now() / 1000);
    await send(`${OLD} ${NEW}`, { text: 'ลายเซ็น' });
    expect(received).toHaveLength(2);
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    for (const { headers, body } of received) {
      const [id, timestamp] = [String(headers['webhook-id']), String(headers['webhook-timestamp'])];
      expect(Number(timestamp)).toBeGreaterThanOrEqual(before);
      expect(Number(timestamp)).toBeLessThanOrEqual(Date.now() / 1000);
      const expected = [OLD, NEW].map((secret) => `v1,${createHmac('sha256', Buffer.from(secret.slice(6), 'base64')).update(`${id}.${timestamp}.${body}`).digest('base64')}`);
      expect(String(headers['webhook-signature']).split(' ')).toEqual(expected);
    }
  });

  test('of a gateway without secret has id and time only', async () => {
    await send(undefined);
    const names = Object.keys(received[0]?.headers ?? {}).filter((name) => name.startsWith('webhook-'));
    expect(names).toEqual(['webhook-id', 'webhook-timestamp']);
    expect(received[0]?.headers['content-type']).toBe('application/json');
  });

  test('differs in its id from the next one', async () => {
    await send(NEW);
    await queue.stop();
    await send(NEW);
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(2);
  });
});
