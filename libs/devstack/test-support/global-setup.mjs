import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const built = resolve(import.meta.dirname, '../dist/index.js');

/**
 * Gives the tests of a jest run `KAFKA_BROKERS` and `DATABASE_URL`: the addresses given, else servers started here, else
 * containers. `int` and `e2e` both name this file; the servers start once.
 */
export default async function globalSetup() {
  globalThis.trineTestServers ??= startServers();
  const servers = await globalThis.trineTestServers;
  Object.assign(process.env, servers.env);
}

async function startServers() {
  if (!existsSync(built)) throw new Error('build first: npx tsc -b libs/devstack');
  const devstack = await import(built);
  const dir = mkdtempSync(join(tmpdir(), 'trine-test-'));
  chmodSync(dir, 0o711); // PostgreSQL may run as another user and has to pass through
  const stops = [];
  const stop = async () => {
    await Promise.allSettled(stops.map((each) => each()));
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    const started = await Promise.allSettled([kafka(devstack, join(dir, 'kafka'), stops), postgres(devstack, join(dir, 'postgres'), stops)]);
    const failed = started.find(({ status }) => status === 'rejected');
    if (failed) throw failed.reason;
    return { env: Object.assign({}, ...started.map(({ value }) => value)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function kafka({ startKafka, missingForJava, missingForDocker, kafkaContainerEnv, freePort, KAFKA_IMAGE }, dataDir, stops) {
  if (process.env.KAFKA_BROKERS) return {};
  const noJava = missingForJava();
  if (!noJava) {
    const broker = await startKafka({ dataDir });
    stops.push(() => broker.stop('SIGKILL')); // nothing of it is kept
    return { KAFKA_BROKERS: broker.brokers.join(',') };
  }
  const noDocker = missingForDocker(KAFKA_IMAGE);
  if (noDocker) {
    const reason = `no Kafka for the tests: KAFKA_BROKERS is not set; ${noJava}; ${noDocker}`;
    if (process.env.CI === 'true') throw new Error(reason);
    console.warn(`${reason}. Tests that need it will fail.`);
    return {};
  }
  const port = await freePort();
  const { container, Wait } = await testcontainer(KAFKA_IMAGE);
  const broker = await container.withEnvironment(kafkaContainerEnv(port)).withExposedPorts({ container: 9094, host: port })
    .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/)).withStartupTimeout(120_000).start();
  stops.push(() => broker.stop());
  return { KAFKA_BROKERS: `127.0.0.1:${port}` };
}

async function postgres({ startPostgres, missingForDocker }, dataDir, stops) {
  if (process.env.DATABASE_URL) return {};
  let embeddedFailure;
  try {
    const server = await startPostgres({ dataDir });
    stops.push(() => server.stop());
    return { DATABASE_URL: server.url };
  } catch (error) {
    embeddedFailure = error;
  }
  const noDocker = missingForDocker('postgres:18');
  if (noDocker) throw new Error(`no PostgreSQL for the tests: DATABASE_URL is not set; embedded: ${embeddedFailure.message}; ${noDocker}`);
  const { container, Wait } = await testcontainer('postgres:18');
  const server = await container.withEnvironment({ POSTGRES_PASSWORD: 'test' }).withExposedPorts(5432)
    .withCommand(['postgres', '-c', 'max_connections=200'])
    .withWaitStrategy(Wait.forLogMessage(/database system is ready to accept connections/, 2)).withStartupTimeout(120_000).start();
  stops.push(() => server.stop());
  return { DATABASE_URL: `postgres://postgres:test@${server.getHost()}:${server.getMappedPort(5432)}/postgres` };
}

async function testcontainer(image) {
  process.env.TESTCONTAINERS_RYUK_DISABLED ??= 'true'; // its image may not be there; the containers are stopped in the teardown
  const { GenericContainer, Wait } = await import('testcontainers');
  return { container: new GenericContainer(image), Wait };
}
