import type { AsResponse, IdpResponse, RequestDetail } from '@trine/protocol';
import type { AsResponseRecord, IdpResponseRecord, Request } from '../state.js';

/** A request as members see it (contract: ledger rules part 3, GetRequestDetail), with heights as `<chain>:<height>`. */
export function requestDetail(request: Request): RequestDetail {
  return {
    request_id: request.request_id,
    mode: request.mode,
    min_idp: request.min_idp,
    min_aal: request.min_aal,
    min_ial: request.min_ial,
    request_timeout: request.request_timeout,
    idp_id_list: request.idp_id_list,
    data_request_list: request.data_request_list.map((data) => ({ ...data, response_list: data.response_list.map(asResponse) })),
    request_message_hash: request.request_message_hash,
    response_list: request.response_list.map(idpResponse),
    closed: request.closed,
    timed_out: request.timed_out,
    purpose: request.purpose,
    request_type: request.request_type,
    requester_node_id: request.requester_node_id,
    creation_block_height: `${request.creation_chain_id}:${String(request.creation_block_height)}`,
  };
}

function idpResponse(answer: IdpResponseRecord): IdpResponse {
  const { idp_id, error_code, ial = 0, aal = 0, status = 'reject', signature = '', valid_ial, valid_signature } = answer;
  if (error_code !== undefined) return { idp_id, error_code, valid_ial: null, valid_signature: null };
  return { idp_id, ial, aal, status, signature, valid_ial, valid_signature };
}

function asResponse({ as_id, error_code, received_data = false }: AsResponseRecord): AsResponse {
  return error_code === undefined ? { as_id, signed: true, received_data } : { as_id, error_code };
}
