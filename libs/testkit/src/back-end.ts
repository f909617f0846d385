import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { recordUse } from './coverage.js';
import { LocalServer } from './local-server.js';
import type { TestCertificate } from './test-certificate.js';
import { GAP_MS_MAX, WAIT_MS_MAX } from './until.js';

/** A callback as a member's back end received it. */
export interface ReceivedCallback {
  path: string;
  /** Unix ms. */
  at: number;
  headers: IncomingHttpHeaders;
  /** As it came. */
  text: string;
  body: Record<string, unknown> & { type?: string; request_id?: string; reference_id?: string; node_id?: string };
}

/** What to reply to a callback; undefined: 204. */
export type Reply = (callback: ReceivedCallback) => { status: number; body?: unknown } | undefined | Promise<{ status: number; body?: unknown } | undefined>;


/** A member's back end in a test: takes callbacks, remembers them in order of arrival, and can be switched off and on. */
export class BackEnd {
  readonly received: ReceivedCallback[] = [];
  reply: Reply = () => undefined;
  private readonly server: LocalServer;
  private waiting: (() => void)[] = [];

  /** @param tls served over HTTPS with it */
  constructor(tls?: TestCertificate) {
    this.server = new LocalServer((request, text, response) => this.take(request, text, response), tls);
  }

  async start(): Promise<this> {
    await this.server.start();
    return this;
  }

  /** Refuses connections until started again, on the same port. */
  stop(): Promise<void> {
    return this.server.stop();
  }

  url(path: string): string {
    return `${this.server.url}${path}`;
  }

  private take(request: IncomingMessage, text: string, response: ServerResponse): void {
    const callback: ReceivedCallback = {
      path: request.url ?? '',
      at: Date.now(),
      headers: request.headers,
      text,
      body: JSON.parse(text) as ReceivedCallback['body'],
    };
    this.received.push(callback);
    void Promise.resolve(this.reply(callback)).then((reply) => {
      response.writeHead(reply?.status ?? 204, { 'content-type': 'application/json' });
      response.end(reply?.body === undefined ? undefined : typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body));
      for (const wake of this.waiting.splice(0)) wake();
    });
  }

  /** The first callback that fits, now or later; rejects with what came instead when none does in time. */
  async waitFor(fits: (callback: ReceivedCallback) => boolean, what = 'a callback'): Promise<ReceivedCallback> {
    for (let waited = 0, last = Date.now(); ; ) {
      const found = this.received.find(fits);
      if (found) return looked(found);
      waited += Math.min(Date.now() - last, GAP_MS_MAX);
      last = Date.now();
      if (waited > WAIT_MS_MAX) throw new Error(`${what} did not come; received: ${JSON.stringify(this.received.map(({ path, body }) => [path, body.type, body.request_id, body['status'], body['error']]))}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, GAP_MS_MAX);
        this.waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  /** The callback of a type about a request or call. */
  callback(type: string, about: Record<string, unknown> = {}): Promise<ReceivedCallback> {
    return this.waitFor(
      ({ body }) => body.type === type && Object.entries(about).every(([name, value]) => body[name] === value),
      `${type} ${JSON.stringify(about)}`,
    );
  }

  /** All callbacks of a type, in order of arrival. */
  all(type: string, about: Record<string, unknown> = {}): ReceivedCallback[] {
    return this.received.filter(({ body }) => body.type === type && Object.entries(about).every(([name, value]) => body[name] === value)).map(looked);
  }
}

function looked(callback: ReceivedCallback): ReceivedCallback {
  recordUse({ callback: callback.body.type ?? callback.path.split('/')[1] ?? '' });
  return callback;
}
