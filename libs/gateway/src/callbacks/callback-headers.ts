import { createHmac } from 'node:crypto';

const SECRET = /^whsec_([A-Za-z0-9+/]+={0,2})$/;
const KEY_BYTES_MIN = 24;
const KEY_BYTES_MAX = 64;

/**
 * Reads `CALLBACK_SIGNING_SECRET`: secrets as `whsec_<base64 of 24 to 64 bytes>`, separated by spaces. The error never shows them.
 */
export function callbackSigningKeys(secrets: string | undefined): Buffer[] {
  return (secrets ?? '').split(' ').filter((secret) => secret !== '').map((secret, i) => {
    const key = Buffer.from(SECRET.exec(secret)?.[1] ?? '', 'base64');
    if (key.length >= KEY_BYTES_MIN && key.length <= KEY_BYTES_MAX) return key;
    throw new Error(
      `CALLBACK_SIGNING_SECRET: secret ${i + 1} is not "whsec_" and the base64 of ${KEY_BYTES_MIN} to ${KEY_BYTES_MAX} bytes. Make one with: echo "whsec_$(openssl rand -base64 32)"`,
    );
  });
}

/**
 * Headers that let a back end recognise a repeated callback by `webhook-id`, and with `webhook-signature` (Standard Webhooks, one
 * signature per key) that its gateway sent it, and when.
 */
export function callbackHeaders(id: string, body: string, keys: readonly Buffer[], now = Date.now()): Record<string, string> {
  const timestamp = String(Math.floor(now / 1000));
  const signatures = keys.map((key) => `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`);
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, ...(signatures.length > 0 && { 'webhook-signature': signatures.join(' ') }) };
}
