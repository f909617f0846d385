import { RESULT } from '@trine/protocol';
import { text } from '../decode.js';
import { refuseIf } from '../refusal.js';
import { RP, rule } from '../rule.js';

/** Ledger rules part 2, CreateMessage. Length limits are the gateway's. */
export const createMessage = rule({
  by: RP,
  args: { message_id: text, message: text, purpose: text },
  apply(draft, message) {
    refuseIf(draft.get('message', message.message_id) !== undefined, RESULT.DuplicateMessageID);
    draft.put('message', { ...message, requester_node_id: draft.nodeId, ...draft.stamp }, message.message_id);
  },
});
