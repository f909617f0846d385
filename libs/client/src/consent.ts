import { constants, createPrivateKey, createPublicKey, privateEncrypt, timingSafeEqual, type KeyObject } from 'node:crypto';
import { paddedMessageHash, requestMessageHash, requestMessageSalt } from '@trine/protocol';
import type { Callback } from './callbacks.js';

/**
 * The person's signature under a request of mode 2 or 3 (contract: flows.md 7.2), as `idp.respond` wants it. Accessor keys
 * have 2048 bits: no other length can give a valid answer.
 *
 * @param accessorKey private key of the person's accessor (PEM or KeyObject)
 */
export function accessorSignature(accessorKey: KeyObject | string, request: Pick<Callback<'incoming_request'>, 'request_id' | 'request_message' | 'initial_salt'>): string {
  const key = typeof accessorKey === 'string' ? createPrivateKey(accessorKey) : accessorKey;
  const { n } = createPublicKey(key.export({ type: 'pkcs8', format: 'pem' })).export({ format: 'jwk' });
  const modulus = Buffer.from(n ?? '', 'base64url');
  if (modulus.length !== 256) throw new TypeError('The key of an accessor must be an RSA key of 2048 bits.');
  const block = paddedMessageHash(request.request_message, request.initial_salt, request.request_id, modulus);
  return privateEncrypt({ key, padding: constants.RSA_NO_PADDING }, block).toString('base64');
}

/**
 * Whether the text to show to the person is the one whose hash the ledger keeps (contract: flows.md 7.1, 7.4). With a
 * person, also whether the request was made for that person; in mode 1 the request itself names them.
 */
export function requestMessageIsIntact(
  request: Pick<Callback<'incoming_request'>, 'request_message' | 'request_message_hash' | 'request_message_salt' | 'initial_salt' | 'namespace' | 'identifier'>,
  person: { namespace?: string; identifier?: string } = request,
): boolean {
  const { namespace, identifier } = person;
  const forPerson = namespace === undefined || identifier === undefined || same(requestMessageSalt(namespace, identifier, request.initial_salt), request.request_message_salt);
  return forPerson && same(requestMessageHash(request.request_message, request.request_message_salt), request.request_message_hash);
}

const same = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
