import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { transform } from '@swc/core';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '@trine/devstack';
import { newCitizenId, startTestScheme, until, type TestScheme } from '@trine/testkit';

const root = join(import.meta.dirname, '../../..');

/** An example of the documentation as a process of its own, on the built client, as a member would run it. */
interface Example {
  child: ChildProcess;
  lines: string[];
}

let scheme: TestScheme;
let dir: string;
const running: ChildProcess[] = [];

async function run(role: 'rp' | 'idp' | 'as', env: Record<string, string>): Promise<Example> {
  const { code } = await transform(readFileSync(join(root, `docs/integrate/examples/${role}.ts`), 'utf8'), { configFile: false, swcrc: false, jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' } });
  const file = join(dir, `${role}.mjs`);
  writeFileSync(file, code);
  const example: Example = {
    child: spawn(process.execPath, [file], { env: { PATH: process.env['PATH'], GATEWAY_URL: scheme.running.nodes[`${role}1`]!.url, CALLBACK_URL: `http://127.0.0.1:${await freePort()}`, ...env }, stdio: ['ignore', 'pipe', 'pipe'] }),
    lines: [],
  };
  running.push(example.child);
  const note = (text: Buffer): void => void example.lines.push(...String(text).trimEnd().split('\n'));
  example.child.stdout!.on('data', note);
  example.child.stderr!.on('data', note);
  return example;
}

const said = ({ child, lines }: Example, line: string): Promise<unknown> =>
  until(`the example to say "${line}"`, () => {
    if (child.exitCode !== null && !lines.includes(line)) throw new Error(`the example ended: ${lines.join('\n')}`);
    return lines.includes(line);
  }).catch((error: Error) => {
    throw new Error(`${error.message}; it said: ${lines.join('\n')}`);
  });

beforeAll(async () => {
  mkdirSync(join(root, 'tmp'), { recursive: true });
  // Below the workspace, where Node finds @trine/client.
  dir = mkdtempSync(join(root, 'tmp/examples-'));
  scheme = await startTestScheme({
    name: 'examples',
    nodes: [{ node_id: 'ndid1', role: 'ndid' }, { node_id: 'rp1', role: 'rp' }, { node_id: 'idp1', role: 'idp' }, { node_id: 'as1', role: 'as' }],
  });
}, 180_000);

afterAll(async () => {
  for (const child of running.filter(({ exitCode }) => exitCode === null)) {
    child.kill();
    await once(child, 'exit');
  }
  await scheme?.stop();
  rmSync(dir, { recursive: true, force: true });
}, 60_000);

test('the three examples of the documentation together run a whole flow of mode 2, from the enrolment to verified data', async () => {
  // Given a source that offers its service and a bank that has enrolled a person
  const CITIZEN_ID = newCitizenId();
  const as = await run('as', {});
  await said(as, 'offered');
  const idp = await run('idp', { CITIZEN_ID });
  await said(idp, 'enrolled');

  // When a relying party asks for the person's data
  const rp = await run('rp', { CITIZEN_ID });

  // Then it gets them, verified, and its program ends by itself
  await said(rp, 'ended completed');
  expect(rp.lines).toContain('data {"account":"xxx-x-x0000-x","balance":100,"currency":"THB"}');
  if (rp.child.exitCode === null) await once(rp.child, 'exit');
  expect(rp.child.exitCode).toBe(0);
  await said(idp, 'answered');
  await said(as, 'data sent');
}, 120_000);
