import { createHmac, timingSafeEqual } from 'node:crypto';

/* Standard Webhooks (https://www.standardwebhooks.com), symmetric signatures `v1`. */

const SECRET_PREFIX = 'whsec_';
const TOLERANCE_SECONDS = 300;

/** Headers as node:http gives them, names in lower case. */
export type Headers = Record<string, string | string[] | undefined>;

/** A callback whose signature doesn't show that the gateway sent it, or not lately. */
export class WebhookRefused extends Error {
  override readonly name = 'WebhookRefused';
}

/**
 * The `webhook-signature` of a message: `v1,` and the base64 HMAC-SHA256 of `id.timestamp.body`.
 *
 * @param secret `whsec_` and the key in base64
 * @param timestamp Unix time in seconds
 */
export const webhookSignature = (secret: string, id: string, timestamp: number, body: string | Uint8Array): string =>
  `v1,${hmac(keyOf(secret), id, String(timestamp), body).toString('base64')}`;

/**
 * Checks `webhook-id`, `webhook-timestamp` and `webhook-signature` over the exact bytes of the body. One right signature of
 * several (separated by spaces) is enough, so that secrets can be exchanged one after the other. Throws
 * {@link WebhookRefused} for what is not signed rightly or is more than five minutes off.
 */
export function verifyWebhook(secret: string, headers: Headers, body: string | Uint8Array, now = Date.now()): void {
  const key = keyOf(secret);
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => headers[name]);
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signatures !== 'string' || !/^\d{1,12}$/.test(timestamp)) {
    throw new WebhookRefused('The callback is not signed: webhook-id, webhook-timestamp and webhook-signature are needed.');
  }
  if (Math.abs(now / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) throw new WebhookRefused('The callback was signed more than five minutes ago or ahead: check the clocks.');
  const expected = hmac(key, id, timestamp, body);
  const right = signatures.split(' ').some((each) => {
    const [version, base64 = ''] = each.split(',');
    const given = Buffer.from(base64, 'base64');
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
  if (!right) throw new WebhookRefused('The signature of the callback is wrong: do gateway and back end have the same secret?');
}

/** Throws when the secret can't be one, which is a fault of the set-up. */
export function keyOf(secret: string): Buffer {
  const key = secret.startsWith(SECRET_PREFIX) ? Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64') : Buffer.alloc(0);
  if (key.length === 0) throw new TypeError('The secret for callbacks must be whsec_ followed by base64.');
  return key;
}

const hmac = (key: Buffer, id: string, timestamp: string, body: string | Uint8Array): Buffer => createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
