import { createPublicKey, randomBytes, verify } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { checkedSubscription, checkVapid, newVapidKeys, PUSH_HOSTS, webPushPort } from '../src/web-push.js';
import { PushService } from './phone.js';

const LOCAL = ['127.0.0.1'];
const keys = newVapidKeys();
const port = webPushPort('mailto:ops@bank.example', keys, LOCAL);
const service = new PushService();
beforeAll(() => service.start());
afterAll(() => service.stop());

const message = (phone: { subscription: import('../src/index.js').PushSubscription }) => ({
  id: 'a:push', subscription: phone.subscription, payload: '{"id":"a","title":"สวัสดี"}', ttlSeconds: 60,
});
const never = new AbortController().signal;

describe('a push', () => {
  test('can be decrypted by the browser that subscribed, and is signed by this service', async () => {
    const phone = service.phone();
    expect(await port.send(message(phone), never)).toEqual({ outcome: 'TAKEN' });
    expect(phone.received).toEqual([{ id: 'a', title: 'สวัสดี' }]);

    const { headers, body } = phone.requests[0]!;
    expect(headers).toMatchObject({ ttl: '60', urgency: 'high', 'content-encoding': 'aes128gcm', topic: expect.stringMatching(/^[\w-]{32}$/) });
    expect(body.includes('สวัสดี')).toBe(false);
    const [, token, publicKey] = /^vapid t=([^,]+), k=(.+)$/.exec(headers.authorization!)!;
    expect(publicKey).toBe(keys.publicKey);
    const [head, claims, signature] = token!.split('.');
    const point = Buffer.from(publicKey!, 'base64url');
    const key = createPublicKey({
      format: 'jwk',
      key: { kty: 'EC', crv: 'P-256', x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') },
    });
    expect(verify('sha256', Buffer.from(`${head}.${claims}`), { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature!, 'base64url'))).toBe(true);
    expect(JSON.parse(Buffer.from(claims!, 'base64url').toString())).toMatchObject({ aud: new URL(phone.subscription.endpoint).origin, sub: 'mailto:ops@bank.example' });
  });

  test.each([
    [410, { outcome: 'GONE' }],
    [404, { outcome: 'GONE' }],
    [429, { outcome: 'LATER', reason: 'HTTP_429', afterMs: 7_000 }],
    [503, { outcome: 'LATER', reason: 'HTTP_503', afterMs: 7_000 }],
    [403, { outcome: 'REFUSED', reason: 'HTTP_403' }],
    [413, { outcome: 'REFUSED', reason: 'HTTP_413' }],
    [307, { outcome: 'REFUSED', reason: 'HTTP_307' }],
  ])('answered with %i', async (status, outcome) => {
    const phone = service.phone();
    phone.answer = () => status;
    phone.retryAfter = '7';
    expect(await port.send(message(phone), never)).toEqual(outcome);
  });

  test('does not go where the subscription must not point, though it is stored', async () => {
    expect(await webPushPort('mailto:ops@bank.example', keys, PUSH_HOSTS).send(message(service.phone()), never)).toEqual({ outcome: 'REFUSED', reason: 'HOST_NOT_ALLOWED' });
  });

  test('for keys that are none is refused, not tried again', async () => {
    const phone = service.phone();
    const broken = { endpoint: phone.subscription.endpoint, keys: { ...phone.subscription.keys, p256dh: Buffer.alloc(65, 4).toString('base64url') } };
    expect(await port.send({ ...message(phone), subscription: broken }, never)).toEqual({ outcome: 'REFUSED', reason: 'SUBSCRIPTION_UNUSABLE' });
  });
});

describe('a subscription', () => {
  const { keys: good } = { keys: { p256dh: newVapidKeys().publicKey, auth: randomBytes(16).toString('base64url') } };

  test.each(['https://fcm.googleapis.com/fcm/send/x', 'https://updates.push.services.mozilla.com/wpush/v2/x', 'https://web.push.apple.com/x', 'https://wns2-sg2p.notify.windows.com/w/?token=x'])(
    'of a browser is taken: %s',
    (endpoint) => expect(checkedSubscription({ endpoint, keys: good, expirationTime: null } as never, PUSH_HOSTS)).toEqual({ endpoint, keys: good }),
  );

  test.each([
    'http://fcm.googleapis.com/x', 'https://fcm.googleapis.com:8443/x', 'https://user@fcm.googleapis.com/x', 'https://evilfcm.googleapis.com.example/x',
    'https://xfcm.googleapis.com/x', 'http://127.0.0.1/x', 'https://169.254.169.254/latest', 'file:///etc/passwd', '', 3, `https://fcm.googleapis.com/${'x'.repeat(1_000)}`,
  ])('that points elsewhere is refused: %s', (endpoint) => {
    expect(() => checkedSubscription({ endpoint, keys: good } as never, PUSH_HOSTS)).toThrow(expect.objectContaining({ code: 'SUBSCRIPTION_INVALID' }));
  });

  test.each([undefined, {}, { ...good, auth: 'AAAA' }, { ...good, p256dh: 'AAAA' }, { ...good, p256dh: Buffer.alloc(65, 4).toString('base64url') }])(
    'with keys %j is refused',
    (keys) => expect(() => checkedSubscription({ endpoint: 'https://web.push.apple.com/x', keys } as never, PUSH_HOSTS)).toThrow(expect.objectContaining({ code: 'SUBSCRIPTION_INVALID' })),
  );
  test('that is none is refused', () => expect(() => checkedSubscription(undefined as never, PUSH_HOSTS)).toThrow(expect.objectContaining({ code: 'SUBSCRIPTION_INVALID' })));
});

test.each([
  ['mailto:ops@bank.example', { ...keys, publicKey: newVapidKeys().publicKey }],
  ['mailto:ops@bank.example', { publicKey: '', privateKey: '' }],
  ['ops', keys],
])('VAPID details that push services would refuse are told at the start', (contact, pair) => {
  expect(() => checkVapid(contact, pair)).toThrow(expect.objectContaining({ code: 'VAPID_KEYS_INVALID' }));
});
