// Behind the npm scripts: installs what is missing, builds what has changed, then does what was asked. It needs nothing
// but Node, so that it works in a fresh clone.
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const bin = (name) => join(root, 'node_modules/.bin', name);
const logs = join(root, '.trine/test');
const quiet = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', FORCE_COLOR: '0', NO_COLOR: '1' };
/** CI may take four times what a developer's machine takes; a step that hangs must still end. */
const STEP_MS_MAX = 45 * 60_000;

const commands = { start, test, check, scheme, screens, demo: () => sandbox('demo'), bench: () => sandbox('bench') };
const [command, ...args] = process.argv.slice(2);
if (!Object.hasOwn(commands, command)) {
  console.error(`usage: node scripts/run.mjs <${Object.keys(commands).join('|')}> [args]`);
  process.exit(2);
}
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Trine needs Node 20.19 or later; this is ${process.versions.node}.`);
  process.exit(1);
}
process.chdir(root);
mkdirSync(logs, { recursive: true });
process.exitCode = await commands[command]();

/** The demo scheme, its self-check and where to find what. */
async function start() {
  prepare();
  const cli = run(['libs/devstack/dist/cli.js', 'deploy/schemes/demo.yaml', ...args], ['ignore', 'inherit', 'inherit', 'ipc']);
  cli.child.once('message', ({ ready }) => void afterStart(ready));
  return cli.exitCode;
}

async function afterStart({ nodes, ledger, sandbox: sandboxUrl, apps }) {
  // The self-check drives one flow through the running scheme as its members' back ends would.
  const check = 'services/sandbox/dist/demo.js';
  if (existsSync(check)) {
    const env = { ...process.env, ...(sandboxUrl && { SANDBOX_URL: sandboxUrl }) };
    if ((await run([check, '--person', 'accepts'], 'inherit', env).exitCode) !== 0) console.error('The self-check FAILED; the scheme goes on running, its logs are in .trine/demo/logs.');
  }
  const { bank, portal, ...others } = apps;
  const line = (name, url, what) => console.log(`  ${name.padEnd(12)} ${url.padEnd(28)} ${what}`.trimEnd());
  console.log('\nFor other programs');
  for (const [id, url] of Object.entries(nodes)) line(id, url, `gateway; its API: ${url}/docs`);
  line('ledger', ledger, '');
  if (sandboxUrl) line('sandbox', sandboxUrl, 'simulated members, steered by HTTP');
  for (const [name, url] of Object.entries(others)) line(name, url, '');
  if (bank || portal) console.log('\nFor people (everybody in it is fictional)');
  if (bank) line('K CHECK ID', `${bank}/staff`, "the bank's officers: officer1, password k-check-id");
  if (bank) line('bank admin', `${bank}/admin`, 'people, clock, faults, messages');
  if (bank) line('bank app', bank, 'phone-sized: a narrow second window, or your phone');
  if (portal) line('portal', portal, 'an insurance company on the web');
  if (bank && portal) console.log(`
