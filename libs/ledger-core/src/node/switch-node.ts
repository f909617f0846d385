import { RESULT } from '@trine/protocol';
import { text } from '../decode.js';
import { refuseIf } from '../refusal.js';
import { governance } from '../rule.js';
import { knownNode } from './known-node.js';

/** Ledger rules part 2, EnableNode. */
export const enableNode = governance({ node_id: text }, (draft, { node_id }) => {
  draft.put('node', { ...knownNode(draft, node_id), active: true }, node_id);
});

/** Ledger rules part 2, DisableNode; never the NDID node, because nobody could enable it again. */
export const disableNode = governance({ node_id: text }, (draft, { node_id }) => {
  const node = knownNode(draft, node_id);
  refuseIf(node.role === 'NDID', RESULT.InvalidNodeRole);
  draft.put('node', { ...node, active: false }, node_id);
});
