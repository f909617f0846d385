import { RESULT, type Command } from '@trine/protocol';
import type { Block } from './block.js';
import { commonChecks } from './common-checks.js';
import { Draft } from './draft.js';
import { fee } from './fee.js';
import { Refusal, refuseIf } from './refusal.js';
import type { Effect, Rule } from './rule.js';
import { RULES } from './rules.js';
import type { Change, StateReader } from './state.js';

/**
 * The fate of a command. `code` 0 is success, else an API v6 error code (see RESULT in @trine/protocol).
 * `changes` also carries the fee of a refused command; apply them all or none.
 */
export interface Decision extends Effect {
  code: number;
  changes: Change[];
}

export type Decide = (state: StateReader, command: Command, block: Block) => Decision;

/**
 * Decides one command on the state that all earlier ones have left (contract: ledger rules 3.2). Signature, repetition and
 * age are the caller's to check before. Pure, and never throws on whatever stands in `args`.
 */
export const decide: Decide = (state, command, block) => {
  const rule = Object.hasOwn(RULES, command.type) ? RULES[command.type] : undefined;
  if (!rule) return { code: RESULT.UnknownMethod, changes: [] };
  const draft = new Draft(state, command.node_id, block);
  const barred = attempt(() => commonChecks(draft, command.type));
  if (barred instanceof Refusal) return { code: barred.code, changes: [] };
  const effect = attempt(() => run(rule, command.args, draft));
  const due = fee(draft, rule, command.type);
  if (effect instanceof Refusal) return { code: effect.code, changes: due };
  return { ...effect, code: 0, changes: [...draft.changes, ...due] };
};

function run({ by, decode }: Rule, args: unknown, draft: Draft): Effect {
  const apply = decode(args);
  if (by) refuseIf(!by.admits(draft.caller), by.otherwise);
  return apply(draft);
}

function attempt<T>(work: () => T): T | Refusal {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
