import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseScheme, runScheme, testBrokers, type RunningScheme } from '@trine/devstack';
import { Api } from './api.js';
import { BackEnd } from './back-end.js';

/** A scheme on the test run's Kafka and PostgreSQL, every part a process of its own, with a back end for each member. */
export interface TestScheme {
  running: RunningScheme;
  api(nodeId: string): Api;
  backEnd(nodeId: string): BackEnd;
  stop(): Promise<void>;
}

export interface TestSchemeOptions {
  /** Names it in logs and databases. */
  name: string;
  nodes: (Record<string, unknown> & { node_id: string; role: string })[];
  registry?: unknown;
  /** Environment of every gateway. */
  env?: Record<string, string>;
  /** Servers of its own instead of the test run's. */
  servers?: { kafka?: string[]; database?: string };
  restart?: boolean;
  /** Gets a line when a service ends. */
  report?: (line: string) => void;
}

/** What most tests of flows need. */
export const DEFAULT_REGISTRY = {
  node_supported_features: ['on_the_fly'],
  request_types: ['dsign.dcontract', 'loan'],
  namespaces: [{ namespace: 'citizen_id', description: 'Thai citizen number' }, { namespace: 'passport', description: 'Passport number' }],
  services: [
    { service_id: 'bank_statement', service_name: 'Bank statement', approved_as: ['as1', 'as2'] },
    { service_id: 'customer_info', service_name: 'Customer information', approved_as: ['as1', 'as2'] },
  ],
  error_codes: [
    { type: 'idp', error_code: 30000, description: 'Person could not be authenticated' },
    { type: 'as', error_code: 40000, description: 'No data about this person' },
  ],
};

export async function startTestScheme(options: TestSchemeOptions): Promise<TestScheme> {
  const unique = `${options.name.replaceAll(/[^a-z0-9]/gi, '_').toLowerCase().slice(0, 20)}_${randomBytes(4).toString('hex')}`;
  const dataDir = mkdtempSync(join(tmpdir(), `trine-${unique}-`));
  const prefix = { KAFKA_TOPIC_PREFIX: unique };
  const backEnds = new Map<string, BackEnd>();
  for (const { node_id } of options.nodes) backEnds.set(node_id, await new BackEnd().start());
  const registry = options.registry ?? DEFAULT_REGISTRY;
  const known = new Set(options.nodes.map(({ node_id }) => node_id));
  const scheme = parseScheme(
    {
      chain_id: unique,
      data_dir: dataDir,
      ledger: { database: `ledger_${unique}`, env: prefix },
      defaults: { env: { ...prefix, ...options.env } },
      ...(options.servers?.kafka && { kafka: { brokers: options.servers.kafka } }),
      ...(options.servers?.database && { database: { url: options.servers.database } }),
      nodes: options.nodes.map((node) => ({
        database: `${node.node_id}_${unique}`,
        ...(node.role === 'idp' && { max_ial: 3, max_aal: 3 }),
        ...node,
        callbacks: { ...callbacksOf(node.role, backEnds.get(node.node_id) as BackEnd), ...(node['callbacks'] as object | undefined) },
      })),
      registry: registry === DEFAULT_REGISTRY ? withKnownSources(known) : registry,
    },
    { name: unique, baseDir: dataDir },
  );
  const env = { ...process.env, LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'info' } as NodeJS.ProcessEnv;
  if (options.servers?.kafka) delete env['KAFKA_BROKERS'];
  else env['KAFKA_BROKERS'] = testBrokers().join(',');
  if (options.servers?.database) delete env['DATABASE_URL'];
  const running = await runScheme(scheme, { restart: options.restart ?? false, report: options.report ?? (() => undefined), env });
  return {
    running,
    api: (nodeId) => new Api(urlOf(running, nodeId)),
    backEnd: (nodeId) => {
      const backEnd = backEnds.get(nodeId);
      if (!backEnd) throw new Error(`no node ${nodeId} in this scheme`);
      return backEnd;
    },
    async stop() {
      await running.stop();
      await Promise.all([...backEnds.values()].map((backEnd) => backEnd.stop()));
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function urlOf(running: RunningScheme, nodeId: string): string {
  const node = running.nodes[nodeId];
  if (!node) throw new Error(`no gateway ${nodeId} in this scheme`);
  return node.url;
}

function callbacksOf(role: string, backEnd: BackEnd): Record<string, string> {
  const url = (name: string): string => backEnd.url(`/${name}`);
  if (role === 'rp') return { error_url: url('error') };
  if (role === 'as') return { error_url: url('error'), incoming_request_status_update_url: url('status') };
  if (role === 'proxy') return { ...callbacksOf('idp', backEnd), ...callbacksOf('as', backEnd) };
  if (role !== 'idp') return {};
  return {
    error_url: url('error'),
    incoming_request_url: url('incoming'),
    incoming_request_status_update_url: url('status'),
    identity_modification_notification_url: url('identity'),
  };
}

function withKnownSources(known: Set<string>): unknown {
  return { ...DEFAULT_REGISTRY, services: DEFAULT_REGISTRY.services.map((service) => ({ ...service, approved_as: service.approved_as.filter((as) => known.has(as)) })) };
}
