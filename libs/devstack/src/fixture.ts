import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase } from './postgres.js';
import { runScheme, type RunningScheme, type RunSchemeOptions } from './run-scheme.js';
import { parseScheme } from './scheme.js';

/** Kafka's addresses for a test of the `int` or `e2e` tier. */
export function testBrokers(): string[] {
  return given('KAFKA_BROKERS').split(',');
}

/** URL of a new, empty database for one test. It goes with the test run's server. */
export function testDatabase(name: string): Promise<string> {
  // PostgreSQL cuts names at 63 bytes, which would cut off what makes this one unique.
  return createDatabase(given('DATABASE_URL'), `${name.slice(0, 40)}_${randomBytes(6).toString('hex')}`);
}

/**
 * Runs a scheme for one test file on a Kafka and a PostgreSQL of its own, in a temporary directory that `stop` removes:
 * no command, letter or row of another test is there. What dies stays down until the test restarts it.
 */
export async function runTestScheme(content: object, options: RunSchemeOptions = {}): Promise<RunningScheme> {
  const dir = mkdtempSync(join(tmpdir(), 'trine-scheme-'));
  chmodSync(dir, 0o711); // PostgreSQL may run as another user and has to pass through
  const remove = (): void => rmSync(dir, { recursive: true, force: true });
  const env = { ...process.env, KAFKA_BROKERS: '', DATABASE_URL: '' };
  try {
    const running = await runScheme(parseScheme({ ...content, data_dir: dir }, { name: 'test', baseDir: dir }), { restart: false, report: () => undefined, env, ...options });
    return { ...running, stop: () => running.stop().finally(remove) };
  } catch (error) {
    remove();
    throw error;
  }
}

function given(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run this test in jest's int or e2e project, which starts the servers`);
  return value;
}
