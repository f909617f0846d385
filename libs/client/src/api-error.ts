/** The gateway said no (contract: errors.md): its HTTP status and its stable code. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  /**
   * @param operation what was called, e.g. `rp.createRequest`
   * @param code 0 when the reply had none, as with 404 for something that isn't there
   * @param details what the gateway adds, e.g. the faults of a body that it can't read (20002, 20003)
   */
  constructor(readonly operation: string, readonly status: number, readonly code: number, message: string, readonly details?: unknown) {
    super(message || `${operation} was answered with HTTP ${status}`);
  }
}

/** No reply came: the gateway can't be reached, was too slow, or ended while the call was under way. Then the call may have taken effect. */
export class TransportError extends Error {
  override readonly name = 'TransportError';

  constructor(readonly operation: string, override readonly cause: unknown) {
    super(`${operation}: no reply from the gateway (${reasonOf(cause)}). Is its address right, is it running?`);
  }
}

/** The code of a failed connection, wherever undici put it. */
export function reasonOf(error: unknown): string {
  const { code, name, message } = error as { code?: unknown; name?: string; message?: string };
  return name === 'TimeoutError' ? 'time-out' : String(code || message || name);
}

/** Resolves to undefined instead of rejecting with HTTP 404. */
export async function ifFound<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}

/**
 * The code by which the gateway refuses a call, undefined when it accepts. Only client errors are an answer: a server error (not
 * ready, overloaded) and a missing reply reject, because the same call may be accepted later.
 */
export async function refusalCode(call: Promise<unknown>): Promise<number | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    if (error instanceof ApiError && error.status < 500) return error.code;
    throw error;
  }
}