Open the portal first, choose what to apply for, then a person and "ธนาคารตัวอย่าง" (Example Bank). Then open the bank app as the same
person (choose the simulated person, OTP and PIN are shown), tap the bell, compare the code on both screens, and consent.`);
  console.log('\nCtrl-C stops everything; the data stays in .trine/demo.');
}

/** Pictures of every screen of the apps, as the browser tests come by them, and one page to look at them all. */
async function screens() {
  prepare();
  const { chromiumPath } = await import('../libs/testkit/dist/index.js');
  try {
    chromiumPath();
  } catch ({ message }) {
    console.error(message);
    return 1;
  }
  const folder = resolve('.trine/screens');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  console.error('going through the apps in a browser, some minutes');
  process.env.SCREENSHOTS = quiet.SCREENSHOTS = folder;
  const { failed, summary, detail, log } = await jest('browser')();
  const { contactSheet } = await import('./contact-sheet.mjs');
  console.log(contactSheet(folder));
  if (failed) console.log(`Some screens may be missing: ${summary}\n${detail}\n       all of it: ${relative(root, log)}`);
  return failed ? 1 : 0;
}

function scheme() {
  prepare();
  return run(['libs/devstack/dist/cli.js', ...args], ['ignore', 'inherit', 'inherit', 'ipc']).exitCode;
}

function sandbox(entry) {
  prepare();
  return run([`services/sandbox/dist/${entry}.js`, ...args]).exitCode;
}

/** What to run before every commit: seconds, no servers. */
function check() {
  return steps([lint, build, types, jest('unit')]);
}

/** Everything. The last line counts the tests of all runs; a failed lint, build or type check counts as one. */
function test() {
  return steps([servers, lint, build, types, jest('unit'), jest('int'), jest('e2e'), jest('browser')]);
}

async function steps(list) {
  let [passed, failed] = [0, 0];
  try {
    install();
    for (const step of list) {
      const started = Date.now();
      const result = await step();
      if (!result) continue;
      passed += result.passed ?? 0;
      failed += result.failed;
      console.log(`${result.failed ? 'FAILED' : 'ok    '} ${result.name.padEnd(6)} ${result.summary ?? ''} (${((Date.now() - started) / 1000).toFixed(0)} s)`);
      if (result.failed) console.log(`${result.detail}\n       all of it: ${relative(root, result.log)}`);
      if (result.failed && step === build) break; // nothing to test
    }
  } catch (error) {
    failed++;
    console.error(error.message);
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}

async function lint() {
  return logged('lint', [bin('eslint'), '.']);
}

async function build() {
  return logged('build', [bin('nx'), 'run-many', '-t', 'build', '--output-style=static']);
}

/** The build leaves the tests out, and jest strips types without looking at them. */
async function types() {
  return logged('types', [bin('tsc'), '-p', 'scripts/tsconfig.tests.json']);
}

/** A step that passes when its command does. */
async function logged(name, command) {
  const log = join(logs, `${name}.log`);
  const code = await toLog(command, log);
  return { name, log, failed: code === 0 ? 0 : 1, detail: tail(log) };
}

function jest(tier) {
  return async () => {
    const [log, report] = [join(logs, `${tier}.log`), join(logs, `${tier}.json`)];
    rmSync(report, { force: true });
    // Servers are shared by the tests of a run, so those tests take turns.
    const code = await toLog([process.execPath, '--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '--selectProjects', tier, '--passWithNoTests',
      '--json', `--outputFile=${report}`, ...(tier === 'unit' ? [] : ['--runInBand'])], log);
    const { numPassedTests: passed = 0, numFailedTests = 0, numRuntimeErrorTestSuites = 0, testResults = [] } = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : {};
    const failed = numFailedTests + numRuntimeErrorTestSuites || (code === 0 ? 0 : 1);
    return { name: tier, log, passed, failed, summary: `${passed} passed, ${failed} failed`, detail: failures(testResults) || tail(log) };
  };
}

function failures(testResults) {
  const lines = testResults.filter(({ status }) => status === 'failed').flatMap(({ name, message, assertionResults }) => {
    const tests = assertionResults.filter(({ status }) => status === 'failed');
    return [`  ${relative(root, name)}`, ...(tests.length > 0 ? tests.map((each) => `    ${each.fullName}\n      ${each.failureMessages.join('\n').split('\n').slice(0, 6).join('\n      ')}`) : [`    ${message.slice(0, 1500)}`])];
  });
  // CI keeps only the screen, so the failures themselves belong there, but not pages of them.
  return lines.join('\n').slice(0, 12_000);
}

/** On CI nobody else installs what the real Kafka and the browser tests need. */
function servers() {
  if (process.env.CI !== 'true') return;
  const works = (name, flag) => spawnSync(name, [flag], { stdio: 'ignore' }).status === 0;
  const kafka = process.env.KAFKA_BROKERS || (works('java', '-version') && works('mvn', '-v')) ? undefined : ['openjdk-17-jre-headless', 'maven'];
  const browser = process.env.CHROMIUM_PATH || works('chromium', '--version') ? undefined : ['chromium'];
  if (!kafka && !browser) return;
  const apt = (...what) => spawnSync('apt-get', what, { stdio: ['ignore', openSync(join(logs, 'apt.log'), 'a'), 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }).status === 0;
  const aptInstall = (packages) => apt('install', '-y', '-q', '--no-install-recommends', ...packages);
  console.log(`installing ${[...kafka ?? [], ...browser ?? []].join(', ')}`);
  apt('update', '-q');
  if (kafka && !aptInstall(kafka) && !aptInstall(['default-jre-headless', 'maven'])) console.error('apt-get could not install Java and Maven; the tests on Kafka will fail');
  if (browser && !aptInstall(browser)) console.error('apt-get could not install Chromium; the browser tests will fail');
}

/** Installs and builds for a command that runs something. */
function prepare() {
  install();
  const log = join(logs, 'build.log');
  console.error('building');
  if (sync([bin('nx'), 'run-many', '-t', 'build', '--output-style=static'], log) === 0) return;
  console.error(`${tail(log)}\nThe build failed; all of it: ${relative(root, log)}`);
  process.exit(1);
}

function install() {
  const [wanted, installed] = ['package-lock.json', 'node_modules/.package-lock.json'].map((file) => (existsSync(file) ? statSync(file).mtimeMs : 0));
  if (installed > 0 && wanted <= installed) return;
  console.error('installing packages (npm ci)');
  const log = join(logs, 'install.log');
  if (sync(['npm', 'ci'], log) !== 0) throw new Error(`${tail(log)}\nnpm ci failed; all of it: ${relative(root, log)}`);
}

function run(args, stdio = 'inherit', env = process.env) {
  const child = spawn(process.execPath, args, { stdio, env });
  // Ctrl-C reaches the child too, which stops in order; we wait for it.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return { child, exitCode: new Promise((done) => child.once('exit', (code) => done(code ?? 1))) };
}

function sync([command, ...args], log) {
  const out = openSync(log, 'w');
  const { status } = spawnSync(command, args, { stdio: ['ignore', out, out], env: quiet });
  closeSync(out);
  return status;
}

async function toLog([command, ...args], log) {
  const out = openSync(log, 'w');
  const child = spawn(command, args, { stdio: ['ignore', out, out], env: quiet });
  closeSync(out);
  const late = setTimeout(() => child.kill('SIGKILL'), STEP_MS_MAX);
  const code = await new Promise((done) => child.once('error', () => done(1)).once('exit', done));
  clearTimeout(late);
  return code;
}

function tail(log) {
  return readFileSync(log, 'utf8').trimEnd().split('\n').slice(-40).join('\n');
}
