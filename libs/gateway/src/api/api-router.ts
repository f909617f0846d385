import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { errorEntry } from '@trine/protocol';
import type { Logger } from '@trine/telemetry';
import type { GatewayConfig } from '../config.js';
import { isStorable } from '../store/storable.js';
import { ApiError, errorBody } from './api-error.js';
import { apiOperations, type ApiOperation } from './api-document.js';
import { Answer, type Call, type OperationHandler } from './operation.js';

/** Request bodies may not be larger (contract: 20036). */
const BODY_BYTES_MAX = 25 * 1000 * 1000;
/** How long the rest of a refused body is read. */
const REST_MS_MAX = 10_000;

/** Answers why this server can't serve a call now; undefined when it can. */
export type ReadinessCheck = (method: string, path: string) => ApiError | undefined;

export interface RouterOptions {
  config: GatewayConfig;
  handlers: ReadonlyMap<string, OperationHandler>;
  notReady: ReadinessCheck;
  /** The node that a call acts for, by the `node_id` that it names; throws 20057 on a proxy that isn't told of a node behind it. */
  actingNode(named: unknown): Promise<string>;
  logger: Logger;
}

/**
 * Serves the API document: each call goes through parse, API key, readiness, role, schema, acting node, operation
 * (contract: errors.md, "Order of checks for one HTTP call").
 */
export function serveApi(server: FastifyInstance, options: RouterOptions): void {
  acceptBodies(server);
  server.setErrorHandler(async (error, request, reply) => {
    await readToTheEnd(request.raw);
    return sendError(parseFault(error), request, reply, options);
  });
  for (const operation of apiOperations()) {
    const serve = route(operation, options);
    const paths = operation.path === '/identity' ? ['/identity', '/identity/'] : [operation.path];
    for (const path of paths.flatMap((p) => (operation.versioned ? [p, `/v6${p}`] : [p]))) {
      server.route({ method: operation.method, url: path, bodyLimit: BODY_BYTES_MAX, handler: serve, exposeHeadRoute: false });
    }
  }
}

/** Contract: without `Content-Type: application/json` a body counts as `{}`. */
function acceptBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'string' }, ({ headers }, text, done) => {
    if (!isUtf8(headers['content-type'])) return done(new ApiError(10009, 'JSON comes in UTF-8'));
    if (text === '') return done(null, {});
    try {
      const body: unknown = JSON.parse(text as string);
      // A bare scalar is no body of this API.
      if (typeof body !== 'object' || body === null) return done(new ApiError(20007));
      return done(null, body);
    } catch {
      return done(new ApiError(20007));
    }
  });
  server.addContentTypeParser('*', (_request, payload, done) => {
    payload.resume();
    payload.on('end', () => done(null, {}));
    payload.on('error', done);
  });
}

/** Read in another charset than it was written in, a body would be another one. */
function isUtf8(contentType = ''): boolean {
  const charset = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(contentType)?.[1];
  return charset === undefined || /^(utf-?8|us-ascii)$/i.test(charset);
}

function route(operation: ApiOperation, { config, handlers, notReady, actingNode, logger }: RouterOptions) {
  const served = operation.roles.includes('any') || operation.roles.includes(config.role);
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    try {
      if (!hasApiKey(request, config)) throw new ApiError(20092);
      const unready = operation.versioned ? notReady(operation.method, operation.path) : undefined;
      if (unready) throw unready;
      // Looked up at each call: the parts come after the server has started to answer.
      const handler = handlers.get(operation.operationId);
      if (!served || !handler) return reply.code(404).send();
      // Such a name can't be anybody's.
      if (!isStorable(request.params)) return reply.code(404).send();
      const query = queryOf(operation, request.query as Record<string, unknown>);
      const body = (request.body ?? {}) as Record<string, unknown>;
      const queryFaults = operation.checksQuery ? (operation.queryFaults(query) ?? storageFaults(query)) : undefined;
      if (queryFaults) throw new ApiError(20002, undefined, { valid: false, errors: queryFaults });
      const bodyFaults = operation.bodyFaults(body) ?? storageFaults(body);
      if (bodyFaults) throw new ApiError(20003, undefined, { valid: false, errors: bodyFaults });
      const nodeId = operation.actsForNode ? await actingNode(body['node_id'] ?? query['node_id']) : config.nodeId;
      const call = { nodeId, params: request.params as Call['params'], query, body };
      const result = await handler(call as Call<never>);
      if (result instanceof Answer) return send(reply, result.status, result.body, result.contentType);
      return send(reply, operation.successStatus, result);
    } catch (error) {
      return sendError(error, request, reply, { config, logger });
    }
  };
}

