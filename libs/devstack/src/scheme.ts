import { readFileSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { Ajv, type ErrorObject } from 'ajv';
import type { SigningAlgorithm } from '@trine/crypto';
import { parse as parseYaml } from 'yaml';
import { stateDir, workspaceRoot } from './workspace.js';

export type Role = 'ndid' | 'rp' | 'idp' | 'as' | 'proxy';
export type EncryptionAlgorithm = 'RSAES_PKCS1_V1_5' | 'RSAES_OAEP_SHA_1' | 'RSAES_OAEP_SHA_256';

interface Algorithms {
  signing_algorithm?: SigningAlgorithm;
  master_algorithm?: SigningAlgorithm;
  encryption_algorithm?: EncryptionAlgorithm;
}

export interface SchemeNode extends Algorithms {
  node_id: string;
  node_name: string;
  role: Role;
  /** 0: a free one. */
  port: number;
  keys: { signing?: string; master?: string; encryption?: string; passphrase?: string };
  /** Its keys are used by the member's crypto service only; the gateway asks it by the key operation URLs among `callbacks`. */
  external_crypto: boolean;
  max_ial?: number;
  max_aal?: number;
  agent?: boolean;
  supported_feature_list?: string[];
  node_id_whitelist_active?: boolean;
  node_id_whitelist?: string[];
  tokens?: number;
  proxy_node_id?: string;
  proxy_config: 'KEY_ON_PROXY' | 'KEY_ON_NODE';
  callbacks: Record<string, string>;
  /** Name on the scheme's server, or a URL. */
  database: string;
  env: Record<string, string>;
}

/** The back end of a member that comes with web pages for people. */
export interface SchemeApp {
  /** Of its process; no node has it. */
  name: string;
  /** Its folder in `services`. */
  service: 'bank' | 'portal';
  /** The node it is the back end of. The sandbox leaves a bank's alone; relying parties can share one, because each request has callbacks of its own. */
  node: string;
  /** 0: a free one. */
  port: number;
  /** Name on the scheme's server, or a URL. */
  database: string;
  env: Record<string, string>;
}

export interface Registry {
  supported_ial_list: number[];
  supported_aal_list: number[];
  tokens: number;
  node_supported_features: string[];
  request_types: string[];
  namespaces: {
    namespace: string;
    description?: string;
    allowed_identifier_count_in_reference_group?: number;
    allowed_active_identifier_count_in_reference_group?: number;
  }[];
  services: {
    service_id: string;
    service_name: string;
    data_schema?: object | string;
    data_schema_version?: string;
    approved_as: string[];
    price_ceiling_by_currency_list?: { currency: string; price: number }[];
    price_min_effective_datetime_delay?: number;
  }[];
  error_codes: { type: 'idp' | 'as'; error_code: number; description: string }[];
  allowed_mode_lists: { purpose: string; allowed_mode_list: number[] }[];
  min_ial_for_register_identity_at_first_idp?: number;
  suppressed_identity_modification_notification_nodes: string[];
}

/** A validated scheme: every default is filled in and every path is absolute. `docs/scheme.md` explains the members. */
export interface Scheme {
  /** The file's name without extension. */
  name: string;
  chain_id: string;
  single_process: boolean;
  data_dir: string;
  database?: { url: string };
  kafka?: { brokers?: string[]; in_process?: boolean };
  ledger: { port: number; database: string; signing_key?: string; env?: Record<string, string> };
  nodes: SchemeNode[];
  registry: 'empty' | Registry;
  sandbox?: { port: number; env?: Record<string, string> };
  apps: SchemeApp[];
}

/** What is wrong with a scheme: one line per fault, each with its place and what to do. */
export class SchemeError extends Error {
  override readonly name = 'SchemeError';
  constructor(source: string, readonly faults: readonly string[]) {
    super(`${source} is not a valid scheme:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
  }
}

const ajv = new Ajv({ allErrors: true, useDefaults: true, allowUnionTypes: true, verbose: true });
const validate = ajv.compile(JSON.parse(readFileSync(join(workspaceRoot, 'libs/devstack/scheme.schema.json'), 'utf8')) as object);
// Defaults inside `oneOf` are not filled in by the main pass.
const fillRegistry = ajv.compile({ $ref: 'scheme#/definitions/registry' });

/** Reads a scheme file (YAML or JSON). Rejects with a {@link SchemeError} that names every fault. */
export function loadScheme(file: string): Scheme {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new SchemeError(file, ['the file cannot be read: give the path of a YAML or JSON file, e.g. deploy/schemes/demo.yaml']);
  }
  let content: unknown;
  try {
    content = parseYaml(text); // JSON is YAML too
  } catch (error) {
    throw new SchemeError(file, [`the file is not YAML or JSON: ${(error as Error).message}`]);
  }
  return parseScheme(content, { name: basename(file, extname(file)), baseDir: dirname(resolve(file)) });
}

/**
 * Validates a scheme given as an object of the file's shape; relative paths count from `baseDir`.
 * @example parseScheme({ nodes: [{ node_id: 'ndid1', role: 'ndid' }] }, { name: 'test', baseDir: tmp })
 */
export function parseScheme(content: unknown, { name, baseDir }: { name: string; baseDir: string }): Scheme {
  const input = structuredClone(content) as Omit<Scheme, 'name'> & { defaults: Algorithms & { env?: Record<string, string> } };
  if (!validate(input)) throw new SchemeError(name, [...new Set(relevant(validate.errors ?? []).map(describe))]);
  if (typeof input.registry === 'object') fillRegistry(input.registry);

  const path = (relative: string): string => resolve(baseDir, relative);
  const { env: defaultEnv, ...algorithms } = input.defaults;
  const { defaults: _, ...rest } = input;
  const scheme: Scheme = {
    ...rest,
    name,
    data_dir: input.data_dir === undefined ? join(stateDir, name) : path(input.data_dir),
    ledger: { ...input.ledger, ...(input.ledger.signing_key !== undefined && { signing_key: path(input.ledger.signing_key) }) },
    nodes: input.nodes.map((node) => ({
      ...algorithms,
      ...node,
      node_name: node.node_name ?? node.node_id,
      database: node.database ?? databaseName('node', node.node_id),
      env: { ...defaultEnv, ...node.env },
      keys: Object.fromEntries(Object.entries(node.keys).map(([use, value]) => [use, use === 'passphrase' ? value : path(value)])),
    })),
    apps: input.apps.map((app) => ({ ...app, database: app.database ?? databaseName('app', app.name) })),
  };
  const faults = crossChecks(scheme);
  if (faults.length > 0) throw new SchemeError(name, faults);
  return scheme;
}

const databaseName = (kind: string, name: string): string => `${kind}_${name.toLowerCase().replace(/[^a-z0-9_]/g, '_')}`;

/** The alternatives of `oneOf` each complain; only the one that was meant helps. */
function relevant(errors: ErrorObject[]): ErrorObject[] {
  const choice = errors.find(({ instancePath, keyword }) => instancePath === '/registry' && keyword === 'oneOf');
  if (!choice) return errors;
  const object = typeof choice.data === 'object';
  return errors.filter((error) => error.instancePath !== '/registry' || (object ? !['oneOf', 'const'].includes(error.keyword) : error === choice));
}

function describe({ instancePath, keyword, params, message }: ErrorObject): string {
  const place = instancePath.slice(1).replaceAll('/', '.') || 'the file';
  const of = (name: string): string => String((params as Record<string, unknown>)[name]);
  switch (keyword) {
    case 'additionalProperties':
      return `${place}: "${of('additionalProperty')}" is not known here; remove it or correct the spelling (docs/scheme.md lists the members)`;
    case 'required':
      return `${place}: "${of('missingProperty')}" is missing; add it`;
    case 'enum':
      return `${place}: must be one of ${(params as { allowedValues: unknown[] }).allowedValues.map((value) => JSON.stringify(value)).join(', ')}`;
    case 'type':
      return `${place}: must be of type ${of('type')}${of('type') === 'string' ? '; put the value in quotes' : ''}`;
    case 'oneOf':
    case 'const':
      return `${place}: must be "empty" or an object that describes the registry`;
    case 'pattern':
      return `${place}: does not have the form ${of('pattern')}`;
    default:
      return `${place}: ${message ?? keyword}`;
  }
}

function crossChecks({ nodes, registry, ledger, kafka, single_process, sandbox, apps }: Scheme): string[] {
  const faults: string[] = [];
  const unique = (what: string, values: (string | number)[], advice: string): void => {
    const twice = values.filter((value, index) => values.indexOf(value) !== index);
    for (const value of new Set(twice)) faults.push(`${what} ${value} is used more than once; ${advice}`);
  };
  const gateways = nodes.filter(({ proxy_node_id }) => proxy_node_id === undefined);
  unique('nodes: node_id', nodes.map(({ node_id }) => node_id), 'give each node its own');
  unique('apps: name', apps.map(({ name }) => name), 'give each app its own');
  unique('apps: node', apps.map(({ node }) => node), 'a member has one back end');
  unique('port', [ledger.port, sandbox?.port ?? 0, ...[...gateways, ...apps].map(({ port }) => port)].filter((port) => port !== 0), 'give each process its own, or 0 for a free one');
  unique('database', [ledger.database, ...[...gateways, ...apps].map(({ database }) => database)], 'each process owns its database: set "database" of one of them');

  const role = new Map(nodes.map((node) => [node.node_id, node.role]));
  const proxies = new Map(nodes.filter((node) => node.role === 'proxy').map((node) => [node.node_id, node]));
  nodes.forEach((node, index) => {
    const place = `nodes.${index} (${node.node_id})`;
    if (node.proxy_node_id !== undefined && !proxies.has(node.proxy_node_id)) faults.push(`${place}: proxy_node_id "${node.proxy_node_id}" is no node of role proxy in this file`);
    if (node.proxy_node_id !== undefined && /^\.{1,2}$|[/\\]/.test(node.node_id)) faults.push(`${place}: the keys of a node behind a proxy are files named by its node_id, which this one cannot be; choose another`);
    if (['ledger', 'sandbox'].includes(node.node_id)) faults.push(`${place}: this name belongs to the scheme's own process; choose another node_id`);
    const levels = [node.max_ial, node.max_aal].filter((level) => level !== undefined).length;
    const proxy = proxies.get(node.proxy_node_id ?? '');
    if (proxy && proxy.external_crypto !== node.external_crypto) faults.push(`${place}: its keys are where those of its proxy ${proxy.node_id} are; set external_crypto of both, or of neither`);
    const missing = proxy ? [] : ['sign_url', 'master_sign_url', 'decrypt_url'].filter((name) => node.external_crypto && registry !== 'empty' && !(name in node.callbacks));
    if (missing.length > 0) faults.push(`${place}: with external_crypto, callbacks must have ${missing.join(', ')}, or the gateway would wait for them; add them`);
    if (node.external_crypto && node.role === 'ndid') faults.push(`${place}: the operator sets up the scheme before it has registered keys, so its gateway needs key files; remove external_crypto`);
    if (node.env['USE_API_KEY'] === 'true' && (node.role === 'ndid' ? registry !== 'empty' : sandbox !== undefined)) {
      faults.push(`${place}: ${node.role === 'ndid' ? 'the runner, which sets up the registry,' : 'the sandbox'} calls this gateway without an API key; remove USE_API_KEY from env`);
    }
    if (node.role !== 'idp' && levels > 0) faults.push(`${place}: only nodes of role idp have max_ial and max_aal; remove them`);
    if (node.role === 'idp' && registry !== 'empty' && levels < 2) faults.push(`${place}: a node of role idp needs max_ial and max_aal to be registered; add them`);
  });
  apps.forEach(({ name, service, node }, index) => {
    const [place, wanted] = [`apps.${index} (${name})`, service === 'bank' ? 'idp' : 'rp'];
    if (['ledger', 'sandbox'].includes(name) || role.has(name)) faults.push(`${place}: this name belongs to another process of the scheme; choose another`);
    if (role.get(node) !== wanted) faults.push(`${place}: node "${node}" is no node of role ${wanted} in this file`);
    else if (!gateways.some(({ node_id }) => node_id === node)) faults.push(`${place}: node "${node}" is behind a proxy, which apps don't talk to; take a node with a gateway of its own`);
  });
  if (kafka?.in_process && !single_process) faults.push('kafka.in_process: messages in memory need single_process: true');
  if (kafka?.in_process && kafka.brokers) faults.push('kafka: give brokers or in_process, not both');
  if (registry !== 'empty') {
    if (nodes.filter((node) => node.role === 'ndid').length !== 1) faults.push('nodes: a registry is set up by exactly one node of role ndid');
    registry.services.forEach(({ approved_as }, index) => {
      for (const id of approved_as) if (role.get(id) !== 'as') faults.push(`registry.services.${index}.approved_as: "${id}" is no node of role as in this file`);
    });
  }
  return faults;
}
