import { join } from 'node:path';
import type { Role, Scheme, SchemeNode } from './scheme.js';
import type { NodeKeys } from './scheme-keys.js';

/** What the processes of one run have in common. */
export interface SharedEnvironment {
  scheme: Scheme;
  brokers: readonly string[];
  ledgerUrl: string;
  ledgerKey: { privatePath: string; publicPath: string };
  /** By node id. */
  keys: Record<string, NodeKeys>;
}

/** What the ledger is told; `docs/scheme.md` lists it. */
export const ledgerEnv = ({ scheme, brokers, ledgerKey }: SharedEnvironment, port: number, databaseUrl: string): NodeJS.ProcessEnv => ({
  DATABASE_URL: databaseUrl,
  KAFKA_BROKERS: brokers.join(','),
  CHAIN_ID: scheme.chain_id,
  LEDGER_PORT: String(port),
  LEDGER_SIGNING_KEY_PATH: ledgerKey.privatePath,
  ...scheme.ledger.env,
});

/** What a gateway is told; `docs/scheme.md` lists it. */
export const gatewayEnv = ({ scheme, brokers, ledgerUrl, ledgerKey, keys }: SharedEnvironment, node: SchemeNode, port: number, databaseUrl: string): NodeJS.ProcessEnv => ({
  NODE_ID: node.node_id,
  NODE_NAME: node.node_name,
  ROLE: node.role,
  SERVER_PORT: String(port),
  DATABASE_URL: databaseUrl,
  KAFKA_BROKERS: brokers.join(','),
  CHAIN_ID: scheme.chain_id,
  LEDGER_URL: ledgerUrl,
  LEDGER_PUBLIC_KEY_PATH: ledgerKey.publicPath,
  ...(node.external_crypto ? { USE_EXTERNAL_CRYPTO_SERVICE: 'true' } : keyEnv(node, keys[node.node_id]!)),
  CALLBACK_URLS: JSON.stringify(node.callbacks),
  ...(node.role === 'ndid' && { NDID_NODE: 'true' }),
  ...(node.role === 'proxy' && { PROXIED_NODES: JSON.stringify(scheme.nodes.filter(({ proxy_node_id }) => proxy_node_id === node.node_id)
    .map((behind) => ({ node_id: behind.node_id, role: behind.role, ...lowerCased(keyEnv(behind, keys[behind.node_id]!)) }))) }),
  ...node.env,
});

/** The sandbox plays all members but operator and proxies, and for sources the services that they are approved for. */
export function sandboxEnv({ data_dir, registry, nodes, sandbox }: Scheme, port: number, urlOf: (nodeId: string) => string): NodeJS.ProcessEnv {
  const members = (wanted: Role): { node_id: string; url: string }[] =>
    nodes.filter(({ role, proxy_node_id }) => role === wanted && proxy_node_id === undefined).map(({ node_id }) => ({ node_id, url: urlOf(node_id) }));
  const services = registry === 'empty' ? [] : registry.services;
  return {
    SANDBOX_PORT: String(port),
    SANDBOX_CONFIG: JSON.stringify({
      dataDir: join(data_dir, 'sandbox'),
      rp: members('rp'),
      idp: members('idp'),
      as: members('as').map((member) => ({ ...member, services: services.filter(({ approved_as }) => approved_as.includes(member.node_id)).map(({ service_id }) => service_id) })),
    }),
    ...sandbox?.env,
  };
}

const keyEnv = (node: SchemeNode, keys: NodeKeys): Record<string, string> => Object.fromEntries((['signing', 'master', 'encryption'] as const).flatMap((use) => {
  const prefix = use.toUpperCase();
  return [
    [`${prefix}_KEY_PATH`, keys[use].path],
    [`${prefix}_ALGORITHM`, keys[use].algorithm],
    ...(node.keys[use] !== undefined && node.keys.passphrase !== undefined ? [[`${prefix}_KEY_PASSPHRASE`, node.keys.passphrase] as const] : []),
  ];
}));

const lowerCased = (record: Record<string, string>): Record<string, string> => Object.fromEntries(Object.entries(record).map(([name, value]) => [name.toLowerCase(), value]));
