import type { Draft } from './draft.js';
import type { Rule } from './rule.js';
import { keyOf, type Change, type StateReader } from './state.js';

/** In tokens, where the operator has set nothing else (ledger rules 3.4). */
const PRICE_DEFAULT = 1;

export const priceOf = (state: StateReader, func: string): number => state.get('methodPrice', func)?.price ?? PRICE_DEFAULT;

/**
 * The fee as a change of the caller's account (ledger rules 3.4): due for refused commands too, never from the NDID node and
 * never for governance. A node behind a proxy pays for itself.
 */
export function fee(draft: Draft, rule: Rule, type: string): Change[] {
  const account = rule.free ? undefined : draft.get('account', draft.nodeId);
  if (!account) return [];
  return [{ kind: 'account', key: keyOf(account.node_id), value: { ...account, amount: account.amount - priceOf(draft, type) } }];
}
