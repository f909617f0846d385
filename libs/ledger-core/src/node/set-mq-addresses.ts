import { RESULT } from '@trine/protocol';
import { int64, listOf, record, text } from '../decode.js';
import { refuseIf } from '../refusal.js';
import { ADDRESSABLE, rule } from '../rule.js';

const PORT_MAX = 65_535;

const args = { addresses: listOf(record({ ip: text, port: int64 })) };

/** Ledger rules part 2, SetMqAddresses. */
export const setMqAddresses = rule({
  by: ADDRESSABLE,
  args,
  apply(draft, { addresses }) {
    refuseIf(!addresses.every(({ port }) => port >= 0 && port <= PORT_MAX), RESULT.UnmarshalError);
    draft.put('node', { ...draft.caller, mq: addresses }, draft.nodeId);
  },
});
