import { RESULT } from '@trine/protocol';
import { int32, nullable, real, text } from '../decode.js';
import type { Draft } from '../draft.js';
import { refuse, refuseIf } from '../refusal.js';
import { IDP_OR_AGENT, rule } from '../rule.js';
import { checkErrorCode } from '../scheme/code-lists.js';
import type { IdpResponseRecord, Request } from '../state.js';
import { openRequest } from './open-request.js';

const args = { request_id: text, aal: real, ial: real, status: text, signature: text, error_code: nullable(int32) };
type Args = { [K in keyof typeof args]: ReturnType<(typeof args)[K]> };

/** Ledger rules part 2, CreateIdpResponse; arithmetic of 4.2. */
export const createIdpResponse = rule({
  by: IDP_OR_AGENT,
  args,
  apply(draft, args) {
    const request = openRequest(draft, args.request_id);
    refuseIf(!request.idp_id_list.includes(draft.nodeId), RESULT.NodeIDDoesNotExistInIdPList);
    refuseIf(request.response_list.some((answer) => answer.idp_id === draft.nodeId), RESULT.DuplicateIdPResponse);
    checkWanted(request);
    const content = args.error_code === null ? normalAnswer(draft, args, request) : errorAnswer(draft, args, args.error_code);

    const response: IdpResponseRecord = { idp_id: draft.nodeId, ...content, valid_ial: null, valid_signature: null };
    draft.put('request', { ...request, response_list: [...request.response_list, response] }, request.request_id);
    return { request: { request_id: request.request_id, change: { kind: 'idp_response', idp_id: draft.nodeId } } };
  },
});

function checkWanted({ response_list, min_idp, idp_id_list }: Request): void {
  const normal = response_list.filter((answer) => answer.error_code === undefined).length;
  refuseIf(normal >= min_idp, RESULT.RequestIsCompleted);
  refuseIf(normal + idp_id_list.length - response_list.length < min_idp, RESULT.RequestCannotBeFulfilled);
}

function normalAnswer(draft: Draft, { aal, ial, status, signature }: Args, request: Request): Partial<IdpResponseRecord> {
  refuseIf(aal < request.min_aal, RESULT.AALError);
  refuseIf(ial < request.min_ial, RESULT.IALError);
  refuseIf(aal > draft.caller.max_aal, RESULT.AALError);
  refuseIf(ial > draft.caller.max_ial, RESULT.IALError);
  if (status !== 'accept' && status !== 'reject') return refuse(RESULT.UnmarshalError);
  return { ial, aal, status, signature };
}

function errorAnswer(draft: Draft, { status }: Args, error_code: number): Partial<IdpResponseRecord> {
  checkErrorCode(draft, 'idp', error_code);
  refuseIf(status !== '', RESULT.UnmarshalError);
  return { error_code };
}
