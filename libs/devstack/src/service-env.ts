import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Role, Scheme, SchemeApp, SchemeNode } from './scheme.js';
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
  ...(node.role === 'proxy' && !node.external_crypto && proxiedKeysEnv(scheme, node.node_id, keys)),
  ...node.env,
});

/** The sandbox plays all members but operator, proxies and banks with an app, and for sources the services that they are approved for. */
export function sandboxEnv({ data_dir, registry, nodes, sandbox, apps }: Scheme, port: number, urlOf: (nodeId: string) => string): NodeJS.ProcessEnv {
  const members = (wanted: Role): { node_id: string; url: string }[] =>
    nodes.filter(({ node_id, role, proxy_node_id }) => role === wanted && proxy_node_id === undefined && !apps.some(({ service, node }) => service === 'bank' && node === node_id)).map(({ node_id }) => ({ node_id, url: urlOf(node_id) }));
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

/** What an app is told; `docs/scheme.md` lists it. */
export const appEnv = ({ service, node, env }: SchemeApp, port: number, databaseUrl: string, gatewayUrl: string, dataKey: string): NodeJS.ProcessEnv => ({
  [`${service.toUpperCase()}_PORT`]: String(port),
  [`${service.toUpperCase()}_DATA_KEY`]: dataKey,
  DATABASE_URL: databaseUrl,
  NODE_ID: node,
  GATEWAY_URL: gatewayUrl,
  ...env,
});

const keyEnv = (node: SchemeNode, keys: NodeKeys): Record<string, string> => Object.fromEntries((['signing', 'master', 'encryption'] as const).flatMap((use) => {
  const prefix = use.toUpperCase();
  return [
    [`${prefix}_KEY_PATH`, keys[use].path],
    [`${prefix}_ALGORITHM`, keys[use].algorithm],
    ...(node.keys[use] !== undefined && node.keys.passphrase !== undefined ? [[`${prefix}_KEY_PASSPHRASE`, node.keys.passphrase] as const] : []),
  ];
}));

/** Where a proxy finds the keys of the nodes behind it that the scheme leaves to it; the files are links to the nodes' own. */
function proxiedKeysEnv(scheme: Scheme, proxyId: string, keys: Record<string, NodeKeys>): Record<string, string> {
  const [PROXIED_SIGNING_KEYS_DIR, PROXIED_ENCRYPTION_KEYS_DIR] = (['signing', 'encryption'] as const).map((use) => join(scheme.data_dir, 'proxied-keys', encodeURIComponent(proxyId), use)) as [string, string];
  for (const dir of [PROXIED_SIGNING_KEYS_DIR, PROXIED_ENCRYPTION_KEYS_DIR]) mkdirSync(dir, { recursive: true, mode: 0o700 });
  for (const behind of scheme.nodes.filter(({ proxy_node_id, proxy_config }) => proxy_node_id === proxyId && proxy_config === 'KEY_ON_PROXY')) {
    const { signing, master, encryption } = keys[behind.node_id]!;
    const files = [['signing', join(PROXIED_SIGNING_KEYS_DIR, behind.node_id), signing], ['master', join(PROXIED_SIGNING_KEYS_DIR, `${behind.node_id}_master`), master], ['encryption', join(PROXIED_ENCRYPTION_KEYS_DIR, behind.node_id), encryption]] as const;
    for (const [use, file, key] of files) {
      rmSync(file, { force: true });
      rmSync(`${file}_passphrase`, { force: true });
      symlinkSync(key.path, file);
      if (behind.keys[use] !== undefined && behind.keys.passphrase !== undefined) writeFileSync(`${file}_passphrase`, behind.keys.passphrase, { mode: 0o600 });
    }
  }
  return { PROXIED_SIGNING_KEYS_DIR, PROXIED_ENCRYPTION_KEYS_DIR };
}
