import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { seededRandom, until } from '@trine/testkit';
import { runFlows, startThreeParties, type ThreeParties } from './flows.js';

const FLOW_COUNT = 200;
/** Callbacks between two kills: a flow has about 16. */
const PROGRESS = { min: 60, max: 260 };

let parties: ThreeParties;
beforeAll(async () => {
  parties = await startThreeParties({ name: 'kill' });
}, 240_000);
afterAll(() => parties?.scheme.stop(), 60_000);

test('kill -9 of any process, at any moment: every accepted request ends as it should, and nothing happens twice', async () => {
  const random = seededRandom('kill');
  const { scheme } = parties;
  const { ledger, nodes } = scheme.running;
  const flows = await runFlows(parties, 'kill', FLOW_COUNT);
  const { members } = flows;
  const process = (name: string) => async (): Promise<void> => {
    const victim = name === 'ledger' ? ledger : nodes[name]!;
    await victim.kill('SIGKILL');
    await victim.restart();
  };
  const backEnd = (nodeId: string) => async (): Promise<void> => {
    await scheme.backEnd(nodeId).stop();
    // The others go on for a moment, unless they all wait for this one.
    const due = members.progress + random.between(5, 30);
    await until('progress', () => members.progress >= due, 3_000).catch(() => undefined);
    await scheme.backEnd(nodeId).start();
  };
  const processes = ['ledger', 'rp1', 'idp1', 'as1'].map((name): [string, () => Promise<void>] => [name, process(name)]);
  const backEnds = ['rp1', 'idp1', 'as1'].map((name): [string, () => Promise<void>] => [`back end of ${name}`, backEnd(name)]);
  const killed = new Set<string>();
  for (const [name, kill] of random.shuffled([...processes, ...processes, ...backEnds])) {
    const due = members.progress + random.between(PROGRESS.min, PROGRESS.max);
    await Promise.race([members.progressed(due), flows.ended]);
    if (!flows.running) break;
    await kill();
    killed.add(name);
  }
  console.log(`killed while flows ran: ${[...killed].join(', ')}`);
  expect(killed.size).toBeGreaterThanOrEqual(5);
  await flows.check();
}, 600_000);

test('kill -9 of all processes at once', async () => {
  const random = seededRandom('all at once');
  const flows = await runFlows(parties, 'all', 60);
  await flows.members.progressed(random.between(50, 300));
  const all = [parties.scheme.running.ledger, ...Object.values(parties.scheme.running.nodes)];
  await Promise.all(all.map((victim) => victim.kill('SIGKILL')));
  await Promise.all(all.map((victim) => victim.restart()));
  await flows.check();
}, 400_000);
