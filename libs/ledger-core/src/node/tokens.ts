import { RESULT } from '@trine/protocol';
import { real, text } from '../decode.js';
import { found, refuseIf } from '../refusal.js';
import { governance, type Rule } from '../rule.js';

const tokenRule = (amountAfter: (balance: number, amount: number) => number): Rule =>
  governance({ node_id: text, amount: real }, (draft, { node_id, amount }) => {
    refuseIf(node_id === '', RESULT.NodeIDNotFound);
    refuseIf(amount < 0, RESULT.AmountMustBeGreaterOrEqualToZero);
    const account = found(draft.get('account', node_id), RESULT.TokenAccountNotFound);
    const after = amountAfter(account.amount, amount);
    refuseIf(after < 0, RESULT.TokenNotEnough);
    draft.put('account', { ...account, amount: after }, node_id);
  });

/** Ledger rules part 2, AddNodeToken. */
export const addNodeToken = tokenRule((balance, amount) => balance + amount);
/** Ledger rules part 2, ReduceNodeToken. */
export const reduceNodeToken = tokenRule((balance, amount) => balance - amount);
/** Ledger rules part 2, SetNodeToken. */
export const setNodeToken = tokenRule((_balance, amount) => amount);
