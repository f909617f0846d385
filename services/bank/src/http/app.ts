import { join } from 'node:path';
import { existsSync } from 'node:fs';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import serveStatic from '@fastify/static';
import { isOutage } from '@trine/database';
import { PUSH_WORKER_FILE } from '@trine/notifications';
import { fastify, type FastifyInstance } from 'fastify';
import { readFile } from 'node:fs/promises';
import type { ErrorBody } from '../api.js';
import { BankError, ERRORS } from '../errors.js';
import { toldError } from '../parts.js';
import { inbox } from '../scheme/inbox.js';
import type { Service } from '../service.js';
import { adminRoutes } from './admin-routes.js';
import { customerRoutes } from './customer-routes.js';
import { MULTIPART_LIMITS } from './multipart.js';
import { staffRoutes } from './staff-routes.js';

/** The longest callback of the API v6 is an `incoming_request` with its message. */
const CALLBACK_BYTES_MAX = 26_214_400;
const BODY_BYTES_MAX = 65_536;

/** The bank's web server: API, pages, and the callbacks of the gateway. */
export async function webApp(service: Service, ready: () => boolean): Promise<FastifyInstance> {
  const { parts, visitors } = service;
  const { config, logger } = parts;
  const secure = config.publicUrl?.startsWith('https:') ?? false;
  // Whoever is cut off by our end connects again.
  const app = fastify({ bodyLimit: BODY_BYTES_MAX, forceCloseConnections: true, trustProxy: config.trustedProxies.length > 0 && config.trustedProxies });

  app.setErrorHandler((error: Error & { code?: string; statusCode?: number; validation?: unknown }, request, reply) => {
    const expected = error instanceof BankError ? error
      : error.statusCode === 429 ? new BankError('TOO_MANY_REQUESTS')
      : error.validation || (error.statusCode !== undefined && error.statusCode < 500) ? new BankError('INPUT_INVALID')
      : new BankError('SYSTEM_UNAVAILABLE');
    if (expected.code === 'SYSTEM_UNAVAILABLE') {
      const reason = { route: request.routeOptions.url, adapter: (expected as { adapter?: string }).adapter, reason: error.message };
      if (error instanceof BankError || isOutage(error)) logger.warn(reason, 'a step could not be taken now');
      else logger.error({ ...reason, stack: error.stack }, 'a step failed');
    }
    const body: ErrorBody = { error: toldError(parts, expected.code, expected.extra) };
    return reply.code(ERRORS[expected.code].status).send(body);
  });

  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"], 'script-src': ["'self'"], 'style-src': ["'self'"], 'img-src': ["'self'", 'data:', 'blob:'], 'font-src': ["'self'"], 'connect-src': ["'self'"], 'media-src': ["'self'", 'blob:'],
        'manifest-src': ["'self'"], 'worker-src': ["'self'"], 'form-action': ["'self'"], 'base-uri': ["'none'"], 'frame-ancestors': ["'none'"], ...(secure && { 'upgrade-insecure-requests': [] }),
      },
    },
    strictTransportSecurity: secure,
    referrerPolicy: { policy: 'no-referrer' },
  });
  await app.register(cookie);
  await app.register(multipart, { limits: MULTIPART_LIMITS, throwFileSizeLimit: true });
  await app.register(rateLimit, { global: false });

  app.get('/livez', () => ({ live: true }));
  app.get('/readyz', (_, reply) => reply.code(ready() ? 200 : 503).send({ ready: ready() }));

  await app.register(async (callbacks) => {
    callbacks.removeAllContentTypeParsers();
    // Signatures are over the exact bytes.
    callbacks.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => done(null, body));
    const listener = inbox(parts);
    callbacks.post('/callbacks/:name', { bodyLimit: CALLBACK_BYTES_MAX }, (request, reply) => listener.fastify(request, reply));
  });

  await app.register(async (api) => {
    await api.register(rateLimit, { max: config.callsPerMinuteMax, timeWindow: '1 minute' });
    api.addHook('onRequest', async (request, reply) => {
      void reply.header('cache-control', 'no-store').header('permissions-policy', 'camera=(self), publickey-credentials-get=(self)');
      visitors.checkCsrf(request);
    });
    customerRoutes(api, service);
    staffRoutes(api, service);
    if (config.sandbox) adminRoutes(api, service);
    api.all('/api/*', () => {
      throw new BankError('NOT_FOUND');
    });
  });

  const pushWorker = await readFile(PUSH_WORKER_FILE, 'utf8');
  app.get('/push-worker.js', (_, reply) => reply.type('text/javascript').header('cache-control', 'no-cache').send(pushWorker));
  if (existsSync(config.webDir)) await servePages(app, config.webDir);
  return app;
}

/** Files with a hash in their name are kept for ever; a page's own routes are its client's. */
async function servePages(app: FastifyInstance, root: string): Promise<void> {
  await app.register(serveStatic, {
    root, preCompressed: true, index: 'index.html',
    setHeaders: (reply, path) => {
      void reply.setHeader('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
      void reply.setHeader('permissions-policy', 'camera=(self), publickey-credentials-get=(self)');
    },
  });
  const pages = ['staff', 'admin'].filter((name) => existsSync(join(root, `${name}.html`)));
  app.setNotFoundHandler((request, reply) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') throw new BankError('NOT_FOUND');
    const page = pages.find((name) => request.url === `/${name}` || request.url.startsWith(`/${name}/`) || request.url.startsWith(`/${name}?`));
    return reply.sendFile(page ? `${page}.html` : 'index.html');
  });
}
