import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, expect, it, jest } from '@jest/globals';
import { runTestScheme } from '../src/fixture.js';
import { isAlive } from '../src/guarded-process.js';
import { runScheme, type RunningScheme, type RunSchemeOptions } from '../src/run-scheme.js';
import { parseScheme, type Scheme } from '../src/scheme.js';

jest.setTimeout(120_000);

const dir = mkdtempSync(join(tmpdir(), 'trine-scheme-'));
const servicesDir = join(dir, 'services');
for (const name of ['ledger', 'operator', 'rp', 'portal']) {
  mkdirSync(join(servicesDir, name, 'dist'), { recursive: true });
  writeFileSync(join(servicesDir, name, 'package.json'), '{ "type": "module" }');
  cpSync(join(import.meta.dirname, 'fake-service.mjs'), join(servicesDir, name, 'dist/index.js'));
  writeFileSync(join(servicesDir, name, 'dist/main.js'), `import { start } from './index.js';
process.on('SIGTERM', () => process.exit(0)).on('disconnect', () => process.exit(0));
console.log('it runs');
await start(process.env);`);
}

const scheme = (name: string): Scheme => parseScheme({
  chain_id: 'chain-1',
  data_dir: name,
  ledger: { database: `ledger_${name}` },
  nodes: [
    { node_id: 'operator-1', role: 'ndid', database: `operator_${name}` },
    { node_id: 'rp1', node_name: 'Shop', role: 'rp', database: `rp_${name}`, callbacks: { error_url: 'http://127.0.0.1:9/e' }, env: { VALIDATE_IDENTIFIER: 'false' } },
  ],
  apps: [{ name: 'shop', service: 'portal', node: 'rp1', database: `shop_${name}`, env: { COLOUR: 'green' } }],
}, { name, baseDir: dir });

let running: RunningScheme | undefined;
const reports: string[] = [];
const run = async (name: string, options: RunSchemeOptions = {}): Promise<RunningScheme> =>
  (running = await runScheme(scheme(name), { servicesDir, report: (line) => reports.push(line), ...options }));
