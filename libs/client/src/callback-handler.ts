import { InvalidCallback, parseCallback, type Callback, type CallbackType } from './callbacks.js';
import { keyOf, verifyWebhook, WebhookRefused, type Headers } from './webhook-signature.js';

/**
 * What an AS may answer a `data_request` with at once (contract: callbacks.md 6): the data, or an error code. The outcome
 * comes as `response_result` when both `reference_id` and `callback_url` are given.
 */
export type DataReply = ({ data: string } | { error_code: number }) & { reference_id?: string; callback_url?: string };

type ReplyTo<T extends CallbackType> = T extends 'data_request' ? DataReply | undefined | void : void;

/**
 * What to do with each type of callback. A callback counts as delivered as soon as it is answered, so a handler keeps what
 * it learnt, or does what is asked, before it resolves. Callbacks may repeat and overtake one another. A `data_request`
 * handler that resolves to nothing sends the data later (`as.sendData`).
 */
export type CallbackHandlers = { [T in CallbackType]?: (body: Callback<T>) => Promise<ReplyTo<T>> | ReplyTo<T> };

export interface CallbackHandlerOptions {
  /** Callbacks must be signed with this secret (`whsec_...`); needs the exact bytes of the body. */
  secret?: string;
  /** Takes every type that has no handler of its own; without it such callbacks are acknowledged and forgotten. */
  otherwise?: (body: Callback) => unknown;
  /** Hears why a handler failed or a callback was refused; default: a line without contents on stderr. */
  onError?: (error: Error, callback: Pick<Callback, 'type'> | undefined) => void;
  /** Longest body that is read, default 26 214 400 bytes. */
  bytesMax?: number;
}

/** 204 without a body, 200 with one for a `data_request`; 400 for what is no callback, 401 for what is not signed rightly. */
export interface CallbackReply {
  status: 200 | 204 | 400 | 401;
  body?: object;
}

/** The part of node:http's (and so of Express's) request that is used. */
export interface NodeRequest extends AsyncIterable<unknown> {
  headers: Headers;
  socket: { destroy(): unknown };
  /** Left by a body parser. */
  body?: unknown;
  /** Left by a body parser that keeps the bytes, such as Nest's `rawBody: true`. */
  rawBody?: string | Uint8Array;
}

export interface NodeResponse {
  writeHead(status: number, headers?: Record<string, string>): unknown;
  end(text?: string): unknown;
}

export interface FastifyRequestPart {
  headers: Headers;
  body: unknown;
  rawBody?: string | Uint8Array;
  raw: { socket: { destroy(): unknown } };
}

export interface FastifyReplyPart {
  code(status: number): unknown;
  send(body?: object): unknown;
  hijack(): unknown;
}

export interface CallbackListener {
  /** For node:http (`createServer(listener)`), Express (`app.use('/callbacks', listener)`) and Nest on Express, before or behind a body parser. */
  (request: NodeRequest, response: NodeResponse): Promise<void>;
  /** For Fastify: `app.post('/callbacks', listener.fastify)`. With a secret, Fastify must hand over the body's text or bytes. */
  fastify(request: FastifyRequestPart, reply: FastifyReplyPart): Promise<unknown>;
  /** For any other framework. Rejects when a handler does: then break the connection instead of replying, so that the gateway delivers again. */
  take(body: unknown, headers?: Headers): Promise<CallbackReply>;
}

const BYTES_MAX = 26_214_400;

class TooLong extends Error {}

/**
 * Takes the callbacks of a gateway: reads and checks each, calls its handler and answers as the contract wants it. When a
 * handler fails the connection is cut without a reply, because any reply would count as delivered: so the gateway delivers
 * again.
 */
export function callbackHandler(handlers: CallbackHandlers, options: CallbackHandlerOptions = {}): CallbackListener {
  const { secret, otherwise = () => undefined, onError = complain, bytesMax = BYTES_MAX } = options;
  if (secret !== undefined) keyOf(secret);

  const read = (body: unknown, headers: Headers): Callback => {
    if (secret !== undefined) {
      if (typeof body !== 'string' && !(body instanceof Uint8Array)) throw new TypeError('To check the signature of a callback its exact bytes are needed: mount the handler before the body parser, or let that keep rawBody.');
      verifyWebhook(secret, headers, body);
    }
    return parseCallback(body);
  };

  const take = async (body: unknown, headers: Headers = {}): Promise<CallbackReply> => {
    let callback: Callback | undefined;
    try {
      callback = read(body, headers);
      const handle = (handlers[callback.type] ?? otherwise) as (body: Callback) => unknown;
      const answer = await handle(callback);
      return callback.type === 'data_request' && answer !== undefined ? { status: 200, body: answer as DataReply } : { status: 204 };
    } catch (error) {
      onError(error as Error, callback);
      const status = callback ? undefined : error instanceof InvalidCallback ? 400 : error instanceof WebhookRefused ? 401 : undefined;
      if (status === undefined) throw error;
      return { status, body: { error: { message: (error as Error).message } } };
    }
  };

  const bytesOf = async (request: NodeRequest): Promise<Uint8Array> => {
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of request) {
      chunks.push(Buffer.from(chunk as Uint8Array));
      length += chunks.at(-1)!.length;
      if (length > bytesMax) throw new TooLong();
    }
    return Buffer.concat(chunks);
  };

  const listener = async (request: NodeRequest, response: NodeResponse): Promise<void> => {
    try {
      // A parser has read the stream to its end.
      const { status, body } = await take(request.rawBody ?? request.body ?? (await bytesOf(request)), request.headers);
      if (!body) response.writeHead(status);
      else response.writeHead(status, { 'content-type': 'application/json' });
      response.end(body && JSON.stringify(body));
    } catch (error) {
      if (!(error instanceof TooLong)) return void request.socket.destroy();
      response.writeHead(413, { connection: 'close' });
      response.end();
    }
  };

  return Object.assign(listener, {
    take,
    async fastify(request: FastifyRequestPart, reply: FastifyReplyPart): Promise<unknown> {
      try {
        const { status, body } = await take(request.rawBody ?? request.body, request.headers);
        reply.code(status);
        return reply.send(body);
      } catch {
        reply.hijack();
        request.raw.socket.destroy();
        return reply;
      }
    },
  });
}

function complain(error: Error, callback: Pick<Callback, 'type'> | undefined): void {
  const refused = error instanceof InvalidCallback || error instanceof WebhookRefused;
  console.error(refused ? `A callback was refused. ${error.message}` : `The handler of ${callback?.type ?? 'callbacks'} failed; the gateway will deliver again. ${error.message}`);
}
