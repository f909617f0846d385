import type { ResultCode } from '@trine/protocol';

/** A rule's "no". Thrown inside a rule, never out of `decide`, which makes it the code of its decision. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(readonly code: ResultCode) {
    super(`refused with ${String(code)}`);
  }
}

export function refuse(code: ResultCode): never {
  throw new Refusal(code);
}

export function refuseIf(condition: boolean, code: ResultCode): void {
  if (condition) refuse(code);
}

/** The document itself, or a refusal where there is none: `found(state.get('node', id), RESULT.NodeIDNotFound)`. */
export function found<T>(value: T | undefined, code: ResultCode): T {
  return value ?? refuse(code);
}
