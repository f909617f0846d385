import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { inProcessBus, type Bus } from '@trine/bus';
import { createLogger } from '@trine/telemetry';
import { freePorts, isFreePort } from './free-port.js';
import { pickKafka, type PickedKafka } from './pick-kafka.js';
import { createDatabase, startPostgres } from './postgres.js';
import type { Role, Scheme, SchemeNode } from './scheme.js';
import { dataKey, ledgerKeys, schemeKeys, type NodeKeys } from './scheme-keys.js';
import { appEnv, gatewayEnv, ledgerEnv, sandboxEnv, type SharedEnvironment } from './service-env.js';
import { seedRegistry, untilAnnounced } from './seed-registry.js';
import { startServiceProcess, untilReady, type RunningService, type ServiceDefinition } from './service-process.js';
import { workspaceRoot } from './workspace.js';

export interface RunSchemeOptions {
  /** Default: what the scheme says; and true where there is no Kafka, which `false` makes an error. */
  singleProcess?: boolean | undefined;
  /** Start again what dies. Default true; tests that kill processes switch it off. */
  restart?: boolean;
  /** What the services inherit; `DATABASE_URL` and `KAFKA_BROKERS` in it go before the scheme's servers. Default: this process's. */
  env?: NodeJS.ProcessEnv;
  /** Gets a line for people at each step. Default: stderr. */
  report?: (line: string) => void;
  /** Where the services are. Default: this repository's `services`. */
  servicesDir?: string;
}

export interface RunningScheme {
  scheme: Scheme;
  /** By node id; nodes behind a proxy have no process and are not here. */
  nodes: Record<string, RunningService>;
  ledger: RunningService;
  sandbox: RunningService | undefined;
  /** By name. */
  apps: Record<string, RunningService>;
  kafka: PickedKafka;
  /** Of the database server, as the user who may create databases. */
  databaseUrl: string;
  /** Of the embedded PostgreSQL, when this run started one. */
  databasePid: number | undefined;
  /** By node id. */
  databases: Record<string, string>;
  keys: Record<string, NodeKeys>;
  startupMs: number;
  /** Stops back ends, gateways, ledger, Kafka and PostgreSQL, in this order. Given servers stay. */
  stop(): Promise<void>;
}

type Stops = (() => Promise<void>)[];

const SERVICE: Record<Role, string> = { ndid: 'operator', rp: 'rp', idp: 'idp', as: 'as', proxy: 'proxy' };

/**
 * Starts a whole scheme and resolves when every service is ready and, if the scheme describes a registry, the operator has
 * set it up. When anything fails, what had started is stopped again.
 */
