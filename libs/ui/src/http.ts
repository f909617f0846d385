import type { Text } from './text.js';

/** What a person sees of a failure: a stable code, what happened, what to do next (GN-10). */
export interface Problem { readonly code: string; readonly message: Text; readonly next?: Text; readonly action?: string; readonly attempts_left?: number }

export const UNAVAILABLE: Problem = {
  code: 'SYSTEM_UNAVAILABLE',
  message: { th: 'ระบบขัดข้องชั่วคราว กรุณาลองใหม่อีกครั้ง', en: 'The system is temporarily unavailable. Please try again.' },
  next: { th: 'รอสักครู่แล้วกดลองใหม่', en: 'Wait a moment, then try again' },
  action: 'RETRY',
};

export class ApiError extends Error {
  constructor(readonly problem: Problem, readonly status: number) {
    super(problem.code);
  }
}

/** The problem behind anything that was thrown; what nobody foresaw reads as unavailable (GN-11), without technical detail. */
export function problemOf(error: unknown): Problem {
  return error instanceof ApiError ? error.problem : UNAVAILABLE;
}

/**
 * Calls of a JSON API of the same origin. Every call but GET carries the CSRF token; after a refusal for a stale token
 * (`CSRF`), the token is read anew and the call made once more.
 */
export class HttpApi {
  #token: Promise<string> | undefined;
  constructor(private readonly readToken: (get: <T>(path: string) => Promise<T>) => Promise<string>, private readonly base = '/api') {}

  get<T>(path: string): Promise<T> {
    return this.#call<T>('GET', path);
  }

  send<T>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T> {
    return this.#send<T>(method, path, body, true);
  }

  /** Use when a reply brought a new token, as after signing in. */
  setToken(token: string): void {
    this.#token = Promise.resolve(token);
  }

  async #send<T>(method: string, path: string, body: unknown, again: boolean): Promise<T> {
    this.#token ??= this.readToken((each) => this.get(each));
    try {
      return await this.#call<T>(method, path, body, await this.#token);
    } catch (error) {
      const stale = error instanceof ApiError && /CSRF/.test(error.problem.code);
      if (stale || !(error instanceof ApiError)) this.#token = undefined;
      if (stale && again) return this.#send<T>(method, path, body, false);
      throw error;
    }
  }

  async #call<T>(method: string, path: string, body?: unknown, token?: string): Promise<T> {
    const form = body instanceof FormData;
    const response = await fetch(`${this.base}${path}`, {
      method,
      headers: { accept: 'application/json', ...(token && { 'x-csrf-token': token }), ...(body !== undefined && !form && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: form ? body : JSON.stringify(body) }),
    }).catch(() => { throw new ApiError(UNAVAILABLE, 0); });
    const reply: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined);
    if (response.ok) return reply as T;
    const problem = (reply as { error?: Partial<Problem> } | undefined)?.error;
    throw new ApiError(problem?.code && problem.message ? problem as Problem : UNAVAILABLE, response.status);
  }
}