afterEach(async () => {
  await running?.stop();
  running = undefined;
  reports.length = 0;
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function until(fact: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 60_000; !(await fact()); await delay(20)) if (Date.now() > end) throw new Error('it never came true');
}

it('gives each service its environment, keys and log', async () => {
  const { nodes, apps, ledger, databases, databaseUrl, keys } = await run('environment');
  expect(await (await fetch(`${apps['shop']!.url}/env`)).json()).toMatchObject({
    PORTAL_PORT: new URL(apps['shop']!.url).port, PORTAL_DATA_KEY: expect.stringMatching(/^[\w+/]{43}=$/), NODE_ID: 'rp1', GATEWAY_URL: nodes['rp1']!.url, DATABASE_URL: Object.assign(new URL(databaseUrl), { pathname: '/shop_environment' }).href, COLOUR: 'green',
  });
  const rp1 = (await (await fetch(`${nodes['rp1']!.url}/env`)).json()) as Record<string, string>;
  expect(rp1).toMatchObject({
    NODE_ID: 'rp1', NODE_NAME: 'Shop', ROLE: 'rp', CHAIN_ID: 'chain-1', LEDGER_URL: ledger.url, KAFKA_BROKERS: process.env['KAFKA_BROKERS'],
    DATABASE_URL: databases['rp1'], CALLBACK_URLS: '{"error_url":"http://127.0.0.1:9/e"}', VALIDATE_IDENTIFIER: 'false',
    SIGNING_KEY_PATH: join(dir, 'environment/keys/rp1.pem'), SIGNING_ALGORITHM: 'Ed25519', MASTER_ALGORITHM: 'Ed25519', ENCRYPTION_ALGORITHM: 'RSAES_OAEP_SHA_256',
  });
  expect(databases['rp1']).toBe(Object.assign(new URL(databaseUrl), { pathname: '/rp_environment' }).href);
  expect(readFileSync(rp1['LEDGER_PUBLIC_KEY_PATH']!, 'utf8')).toContain('BEGIN PUBLIC KEY');
  expect(statSync(rp1['SIGNING_KEY_PATH']!).mode & 0o077).toBe(0);
  expect(keys['rp1']!.encryption).toMatchObject({ keyAlgorithm: 'RSA', path: rp1['ENCRYPTION_KEY_PATH'] });
  expect(await (await fetch(`${nodes['operator-1']!.url}/env`)).json()).toMatchObject({ NDID_NODE: 'true' });
  expect(readFileSync(join(dir, 'environment/logs/rp1.log'), 'utf8')).toContain('it runs');

  const pids = [ledger.pid, nodes['rp1']!.pid, nodes['operator-1']!.pid];
  await running!.stop();
  expect(pids.map(isAlive)).toEqual([false, false, false]);
});

it('keeps generated keys for the next start', async () => {
  const first = (await run('keys')).keys['rp1']!.signing.publicPem;
  await running!.stop();
  expect((await run('keys')).keys['rp1']!.signing.publicPem).toBe(first);
});

it('leaves a killed service down until it is restarted, when told so', async () => {
  const { nodes } = await run('manual', { restart: false });
  const rp1 = nodes['rp1']!;
  const { pid } = rp1;
  await rp1.kill('SIGKILL');
  expect(isAlive(pid)).toBe(false);
  await expect(fetch(`${rp1.url}/readyz`)).rejects.toThrow();
  await rp1.restart();
  expect(rp1.pid).not.toBe(pid);
  expect((await fetch(`${rp1.url}/readyz`)).status).toBe(200);
});

it('starts again what dies, and says so with the end of its log', async () => {
  const { nodes } = await run('supervised');
  const rp1 = nodes['rp1']!;
  const { pid } = rp1;
  await rp1.kill('SIGKILL');
  await until(() => fetch(`${rp1.url}/readyz`).then(({ ok }) => ok, () => false));
  expect(rp1.pid).not.toBe(pid);
  expect(reports.join('\n')).toMatch(/rp1 ended with signal SIGKILL, restarting in 500 ms; the end of .*rp1\.log:\nit runs/);
});

it('runs all services in this process when asked', async () => {
  const { nodes } = await run('single', { singleProcess: true });
  expect(nodes['rp1']!.pid).toBe(process.pid);
  await nodes['rp1']!.restart();
  await expect(nodes['rp1']!.kill()).rejects.toThrow('can\'t be killed alone');
});

it('gives a test a scheme on servers of its own', async () => {
  running = await runTestScheme({ nodes: [{ node_id: 'rp1', role: 'rp' }] }, { servicesDir });
  expect(running.kafka.brokers.join()).not.toBe(process.env['KAFKA_BROKERS']);
  expect(new URL(running.databaseUrl).host).not.toBe(new URL(process.env['DATABASE_URL']!).host);
  await running.stop();
  expect(existsSync(running.scheme.data_dir)).toBe(false);
});

it('stops what had started and shows the log when a service does not start', async () => {
  const broken = scheme('broken');
  broken.nodes[1]!.role = 'as';
  mkdirSync(join(servicesDir, 'as/dist'), { recursive: true });
  writeFileSync(join(servicesDir, 'as/dist/main.js'), 'console.log("no such luck"); process.exit(3)');
  await expect(runScheme(broken, { servicesDir, report: (line) => reports.push(line) })).rejects.toThrow(/rp1 did not start, it ended with exit code 3;[^]*no such luck/);
});

// A parent that gets kill -9 can stop nothing; its services notice by themselves, and the guards see to it.
it('leaves nothing behind when its own process is killed', async () => {
  const built = join(import.meta.dirname, '../dist/index.js');
  const content = JSON.stringify({ chain_id: 'chain-1', data_dir: join(dir, 'killed'), ledger: { database: 'ledger_killed' }, nodes: [{ node_id: 'rp1', role: 'rp', database: 'rp_killed' }] });
  const parent = spawn(process.execPath, ['--input-type=module', '-e', `import { parseScheme, runScheme } from '${built}';
    const { ledger, nodes } = await runScheme(parseScheme(${content}, { name: 'killed', baseDir: '/' }), { servicesDir: '${servicesDir}' });
    process.send([ledger.pid, nodes.rp1.pid]); setInterval(() => undefined, 1000);`], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const pids = await new Promise<number[]>((resolve) => parent.once('message', (message) => resolve(message as number[])));
  expect(pids.map(isAlive)).toEqual([true, true]);
  parent.kill('SIGKILL');
  await until(() => !pids.some(isAlive));
});
