import { RESULT } from '@trine/protocol';
import { int32, nullable, text } from '../decode.js';
import { found, refuseIf } from '../refusal.js';
import { AS, rule } from '../rule.js';
import { checkErrorCode } from '../scheme/code-lists.js';
import { checkOffered } from '../service/offers.js';
import type { AsResponseRecord, DataRequestRecord } from '../state.js';
import { openRequest, withData } from './open-request.js';

const args = { request_id: text, service_id: text, signature: text, error_code: nullable(int32) };

/** Ledger rules part 2, CreateAsResponse; arithmetic of 4.3. */
export const createAsResponse = rule({
  by: AS,
  args,
  apply(draft, { request_id, service_id, signature, error_code }) {
    const request = openRequest(draft, request_id);
    const addressed = request.data_request_list.find((data) => data.service_id === service_id && data.as_id_list.includes(draft.nodeId));
    const data = found(addressed, RESULT.NodeIDDoesNotExistInASList);
    refuseIf(data.response_list.some((answer) => answer.as_id === draft.nodeId), RESULT.DuplicateASResponse);
    if (data.min_as > 0) checkWanted(data);
    if (error_code !== null) checkErrorCode(draft, 'as', error_code);
    checkOffered(draft, service_id, draft.nodeId);

    const response: AsResponseRecord =
      error_code === null ? { as_id: draft.nodeId, signature, received_data: false } : { as_id: draft.nodeId, error_code };
    draft.put('request', withData(request, { ...data, response_list: [...data.response_list, response] }), request_id);
    return { request: { request_id, change: { kind: 'as_response', as_id: draft.nodeId, service_id } } };
  },
});

function checkWanted({ response_list, min_as, as_id_list }: DataRequestRecord): void {
  const data = response_list.filter((answer) => answer.error_code === undefined).length;
  refuseIf(data >= min_as, RESULT.DataRequestIsCompleted);
  refuseIf(data + as_id_list.length - response_list.length < min_as, RESULT.DataRequestCannotBeFulfilled);
}
