import { createServer, type Server } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { parseScheme, type Scheme } from '../src/scheme.js';
import { schemeKeys, type NodeKeys } from '../src/scheme-keys.js';
import { seedRegistry } from '../src/seed-registry.js';

jest.setTimeout(60_000); // RSA keys take their time on a busy machine

const dir = mkdtempSync(join(tmpdir(), 'trine-registry-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** An operator's gateway that remembers calls and refuses what exists with the codes of the API. */
let gateway: Server;
let url: string;
let calls: { call: string; body: Record<string, unknown> }[];
const exists: Record<string, number> = {
  init_ndid: 25032, register_node: 25011, create_namespace: 25013, create_service: 25005, add_error_code: 25073, add_request_type: 25085,
  add_allowed_node_supported_feature: 25092, add_node_to_proxy_node: 25046,
};
let refusal: { call: string; code: number } | undefined;
const done = new Set<string>();
const balances = new Map<string, number>();

beforeEach(async () => {
  calls = [];
  refusal = undefined;
  done.clear();
  balances.clear();
  gateway = createServer((request, response) => {
    let text = '';
    request.on('data', (part) => { text += String(part); });
    request.on('end', () => {
      const token = /^\/v6\/utility\/nodes\/([^/]+)\/token$/.exec(request.url!);
      if (token) return void response.end(JSON.stringify({ amount: balances.get(token[1]!) ?? 0 }));
      const call = request.url!.replace('/v6/ndid/', '');
      const body = JSON.parse(text) as Record<string, unknown>;
      calls.push({ call, body });
      const code = refusal?.call === call ? refusal.code : done.has(call + text) ? exists[call] : undefined;
      if (code !== undefined) return void response.writeHead(400).end(JSON.stringify({ error: { code, message: 'refused' } }));
      done.add(call + text);
      if (call === 'set_node_token') balances.set(body['node_id'] as string, body['amount'] as number);
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
});
afterEach(() => new Promise((resolve) => gateway.close(resolve).closeAllConnections()));

async function schemeWithKeys(): Promise<{ scheme: Scheme; keys: Record<string, NodeKeys> }> {
  const scheme = parseScheme({
    data_dir: dir,
    nodes: [
      { node_id: 'rp1', role: 'rp', tokens: 5, node_id_whitelist: ['idp1'] },
      { node_id: 'ndid1', role: 'ndid' },
      { node_id: 'idp1', role: 'idp', max_ial: 3, max_aal: 2.2, supported_feature_list: ['on_the_fly'] },
      { node_id: 'as1', role: 'as', proxy_node_id: 'proxy1' },
      { node_id: 'proxy1', role: 'proxy' },
    ],
    registry: {
      node_supported_features: ['on_the_fly'],
      request_types: ['t'],
      namespaces: [{ namespace: 'citizen_id' }],
      services: [{ service_id: 's', service_name: 'S', approved_as: ['as1'], data_schema: { type: 'object' } }],
      error_codes: [{ type: 'as', error_code: 1, description: 'd' }],
    },
  }, { name: 'registry', baseDir: dir });
  return { scheme, keys: await schemeKeys(scheme) };
}

it('sets the registry up in an order in which the operator can do it', async () => {
  const { scheme, keys } = await schemeWithKeys();
  await seedRegistry(scheme, url, keys, () => undefined);
  expect(calls.map(({ call, body }) => (body['node_id'] === undefined ? call : `${call} ${String(body['node_id'])}`))).toEqual([
    'init_ndid', 'end_init', 'set_supported_ial_list', 'set_supported_aal_list', 'add_allowed_node_supported_feature', 'create_namespace',
    'add_request_type', 'add_error_code', 'register_node rp1', 'register_node idp1', 'register_node as1', 'register_node proxy1',
    'update_node rp1', 'add_node_to_proxy_node as1', 'set_node_token rp1', 'set_node_token idp1', 'set_node_token as1', 'set_node_token proxy1',
    'create_service', 'approve_service as1',
  ]);
  expect(calls[0]!.body).toMatchObject({ signing_key_algorithm: 'Ed25519', encryption_algorithm: 'RSAES_OAEP_SHA_256', signing_public_key: expect.stringContaining('BEGIN PUBLIC KEY') });
  expect(calls.find(({ call }) => call === 'register_node')!.body).not.toHaveProperty('max_ial');
  expect(calls.find(({ call }) => call === 'create_service')!.body).toMatchObject({ data_schema: '{"type":"object"}' });
  expect(Object.fromEntries(balances)).toEqual({ rp1: 5, idp1: 1_000_000, as1: 1_000_000, proxy1: 1_000_000 });
});

it('accepts what exists and raises only balances that are too low', async () => {
  const { scheme, keys } = await schemeWithKeys();
  await seedRegistry(scheme, url, keys, () => undefined);
  balances.set('rp1', 9).set('idp1', 3);
  const before = calls.length;
  await seedRegistry(scheme, url, keys, () => undefined);
  expect(calls.slice(before).filter(({ call }) => call === 'set_node_token').map(({ body }) => body)).toEqual([{ node_id: 'idp1', amount: 1_000_000 }]);
});

it('stops at a refusal that means something else, and quotes it', async () => {
  const { scheme, keys } = await schemeWithKeys();
  refusal = { call: 'register_node', code: 25012 };
  await expect(seedRegistry(scheme, url, keys, () => undefined)).rejects.toThrow(/refused register_node with 400 .*25012.*"node_id":"rp1"/);
});
