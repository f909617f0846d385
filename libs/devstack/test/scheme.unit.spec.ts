import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { loadScheme, parseScheme, SchemeError } from '../src/scheme.js';
import { workspaceRoot } from '../src/workspace.js';

const operator = { node_id: 'ndid1', role: 'ndid' };
const parse = (content: object): ReturnType<typeof parseScheme> => parseScheme(content, { name: 'test', baseDir: '/schemes' });

function faults(content: object): readonly string[] {
  try {
    parse(content);
    return [];
  } catch (error) {
    return (error as SchemeError).faults;
  }
}

it.each(['example', 'demo'])('accepts deploy/schemes/%s.yaml', (name) => {
  expect(loadScheme(join(workspaceRoot, `deploy/schemes/${name}.yaml`)).name).toBe(name);
});

it('fills in defaults and makes paths absolute', () => {
  const scheme = parse({
    data_dir: 'data',
    defaults: { signing_algorithm: 'ECDSA_SHA_256', env: { A: '1', B: '1' } },
    nodes: [{ node_id: 'Bank-1', role: 'rp', keys: { signing: './k.pem', passphrase: 'p' }, env: { B: '2' } }],
  });
  expect(scheme).toMatchObject({
    name: 'test', chain_id: 'trine-demo', single_process: false, data_dir: '/schemes/data', registry: 'empty', ledger: { port: 0, database: 'ledger' },
  });
  expect(scheme.nodes[0]).toMatchObject({
    node_name: 'Bank-1', port: 0, database: 'node_bank_1', signing_algorithm: 'ECDSA_SHA_256', env: { A: '1', B: '2' }, callbacks: {},
    keys: { signing: '/schemes/k.pem', passphrase: 'p' },
  });
});

it('fills in the defaults of a registry', () => {
  expect(parse({ nodes: [operator], registry: {} }).registry).toMatchObject({ supported_aal_list: [1, 2.1, 2.2, 3], tokens: 1_000_000, services: [] });
});

