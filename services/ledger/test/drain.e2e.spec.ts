import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { logLines, seededRandom, until } from '@trine/testkit';
import { runFlows, startThreeParties, type ThreeParties } from './flows.js';

const STOP_MS_MAX = 10_000;

let parties: ThreeParties;
/** What is said about services that end. */
const reports: string[] = [];
beforeAll(async () => {
  parties = await startThreeParties({ name: 'drain', report: (line) => reports.push(line) });
}, 240_000);
afterAll(() => parties?.scheme.stop(), 60_000);

test.each(['rp1', 'idp1', 'as1', 'ledger'])('SIGTERM to %s under load: it ends by itself with 0, and what it had accepted ends as it should', async (name) => {
  const random = seededRandom(`drain ${name}`);
  const { running } = parties.scheme;
  const service = name === 'ledger' ? running.ledger : running.nodes[name]!;
  const flows = await runFlows(parties, `drain-${name}`, 60);
  await flows.members.progressed(flows.members.progress + random.between(50, 300));
  const started = Date.now();
  await service.kill('SIGTERM');
  expect(Date.now() - started).toBeLessThan(STOP_MS_MAX);
  const report = await until(`a report about ${name}`, () => reports.find((line) => line.startsWith(`${name} ended`)));
  expect(report).toContain('exit code 0');
  expect(logLines(service).map(({ msg }) => msg)).toContain(name === 'ledger' ? 'ledger has stopped' : 'gateway has stopped');
  await service.restart();
  await flows.check();
}, 300_000);

test('a gateway that comes before its ledger waits, says so, and serves once it is there', async () => {
  const { ledger, nodes } = parties.scheme.running;
  const rp = nodes['rp1']!;
  const api = parties.scheme.api('rp1');
  await Promise.all([ledger.kill('SIGTERM'), rp.kill('SIGTERM')]);
  const linesBefore = logLines(rp).length;
  const ready = rp.restart();
  ready.catch(() => undefined);
  await until('the gateway says what it waits for', () => logLines(rp).slice(linesBefore).some(({ msg }) => msg === 'waiting for the ledger'));
  expect((await api.get('/livez')).status).toBe(200);
  expect(await api.get('/readyz')).toMatchObject({ status: 503, body: { ready: false, ledger: false } });
  expect(await api.get('/utility/namespaces')).toMatchObject({ status: 503, body: { error: { code: 10008 } } });
  expect(await api.post('/rp/request_close')).toMatchObject({ status: 503, body: { error: { code: 10008 } } });
  await ledger.restart();
  await ready;
  const flows = await runFlows(parties, 'late', 3);
  await flows.check();
}, 300_000);
