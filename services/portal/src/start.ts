import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import files from '@fastify/static';
import { callbackHandler, TrineClient, type CallbackListener } from '@trine/client';
import { openDatabase } from '@trine/database';
import { createLogger } from '@trine/telemetry';
import { fastify, type FastifyInstance } from 'fastify';
import type { StatusUpdate } from './application.js';
import { ApplicationStore } from './application-store.js';
import { portalConfig } from './config.js';
import { Portal } from './portal.js';
import { apiRoutes, BY_ID, sendError } from './routes.js';
import { Portal1 } from './schema.js';
import { Sessions } from './session.js';
import { Vault } from './vault.js';
import { Views } from './view.js';

const BODY_BYTES_MAX = 16_384;
/** A `request_status` grows with the services of a request. */
const CALLBACK_BYTES_MAX = 1_048_576;
/** People wait: a gateway that takes longer counts as away, and what may have reached it is looked up. */
const GATEWAY_MS_MAX = 5_000;
const DAY_SECONDS = 86_400;

/** A running portal. */
export interface RunningPortal {
  url: string;
  /** Where the gateway sends callbacks. */
  callbackUrl: string;
  close(): Promise<void>;
}

export interface Overrides {
  /** Unix ms; the only clock (GN-06). */
  now?: () => number;
}

/** Starts the portal: web app and API on one address, callbacks of the gateway on another. */
export async function start(env: Record<string, string | undefined>, { now = Date.now }: Overrides = {}): Promise<RunningPortal> {
  const config = portalConfig(env);
  const logger = createLogger('portal');
  const vault = new Vault(config.key);
  const database = await openDatabase({ url: config.databaseUrl, migrations: [Portal1], logger });
  await database.holdLock('portal', () => {
    logger.fatal('the lock on the database was lost');
    process.exit(1);
  });
  const gateway = new TrineClient({ url: config.gatewayUrl, apiKey: config.gatewayApiKey, timeoutMs: GATEWAY_MS_MAX });
  let callbackUrl = '';
  const portal = new Portal({ config, store: new ApplicationStore(database), gateway, vault, logger, now, callbackUrl: () => callbackUrl });

  const callbackApp = fastify({ bodyLimit: CALLBACK_BYTES_MAX, forceCloseConnections: true });
  // Signatures are about the exact bytes.
  callbackApp.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_, body, done) => done(null, body));
  callbackApp.post<{ Params: { id: string } }>('/callbacks/:id', { schema: { params: BY_ID } }, (request, reply) => callbacksOf(portal, request.params.id, config.callbackSecret, logger).fastify(request as never, reply));
  callbackApp.get('/livez', () => ({ live: true }));

  const app = fastify({ bodyLimit: BODY_BYTES_MAX, forceCloseConnections: true, trustProxy: config.trustProxy });
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"], scriptSrc: ["'self'"], styleSrc: ["'self'"], imgSrc: ["'self'", 'data:'], fontSrc: ["'self'"], connectSrc: ["'self'"], manifestSrc: ["'self'"],
        baseUri: ["'none'"], formAction: ["'self'"], frameAncestors: ["'none'"], ...(config.secure && { upgradeInsecureRequests: [] }),
      },
    },
    strictTransportSecurity: config.secure,
    xFrameOptions: { action: 'deny' },
  });
  await app.register(cookie);
  await app.register(rateLimit, { max: config.limits.requestsPerMinute, timeWindow: '1 minute', allowList: (request) => !request.url.startsWith('/api/') });
  app.get('/livez', () => ({ live: true }));
  app.get('/readyz', (_, reply) => reply.code(database.healthy() ? 200 : 503).send({ ready: database.healthy() }));
  await app.register((api: FastifyInstance) => {
    apiRoutes(api, { config, portal, sessions: new Sessions(vault, config.sessionSeconds, now), views: new Views(config, now), logger });
    return Promise.resolve();
  }, { prefix: '/api' });
  await serveWeb(app, config.webDir ?? fileURLToPath(new URL('../web/dist', import.meta.url)));

  await callbackApp.listen({ host: config.callbackHost, port: config.callbackPort });
  callbackUrl = `${config.callbackUrl ?? `http://${config.callbackHost}:${(callbackApp.server.address() as AddressInfo).port}`}/callbacks`;
  await portal.start();
  await app.listen({ host: config.host, port: config.port });
  const url = `http://${config.host}:${(app.server.address() as AddressInfo).port}`;
  logger.info({ url }, 'the portal is ready');

  return {
    url,
    callbackUrl,
    async close() {
      await Promise.all([app.close(), callbackApp.close()]);
      await portal.close();
      await gateway.close();
      await database.close();
    },
  };
}

/** What the gateway tells about one application. A handler that fails makes the gateway tell it again. */
const callbacksOf = (portal: Portal, id: string, secret: string | undefined, logger: ReturnType<typeof createLogger>): CallbackListener =>
  callbackHandler({
    request_status: (update) => portal.hearStatus(id, update as StatusUpdate),
    create_request_result: (result) => portal.hearCreated(id, result),
    close_request_result: (result) => portal.hearClosed(id, result),
  }, { secret, onError: ({ name }, callback) => logger.warn({ callback: callback?.type, reason: name }, callback ? 'a callback must be delivered again' : 'a callback was refused') });

/** The built web app: its files for ever, as their names change with their content, and the page itself for every other path. */
async function serveWeb(app: FastifyInstance, root: string): Promise<void> {
  const exists = existsSync(root);
  if (exists) {
    await app.register(files, {
      root, wildcard: false,
      setHeaders: (response, path) => void response.setHeader('cache-control', /[/\\]assets[/\\]/.test(path) ? `public, max-age=${365 * DAY_SECONDS}, immutable` : 'no-cache'),
    });
  }
  app.setNotFoundHandler((request, reply) =>
    exists && request.method === 'GET' && !request.url.startsWith('/api/') ? reply.sendFile('index.html') : sendError(reply, 'NOT_FOUND'));
}
