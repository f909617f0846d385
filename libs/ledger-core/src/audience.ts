import type { RequestChange } from '@trine/protocol';
import type { ReferenceGroup, Request, StateReader } from './state.js';

/**
 * Who is told of a change of a request: the requester and the addressed IdPs always; the ASs from the moment the consents
 * are complete, because before that nothing is asked of them and they needn't know of the person.
 */
export function audience(_state: StateReader, request: Request, _change: RequestChange): string[] {
  const consented = request.response_list.filter((answer) => answer.error_code === undefined).length === request.min_idp;
  const sources = consented ? request.data_request_list.flatMap((data) => data.as_id_list) : [];
  return [...new Set([request.requester_node_id, ...request.idp_id_list, ...sources])];
}

/**
 * Who is told of a change of a person (contract: ledger rules 4.7): the other IdPs that hold the person after the change,
 * unless the operator has suppressed the actor's notifications.
 */
export function identityAudience(state: StateReader, group: ReferenceGroup, actor: string): string[] {
  if (state.get('suppressedNode', actor)) return [];
  return group.idps.filter((association) => association.active && association.node_id !== actor).map((association) => association.node_id);
}
