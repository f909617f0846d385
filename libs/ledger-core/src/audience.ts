import type { RequestChange, RequestDetail, RequestNews, RequestUpdate } from '@trine/protocol';
import { requestDetail } from './request/request-detail.js';
import type { ReferenceGroup, Request, StateReader } from './state.js';

/**
 * Who is told what of a change of a request: the requester and the addressed IdPs always; the ASs from the moment the consents
 * are complete, because before that nothing is asked of them and they needn't know of the person. Whoever may hear of the
 * request for the first time is told all of it, the others what has changed.
 */
export function requestNews(request: Request, change: RequestChange): { node_id: string; news: RequestNews }[] {
  const { request_id, requester_node_id } = request;
  const detail = requestDetail(request);
  const update = changedParts(detail, change);
  const members = new Set([requester_node_id, ...request.idp_id_list]);
  const sources = isConsented(request) ? request.data_request_list.flatMap((data) => data.as_id_list) : [];
  return [...new Set([...members, ...sources])].map((node_id) => {
    const isNew = change.kind === 'created' || (change.kind === 'idp_response' && !members.has(node_id));
    const signature = change.kind === 'as_response' && node_id === requester_node_id ? signatureOf(request, change) : undefined;
    return { node_id, news: { request_id, change, detail: isNew ? detail : update, ...(signature !== undefined && { signature }) } };
  });
}

function changedParts({ response_list, data_request_list, closed, timed_out }: RequestDetail, { kind }: RequestChange): RequestUpdate {
  if (kind === 'as_response' || kind === 'data_received') return { data_request_list };
  return kind === 'idp_response' ? { response_list } : { response_list, closed, timed_out };
}

const isConsented = ({ response_list, min_idp }: Request): boolean => response_list.filter((answer) => answer.error_code === undefined).length === min_idp;

const signatureOf = ({ data_request_list }: Request, { as_id, service_id }: { as_id: string; service_id: string }): string | undefined =>
  data_request_list.find((data) => data.service_id === service_id)?.response_list.find((answer) => answer.as_id === as_id)?.signature;

/**
 * Who is told of a change of a person (contract: ledger rules 4.7): the other IdPs that hold the person after the change,
 * unless the operator has suppressed the actor's notifications.
 */
export function identityAudience(state: StateReader, group: ReferenceGroup, actor: string): string[] {
  if (state.get('suppressedNode', actor)) return [];
  return group.idps.filter((association) => association.active && association.node_id !== actor).map((association) => association.node_id);
}
