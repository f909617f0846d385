import { RESULT, type CommandType } from '@trine/protocol';
import { LEDGER_NODE_ID } from './block.js';
import type { Draft } from './draft.js';
import { priceOf } from './fee.js';
import { found, refuseIf } from './refusal.js';
import type { Node } from './state.js';

/** What every command must pass before its own rule is asked, in this order (ledger rules 3.3). */
export function commonChecks(draft: Draft, type: CommandType): void {
  if (draft.nodeId === LEDGER_NODE_ID) return refuseIf(type !== 'TimeOutRequest', RESULT.NodeIDNotFound);
  ledgerRuns(draft, type);
  if (type === 'InitNDID') return;
  const caller = found(draft.get('node', draft.nodeId), RESULT.NodeIDNotFound);
  refuseIf(!caller.active, RESULT.NodeIsNotActive);
  if (caller.proxy_node_id !== '') proxyIsActive(draft, caller);
  if (caller.role !== 'NDID') canPay(draft, type);
}

function ledgerRuns(draft: Draft, type: CommandType): void {
  const scheme = draft.get('scheme', 'scheme');
  const lastBlock = scheme?.last_block ?? -1;
  refuseIf(type !== 'SetLastBlock' && lastBlock !== -1 && draft.block.height > lastBlock, RESULT.ChainIsDisabled);
  const initialises = type === 'InitNDID' || type === 'EndInit';
  refuseIf(!initialises && scheme?.init_state !== 'ended', RESULT.ChainIsNotInitialized);
}

function proxyIsActive(draft: Draft, caller: Node): void {
  const proxy = found(draft.get('node', caller.proxy_node_id), RESULT.ProxyNodeNotFound);
  refuseIf(!proxy.active, RESULT.ProxyNodeIsNotActive);
}

function canPay(draft: Draft, type: CommandType): void {
  const account = found(draft.get('account', draft.nodeId), RESULT.TokenAccountNotFound);
  refuseIf(account.amount < priceOf(draft, type), RESULT.TokenNotEnough);
}
