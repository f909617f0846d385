import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newCertificate, type TestCertificate } from '@trine/testkit';
import { gatewayConfig } from '../src/config.js';
import { tlsOf } from '../src/tls.js';

const dir = mkdtempSync(join(tmpdir(), 'trine-config-'));
let tls: TestCertificate;
beforeAll(async () => {
  tls = await newCertificate(dir);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const config = (env: Record<string, string>) => gatewayConfig({ NODE_ID: 'rp1', ROLE: 'rp', DATABASE_URL: 'postgres://db', LEDGER_URL: 'http://ledger', ...env });

test('HTTPS is off unless asked for', () => {
  expect(config({ HTTPS_KEY_PATH: '/key', HTTPS_CERT_PATH: '/cert' }).https).toBeUndefined();
});

test.each([
  ['HTTPS_KEY_PATH is missing', { HTTPS_CERT_PATH: '/cert' }],
  ['HTTPS_CERT_PATH is missing', { HTTPS_KEY_PATH: '/key' }],
])('HTTPS without its files: the start fails and says that %s', (text, env) => {
  expect(() => config({ HTTPS: 'true', ...env })).toThrow(text);
});

test('HTTPS with files that are not there, are no PEM or do not belong together: the start fails and names them', () => {
  const other = join(dir, 'other.pem');
  writeFileSync(other, generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }));
  expect(tlsOf(tls)).toEqual({ key: Buffer.from(tls.key), cert: Buffer.from(tls.cert) });
  expect(() => tlsOf({ ...tls, keyPath: join(dir, 'none') })).toThrow('HTTPS_KEY_PATH cannot be read: ENOENT');
  expect(() => tlsOf({ ...tls, certPath: dir })).toThrow('HTTPS_CERT_PATH cannot be read: EISDIR');
  expect(() => tlsOf({ ...tls, certPath: tls.keyPath })).toThrow('HTTPS_KEY_PATH and HTTPS_CERT_PATH must be');
  expect(() => tlsOf({ ...tls, keyPath: other })).toThrow('HTTPS_KEY_PATH and HTTPS_CERT_PATH must be');
});

test('an API key hash that no key can have fails the start', () => {
  expect(() => config({ USE_API_KEY: 'true' })).toThrow('API_KEY_HASH is missing');
  expect(() => config({ USE_API_KEY: 'true', API_KEY_HASH: 'secret' })).toThrow('API_KEY_HASH is no SHA-256 in hex');
});

test.each([
  [{}, '6.0'],
  [{ CALLBACK_API_VERSION: '5.3' }, '5.3'],
  [{ CALLBACK_API_VERSION: '4.0' }, '5.3'],
  [{ CALLBACK_API_VERSION: '5.3', EXTERNAL_CRYPTO_SERVICE_CALLBACK_API_VERSION: '6.0' }, '6.0'],
])('%j: key operations are of version %s', (env, version) => {
  expect(config(env as Record<string, string>).keyOperationVersion).toBe(version);
});
