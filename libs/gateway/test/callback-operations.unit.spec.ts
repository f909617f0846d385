import { constants, generateKeyPairSync, privateDecrypt, sign, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { apiOperations } from '../src/api/api-document.js';
import { ApiError } from '../src/api/api-error.js';
import { Answer, operationsOf } from '../src/api/operation.js';
import type { LedgerClient } from '../src/ledger/ledger-client.js';
import { CallbackOperations } from '../src/node/callback-operations.js';
import { Settings } from '../src/store/settings.js';
import { aStore, refusal } from './parts.js';

const pem = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString();
const ec = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const ed = generateKeyPairSync('ed25519');
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const key = (publicKey: KeyObject, algorithm: string): object => ({ public_key: pem(publicKey), algorithm, version: 3 });
const node = {
  signing_public_key: key(ec.publicKey, 'ECDSA_SHA_384'),
  signing_master_public_key: key(ed.publicKey, 'Ed25519'),
  encryption_public_key: key(rsa.publicKey, 'RSAES_OAEP_SHA_256'),
};

/** A reply that does not come. */
const NEVER = 'never';
const TIMEOUT_MS = 2_000;
type Body = Record<string, string>;
const bytes = (text = ''): Buffer => Buffer.from(text, 'base64');
const RIGHT: Record<string, (body: Body) => string> = {
  '/sign': ({ request_message }) => JSON.stringify({ signature: sign('sha384', bytes(request_message), ec.privateKey).toString('base64') }),
  '/master': ({ request_message }) => JSON.stringify({ signature: sign(null, bytes(request_message), ed.privateKey).toString('base64') }),
  '/decrypt': ({ encrypted_message }) =>
    JSON.stringify({ decrypted_message: privateDecrypt({ key: rsa.privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, bytes(encrypted_message)).toString('base64') }),
};

let service: Server;
let base: string;
let replies: typeof RIGHT;
let seen: [path: string, body: Body][];

beforeEach(async () => {
  replies = { ...RIGHT };
  seen = [];
  service = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => (text += chunk));
    request.on('end', () => {
      const path = request.url ?? '';
      const body = JSON.parse(text) as Body;
      seen.push([path, body]);
      // The test ignores the status.
      const reply = replies[path]?.(body);
      if (reply !== NEVER) response.writeHead(418).end(reply);
    });
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
});
afterEach(() => new Promise((resolve) => {
  service.closeAllConnections();
  service.close(resolve);
}));

function operations(info: object | null | ApiError = node) {
  const ledger = { askOpenly: () => (info instanceof ApiError ? Promise.reject(info) : Promise.resolve(info)) } as unknown as LedgerClient;
  const handlers = operationsOf(new CallbackOperations('rp-1', new Settings(aStore()), ledger, () => '6.0', TIMEOUT_MS));
  const call = (id: string, body: object = {}): Promise<unknown> => handlers.get(id)?.({ nodeId: 'rp-1', params: {}, query: {}, body } as never) as Promise<unknown>;
  return { handlers, call };
}
const all = (): Body => ({ sign_url: `${base}/sign`, master_sign_url: `${base}/master`, decrypt_url: `${base}/decrypt` });

test('every callback call is there', () => {
  const paths = apiOperations().filter(({ path }) => path.endsWith('/callback'));
  expect([...operations().handlers.keys()].sort()).toEqual(paths.map(({ operationId }) => operationId).sort());
});

test('URLs that are named replace stored ones; other members mean nothing', async () => {
  const { call } = operations();
  expect(await call('getIdpCallback')).toEqual(new Answer(404));
  await call('setIdpCallback', { node_id: 'x', error_url: 'http://a/', incoming_request_url: 'http://b/' });
  await call('setIdpCallback', { error_url: 'http://c/' });
  expect(await call('getIdpCallback')).toEqual({ error_url: 'http://c/', incoming_request_url: 'http://b/' });
  expect(await call('getRpCallback')).toEqual(new Answer(404));
});

test('key operations are tried out in order and stored', async () => {
  const { call } = operations();
  await call('setNodeCallback', { ...all(), message_queue_send_success_url: 'http://d/' });
  expect(await call('getNodeCallback')).toEqual({ ...all(), message_queue_send_success_url: 'http://d/' });
  expect(seen).toEqual([
    [
      '/sign',
      {
        node_id: 'rp-1', request_message: 'dGVzdA==', request_message_hash: expect.stringMatching(/^[\w+/]{64}$/), hash_algorithm: 'SHA384', key_algorithm: 'EC',
        signing_algorithm: 'ECDSA_SHA_384', key_version: 3,
      },
    ],
    [
      '/master',
      { node_id: 'rp-1', request_message: 'dGVzdA==', request_message_hash: null, hash_algorithm: null, key_algorithm: 'Ed25519', signing_algorithm: 'Ed25519', key_version: 3 },
    ],
    ['/decrypt', { node_id: 'rp-1', encrypted_message: expect.any(String), key_algorithm: 'RSA', encryption_algorithm: 'RSAES_OAEP_SHA_256', key_version: 3 }],
  ]);
});

describe('a key operation that fails its test is not stored, an earlier one is', () => {
  test.each([
    ['/sign', '{"signature":"dGVzdA=="}', 20049, {}],
    ['/sign', '{"signature":"not base64"}', 20049, {}],
    ['/sign', 'null', 20049, {}],
    ['/sign', 'signature', 20051, {}],
    ['/master', '{}', 20052, ['sign_url']],
    ['/master', '', 20054, ['sign_url']],
    ['/decrypt', '{"decrypted_message":"dGVzdB=="}', 20046, ['sign_url', 'master_sign_url']],
    ['/decrypt', '[', 20048, ['sign_url', 'master_sign_url']],
  ])('%s replies %s -> %d', async (path, reply, code, stored) => {
    replies[path] = () => reply;
    const { call } = operations();
    expect(await refusal(call('setNodeCallback', all()))).toBe(code);
    expect(await call('getNodeCallback')).toEqual(Array.isArray(stored) ? Object.fromEntries(stored.map((name) => [name, all()[name]])) : new Answer(404));
  });

  test('unreachable', async () => {
    const { call } = operations();
    for (const [name, code] of [['sign_url', 20050], ['master_sign_url', 20053], ['decrypt_url', 20047]] as const) {
      expect(await refusal(call('setNodeCallback', { [name]: 'http://127.0.0.1:1/' }))).toBe(code);
    }
  });

  test('takes the connection and never replies', async () => {
    const { call } = operations();
    const cases = [['/sign', 'sign_url', 20050], ['/master', 'master_sign_url', 20053], ['/decrypt', 'decrypt_url', 20047]] as const;
    for (const [path] of cases) replies[path] = () => NEVER;
    expect(await Promise.all(cases.map(([, name]) => refusal(call('setNodeCallback', { [name]: all()[name] }))))).toEqual(cases.map(([, , code]) => code));
  }, 20_000);

  test.each([null, new ApiError(10032)])('without keys on the ledger', async (info) => {
    const { call } = operations(info);
    for (const [name, code] of [['sign_url', 20008], ['master_sign_url', 20009], ['decrypt_url', 20010]] as const) {
      expect(await refusal(call('setNodeCallback', { [name]: all()[name] }))).toBe(code);
    }
    await call('setNodeCallback', { message_queue_send_success_url: 'http://d/' });
    expect(await call('getNodeCallback')).toEqual({ message_queue_send_success_url: 'http://d/' });
  });
});
