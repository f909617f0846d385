import { execFile, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './free-port.js';
import { logTail, spawnGuarded } from './guarded-process.js';
import { startKafka, untilReady, type RunningKafka } from './kafka.js';
import { missingForJava } from './kafka-java.js';

const run = promisify(execFile);

export const KAFKA_IMAGE = 'apache/kafka:4.4.0';

export interface PickedKafka {
  kind: 'given' | 'java' | 'docker' | 'in-process';
  /** Empty for `in-process`. */
  brokers: string[];
  /** The process that this call started, if it did: the broker, or the Docker client that holds its container. */
  pid?: number | undefined;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

export interface PickKafkaOptions {
  dataDir: string;
  /** Given addresses, for example of a scheme file; `KAFKA_BROKERS` (comma-separated) goes before them. */
  brokers?: readonly string[] | undefined;
  env?: NodeJS.ProcessEnv | undefined;
  /** Gets one line that says what was picked and why. Default: stderr. */
  notice?: ((line: string) => void) | undefined;
}

/**
 * Finds a Kafka: a given one; else a broker on this machine's Java; else one in Docker; else none, which only a scheme in
 * a single process can live with. With `CI=true` none is an error, never a silent skip.
 */
export async function pickKafka({ dataDir, brokers = [], env = process.env, notice = console.error }: PickKafkaOptions): Promise<PickedKafka> {
  const given = env['KAFKA_BROKERS'] ? env['KAFKA_BROKERS'].split(',') : brokers;
  if (given.length > 0) {
    notice(`kafka: using ${given.join(', ')}`);
    return { kind: 'given', brokers: [...given], stop: async () => undefined };
  }

  const noJava = missingForJava();
  if (!noJava) {
    notice('kafka: starting Apache Kafka on this machine\'s Java');
    return { kind: 'java', ...(await startKafka({ dataDir })) };
  }

  const noDocker = missingForDocker();
  if (!noDocker) {
    notice(`kafka: starting ${KAFKA_IMAGE} in Docker, because ${noJava}`);
    return { kind: 'docker', ...(await startInDocker(dataDir)) };
  }

  const reason = `no Kafka: KAFKA_BROKERS is not set; ${noJava}; ${noDocker}`;
  if (env['CI'] === 'true') throw new Error(reason);
  notice(`kafka: NONE, messages stay inside one process and are lost when it ends (${reason})`);
  return { kind: 'in-process', brokers: [], stop: async () => undefined };
}

/** What keeps Docker from running the image; that the engine answers doesn't mean that images can be pulled. */
export function missingForDocker(image = KAFKA_IMAGE): string | undefined {
  const docker = (...args: string[]): boolean => spawnSync('docker', args, { stdio: 'ignore', timeout: 300_000 }).status === 0;
  if (!docker('info')) return 'no Docker engine answers';
  if (docker('image', 'inspect', image) || docker('pull', image)) return undefined;
  return `the Docker engine has no image ${image} and cannot pull it`;
}

/** Settings of a broker in a container that clients on this machine reach on `port`. */
export const kafkaContainerEnv = (port: number): Record<string, string> => ({
  KAFKA_NODE_ID: '1',
  KAFKA_PROCESS_ROLES: 'broker,controller',
  KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
  KAFKA_LISTENERS: 'INTERNAL://:9092,CONTROLLER://:9093,EXTERNAL://:9094',
  KAFKA_ADVERTISED_LISTENERS: `INTERNAL://localhost:9092,EXTERNAL://127.0.0.1:${port}`,
  KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT,EXTERNAL:PLAINTEXT',
  KAFKA_INTER_BROKER_LISTENER_NAME: 'INTERNAL',
  KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
  KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
  KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
  KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
  KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS: '4',
  KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
  KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
  KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS: '4',
  KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR: '1',
  KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR: '1',
  KAFKA_LOG_CLEANER_DEDUPE_BUFFER_SIZE: '4194304',
  KAFKA_HEAP_OPTS: '-Xms256m -Xmx256m',
});

async function startInDocker(dataDir: string): Promise<RunningKafka> {
  mkdirSync(dataDir, { recursive: true });
  const port = await freePort();
  const logFile = join(dataDir, 'kafka.log');
  const name = `trine-kafka-${randomBytes(4).toString('hex')}`;
  // In the foreground, so that the client's end ends the container; its data goes with it, which members must survive anyway.
  // With an init process, because the shell that prepares the broker would ignore SIGTERM as the container's first process.
  const client = await spawnGuarded('docker', ['run', '--rm', '--init', '--name', name, '-p', `127.0.0.1:${port}:9094`,
    ...Object.entries(kafkaContainerEnv(port)).flatMap(([key, value]) => ['-e', `${key}=${value}`]), KAFKA_IMAGE], { logFile, stopSignal: 'SIGTERM' });
  const stop = async (signal?: NodeJS.Signals): Promise<void> => {
    await client.stop(signal);
    // A client that gets SIGKILL can't pass it on, and the container would stay.
    await run('docker', ['rm', '--force', '--volumes', name]).catch(() => undefined);
  };
  const failure = await untilReady(client, port);
  if (failure === undefined) return { brokers: [`127.0.0.1:${port}`], pid: client.pid, stop };
  await stop();
  throw new Error(`Kafka did not start in Docker: ${failure}; the end of ${logFile}:\n${logTail(logFile)}`);
}
