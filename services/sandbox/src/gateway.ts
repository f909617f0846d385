import { Pool } from 'undici';

/** A gateway said no: the HTTP status and the code of the API v6 (0 when the body had none). */
export class Refused extends Error {
  override readonly name = 'Refused';
  constructor(path: string, readonly status: number, readonly code: number, message: string) {
    super(`${path}: ${status} ${code} ${message}`);
  }
}

/** The public API v6 of one gateway. Rejects with {@link Refused}, or with a transport error. */
export class Gateway {
  private readonly pool: Pool;

  constructor(url: string) {
    this.pool = new Pool(new URL(url).origin, { connections: 16 });
  }

  async post(path: string, body: object): Promise<unknown> {
    return this.call('POST', path, JSON.stringify(body));
  }

  /** Undefined when there is no such thing (404). */
  async get(path: string): Promise<unknown> {
    return this.call('GET', path).catch((error: unknown) => {
      if (error instanceof Refused && error.status === 404) return undefined;
      throw error;
    });
  }

  /**
   * Posts what may have been posted before. A client error is an answer too and is returned as its code; a server error
   * (not ready, overloaded) rejects, because the same call may be accepted later.
   *
   * @returns undefined when accepted
   */
  async tryPost(path: string, body: object): Promise<number | undefined> {
    try {
      await this.post(path, body);
      return undefined;
    } catch (error) {
      if (error instanceof Refused && error.status < 500) return error.code;
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.pool.destroy();
  }

  private async call(method: 'GET' | 'POST', path: string, body?: string): Promise<unknown> {
    const reply = await this.pool.request({ method, path: `/v6${path}`, ...(body !== undefined && { body, headers: { 'content-type': 'application/json' } }) });
    const text = await reply.body.text();
    if (reply.statusCode < 300) return text === '' ? {} : JSON.parse(text);
    const { code = 0, message = '' } = errorOf(text);
    throw new Refused(path, reply.statusCode, code, message);
  }
}

function errorOf(text: string): { code?: number; message?: string } {
  try {
    return (JSON.parse(text) as { error?: { code?: number; message?: string } }).error ?? {};
  } catch {
    return {};
  }
}
