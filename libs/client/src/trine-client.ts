import { setTimeout as delay } from 'node:timers/promises';
import { Pool, type Dispatcher } from 'undici';
import { OPERATIONS } from './api-tables.js';
import { ApiError, reasonOf, TransportError } from './api-error.js';
import { httpCall, type Group, type OperationRow } from './operation.js';

export interface TrineClientOptions {
  /** Base URL of your gateway, e.g. `http://127.0.0.1:8081`. */
  url: string;
  /** The acting node, for gateways that serve several (a proxy); a call may name another one. */
  nodeId?: string;
  /** Sent as `X-API-Key`, for gateways that want one. */
  apiKey?: string;
  /** Sent with every call, e.g. `ndid-member-app-type`. */
  headers?: Record<string, string>;
  /** How long a call may take with its repetitions; default 30 000. */
  timeoutMs?: number;
  /** Connections that are kept open to the gateway, default 16. Of no effect with a `dispatcher`. */
  connections?: number;
  /** Carries the calls instead of the client's own connections: a proxy, TLS of your own, a mock. You close it. */
  dispatcher?: Dispatcher;
}

const TIMEOUT_MS = 30_000;
const CONNECTIONS = 16;
const ATTEMPTS_MAX = 4;
const RETRY_MS = 100;

/**
 * The API v6 of one gateway: a method for each operation, e.g. `client.rp.createRequest({ namespace, identifier, ... })`. A
 * method takes the operation's parameters in one object, whether they travel in the path, the query or the body, and
 * resolves to the reply's body.
 *
 * Rejects with {@link ApiError} when the gateway refuses, and with {@link TransportError} when no reply came. A call is
 * repeated, at most three times within its time-out, when the gateway refused the connection; a GET also when the
 * connection broke. A POST that may have arrived is never repeated, and no reply of the gateway, be it 503, is a reason to
 * repeat: that is for you to decide. Repeat a POST with the same `reference_id`, so that it can't take effect twice (20045).
 */
export class TrineClient {
  readonly rp: Group<'rp'>;
  readonly idp: Group<'idp'>;
  readonly as: Group<'as'>;
  readonly proxy: Group<'proxy'>;
  readonly identity: Group<'identity'>;
  readonly node: Group<'node'>;
  readonly utility: Group<'utility'>;
  readonly ndid: Group<'ndid'>;
  readonly server: Group<'server'>;

  private readonly dispatcher: Dispatcher;
  private readonly origin: string;
  private readonly base: string;
  private readonly headers: Record<string, string>;

  constructor(private readonly options: TrineClientOptions) {
    const { origin, pathname } = new URL(options.url);
    this.origin = origin;
    this.base = pathname.replace(/\/+$/, '');
    this.dispatcher = options.dispatcher ?? new Pool(origin, { connections: options.connections ?? CONNECTIONS });
    this.headers = { accept: 'application/json', ...options.headers, ...(options.apiKey !== undefined && { 'x-api-key': options.apiKey }) };
    const group = <G extends keyof typeof OPERATIONS>(name: G): Group<G> => {
      const rows = Object.entries<OperationRow>(OPERATIONS[name]);
      // The rows are what the type was made of.
      return Object.fromEntries(rows.map(([method, row]) => [method, (input: object = {}) => this.call(`${name}.${method}`, row, input)])) as unknown as Group<G>;
    };
    this.rp = group('rp');
    this.idp = group('idp');
    this.as = group('as');
    this.proxy = group('proxy');
    this.identity = group('identity');
    this.node = group('node');
    this.utility = group('utility');
    this.ndid = group('ndid');
    this.server = group('server');
  }

  /** Ends the client's own connections; calls under way reject. */
  async close(): Promise<void> {
    if (!this.options.dispatcher) await this.dispatcher.destroy();
  }

  private async call(operation: string, row: OperationRow, input: object): Promise<unknown> {
    const call = httpCall(row, input as Record<string, unknown>, { base: this.base, nodeId: this.options.nodeId });
    const signal = AbortSignal.timeout(this.options.timeoutMs ?? TIMEOUT_MS);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.attempt(operation, row, call, signal);
      } catch (error) {
        if (error instanceof ApiError) throw error;
        const harmless = reasonOf(error) === 'ECONNREFUSED' || row.method === 'GET';
        if (!harmless || attempt === ATTEMPTS_MAX || signal.aborted || isClosed(this.dispatcher)) throw new TransportError(operation, error);
        await delay(RETRY_MS * 2 ** (attempt - 1), undefined, { signal }).catch(() => {
          throw new TransportError(operation, error);
        });
      }
    }
  }

  private async attempt(operation: string, { method }: OperationRow, { path, body }: { path: string; body?: string }, signal: AbortSignal): Promise<unknown> {
    const headers = body === undefined ? this.headers : { ...this.headers, 'content-type': 'application/json' };
    const reply = await this.dispatcher.request({ origin: this.origin, method, path, headers, body, signal });
    const text = await reply.body.text();
    const content = jsonOf(text);
    if (reply.statusCode < 300) return content;
    const { error, details } = (content ?? {}) as { error?: { code?: number; message?: string }; details?: unknown };
    throw new ApiError(operation, reply.statusCode, error?.code ?? 0, error?.message ?? '', details);
  }
}

const isClosed = (dispatcher: Dispatcher): boolean => (dispatcher as { destroyed?: boolean }).destroyed === true;

/** Undefined for no content; text that is no JSON comes as it is. */
function jsonOf(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
