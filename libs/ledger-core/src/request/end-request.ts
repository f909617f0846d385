import { RESULT } from '@trine/protocol';
import { LEDGER_NODE_ID } from '../block.js';
import { flag, listOf, nullable, record, text } from '../decode.js';
import { refuseIf } from '../refusal.js';
import { rule } from '../rule.js';
import type { Request } from '../state.js';
import { checkNotEnded, isDue, knownRequest, ownOpenRequest, ownRequest } from './open-request.js';

const args = {
  request_id: text,
  response_valid_list: listOf(record({ idp_id: text, valid_ial: nullable(flag), valid_signature: nullable(flag) })),
};
type Validity = ReturnType<typeof args.response_valid_list>;

/** Ledger rules part 2, CloseRequest. */
export const closeRequest = rule({
  args,
  apply(draft, { request_id, response_valid_list }) {
    const request = ownOpenRequest(draft, request_id);
    draft.put('request', { ...withValidity(request, response_valid_list), closed: true }, request_id);
    return { request: { request_id, change: { kind: 'closed' } } };
  },
});

/** Ledger rules part 2, TimeOutRequest: by the owner or by the ledger itself, once the time is over. */
export const timeOutRequest = rule({
  args,
  apply(draft, { request_id, response_valid_list }) {
    const request = draft.nodeId === LEDGER_NODE_ID ? knownRequest(draft, request_id) : ownRequest(draft, request_id);
    checkNotEnded(request);
    refuseIf(!isDue(request, draft), RESULT.InvalidTransactionFormat);
    draft.put('request', { ...withValidity(request, response_valid_list), timed_out: true }, request_id);
    return { request: { request_id, change: { kind: 'timed_out' } } };
  },
});

/** Error answers carry no flags, and null leaves a flag as it is (ledger rules 4.4). */
function withValidity(request: Request, validity: Validity): Request {
  const response_list = request.response_list.map((answer) => {
    const found = validity.findLast((entry) => entry.idp_id === answer.idp_id);
    if (!found || answer.error_code !== undefined) return answer;
    return { ...answer, valid_ial: found.valid_ial ?? answer.valid_ial, valid_signature: found.valid_signature ?? answer.valid_signature };
  });
  return { ...request, response_list };
}
