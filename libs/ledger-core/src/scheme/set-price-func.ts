import { RESULT } from '@trine/protocol';
import { real, text } from '../decode.js';
import { refuseIf } from '../refusal.js';
import { governance, type Rule } from '../rule.js';

/** Ledger rules part 2, SetPriceFunc; only for commands that exist, and nobody is paid for sending one. */
export const setPriceFunc = (isCommand: (func: string) => boolean): Rule =>
  governance({ func: text, price: real }, (draft, { func, price }) => {
    refuseIf(!isCommand(func), RESULT.UnknownMethod);
    refuseIf(price < 0, RESULT.AmountMustBeGreaterOrEqualToZero);
    draft.put('methodPrice', { func, price }, func);
  });
