import 'reflect-metadata';
import { createRequire } from 'node:module';
import { Catch, Module, NotFoundException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { kafkaBus, type Bus } from '@trine/bus';
import { openDatabase } from '@trine/database';
import { topicsOf } from '@trine/protocol';
import { createLogger, type Logger } from '@trine/telemetry';
import { ApiError, errorBody } from './api/api-error.js';
import { hasApiKey, serveApi } from './api/api-router.js';
import { serveDocs } from './api/api-docs.js';
import { operationsOf, type OperationHandler } from './api/operation.js';
import { CallbackQueue } from './callbacks/callback-queue.js';
import { addErrorCallback } from './callbacks/error-callback.js';
import { gatewayConfig, type GatewayConfig } from './config.js';
import { AssociationOperations } from './identity/association-operations.js';
import { IdentityChanges } from './identity/identity-changes.js';
import { IdentityOperations } from './identity/identity-operations.js';
import { CommandDesk } from './ledger/command-desk.js';
import { Inbox } from './ledger/inbox.js';
import { LedgerClient } from './ledger/ledger-client.js';
import { LedgerProbe, ledgerPublicKey } from './ledger/ledger-connection.js';
import { ServiceDirectory } from './ledger/service-directory.js';
import { NodeDirectory } from './ledger/node-directory.js';
import { MailRoom } from './mail/mail-room.js';
import { CallbackOperations } from './node/callback-operations.js';
import { NodeOperations } from './node/node-operations.js';
import { ServerOperations } from './node/server-operations.js';
import { NdidOperations } from './scheme/ndid-operations.js';
import { UtilityOperations } from './scheme/utility-operations.js';
import { ActingNodes, type ActingNode } from './node/acting-nodes.js';
import { HEALTH, HealthController, type HealthState } from './node/health.controller.js';
import { CryptoService, KEY_OPERATIONS } from './node/crypto-service.js';
import { ExternalKeyring } from './node/external-keyring.js';
import { KeyFiles, type NodeKeyring } from './node/node-keys.js';
import { Registration } from './node/registration.js';
import { AsOperations } from './requests/as-operations.js';
import { AsSide } from './requests/as-side.js';
import { IdpOperations } from './requests/idp-operations.js';
import { IdpSide } from './requests/idp-side.js';
import { RequestPlanner } from './requests/new-request.js';
import { RequestCreator } from './requests/request-creator.js';
import { RequestFlow } from './requests/request-flow.js';
import { RequesterSide } from './requests/requester-side.js';
import { RpOperations } from './requests/rp-operations.js';
import { urlsByGroup } from './store/callback-urls.js';
import { GatewayStore } from './store/gateway-store.js';
import { References } from './store/references.js';
import { Gateway1 } from './store/schema.js';
import { Settings, type CallbackGroup } from './store/settings.js';
import { UnitOfWork } from './store/unit-of-work.js';
import { tlsOf } from './tls.js';

/** A service that runs until it is closed. */
export interface RunningService {
  close(): Promise<void>;
}

/** Mail that no ledger event has vouched for is dropped after this. */
const UNVOUCHED_MAIL_HOURS_MAX = 24;
/** What `GET /info` and `GET /source` tell. */
const { version: VERSION } = createRequire(import.meta.url)('../package.json') as { version: string };
const SOURCE = 'The source code is part of the distribution that this server was installed from.';
const SWEEP_MS = 10 * 60 * 1000;

/**
 * Starts a member's gateway. It answers HTTP at once (503 until it can serve), waits for PostgreSQL, the bus and the ledger in
 * whatever order they come, and says what it waits for. `close` drains: no new calls, work in hand is finished and stored.
 */
export async function startGateway(env: Record<string, string | undefined>, overrides: { bus?: Bus } = {}): Promise<RunningService> {
  const config = gatewayConfig(env);
  const logger = createLogger('gateway', { node_id: config.nodeId, role: config.role });
  const keyFiles = config.externalCrypto ? undefined : new KeyFiles(config);
  await keyFiles?.reload();

  const handlers = new Map<string, OperationHandler>();
  let parts: GatewayParts | undefined;
  const health = (): HealthState => parts?.health() ?? { ready: false, database: false, bus: false, ledger: false, announced: false, keyOperations: false };
  const actingNode = (named: unknown): Promise<string> => parts?.actingNode(named) ?? Promise.reject(new ApiError(10008));
  const app = await serveHttp(config, handlers, health, actingNode, logger);

  let closing = false;
  const opening = openParts(config, keyFiles, overrides.bus, logger).then(async (opened) => {
    parts = opened;
    if (closing) return opened;
    for (const provider of opened.operations) for (const [id, handler] of operationsOf(provider)) handlers.set(id, handler);
    await opened.start();
    return opened;
  });
  opening.catch((error: unknown) => {
    logger.fatal({ err: error }, 'the gateway cannot start');
    process.exit(1);
  });
  return {
    async close() {
      closing = true;
      await app.close();
      await parts?.stop();
      logger.info('gateway has stopped');
    },
  };
}

async function serveHttp(config: GatewayConfig, handlers: Map<string, OperationHandler>, health: () => HealthState, actingNode: (named: unknown) => Promise<string>, logger: Logger): Promise<NestFastifyApplication> {
  @Module({ controllers: [HealthController], providers: [{ provide: HEALTH, useValue: health }] })
  class GatewayModule {}

  const adapter = new FastifyAdapter({
    ...(config.https && { https: tlsOf(config.https) }),
    routerOptions: { maxParamLength: 1024 },
    forceCloseConnections: 'idle',
    // A path that can't be decoded, or is longer than any id, names nothing.
    frameworkErrors: (_error: unknown, _request: unknown, reply: FastifyReply) => void reply.code(404).send(),
  } as never);
  const server = adapter.getInstance() as unknown as FastifyInstance;
  const app = await NestFactory.create<NestFastifyApplication>(GatewayModule, adapter, { logger: false, bodyParser: false });
  app.useGlobalFilters(new UnknownPath(config));
  // A scope of its own: its body parsing and error answers are the contract's, not Nest's.
  await server.register((scope, _options, done) => {
    serveApi(scope, {
      config,
      handlers,
      notReady: (method, path) => notReady(health(), method, path),
      actingNode,
      logger,
    });
    done();
  });
  serveDocs(server);
  await app.listen(config.port, config.host);
  return app;
}

/** Contract: an unknown path is 404 with an empty body, to those who have the API key. */
@Catch(NotFoundException)
class UnknownPath implements ExceptionFilter {
  constructor(private readonly config: GatewayConfig) {}

  catch(_error: NotFoundException, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    if (hasApiKey(http.getRequest<FastifyRequest>(), this.config)) void reply.code(404).send();
    else void reply.code(this.config.clientErrorStatus).send({ error: errorBody(new ApiError(20092)) });
  }
}

/** Contract: errors.md, "Readiness". */
function notReady(state: HealthState, method: string, path: string): ApiError | undefined {
  const exempt = path === '/node/callback' && state.database;
  if (exempt) return undefined;
  if (!state.database || !state.bus || !state.ledger) return new ApiError(10008);
  if (method === 'POST' && !state.keyOperations) return new ApiError(10029);
  if (method === 'POST' && !state.announced) return new ApiError(10017);
  return undefined;
}

interface GatewayParts {
  operations: object[];
  health(): HealthState;
  /** The node that a call acts for, by the `node_id` that it names. */
  actingNode(named: unknown): Promise<string>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Opens the database and puts the parts together. */
async function openParts(config: GatewayConfig, keyFiles: KeyFiles | undefined, givenBus: Bus | undefined, logger: Logger): Promise<GatewayParts> {
  const { nodeId, chainId } = config;
  const topics = topicsOf(config.topicPrefix);
  const database = await openDatabase({ url: config.databaseUrl, migrations: [Gateway1], logger });
  await database.holdLock('gateway', () => {
    logger.fatal('the lock on the gateway database was lost; another process may take over');
    process.exit(1);
  });
  const bus = givenBus ?? kafkaBus({ brokers: config.kafkaBrokers, clientId: `gateway-${nodeId}`, logger });
  const store = new GatewayStore(database, logger);
  const settings = new Settings(store);
  const references = new References(store);
  const callbacks = new CallbackQueue(store, settings, config.callbackRetryTimeoutSeconds, config.callbackSigningKeys, logger);
  const errorRole = config.role === 'ndid' ? 'rp' : config.role;
  const cryptoService = new CryptoService({
    url: (operation) => settings.callbackUrls('node')[operation],
    version: () => config.keyOperationVersion,
    onChange: (operation, error) => {
      if (!error) return logger.info({ operation }, 'the crypto service works again');
      logger.warn({ operation, code: error.code, reason: error.message }, 'the crypto service fails; what needs it is kept and tried again');
      const work = new UnitOfWork();
      addErrorCallback(callbacks, work, { role: errorRole, node_id: nodeId, action: 'externalCryptoService', error });
      store.commitLater(work);
    },
  });
  const theLedger = (): LedgerClient => ledger;
  const keys: NodeKeyring = keyFiles ?? new ExternalKeyring(nodeId, theLedger, cryptoService);
  const ledger = new LedgerClient(config.ledgerUrl, nodeId, chainId, (id) => keys.of(id).signing, () => keys.registered());
  const directory = new NodeDirectory(ledger);
  const services = new ServiceDirectory(ledger);
  const desk = new CommandDesk(store, bus, keys, callbacks, references, settings, chainId, topics, config.callbackRetryTimeoutSeconds, logger);
  const theMail = (): MailRoom => mail;
  const requester = new RequesterSide(config, store, desk, theMail, callbacks, references, ledger, directory);
  const idpSide = new IdpSide(config, store, desk, theMail, callbacks, logger);
  const asSide = new AsSide(theMail, callbacks, ledger, services, logger);
  const mail: MailRoom = new MailRoom(
    chainId,
    topics,
    store,
    bus,
    keys,
    directory,
    ledger,
    callbacks,
    (recipient, error, work) => addErrorCallback(callbacks, work, { role: errorRole, node_id: recipient, action: 'onMessage', error }),
    logger,
  );
  const flowOf = (id: string): RequestFlow => new RequestFlow(id, store, desk, theMail, callbacks, requester, idpSide, asSide, logger);
  desk.onUnsigned = (command, error) => flowOf(command.node_id).failCommand(command, error);
  let ledgerKey = '';
  /** Reads a node's events and mail, from where this gateway stopped. */
  const act = async (id: string): Promise<ActingNode> => {
    const isOwn = id === nodeId;
    const cursorSuffix = isOwn ? '' : ` ${id}`;
    const flow = flowOf(id);
    const inbox = new Inbox(id, cursorSuffix, chainId, () => ledgerKey, store, ledger, (events, work, commit) => flow.takeEvents(events, work, commit), logger);
    await Promise.all([inbox.start(), mail.open(id, cursorSuffix)]);
    const [events, letters] = [topics.inbox(id), topics.mail(id)];
    const consumption = await bus.consume({
      group: topics.group(isOwn ? `gateway.${id}` : `proxied.${encodeURIComponent(nodeId)}/${encodeURIComponent(id)}`),
      topics: [events, letters],
      position: (topic) => Promise.resolve(topic === events ? inbox.position : mail.position(id)),
      // A batch is of one topic.
      handle: (batch) => (batch[0]?.topic === events ? inbox.take(batch) : mail.take(id, batch, (mails, work, commit) => flow.takeMail(mails, work, commit))),
    });
    return {
      inbox,
      async stop() {
        await consumption.stop();
        await inbox.stop();
      },
    };
  };
  const nodes = new ActingNodes(config, ledger, keys, act, logger);
  const registration = new Registration(config, ledger, desk, keys, logger);
  const planner = new RequestPlanner(ledger, config.validateIdentifier);
  const creator = new RequestCreator(desk, theMail);
  const changes = new IdentityChanges(store, desk, callbacks, references, planner, creator, requester);
  const asOperations = new AsOperations(config, store, ledger, desk, theMail, callbacks, settings, keys, services);
  let started = false;
  let sweeper: NodeJS.Timeout | undefined;
  const probe = new LedgerProbe(ledger);
  const hasKeyOperations = (): boolean => !config.externalCrypto || KEY_OPERATIONS.every((name) => settings.callbackUrls('node')[name] !== undefined);

  return {
    operations: [
      new RpOperations(store, ledger, desk, references, planner, creator, requester),
      new IdpOperations(store, ledger, desk, theMail),
      asOperations,
      new IdentityOperations(ledger, references, changes, config.validateIdentifier),
      new AssociationOperations(store, ledger, desk, references, requester),
      new NdidOperations(store, ledger, desk, keys),
      new UtilityOperations(store, ledger),
      new CallbackOperations(nodeId, settings, ledger, () => config.keyOperationVersion),
      new NodeOperations(store, ledger, desk, callbacks, keys),
      new ServerOperations(config, keys, ledger, () => nodes.reloadKeys(), {
        version: VERSION,
        source: SOURCE,
        height: () => nodes.height,
        pendingCommandIds: () => desk.pendingIds,
        pendingMailCount: () => mail.pendingCount,
        pendingCallbackCount: () => callbacks.pending,
        processingHeights: () => nodes.heightsInHand,
        processingMailCount: () => mail.inHandCount,
        pendingKeyOperationCount: () => cryptoService.pending,
      }),
    ],
    actingNode: (named) => nodes.actingFor(named),
    health() {
      const state = { database: database.healthy(), bus: started && bus.healthy(), ledger: started && probe.reachable, announced: registration.announced, keyOperations: hasKeyOperations() };
      return { ready: state.database && state.bus && state.ledger, ...state };
    },
    async start() {
      await Promise.all([settings.load(), references.load()]);
      for (const [group, urls] of Object.entries(urlsByGroup(config.callbackUrls, config.role))) await settings.setCallbackUrls(group as CallbackGroup, urls);
      for (const record of await store.outbox()) {
        if (record.kind === 'command') desk.adopt(record);
        else if (record.kind === 'mail') mail.adopt(record);
        else asOperations.adopt(record);
      }
      await requester.load();
      ledgerKey = await ledgerPublicKey(config, ledger, logger);
      // If it fails now, the registration does it again.
      await keys.registered().catch((error: unknown) => logger.warn({ reason: (error as Error).message }, 'the registered keys could not be read yet'));
      if (!hasKeyOperations()) logger.info('waiting for sign_url, master_sign_url and decrypt_url (POST /node/callback)');
      await bus.connect();
      probe.start();
      await nodes.start();
      await Promise.all([callbacks.load(), idpSide.load()]);
      started = true;
      sweeper = setInterval(() => {
        store.sweep(UNVOUCHED_MAIL_HOURS_MAX).catch((error: unknown) => logger.warn({ reason: (error as Error).message }, 'old mail was not swept'));
      }, SWEEP_MS);
      logger.info({ port: config.port }, 'gateway is up');
      await registration.run();
      if (registration.announced) logger.info('gateway is ready');
    },
    async stop() {
      cryptoService.endRetries();
      registration.stop();
      clearInterval(sweeper);
      probe.stop();
      desk.stop();
      asOperations.stop();
      requester.stop();
      await nodes.stop();
      if (started) await mail.stop();
      await callbacks.stop();
      await store.flush();
      if (!givenBus) await bus.close();
      await cryptoService.close();
      await ledger.close();
      await database.close();
    },
  };
}