// Each neighbour of a valid file is told apart, with its place and what to do.
it.each([
  ['a misspelt member', { nodes: [{ ...operator, nodename: 'x' }] }, 'nodes.0: "nodename" is not known here'],
  ['a missing member', { nodes: [{ node_id: 'a' }] }, 'nodes.0: "role" is missing; add it'],
  ['an unknown role', { nodes: [{ node_id: 'a', role: 'bank' }] }, 'nodes.0.role: must be one of "ndid", "rp"'],
  ['no nodes', { nodes: [] }, 'nodes: must NOT have fewer than 1 items'],
  ['a number where text belongs', { nodes: [{ ...operator, env: { A: 1 } }] }, 'nodes.0.env.A: must be of type string; put the value in quotes'],
  ['a port out of range', { nodes: [{ ...operator, port: 70_000 }] }, 'nodes.0.port: must be <= 65535'],
  ['a callback that is no URL', { nodes: [{ ...operator, callbacks: { error_url: 'nowhere' } }] }, 'nodes.0.callbacks.error_url: '],
  ['a registry that is another word', { nodes: [operator], registry: 'full' }, 'registry: must be "empty" or an object'],
  ['a misspelt member of the registry', { nodes: [operator], registry: { service: [] } }, 'registry: "service" is not known here'],
  ['two nodes of one id', { nodes: [operator, { ...operator, database: 'other' }] }, 'nodes: node_id ndid1 is used more than once'],
  ['two processes on one port', { ledger: { port: 80 }, nodes: [{ ...operator, port: 80 }] }, 'port 80 is used more than once'],
  ['two ids that name one database', { nodes: [{ node_id: 'a-1', role: 'rp' }, { node_id: 'a_1', role: 'rp' }] }, 'database node_a_1 is used more than once'],
  ['a bank app of a node that is none', { nodes: [{ node_id: 'a', role: 'rp' }], apps: [{ name: 'bank', service: 'bank', node: 'a' }] }, 'apps.0 (bank): node "a" is no node of role idp'],
  ['an app called like a node', { nodes: [{ node_id: 'a', role: 'rp' }], apps: [{ name: 'a', service: 'portal', node: 'a' }] }, 'apps.0 (a): this name belongs to another process'],
  ['two apps of one node', { nodes: [{ node_id: 'a', role: 'rp' }], apps: [{ name: 'x', service: 'portal', node: 'a' }, { name: 'y', service: 'portal', node: 'a' }] }, 'apps: node a is used more than once'],
  ['an app behind a proxy', { nodes: [operator, { node_id: 'p', role: 'proxy' }, { node_id: 'a', role: 'rp', proxy_node_id: 'p' }], apps: [{ name: 'x', service: 'portal', node: 'a' }] }, 'apps.0 (x): node "a" is behind a proxy'],
  ['a node called like the ledger', { nodes: [{ node_id: 'ledger', role: 'rp', database: 'other' }] }, 'nodes.0 (ledger): this name belongs'],
  ['levels of a node that has none', { nodes: [{ node_id: 'a', role: 'rp', max_ial: 3 }] }, 'nodes.0 (a): only nodes of role idp'],
  ['an idp without levels in a registry', { nodes: [operator, { node_id: 'a', role: 'idp' }], registry: {} }, 'nodes.1 (a): a node of role idp needs max_ial'],
  ['a registry that nobody can set up', { nodes: [{ node_id: 'a', role: 'rp' }], registry: {} }, 'nodes: a registry is set up by exactly one node of role ndid'],
  ['approval of an unknown AS', { nodes: [operator], registry: { services: [{ service_id: 's', service_name: 's', approved_as: ['x'] }] } }, 'registry.services.0.approved_as: "x" is no node of role as'],
  ['a proxy that is none', { nodes: [operator, { node_id: 'a', role: 'rp', proxy_node_id: 'ndid1' }] }, 'nodes.1 (a): proxy_node_id "ndid1" is no node of role proxy'],
  ['a crypto service that nobody can reach', { nodes: [operator, { node_id: 'a', role: 'rp', external_crypto: true, callbacks: { sign_url: 'http://kms/' } }], registry: {} }, 'nodes.1 (a): with external_crypto, callbacks must have master_sign_url, decrypt_url'],
  ['keys of a node behind a proxy elsewhere than the proxy looks', { nodes: [{ node_id: 'p', role: 'proxy' }, { node_id: 'a', role: 'rp', proxy_node_id: 'p', external_crypto: true }] }, 'nodes.1 (a): its keys are where those of its proxy p are; set external_crypto of both, or of neither'],
  ['an operator without key files', { nodes: [{ ...operator, external_crypto: true }] }, 'nodes.0 (ndid1): the operator sets up the scheme before it has registered keys'],
  ['an id behind a proxy that can name no file', { nodes: [{ node_id: 'p', role: 'proxy' }, { node_id: 'a/b', role: 'rp', proxy_node_id: 'p' }] }, 'nodes.1 (a/b): the keys of a node behind a proxy are files'],
  ['an operator that wants an API key while the runner sets up its registry', { nodes: [{ ...operator, env: { USE_API_KEY: 'true' } }], registry: {} }, 'nodes.0 (ndid1): the runner, which sets up the registry, calls this gateway without an API key'],
  ['a sandbox at a gateway that wants an API key', { nodes: [{ node_id: 'a', role: 'rp', env: { USE_API_KEY: 'true' } }], sandbox: { port: 0 } }, 'nodes.0 (a): the sandbox calls this gateway without an API key'],
  ['a bus in memory for many processes', { kafka: { in_process: true }, nodes: [operator] }, 'kafka.in_process: messages in memory need single_process'],
  ['a chain id with a colon', { chain_id: 'a:b', nodes: [operator] }, 'chain_id: does not have the form'],
])('refuses %s', (_, content, fault) => {
  expect(faults(content)).toEqual([expect.stringContaining(fault)]);
});

it('reports all faults at once', () => {
  expect(faults({ colour: 1, nodes: [{ role: 'rp' }] })).toHaveLength(2);
});

it('says what to do when a file cannot be read', () => {
  expect(() => loadScheme('/nowhere.yaml')).toThrow('the file cannot be read: give the path of a YAML or JSON file');
});
