import { PassThrough } from 'node:stream';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '@trine/telemetry';
import type { ApplicationInput, BanksInput, ErrorBody, ErrorCode, Session } from './api.js';
import type { StoredApplication } from './application.js';
import type { PortalConfig } from './config.js';
import type { Portal } from './portal.js';
import type { PortalSession, Sessions } from './session.js';
import { ERRORS, PortalError } from './texts.js';
import type { Views } from './view.js';

const HEARTBEAT_MS = 15_000;
const ONE_MINUTE = '1 minute';

interface Parts {
  config: PortalConfig;
  portal: Portal;
  sessions: Sessions;
  views: Views;
  logger: Logger;
}

const text = (lengthMax: number): object => ({ type: 'string', minLength: 1, maxLength: lengthMax });
const BANKS_INPUT = { type: 'object', required: ['citizen_id'], properties: { citizen_id: text(40) } };
const APPLICATION_INPUT = {
  type: 'object',
  required: ['key', 'product', 'namespace', 'citizen_id', 'bank_id', 'items', 'consent_version'],
  properties: {
    key: { type: 'string', pattern: '^[A-Za-z0-9-]{16,64}$' }, product: text(64), namespace: { const: 'citizen_id' }, citizen_id: text(40),
    bank_id: { type: 'string', pattern: '^[\\w.-]{1,100}$' }, items: { type: 'array', maxItems: 20, items: text(100) }, consent_version: text(20),
  },
};
export const BY_ID = { type: 'object', properties: { id: { type: 'string', pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' } } };

type ById = { Params: { id: string } };

/** The portal's JSON API (api.ts). Expects cookies and rate limits to be registered. */
export function apiRoutes(app: FastifyInstance, { config, portal, sessions, views, logger }: Parts): void {
  // `__Host-` binds the cookie to this very host, which needs TLS.
  const cookie = config.secure ? '__Host-portal' : 'portal';
  const lookups = { rateLimit: { max: config.limits.lookupsPerMinute, timeWindow: ONE_MINUTE } };
  const view = (it: StoredApplication): ReturnType<Views['application']> => views.application(it, portal.kept(it));

  const sessionOf = (request: FastifyRequest): PortalSession => {
    const session = sessions.read(request.cookies[cookie]);
    if (!session) throw new PortalError(request.method === 'GET' ? 'NOT_FOUND' : 'CSRF_TOKEN_WRONG');
    return session;
  };
  const checkToken = async (request: FastifyRequest): Promise<void> => {
    if (!sessions.isCsrfToken(sessionOf(request), request.headers['x-csrf-token'])) throw new PortalError('CSRF_TOKEN_WRONG');
  };

  app.addHook('onRequest', async (_, reply) => void reply.header('cache-control', 'no-store'));
  app.setErrorHandler((error: FastifyError, _, reply) => {
    if ((error as Error) instanceof PortalError) return sendError(reply, error.code as ErrorCode);
    const code = codeOf(error.statusCode);
    if (code === 'SYSTEM_UNAVAILABLE') logger.error({ reason: error.code ?? error.name }, 'a call failed');
    return sendError(reply, code);
  });

  app.get('/portal', () => views.portal());

  app.get('/session', async (request, reply): Promise<Session> => {
    let session = sessions.read(request.cookies[cookie]);
    if (!session) {
      const begun = sessions.begin();
      session = begun.session;
      void reply.setCookie(cookie, begun.cookie, { path: '/', httpOnly: true, sameSite: 'strict', secure: config.secure, maxAge: config.sessionSeconds });
    }
    const newest = await portal.newest(session.id);
    return { csrf_token: session.csrfToken, ...(newest && { application: view(newest) }) };
  });

  app.post<{ Body: BanksInput }>('/banks', { schema: { body: BANKS_INPUT }, config: lookups, preHandler: checkToken }, (request) => portal.banks(request.body.citizen_id));

  app.post<{ Body: ApplicationInput }>('/applications', { schema: { body: APPLICATION_INPUT }, config: lookups, preHandler: checkToken }, async (request, reply) => {
    const it = await portal.apply(sessionOf(request).id, request.body, request.headers['user-agent'] ?? '');
    return reply.code(201).send(view(it));
  });

  app.get<ById>('/applications/:id', { schema: { params: BY_ID } }, async (request) => view(await portal.of(sessionOf(request).id, request.params.id)));
  app.post<ById>('/applications/:id/cancel', { schema: { params: BY_ID }, preHandler: checkToken }, async (request) => view(await portal.cancel(sessionOf(request).id, request.params.id)));
  app.post<ById>('/applications/:id/retry', { schema: { params: BY_ID }, preHandler: checkToken }, async (request) => view(await portal.retry(sessionOf(request).id, request.params.id)));

  app.get<ById>('/applications/:id/events', { schema: { params: BY_ID } }, async (request, reply) => {
    const session = sessionOf(request);
    const { id } = request.params;
    await portal.of(session.id, id);
    // Who has left meanwhile is told to nobody by an event any more.
    if (reply.raw.destroyed) return reply.hijack();
    const stream = new PassThrough();
    let told = 0;
    const tell = (it: StoredApplication): void => {
      if (it.version <= told || stream.writableEnded) return;
      told = it.version;
      stream.write(`id: ${it.version}\nevent: application\ndata: ${JSON.stringify(view(it))}\n\n`);
    };
    const heartbeat = setInterval(() => stream.write(': still here\n\n'), HEARTBEAT_MS);
    const over = (): void => {
      clearInterval(heartbeat);
      portal.changes.off(id, tell);
      stream.end();
    };
    portal.changes.on(id, tell);
    reply.raw.on('close', over);
    // Whoever comes back has what it missed at once: the newest state says it all.
    tell(await portal.of(session.id, id));
    return reply.header('content-type', 'text/event-stream').header('x-accel-buffering', 'no').send(stream);
  });
}

export function sendError(reply: FastifyReply, code: ErrorCode): FastifyReply {
  const { status, message, next, action } = ERRORS[code];
  return reply.code(status).send({ error: { code, message, next, action } } satisfies ErrorBody);
}

function codeOf(status: number | undefined): ErrorCode {
  if (status === 429) return 'TOO_MANY_REQUESTS';
  if (status === 404) return 'NOT_FOUND';
  return status !== undefined && status >= 400 && status < 500 ? 'INPUT_INVALID' : 'SYSTEM_UNAVAILABLE';
}
