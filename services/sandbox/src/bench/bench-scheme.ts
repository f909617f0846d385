import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseScheme, pickKafka, runScheme, serviceNode, startPostgres } from '@trine/devstack';
import { SERVICE_ID } from './driver-messages.js';

export interface BenchScheme {
  urls: { rp: string; idp: string; as: string };
  /** The Node.js binary that the services run on. */
  node: string;
  /** Of the ledger. */
  ledgerDatabaseUrl: string;
  restartLedger(): Promise<void>;
  /** Process ids by what they are; servers that were given, not started, are missing. */
  pids: Record<string, number>;
  stop(): Promise<void>;
}

/** Starts a scheme of its own with all settings at their defaults: every part a process, a real Kafka and PostgreSQL, empty at first. */
export async function startBenchScheme(): Promise<BenchScheme> {
  const scheme = parseScheme({
    chain_id: 'trine-bench',
    nodes: [
      { node_id: 'ndid1', role: 'ndid' }, { node_id: 'rp1', role: 'rp' }, { node_id: 'idp1', role: 'idp', max_ial: 3, max_aal: 3 }, { node_id: 'as1', role: 'as' },
    ],
    registry: { namespaces: [{ namespace: 'citizen_id' }], services: [{ service_id: SERVICE_ID, service_name: 'Benchmark', approved_as: ['as1'] }] },
  }, { name: `bench-${process.pid}`, baseDir: process.cwd() });
  // Last in, first out.
  const stops: (() => Promise<void>)[] = [() => rm(scheme.data_dir, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const each of stops.splice(0).reverse()) await each();
  };
  try {
    const kafka = await pickKafka({ dataDir: join(scheme.data_dir, 'kafka') });
    stops.push(() => kafka.stop());
    if (kafka.kind === 'in-process') throw new Error('the benchmark needs a Kafka: install Java 17 and Maven, start Docker or set KAFKA_BROKERS');
    const postgres = process.env['DATABASE_URL'] ? undefined : await startPostgres({ dataDir: join(scheme.data_dir, 'postgres') });
    if (postgres) stops.push(() => postgres.stop());
    const env = { ...process.env, KAFKA_BROKERS: kafka.brokers.join(','), ...(postgres && { DATABASE_URL: postgres.url }) };
    const { nodes, ledger, databaseUrl, stop: stopScheme } = await runScheme(scheme, { env, restart: false });
    stops.push(stopScheme);
    const [rp, idp, as] = [nodes['rp1']!, nodes['idp1']!, nodes['as1']!];
    return {
      urls: { rp: rp.url, idp: idp.url, as: as.url },
      node: serviceNode(),
      ledgerDatabaseUrl: new URL('/ledger', databaseUrl).href,
      restartLedger: () => ledger.restart(),
      pids: { ledger: ledger.pid, rp: rp.pid, idp: idp.pid, as: as.pid, ...(kafka.pid && { kafka: kafka.pid }), ...(postgres && { postgres: postgres.pid }) },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
