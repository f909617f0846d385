import { RESULT } from '@trine/protocol';
import { int64, text } from '../decode.js';
import type { Draft } from '../draft.js';
import { refuseIf } from '../refusal.js';
import { governance } from '../rule.js';

/** Ledger rules part 2, EndInit: from here on members may act. */
export const endInit = governance({}, (draft) => {
  draft.setScheme({ init_state: 'ended' });
});

/** Ledger rules part 2, SetLastBlock: stops the ledger after a height, -1 lets it run. */
export const setLastBlock = governance({ block_height: int64 }, (draft, { block_height }) => {
  draft.setScheme({ last_block: lastBlock(draft, block_height) });
});

function lastBlock({ block }: Draft, wanted: number): number {
  if (wanted === -1) return -1;
  return Math.max(wanted, block.height);
}

const VALIDATOR_KEY_BYTES = 32;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Ledger rules part 2, SetValidator: checked, then without effect, since no validators vote here. */
export const setValidator = governance({ public_key: text, power: int64 }, (_draft, { public_key, power }) => {
  refuseIf(!BASE64.test(public_key), RESULT.DecodingError);
  refuseIf(Buffer.from(public_key, 'base64').length !== VALIDATOR_KEY_BYTES, RESULT.InvalidValidatorPublicKey);
  refuseIf(power < 0, RESULT.InvalidValidatorVotingPower);
  refuseIf(power === 0, RESULT.NotExistValidator);
});
