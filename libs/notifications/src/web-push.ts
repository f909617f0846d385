import { createECDH, createHash } from 'node:crypto';
import webPush from 'web-push';
import { NotificationError } from './errors.js';
import type { VapidKeys } from './options.js';
import type { Attempt, PushPort } from './ports.js';
import type { PushSubscription } from './types.js';

/** Chrome and Edge on Android, Firefox, Edge, Safari. */
export const PUSH_HOSTS = ['fcm.googleapis.com', 'push.services.mozilla.com', 'notify.windows.com', 'push.apple.com'] as const;
const ENDPOINT_CHARACTERS_MAX = 1_000;
const LOOPBACK = new Set(['127.0.0.1', 'localhost']);
const AUTH_BYTES = 16;

/**
 * Web Push (RFC 8030), encrypted for the browser (RFC 8291) and signed for this service (VAPID, RFC 8292). A repeat replaces what
 * the push service still keeps of the same notification (`Topic`).
 */
export function webPushPort(contact: string, keys: VapidKeys, hosts: readonly string[]): PushPort {
  const vapidDetails = { subject: contact, ...keys };
  return {
    simulated: false,
    async send({ id, subscription, payload, ttlSeconds }, signal): Promise<Attempt> {
      if (!isAllowed(subscription.endpoint, hosts)) return { outcome: 'REFUSED', reason: 'HOST_NOT_ALLOWED' };
      const topic = createHash('sha256').update(id).digest('base64url').slice(0, 32);
      let request: webPush.RequestDetails;
      try {
        request = webPush.generateRequestDetails(subscription, payload, { vapidDetails, TTL: ttlSeconds, urgency: 'high', topic, contentEncoding: 'aes128gcm' });
      } catch {
        return { outcome: 'REFUSED', reason: 'SUBSCRIPTION_UNUSABLE' };
      }
      const { 'Content-Length': _counted, ...headers } = request.headers as Record<string, string>;
      const response = await fetch(request.endpoint, {
        method: request.method,
        headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
        body: new Uint8Array(request.body!),
        redirect: 'manual',
        signal,
      });
      await response.body?.cancel();
      return attempt(response);
    },
  };
}

export const newVapidKeys = (): VapidKeys => webPush.generateVAPIDKeys();

/** @throws NotificationError when a push would be refused for the keys or the contact every time */
export function checkVapid(contact: string, keys: VapidKeys): void {
  try {
    webPush.getVapidHeaders('https://fcm.googleapis.com', contact, keys.publicKey, keys.privateKey, 'aes128gcm');
    const pair = createECDH('prime256v1');
    pair.setPrivateKey(keys.privateKey, 'base64url');
    if (pair.getPublicKey('base64url') !== keys.publicKey) throw new Error('the keys are no pair');
  } catch (error) {
    throw new NotificationError('VAPID_KEYS_INVALID', `Web Push can't be used: ${(error as Error).message}. Give a pair of VAPID keys and a mailto: or https: contact.`);
  }
}

/**
 * Takes what a browser sent, without other members.
 *
 * @throws NotificationError `SUBSCRIPTION_INVALID`
 */
export function checkedSubscription(given: PushSubscription, hosts: readonly string[]): PushSubscription {
  const { endpoint, keys } = given ?? {};
  if (typeof endpoint !== 'string' || endpoint.length > ENDPOINT_CHARACTERS_MAX || !isAllowed(endpoint, hosts)) {
    throw new NotificationError('SUBSCRIPTION_INVALID', '"endpoint" must be the https address of a known push service.');
  }
  try {
    if (Buffer.from(keys.auth, 'base64url').length !== AUTH_BYTES) throw new Error('auth');
    const own = createECDH('prime256v1');
    own.generateKeys();
    own.computeSecret(Buffer.from(keys.p256dh, 'base64url'));
  } catch {
    throw new NotificationError('SUBSCRIPTION_INVALID', '"keys" must hold the p256dh and auth of the browser\'s subscription.');
  }
  return { endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } };
}

/** Plain http only where tests and development have their push service. */
function isAllowed(endpoint: string, hosts: readonly string[]): boolean {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (!url || url.username !== '' || url.password !== '') return false;
  const listed = hosts.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`));
  return listed && (LOOPBACK.has(url.hostname) || (url.protocol === 'https:' && url.port === ''));
}

function attempt({ status, headers, ok }: Response): Attempt {
  const reason = `HTTP_${status}`;
  if (ok) return { outcome: 'TAKEN' };
  if (status === 404 || status === 410) return { outcome: 'GONE' };
  if (status === 408 || status === 429 || status >= 500) return { outcome: 'LATER', reason, afterMs: retryAfterMs(headers.get('retry-after')) };
  return { outcome: 'REFUSED', reason };
}

function retryAfterMs(value: string | null, now = Date.now()): number {
  if (value === null) return 0;
  const ms = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - now;
  return Number.isFinite(ms) && ms > 0 ? ms : 0;
}
