import { resolve } from 'node:path';

export interface MemberConfig {
  node_id: string;
  /** Base URL of the member's gateway. */
  url: string;
}

export interface SourceConfig extends MemberConfig {
  services: string[];
}

/** What the sandbox is told by its environment. */
export interface SandboxConfig {
  host: string;
  /** 0: a free one. */
  port: number;
  /** Where the gateways reach the sandbox; undefined: this machine, at the port it listens on. */
  publicUrl: string | undefined;
  /** Accessor keys and the journal; losing it means that the enrolled people can't sign any more. */
  dataDir: string;
  rp: MemberConfig[];
  idp: MemberConfig[];
  as: SourceConfig[];
}

/**
 * Reads `SANDBOX_PORT` (default 9500), `SANDBOX_HOST` (127.0.0.1), `SANDBOX_PUBLIC_URL` and `SANDBOX_CONFIG`, for example
 * `{"dataDir":".trine/sandbox","rp":[{"node_id":"rp1","url":"http://127.0.0.1:8081"}],"idp":[…],"as":[{…,"services":["bank_statement"]}]}`.
 */
export function sandboxConfig(env: Record<string, string | undefined>): SandboxConfig {
  const port = Number(env['SANDBOX_PORT'] ?? 9500);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`SANDBOX_PORT must be a port number, not "${String(env['SANDBOX_PORT'])}".`);
  const text = env['SANDBOX_CONFIG'];
  if (!text) throw new Error('SANDBOX_CONFIG is missing: JSON with the members that the sandbox plays ({rp, idp, as, dataDir}).');
  const { dataDir, rp = [], idp = [], as = [] } = JSON.parse(text) as Partial<SandboxConfig>;
  if (!dataDir) throw new Error('SANDBOX_CONFIG has no dataDir: the directory for accessor keys and journal.');
  const nameless = [...rp, ...idp, ...as].find(({ node_id, url }) => !node_id || !URL.canParse(url));
  if (nameless) throw new Error(`SANDBOX_CONFIG: each member needs a node_id and the url of its gateway; ${JSON.stringify(nameless)} has not.`);
  return { host: env['SANDBOX_HOST'] ?? '127.0.0.1', port, publicUrl: env['SANDBOX_PUBLIC_URL'], dataDir: resolve(dataDir), rp, idp, as: as.map((source) => ({ ...source, services: source.services ?? [] })) };
}
