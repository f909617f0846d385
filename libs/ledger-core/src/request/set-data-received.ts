import { RESULT } from '@trine/protocol';
import { text } from '../decode.js';
import { found, refuseIf } from '../refusal.js';
import { rule } from '../rule.js';
import { ownOpenRequest, withData } from './open-request.js';

/** Ledger rules part 2, SetDataReceived: the requester has got the data; an error answer has none to get. */
export const setDataReceived = rule({
  args: { request_id: text, service_id: text, as_id: text },
  apply(draft, { request_id, service_id, as_id }) {
    const request = ownOpenRequest(draft, request_id);
    const data = found(request.data_request_list.find((entry) => entry.service_id === service_id), RESULT.AsIDDoesNotExistInASList);
    const answer = found(data.response_list.find((entry) => entry.as_id === as_id && entry.error_code === undefined), RESULT.AsIDDoesNotExistInASList);
    refuseIf(answer.received_data === true, RESULT.DuplicateASInDataRequest);

    const response_list = data.response_list.map((entry) => (entry === answer ? { ...entry, received_data: true } : entry));
    draft.put('request', withData(request, { ...data, response_list }), request_id);
    return { request: { request_id, change: { kind: 'data_received', as_id, service_id } } };
  },
});