export async function runScheme(scheme: Scheme, options: RunSchemeOptions = {}): Promise<RunningScheme> {
  const started = Date.now();
  const report = options.report ?? console.error;
  const env = options.env ?? process.env;
  // What is stopped together; the last first.
  const servers: Stops = [], buses: Stops = [], ledgers: Stops = [], members: Stops = [], backEnds: Stops = [];
  const stop = async (): Promise<void> => {
    for (const stops of [backEnds, members, ledgers, buses, servers]) {
      await Promise.all(stops.splice(0).map((each) => each().catch((error: Error) => report(`while stopping: ${error.message}`))));
    }
  };
  try {
    mkdirSync(scheme.data_dir, { recursive: true });
    const stoppable = <T extends { stop(): Promise<void> }>(server: T): T => (servers.push(() => server.stop()), server);
    const [kafka, { url: databaseUrl, pid: databasePid }, keys, ledgerKey] = await all([
      pickKafkaFor(scheme, env, report).then(stoppable), pickDatabase(scheme, env, report).then(stoppable), schemeKeys(scheme), ledgerKeys(scheme),
    ]);

    const memoryOnly = kafka.kind === 'in-process';
    if (memoryOnly && options.singleProcess === false) throw new Error('a scheme of many processes needs Kafka: install Java 17 and Maven, start Docker or set KAFKA_BROKERS');
    const singleProcess = options.singleProcess || scheme.single_process || memoryOnly;
    if (singleProcess) {
      report('ledger and gateways run inside this process');
      // Their log lines would come between ours; `createLogger` looks at this process's environment.
      process.env['LOG_LEVEL'] ??= 'warn';
    }
    const bus = memoryOnly ? inProcessBus({ logger: createLogger('bus') }) : undefined;
    if (bus) buses.push(() => bus.close());

    const servicesDir = options.servicesDir ?? join(workspaceRoot, 'services');
    const start = async (service: Omit<ServiceDefinition, 'entry' | 'logFile'>, folder: string, stops: Stops): Promise<RunningService> => {
      const definition = { ...service, env: { ...env, ...service.env }, entry: join(servicesDir, folder, 'dist', singleProcess ? 'index.js' : 'main.js'), logFile: join(scheme.data_dir, 'logs', `${encodeURIComponent(service.name)}.log`) };
      if (!existsSync(definition.entry)) throw new Error(`${service.name} needs ${definition.entry}, which isn't there: build first (npm run build)`);
      const running = await (singleProcess ? startInThisProcess(definition, bus) : startServiceProcess(definition, { restart: options.restart ?? true, report }));
      stops.push(() => running.stop());
      return running;
    };

    const gateways = scheme.nodes.filter(({ proxy_node_id }) => proxy_node_id === undefined);
    const port = await ports(scheme, gateways);
    const databaseFor = (name: string): Promise<string> => (name.includes('://') ? Promise.resolve(name) : createDatabase(databaseUrl, name));
    const [ledgerDatabase, ...gatewayDatabases] = await Promise.all([scheme.ledger.database, ...gateways.map(({ database }) => database)].map(databaseFor));
    const databases = Object.fromEntries(gateways.map(({ node_id }, index) => [node_id, gatewayDatabases[index]!]));
    const shared: SharedEnvironment = { scheme, brokers: kafka.brokers, ledgerKey, ledgerUrl: `http://127.0.0.1:${port('ledger')}`, keys };

    const ledger = await start({ name: 'ledger', url: shared.ledgerUrl, env: ledgerEnv(shared, port('ledger'), ledgerDatabase!) }, 'ledger', ledgers);
    // Gateways wait for the ledger by themselves, so all of them boot at once.
    const nodes = Object.fromEntries(await all(gateways.map(async (node) => {
      const env = gatewayEnv(shared, node, port(node.node_id), databases[node.node_id]!);
      const url = `${env['HTTPS'] === 'true' ? 'https' : 'http'}://127.0.0.1:${port(node.node_id)}`;
      return [node.node_id, await start({ name: node.node_id, url, env }, SERVICE[node.role], members)] as const;
    })));
    await Promise.all([ledger, ...Object.values(nodes)].map((service) => service.ready()));

    if (scheme.registry !== 'empty') {
      const operator = gateways.find(({ role }) => role === 'ndid')!;
      await seedRegistry(scheme, nodes[operator.node_id]!.url, keys, report);
      await Promise.all(gateways.map(({ node_id }) => untilAnnounced(node_id, nodes[node_id]!.url)));
    }

    const urlOf = (nodeId: string): string => nodes[nodeId]!.url;
    const startBackEnd = async (name: string, folder: string, env: NodeJS.ProcessEnv): Promise<RunningService> => {
      const backEnd = await start({ name, url: `http://127.0.0.1:${port(name)}`, env }, folder, backEnds);
      await backEnd.ready();
      return backEnd;
    };
    const [sandbox, ...apps] = await all([
      scheme.sandbox && startBackEnd('sandbox', 'sandbox', sandboxEnv(scheme, port('sandbox'), urlOf)),
      ...scheme.apps.map(async (app) => [app.name, await startBackEnd(app.name, app.service, appEnv(app, port(app.name), await databaseFor(app.database), urlOf(app.node), dataKey(scheme, app.name)))] as const),
    ]);
    return { scheme, nodes, ledger, sandbox, apps: Object.fromEntries(apps), kafka, databaseUrl, databasePid, databases, keys, startupMs: Date.now() - started, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** As `Promise.all`, but a failure is told only when nothing is on its way any more that would have to be stopped. */
async function all<T extends readonly unknown[] | []>(work: T): Promise<{ -readonly [P in keyof T]: Awaited<T[P]> }> {
  await Promise.allSettled(work);
  return Promise.all(work);
}

async function pickKafkaFor({ kafka, data_dir }: Scheme, env: NodeJS.ProcessEnv, notice: (line: string) => void): Promise<PickedKafka> {
  if (kafka?.in_process) return { kind: 'in-process', brokers: [], stop: async () => undefined };
  return pickKafka({ dataDir: join(data_dir, 'kafka'), brokers: kafka?.brokers, env, notice });
}

async function pickDatabase({ database, data_dir }: Scheme, env: NodeJS.ProcessEnv, notice: (line: string) => void): Promise<{ url: string; pid?: number; stop(): Promise<void> }> {
  const url = env['DATABASE_URL'] || database?.url;
  if (url) {
    notice(`postgresql: using ${new URL(url).host}`);
    return { url, stop: async () => undefined };
  }
  notice('postgresql: starting the embedded one');
  return startPostgres({ dataDir: join(data_dir, 'postgres'), notice });
}

async function ports(scheme: Scheme, gateways: SchemeNode[]): Promise<(name: string) => number> {
  const wanted = new Map(gateways.map(({ node_id, port }) => [node_id, port]));
  wanted.set('ledger', scheme.ledger.port);
  if (scheme.sandbox) wanted.set('sandbox', scheme.sandbox.port);
  for (const { name, port } of scheme.apps) wanted.set(name, port);
  const free = await freePorts(wanted.size);
  for (const [name, port] of wanted) {
    if (port === 0) wanted.set(name, free.pop()!);
    else if (!(await isFreePort(port))) throw new Error(`port ${port}, which the scheme gives to ${name}, is in use: stop what uses it or change the port`);
  }
  return (name) => wanted.get(name)!;
}

/** What each service's index exports for schemes of a single process. */
interface ServiceModule {
  start(env: Record<string, string | undefined>, overrides?: { bus?: Bus }): Promise<{ close(): Promise<void> }>;
}

async function startInThisProcess({ name, entry, env, url, logFile }: ServiceDefinition, bus: Bus | undefined): Promise<RunningService> {
  const { start } = (await import(entry)) as ServiceModule;
  const launch = (): Promise<{ close(): Promise<void> }> => start(env, bus && { bus });
  let running = await launch();
  const ready = (): Promise<void> => untilReady({ name, url, logFile }, () => undefined);
  return {
    url,
    logFile,
    pid: process.pid,
    kill: () => Promise.reject(new Error(`${name} runs inside this process and can't be killed alone`)),
    async restart() {
      await running.close();
      running = await launch();
      await ready();
    },
    ready,
    stop: () => running.close(),
  };
}
