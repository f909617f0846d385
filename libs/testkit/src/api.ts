import { request } from 'undici';

/** A reply of a gateway; `body` is undefined when it is empty. */
export interface ApiReply {
  status: number;
  // Tests look into replies of many shapes.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

/** Calls one gateway as a back end does. */
export class Api {
  constructor(readonly url: string) {}

  get(path: string, headers: Record<string, string> = {}): Promise<ApiReply> {
    return this.call('GET', path, undefined, headers);
  }

  post(path: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<ApiReply> {
    return this.call('POST', path, JSON.stringify(body), { 'content-type': 'application/json', ...headers });
  }

  /** Sends a body as it is. */
  async call(method: string, path: string, body: string | Buffer | undefined, headers: Record<string, string>): Promise<ApiReply> {
    const reply = await request(`${this.url}${path}`, { method: method as 'GET', headers, ...(body !== undefined && { body }) });
    const text = await reply.body.text();
    const json = String(reply.headers['content-type'] ?? '').includes('json');
    return { status: reply.statusCode, body: text === '' ? undefined : json ? (JSON.parse(text) as unknown) : text };
  }
}
