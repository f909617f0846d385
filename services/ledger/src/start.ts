import 'reflect-metadata';
import { Module, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { publicPem } from '@trine/crypto';
import { kafkaBus, type Bus, type Consumption } from '@trine/bus';
import { openDatabase } from '@trine/database';
import { topicsOf } from '@trine/protocol';
import { createLogger, type Logger } from '@trine/telemetry';
import { BlockWriter } from './block-writer.js';
import { ledgerConfig, ledgerKey } from './config.js';
import { ExpiryClock } from './expiry-clock.js';
import { HEALTH, HealthController, type Health } from './health.controller.js';
import { LedgerStore } from './ledger-store.js';
import { serveMembers } from './member-routes.js';
import { MemberAuthentication } from './member-authentication.js';
import { QueryService } from './query-service.js';
import { Ledger1 } from './schema.js';

/** A batch of questions about long whitelists is far below this. */
const BODY_BYTES_MAX = 64 * 1024 * 1024;

/** A service that runs until it is closed. */
export interface RunningService {
  close(): Promise<void>;
}

/**
 * Starts the ledger: answers HTTP at once, waits for PostgreSQL and the bus (saying so), then makes blocks.
 * `close` ends the block in hand and stops.
 */
export async function start(env: Record<string, string | undefined>, overrides: { bus?: Bus } = {}): Promise<RunningService> {
  const config = ledgerConfig(env);
  const logger = createLogger('ledger');
  const key = await ledgerKey(config.signingKeyPath);
  const database = await openDatabase({ url: config.databaseUrl, migrations: [Ledger1], logger });
  await database.holdLock('ledger', () => {
    logger.fatal('the lock on the ledger database was lost; another process may take over');
    process.exit(1);
  });
  const bus = overrides.bus ?? kafkaBus({ brokers: config.kafkaBrokers, clientId: 'ledger', logger });
  const topics = topicsOf(config.topicPrefix);
  const store = new LedgerStore(database, config.chainId);
  const writer = new BlockWriter(store, bus, key, config.chainId, topics, logger);
  await writer.load();
  let consuming: Consumption | undefined;
  const health: Health = () => {
    const state = { bus: consuming !== undefined && bus.healthy(), database: database.healthy() };
    return { ready: state.bus && state.database, ...state, height: `${config.chainId}:${writer.height}` };
  };

  @Module({ controllers: [HealthController], providers: [{ provide: HEALTH, useValue: health }] })
  class LedgerModule {}
  const adapter = new FastifyAdapter({ bodyLimit: BODY_BYTES_MAX });
  serveMembers(adapter.getInstance() as unknown as FastifyInstance, {
    chainId: config.chainId,
    publicKey: publicPem(key.publicKey),
    queries: new QueryService(writer, store),
    members: new MemberAuthentication(() => writer.registry, config.chainId),
    store,
    writer,
  });
  const app = await NestFactory.create(LedgerModule, adapter, { logger: false });
  await app.listen(config.port, config.host);

  await bus.connect();
  await bus.ensureTopics([{ topic: topics.commands }]);
  const clock = new ExpiryClock(store, writer, logger);
  clock.start();
  consuming = await bus.consume({
    group: topics.group('ledger'),
    topics: [topics.commands],
    position: () => Promise.resolve(writer.position),
    handle: (batch) => writer.take(batch),
  });
  logger.info({ port: config.port, height: writer.height }, 'ledger is ready');
  return { close: () => close(app, clock, consuming, overrides.bus ? undefined : bus, database, logger) };
}

async function close(
  app: INestApplication,
  clock: ExpiryClock,
  consuming: Consumption | undefined,
  bus: Bus | undefined,
  database: { close(): Promise<void> },
  logger: Logger,
): Promise<void> {
  await clock.stop();
  await consuming?.stop();
  await app.close();
  await bus?.close();
  await database.close();
  logger.info('ledger has stopped');
}
