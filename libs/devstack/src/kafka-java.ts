import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { withFileLock } from './file-lock.js';
import { stateDir, workspaceRoot } from './workspace.js';

const run = promisify(execFile);
export const kafkaFiles = join(workspaceRoot, 'libs/devstack/kafka');
const pom = join(kafkaFiles, 'pom.xml');

/** A slow machine and an empty Maven cache; measured 19 s. */
const DOWNLOAD_MS_MAX = 600_000;

const javaCommand = (): string => (process.env['JAVA_HOME'] ? join(process.env['JAVA_HOME'], 'bin/java') : 'java');

/** The version text of the Java that would run the broker, e.g. `17.0.15`; undefined when there is none. */
function javaVersion(): string | undefined {
  const { stderr } = spawnSync(javaCommand(), ['-version'], { encoding: 'utf8' });
  return /version "([^"]+)"/.exec(stderr ?? '')?.[1];
}

function libsDir(): string {
  // Named after the pom, so that another version never meets these jars.
  const version = createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 12);
  return join(stateDir, 'kafka-libs', version);
}

/** What keeps this machine from running the broker on its own Java, as a sentence; undefined when nothing does. */
export function missingForJava(): string | undefined {
  const version = javaVersion();
  if (!version || Number.parseInt(version, 10) < 17) return `Java 17 or later is not installed (found ${version ?? 'none'})`;
  if (existsSync(libsDir())) return undefined;
  return spawnSync('mvn', ['-v']).status === 0 ? undefined : 'Maven is not installed, which fetches the broker once';
}

export interface KafkaJava {
  java: string;
  classPath: string;
  /** The class archive that halves the start-up time; it need not exist yet. */
  archive: string;
}

/** Fetches the broker's jars with Maven unless they are there. Processes that ask at once share one download. */
export async function kafkaJava(): Promise<KafkaJava> {
  const version = javaVersion();
  if (!version) throw new Error('Java is not installed');
  const libs = libsDir();
  if (!existsSync(libs)) {
    await withFileLock(`${libs}.lock`, async () => {
      if (existsSync(libs)) return;
      const fetched = `${libs}.${process.pid}`;
      try {
        await run('mvn', ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${fetched}`, '-DincludeScope=runtime'],
          { timeout: DOWNLOAD_MS_MAX, maxBuffer: 64 << 20 });
        renameSync(fetched, libs);
      } catch (error) {
        throw new Error(`Maven could not fetch the Kafka broker: ${(error as { stdout?: string }).stdout?.trim().split('\n').slice(0, 5).join('\n') || (error as Error).message}`, { cause: error });
      } finally {
        rmSync(fetched, { recursive: true, force: true });
      }
    });
  }
  const archives = join(stateDir, 'kafka-archives');
  mkdirSync(archives, { recursive: true });
  const classPath = readdirSync(libs).filter((name) => name.endsWith('.jar')).sort().map((name) => join(libs, name)).join(':');
  // An archive fits one Java build and one class path only.
  const fit = createHash('sha256').update(`${version} ${classPath}`).digest('hex').slice(0, 12);
  return { java: javaCommand(), classPath, archive: join(archives, `${fit}.jsa`) };
}
