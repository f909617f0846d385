import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Kafka, logLevel } from 'kafkajs';
import { freePorts } from './free-port.js';
import { logTail, spawnGuarded, waitForPredecessor, type GuardedProcess } from './guarded-process.js';
import { kafkaFiles, kafkaJava, type KafkaJava } from './kafka-java.js';

const run = promisify(execFile);

/** Measured 2-4 s alone and 4-19 s on a busy machine; CI may be four times slower. */
const READY_MS_MAX = 120_000;

export interface KafkaOptions {
  /** Keeps the log, the ports and `kafka.log`; a later start on the same directory continues with them. */
  dataDir: string;
  /** Default: the port of the last start on this directory, else a free one. */
  port?: number | undefined;
  controllerPort?: number | undefined;
  heapMb?: number | undefined;
  logger?: { info(message: string): void } | undefined;
}

export interface RunningKafka {
  brokers: string[];
  pid: number;
  /** Resolves when the broker has gone; `SIGKILL` is for tests of crashes. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

interface Ports { port: number; controllerPort: number }

/**
 * Starts a real Kafka broker (KRaft, one node, 127.0.0.1) as a child process and resolves when it answers clients.
 * It keeps its data over restarts, SIGKILL included, and stops when this process ends in whatever way.
 */
export async function startKafka(options: KafkaOptions): Promise<RunningKafka> {
  const started = Date.now();
  const dataDir = resolve(options.dataDir);
  mkdirSync(dataDir, { recursive: true });
  await waitForPredecessor(join(dataDir, 'kafka.pid'), dataDir, 'the Kafka broker of this data directory');
  const java = await kafkaJava();
  const fixed = options.port !== undefined || existsSync(join(dataDir, 'ports.json'));

  for (let attempt = 1; ; attempt++) {
    const ports = await choosePorts(dataDir, options);
    writeFileSync(join(dataDir, 'server.properties'), serverProperties(dataDir, ports));
    await format(java, dataDir);
    const broker = await launch(java, dataDir, options.heapMb ?? 256);
    const failure = await untilReady(broker.process, ports.port);
    if (failure === undefined) {
      options.logger?.info(`Kafka answers on 127.0.0.1:${ports.port} after ${Date.now() - started} ms`);
      return {
        brokers: [`127.0.0.1:${ports.port}`],
        pid: broker.process.pid,
        stop: async (signal) => {
          await broker.process.stop(signal);
          broker.keepArchive();
        },
      };
    }
    await broker.process.stop('SIGKILL');
    const log = logTail(join(dataDir, 'kafka.log'));
    if (!fixed && attempt < 3 && /Address already in use/.test(log)) {
      rmSync(join(dataDir, 'ports.json'));
      continue;
    }
    throw new Error(`Kafka did not start: ${failure}; the end of ${join(dataDir, 'kafka.log')}:\n${log}`);
  }
}

async function choosePorts(dataDir: string, { port, controllerPort }: KafkaOptions): Promise<Ports> {
  const file = join(dataDir, 'ports.json');
  const last: Partial<Ports> = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Ports) : {};
  const [free1, free2] = await freePorts(2);
  const ports = { port: port ?? last.port ?? free1!, controllerPort: controllerPort ?? last.controllerPort ?? free2! };
  writeFileSync(file, JSON.stringify(ports));
  return ports;
}

function serverProperties(dataDir: string, { port, controllerPort }: Ports): string {
  return `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controllerPort}
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}
inter.broker.listener.name=PLAINTEXT
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
log.dirs=${join(dataDir, 'log')}
auto.create.topics.enable=false
group.initial.rebalance.delay.ms=0
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
# a small machine
log.cleaner.dedupe.buffer.size=4194304
num.network.threads=2
num.io.threads=4
background.threads=2
group.coordinator.threads=1
log.segment.bytes=16777216
log.index.size.max.bytes=1048576
# after kill -9 a restart waits until this session has expired
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500
`;
}

async function format({ java, classPath, archive }: KafkaJava, dataDir: string): Promise<void> {
  if (existsSync(join(dataDir, 'log/meta.properties'))) return;
  const id = `a${randomBytes(16).toString('base64url').slice(1)}`; // a leading '-' would look like an option
  await run(java, [...archiveUse(archive), `-Dlog4j2.configurationFile=${join(kafkaFiles, 'log4j2.yaml')}`, '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1',
    '-cp', classPath, 'kafka.tools.StorageTool', 'format', '--ignore-formatted', '-t', id, '-c', join(dataDir, 'server.properties')], { timeout: READY_MS_MAX });
}

const archiveUse = (archive: string): string[] => (existsSync(archive) ? [`-XX:SharedArchiveFile=${archive}`] : []);

async function launch({ java, classPath, archive }: KafkaJava, dataDir: string, heapMb: number): Promise<{ process: GuardedProcess; keepArchive(): void }> {
  // The first broker that stops in an orderly way leaves the archive for all later ones.
  const draft = existsSync(archive) ? undefined : `${archive}.${process.pid}-${Date.now()}`;
  const broker = await spawnGuarded(java, [
    ...(draft ? [`-XX:ArchiveClassesAtExit=${draft}`] : archiveUse(archive)),
    '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', `-Xms${heapMb}m`, `-Xmx${heapMb}m`,
    `-Dlog4j2.configurationFile=${join(kafkaFiles, 'log4j2.yaml')}`, '-cp', classPath,
    'kafka.Kafka', join(dataDir, 'server.properties'),
  ], { logFile: join(dataDir, 'kafka.log'), stopSignal: 'SIGTERM' });
  writeFileSync(join(dataDir, 'kafka.pid'), String(broker.pid));
  return {
    process: broker,
    keepArchive: () => {
      if (draft && broker.ended() !== 'signal SIGKILL' && existsSync(draft)) renameSync(draft, archive);
    },
  };
}

/** Waits until an admin client sees the broker in the cluster (not only an open port); returns what went wrong, if anything. */
export async function untilReady(broker: GuardedProcess, port: number): Promise<string | undefined> {
  const kafka = new Kafka({ clientId: 'devstack', brokers: [`127.0.0.1:${port}`], connectionTimeout: 1000, requestTimeout: 5000, logLevel: logLevel.NOTHING, retry: { retries: 0 } });
  for (const until = Date.now() + READY_MS_MAX; Date.now() < until; await delay(100)) {
    const ended = broker.ended();
    if (ended !== undefined) return `it ended with ${ended}`;
    const admin = kafka.admin();
    try {
      await admin.connect();
      if ((await admin.describeCluster()).brokers.length > 0) return undefined;
    } catch {
      // not yet
    } finally {
      await admin.disconnect().catch(() => undefined);
    }
  }
  return `no answer within ${READY_MS_MAX} ms`;
}
