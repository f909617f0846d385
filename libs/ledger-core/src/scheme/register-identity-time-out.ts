import { RESULT } from '@trine/protocol';
import { int64 } from '../decode.js';
import { refuseIf } from '../refusal.js';
import { governance } from '../rule.js';

/** Ledger rules part 2, SetTimeOutBlockRegisterIdentity: kept for the record; no rule reads it. */
export const setTimeOutBlockRegisterIdentity = governance({ time_out_block: int64 }, (draft, { time_out_block }) => {
  refuseIf(time_out_block <= 0, RESULT.TimeOutBlockIsMustGreaterThanZero);
  draft.setScheme({ register_identity_timeout_blocks: time_out_block });
});
