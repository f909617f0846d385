import { constants, createHash, createPublicKey, publicEncrypt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  dataSalt,
  identifierHash,
  isCitizenId,
  messageHash,
  messageSalt,
  newId,
  newSalt,
  paddedMessageHash,
  requestMessageHash,
  requestMessageSalt,
  requestParamsHash,
  requestParamsSalt,
} from '../src/index.js';

/*
 * Other servers of the platform compute these values for themselves, so every bit counts. The vectors are those of the
 * contract (flows.md 7.6).
 */
interface Vectors {
  inputs: Record<'namespace' | 'identifier' | 'request_id' | 'service_id' | 'as_node_id' | 'request_message' | 'request_params' | 'initial_salt', string>;
  hashes: Record<string, string>;
  accessor_public_key: string;
  padded_hashes: { name: string; initial_salt: string; padded_hash: string; sha256_hex?: string; signature?: string }[];
}
const vectors = JSON.parse(readFileSync(new URL('./vectors/hashes.json', import.meta.url), 'utf8')) as Vectors;
const { inputs, hashes } = vectors;

const messageSaltOfRequest = requestMessageSalt(inputs.namespace, inputs.identifier, inputs.initial_salt);
const paramsSalt = requestParamsSalt(inputs.request_id, inputs.service_id, inputs.initial_salt);

test.each([
  ['request_message_salt', messageSaltOfRequest],
  ['request_message_hash', requestMessageHash(inputs.request_message, messageSaltOfRequest)],
  ['request_params_salt', paramsSalt],
  ['request_params_hash', requestParamsHash(inputs.request_params, paramsSalt)],
  ['request_params_hash_without_params', requestParamsHash(undefined, paramsSalt)],
  ['data_salt', dataSalt(inputs.request_id, inputs.service_id, inputs.as_node_id, inputs.initial_salt)],
  ['identifier_hash', identifierHash(inputs.identifier)],
  ['message_salt', messageSalt(inputs.initial_salt)],
  ['message_hash', messageHash(inputs.request_message, messageSalt(inputs.initial_salt))],
])('%s', (name, value) => expect(value).toBe(hashes[name]));

describe('padded message hash', () => {
  const key = createPublicKey(vectors.accessor_public_key);
  const modulus = Buffer.from(key.export({ format: 'jwk' }).n ?? '', 'base64url');

  test.each(vectors.padded_hashes)('$name', ({ initial_salt, padded_hash, sha256_hex, signature }) => {
    const padded = paddedMessageHash(inputs.request_message, initial_salt, inputs.request_id, modulus);
    expect(padded.toString('base64')).toBe(padded_hash);
    if (sha256_hex) expect(createHash('sha256').update(padded).digest('hex')).toBe(sha256_hex);
    if (signature) expect(publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, Buffer.from(signature, 'base64'))).toEqual(padded);
  });

  test('is 256 bytes long, zeros in front', () => {
    expect(paddedMessageHash('m', 's', 'r', Buffer.from([1, 0, 1]))).toHaveLength(256);
  });
});

test.each([
  ['1234567890121', true],
  ['1234567890120', false],
  ['0000000000001', true],
  ['123456789012', false],
  ['12345678901211', false],
  ['123456789012a', false],
  ['１２３４５６７８９０１２１', false],
  ['', false],
])('%s is a citizen number: %s', (identifier, expected) => expect(isCitizenId(identifier)).toBe(expected));

test('a check digit stands for each remainder (flows.md 5.4)', () => {
  for (let n = 0; n < 2000; n += 1) {
    const digits = String(n * 7919).padStart(12, '0').slice(-12);
    const x = [...digits].reduce((sum, digit, i) => sum + Number(digit) * (13 - i), 0) % 11;
    const last = x <= 1 ? 1 - x : 11 - x;
    const valid = [...Array(10).keys()].filter((digit) => isCitizenId(digits + String(digit)));
    expect(valid).toEqual(last >= 0 && last <= 9 ? [last] : []);
  }
});

test('ids and salts are fresh and of their form', () => {
  expect(newId()).toMatch(/^[0-9a-f]{64}$/);
  expect(newSalt()).toMatch(/^[A-Za-z0-9+/]{43}=$/);
  expect(newId()).not.toBe(newId());
});
