import { record, type Decoded, type Shape } from '../decode.js';
import type { StateReader } from '../state.js';

/** The answer to one query, from raw parameters. */
export type Answer = (state: StateReader, params: unknown) => unknown;

/** A query with its parameters (contract: ledger rules part 3); absent answers are null. */
export function answer<S extends Shape>(params: S, find: (state: StateReader, params: Decoded<S>) => unknown): Answer {
  const decode = record(params);
  return (state, raw) => find(state, decode(raw));
}

/** Without the members that are false, 0, "" or empty. */
export const omitEmpty = (value: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => Boolean(member) && !(Array.isArray(member) && member.length === 0)));