/** The described parameters. One that is given twice counts once where nobody would refuse it. */
function queryOf({ queryParameters, checksQuery }: ApiOperation, given: Record<string, unknown>): Call['query'] {
  const known = queryParameters.filter((name) => Object.hasOwn(given, name)).map((name) => [name, given[name]] as const);
  return Object.fromEntries(known.map(([name, value]) => [name, Array.isArray(value) && !checksQuery ? (value[0] as unknown) : value])) as Call['query'];
}

/** A violation like those of the schemas: PostgreSQL can't store every text of JSON. */
const storageFaults = (value: unknown): unknown[] | undefined =>
  isStorable(value) ? undefined : [{ instancePath: '', schemaPath: '#', keyword: 'storable', params: {}, message: 'must not contain U+0000, U+001F, lone surrogates or ids of more than 500 characters' }];

function send(reply: FastifyReply, status: number, body: unknown, contentType?: string): FastifyReply {
  reply.code(status);
  if (body === undefined) return reply.send();
  if (contentType !== undefined) return reply.type(contentType).send(body);
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(body));
}

/** Contract: `USE_API_KEY`, `API_KEY_HASH`. */
export function hasApiKey(request: FastifyRequest, config: GatewayConfig): boolean {
  if (config.apiKeyHash === undefined) return true;
  const given = createHash('sha256').update(String(request.headers['x-api-key'] ?? '')).digest();
  const expected = Buffer.from(config.apiKeyHash, 'hex');
  return timingSafeEqual(given, expected);
}

/** A caller that is still sending would get a broken connection in place of the answer. */
function readToTheEnd(request: IncomingMessage): Promise<void> {
  if (request.complete || request.readableEnded || request.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, REST_MS_MAX);
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    request.on('end', done).on('close', done).on('error', done).resume();
  });
}

/** What Fastify's own body reading complains about, as a code of the contract. */
function parseFault(error: unknown): unknown {
  if (error instanceof ApiError) return error;
  const { code, statusCode } = error as { code?: string; statusCode?: number };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new ApiError(20036);
  if (code?.startsWith('FST_ERR_CTP_')) return new ApiError(10009, undefined, undefined, { cause: error });
  if (statusCode !== undefined && statusCode < 500) return new ApiError(20007, undefined, undefined, { cause: error });
  return error;
}

function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply, { config, logger }: Pick<RouterOptions, 'config' | 'logger'>): FastifyReply {
  const body = errorBody(error);
  const { status } = errorEntry(body.code);
  // Paths hold identifiers, so only the route is logged.
  const about = { route: request.routeOptions.url, method: request.method, code: body.code };
  if (!(error instanceof ApiError)) logger.error({ ...about, err: error }, 'a call failed unexpectedly');
  else if (status !== 'client') logger.warn({ ...about, cause: error.cause instanceof Error ? error.cause.message : undefined }, 'a call was refused');
  const http = status === 'client' ? config.clientErrorStatus : status === 'unavailable' ? 503 : status === 'forbidden' ? 403 : config.serverErrorStatus;
  return send(reply, http, { error: body, ...(error instanceof ApiError && error.details !== undefined && { details: error.details }) });
}
