import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { freePorts, startKafka, startPostgres, type RunningKafka, type RunningPostgres } from '@trine/devstack';
import { logLines, seededRandom, until } from '@trine/testkit';
import { runFlows, startThreeParties, type ThreeParties } from './flows.js';

/** The servers below the scheme fail; its processes run on, or are started again by their supervisor. */
const FLOW_COUNT = 60;
const CONCURRENCY = 20;
const PROGRESS = { min: 50, max: 300 };

const dir = mkdtempSync(join(tmpdir(), 'trine-outages-'));
chmodSync(dir, 0o711); // PostgreSQL may run as another user and has to pass through
let kafkaPorts: { port: number; controllerPort: number };
let postgresPort: number;
let kafka: RunningKafka;
let postgres: RunningPostgres;
let parties: ThreeParties;

const startBroker = async (): Promise<void> => {
  kafka = await startKafka({ dataDir: join(dir, 'kafka'), ...kafkaPorts });
};
const startDatabase = async (): Promise<void> => {
  postgres = await startPostgres({ dataDir: join(dir, 'postgres'), port: postgresPort, notice: () => undefined });
};

beforeAll(async () => {
  const [port, controllerPort, databasePort] = await freePorts(3);
  kafkaPorts = { port: port!, controllerPort: controllerPort! };
  postgresPort = databasePort!;
  await Promise.all([startBroker(), startDatabase()]);
  parties = await startThreeParties({ name: 'outages', servers: { kafka: kafka.brokers, database: postgres.url }, restart: true });
}, 300_000);

afterAll(async () => {
  await parties?.scheme.stop();
  await kafka?.stop('SIGKILL');
  await postgres?.stop();
  rmSync(dir, { recursive: true, force: true });
}, 120_000);

/** Runs flows, lets `fail` happen in their middle, and checks that nobody can tell afterwards. */
async function survive(name: string, fail: () => Promise<void>): Promise<void> {
  const random = seededRandom(name);
  const flows = await runFlows(parties, name.replaceAll(' ', '-'), FLOW_COUNT, CONCURRENCY);
  await Promise.race([flows.members.progressed(random.between(PROGRESS.min, PROGRESS.max)), flows.ended]);
  expect(flows.running).toBe(true);
  await fail();
  await flows.check();
}

const pids = (): number[] => [parties.scheme.running.ledger, ...Object.values(parties.scheme.running.nodes)].map(({ pid }) => pid);

test('the broker is killed and comes back with its data', async () => {
  const before = pids();
  await survive('broker killed', async () => {
    await kafka.stop('SIGKILL');
    await startBroker();
  });
  expect(pids()).toEqual(before);
}, 400_000);

test('the broker comes back empty: no topic, no message, no position', async () => {
  const before = pids();
  await survive('broker emptied', async () => {
    await kafka.stop('SIGKILL');
    rmSync(join(dir, 'kafka'), { recursive: true });
    await startBroker();
  });
  expect(pids()).toEqual(before);
}, 400_000);

test('the broker is emptied while the ledger and a gateway are dead, too', () =>
  survive('broker and processes', async () => {
    const { ledger, nodes } = parties.scheme.running;
    await Promise.all([kafka.stop('SIGKILL'), ledger.kill('SIGKILL'), nodes['idp1']!.kill('SIGKILL')]);
    rmSync(join(dir, 'kafka'), { recursive: true });
    await startBroker();
  }), 400_000);

test('PostgreSQL is killed and recovers', () =>
  survive('database killed', async () => {
    process.kill(postgres.pid, 'SIGKILL');
    await startDatabase();
  }), 400_000);

test('PostgreSQL stops at once, everything else stays', () =>
  survive('database stopped', async () => {
    process.kill(postgres.pid, 'SIGQUIT');
    await startDatabase();
  }), 400_000);

test('a gateway that comes before the broker waits, says so, and serves once it is there', async () => {
  await kafka.stop('SIGKILL');
  const rp = parties.scheme.running.nodes['rp1']!;
  const api = parties.scheme.api('rp1');
  await rp.kill('SIGTERM');
  expect(logLines(rp).at(-1)).toMatchObject({ msg: 'gateway has stopped' });
  const linesBefore = logLines(rp).length;
  const ready = rp.restart();
  ready.catch(() => undefined);
  await until('the gateway says what it waits for', () => logLines(rp).slice(linesBefore).some(({ msg }) => msg === 'waiting for the bus'));
  expect((await api.get('/livez')).status).toBe(200);
  expect(await api.get('/readyz')).toMatchObject({ status: 503, body: { ready: false, bus: false } });
  expect(await api.post('/rp/request_close')).toMatchObject({ status: 503, body: { error: { code: 10008 } } });
  await startBroker();
  await ready;
  await (await runFlows(parties, 'after', 3)).check();
}, 400_000);
