import { IDENTITY_PURPOSES, RESULT } from '@trine/protocol';
import { int32, listOf, text } from '../decode.js';
import { refuseIf } from '../refusal.js';
import { governance } from '../rule.js';
import type { StateReader } from '../state.js';

/** Ledger rules part 2, SetAllowedModeList. */
export const setAllowedModeList = governance({ purpose: text, allowed_mode_list: listOf(int32) }, (draft, args) => {
  draft.put('allowedModes', args, args.purpose);
});

/** What the operator has set for the purpose, else the defaults of ledger rules 5.8. */
export function allowedModes(state: StateReader, purpose: string): number[] {
  const byDefault = (IDENTITY_PURPOSES as readonly string[]).includes(purpose) ? [2, 3] : [1, 2, 3];
  return state.get('allowedModes', purpose)?.allowed_mode_list ?? byDefault;
}

export function checkModes(state: StateReader, purpose: string, modes: readonly number[]): void {
  const allowed = allowedModes(state, purpose);
  refuseIf(!modes.every((mode) => allowed.includes(mode)), RESULT.InvalidMode);
}
