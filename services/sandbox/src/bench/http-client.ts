import { Pool } from 'undici';

/** Keep-alive connections to one gateway; anything but success rejects. */
export class HttpClient {
  private readonly pool: Pool;

  constructor(url: string) {
    this.pool = new Pool(url, { connections: 256 });
  }

  post<T = undefined>(path: string, body: object): Promise<T> {
    return this.call('POST', path, JSON.stringify(body));
  }

  get<T>(path: string): Promise<T> {
    return this.call('GET', path);
  }

  private async call<T>(method: 'GET' | 'POST', path: string, body?: string): Promise<T> {
    const reply = await this.pool.request({ method, path: `/v6${path}`, ...(body !== undefined && { body, headers: { 'content-type': 'application/json' } }) });
    const text = await reply.body.text();
    if (reply.statusCode >= 300) throw new Error(`${method} ${path}: ${reply.statusCode} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
}
