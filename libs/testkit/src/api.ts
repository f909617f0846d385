import { request, type Dispatcher } from 'undici';
import { recordUse } from './coverage.js';

/** A reply of a gateway; `body` is undefined when it is empty. */
export interface ApiReply {
  status: number;
  // Tests look into replies of many shapes.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

/** Calls one gateway as a back end does. */
export class Api {
  constructor(
    readonly url: string,
    private readonly dispatcher?: Dispatcher,
  ) {}

  get(path: string, headers: Record<string, string> = {}): Promise<ApiReply> {
    return this.call('GET', path, undefined, headers);
  }

  post(path: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<ApiReply> {
    return this.call('POST', path, JSON.stringify(body), { 'content-type': 'application/json', ...headers });
  }

  /** Sends a body as it is. */
  async call(method: string, path: string, body: string | Buffer | undefined, headers: Record<string, string>): Promise<ApiReply> {
    const { status, type, text } = await this.exchange(method, path, body, headers);
    return { status, body: text === '' ? undefined : type.includes('json') ? (JSON.parse(text) as unknown) : text };
  }

  /** Sends a body as it is and answers the reply as it came. */
  async exchange(method: string, path: string, body: string | Buffer | undefined, headers: Record<string, string>): Promise<{ status: number; type: string; text: string }> {
    const reply = await request(`${this.url}${path}`, { method: method as 'GET', headers, ...(body !== undefined && { body }), ...(this.dispatcher && { dispatcher: this.dispatcher }) });
    const text = await reply.body.text();
    recordUse({ method, path, status: reply.statusCode });
    return { status: reply.statusCode, type: String(reply.headers['content-type'] ?? ''), text };
  }
}
