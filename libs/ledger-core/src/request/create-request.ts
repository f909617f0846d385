import { RESULT, type ResultCode } from '@trine/protocol';
import { int32, int64, listOf, nullable, real, record, text, texts } from '../decode.js';
import type { Draft } from '../draft.js';
import { knownNode } from '../node/known-node.js';
import { found, refuse, refuseIf } from '../refusal.js';
import { RP_OR_IDP, rule } from '../rule.js';
import { checkAal, checkIal } from '../scheme/levels.js';
import { checkModes } from '../scheme/modes.js';
import { checkOffered } from '../service/offers.js';
import type { Node, Request } from '../state.js';

const args = {
  request_id: text,
  min_idp: int64,
  min_aal: real,
  min_ial: real,
  request_timeout: int64,
  idp_id_list: texts,
  data_request_list: listOf(record({ service_id: text, as_id_list: texts, min_as: int64, request_params_hash: text })),
  request_message_hash: text,
  purpose: text,
  mode: int32,
  request_type: nullable(text),
};
type Args = { [K in keyof typeof args]: ReturnType<(typeof args)[K]> };

/** Ledger rules part 2, CreateRequest. */
export const createRequest = rule({
  by: RP_OR_IDP,
  args,
  apply(draft, args) {
    const { caller } = draft;
    if (caller.role === 'IdP') checkAskedByIdp(args);
    checkEachServiceOnce(args);
    refuseIf(draft.get('request', args.request_id) !== undefined, RESULT.DuplicateRequestID);
    // Only IdPs ask for a purpose; one from an RP would choose its own mode rule.
    const purpose = caller.role === 'IdP' ? args.purpose : '';
    checkModes(draft, purpose, [args.mode]);
    for (const idpId of args.idp_id_list) checkIdpReachable(draft, caller, idpId);
    for (const asId of args.data_request_list.flatMap((data) => data.as_id_list)) {
      checkActive(draft, knownNode(draft, asId), RESULT.NodeIDInASListIsNotActive);
    }
    if (args.request_type !== null) found(draft.get('requestType', args.request_type), RESULT.RequestTypeDoesNotExist);
    checkFulfillable(draft, args);

    const request: Request = {
      ...args,
      mode: requestMode(args.mode),
      purpose,
      requester_node_id: draft.nodeId,
      expires_at: Math.min(draft.block.now + args.request_timeout * 1000, Number.MAX_SAFE_INTEGER),
      data_request_list: args.data_request_list.map((data) => ({ ...data, response_list: [] })),
      response_list: [],
      closed: false,
      timed_out: false,
      use_count: 0,
      ...draft.stamp,
    };
    draft.put('request', request, request.request_id);
    return { request: { request_id: request.request_id, change: { kind: 'created' } } };
  },
});

function checkAskedByIdp(args: Args): void {
  refuseIf(args.mode === 1, RESULT.IdPCreateRequestMode1And2NotAllowed);
  refuseIf(args.data_request_list.length > 0, RESULT.IdPCreateRequestWithDataRequestNotAllowed);
}

function checkEachServiceOnce({ data_request_list }: Args): void {
  const services = new Set(data_request_list.map((data) => data.service_id));
  refuseIf(services.size < data_request_list.length, RESULT.DuplicateServiceIDInDataRequest);
}

function checkIdpReachable(draft: Draft, caller: Node, idpId: string): void {
  refuseIf(!lets(caller, idpId), RESULT.NodeNotInWhitelist);
  const idp = knownNode(draft, idpId);
  refuseIf(!idp.active, RESULT.NodeIDInIdPListIsNotActive);
  refuseIf(!lets(idp, caller.node_id), RESULT.NodeNotInWhitelist);
  checkActive(draft, idp, RESULT.NodeIDInIdPListIsNotActive);
}

const lets = (node: Node, other: string): boolean => !node.node_id_whitelist_active || node.node_id_whitelist.includes(other);

/** The node and the proxy it may be behind. */
function checkActive(draft: Draft, node: Node, otherwise: ResultCode): void {
  refuseIf(!node.active, otherwise);
  if (node.proxy_node_id === '') return;
  refuseIf(!knownNode(draft, node.proxy_node_id).active, otherwise);
}

const requestMode = (mode: number): Request['mode'] => (mode === 1 || mode === 2 || mode === 3 ? mode : refuse(RESULT.InvalidMode));

/** No request may be impossible from birth: what the API promises, the contract's ledger leaves unchecked (HARDENING.md, H16). */
function checkFulfillable(draft: Draft, args: Args): void {
  refuseIf(args.min_idp < 1 || args.request_timeout < 1, RESULT.UnmarshalError);
  for (const idpId of args.idp_id_list) refuseIf(knownNode(draft, idpId).role !== 'IdP', RESULT.NotIdPNode);
  refuseIf(args.idp_id_list.length < args.min_idp, RESULT.RequestCannotBeFulfilled);
  checkIal(draft, args.min_ial);
  checkAal(draft, args.min_aal);
  for (const { service_id, as_id_list, min_as } of args.data_request_list) {
    refuseIf(min_as < 0, RESULT.UnmarshalError);
    for (const asId of as_id_list) checkOffered(draft, service_id, asId);
    refuseIf(as_id_list.length === 0 || as_id_list.length < min_as, RESULT.DataRequestCannotBeFulfilled);
  }
}
