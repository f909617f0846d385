import { errorEntry, type ErrorCode } from '@trine/protocol';

/**
 * A refusal with a code of the API v6. Over HTTP it becomes `{error: {code, message}}` with the code's status,
 * in a callback the `error` member.
 */
export class ApiError extends Error {
  constructor(
    readonly code: ErrorCode,
    /** What is wrong this time, beside the catalogue's text. Never identifiers, keys or message content. */
    particular?: string,
    /** Violations (20002, 20003, 20059). */
    readonly details?: unknown,
    options?: ErrorOptions,
  ) {
    const { message } = errorEntry(code);
    super(particular === undefined ? message : `${message}: ${particular}`, options);
  }
}

/** `{code, message}` as callbacks and bodies carry it. */
export interface ErrorBody {
  code: number;
  message: string;
}

/** Any failure as a code and a text that may be shown to the caller. */
export function errorBody(error: unknown): ErrorBody {
  if (error instanceof ApiError) return { code: error.code, message: error.message };
  return { code: 10000, message: errorEntry(10000).message };
}

/** The ledger's refusal of a command. */
export const ledgerErrorBody = (code: number): ErrorBody => ({ code, message: errorEntry(code).message });
