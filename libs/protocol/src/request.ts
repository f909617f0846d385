/** One IdP's answer as members see it; validity is null until the request ends (contract: openapi IdpResponse). */
export type IdpResponse =
  | {
      idp_id: string;
      ial: number;
      aal: number;
      status: 'accept' | 'reject';
      signature: string;
      valid_ial: boolean | null;
      valid_signature: boolean | null;
    }
  | { idp_id: string; error_code: number; valid_ial: null; valid_signature: null };

export type AsResponse = { as_id: string; signed: boolean; received_data: boolean } | { as_id: string; error_code: number };

export interface DataRequestDetail {
  service_id: string;
  as_id_list: string[];
  min_as: number;
  request_params_hash: string;
  response_list: AsResponse[];
}

/** A request as the ledger records it; heights are `<chain_id>:<height>`. `status` is derived, see {@link requestStatus}. */
export interface RequestDetail {
  request_id: string;
  mode: 1 | 2 | 3;
  min_idp: number;
  min_aal: number;
  min_ial: number;
  request_timeout: number;
  idp_id_list: string[];
  data_request_list: DataRequestDetail[];
  request_message_hash: string;
  response_list: IdpResponse[];
  closed: boolean;
  timed_out: boolean;
  purpose: string;
  request_type: string | null;
  requester_node_id: string;
  creation_block_height: string;
}

export type RequestStatus = 'pending' | 'confirmed' | 'rejected' | 'complicated' | 'completed' | 'partial_completed' | 'errored';

/** True for answers that are not error answers. */
export function isNormal<R extends IdpResponse>(response: R): response is Exclude<R, { error_code: number }> {
  return !('error_code' in response);
}

/** How many more normal IdP answers the request takes; 0 when enough answered or `min_idp` can no longer be reached. */
export function idpAnswersWanted(r: Pick<RequestDetail, 'response_list' | 'min_idp' | 'idp_id_list'>): number {
  const normal = r.response_list.filter(isNormal).length;
  const reachable = normal + (r.idp_id_list.length - r.response_list.length) >= r.min_idp;
  return reachable ? Math.max(0, r.min_idp - normal) : 0;
}

/**
 * Status derivation, contract flows.md 6.8 / ledger rules 4.5. Closing or timing out never changes it.
 */
export function requestStatus(
  r: Pick<RequestDetail, 'response_list' | 'min_idp' | 'idp_id_list' | 'data_request_list' | 'purpose'>,
): RequestStatus {
  const normal = r.response_list.filter(isNormal);
  const errors = r.response_list.length - normal.length;
  const accepts = normal.filter((a) => a.status === 'accept').length;
  const rejects = normal.filter((a) => a.status === 'reject').length;
  if (r.response_list.length === 0) return 'pending';
  if (errors > r.idp_id_list.length - r.min_idp) return 'errored';

  const base: RequestStatus =
    accepts > 0 && rejects > 0 ? 'complicated' : accepts > 0 ? 'confirmed' : rejects > 0 ? 'rejected' : 'pending';

  if (r.data_request_list.length === 0) {
    return normal.length === r.min_idp && rejects === 0 && accepts > 0 ? 'completed' : base;
  }
  const services = r.data_request_list.map(serviceProgress);
  if (services.every((s) => s.answers === 0)) return base;
  if (r.data_request_list.every((d) => d.min_as > 0)) {
    if (services.some((s) => s.state === 'failed')) return 'errored';
    return services.every((s) => s.state === 'done') ? 'completed' : base;
  }
  if (services.every((s) => s.state === 'done')) return 'completed';
  if (services.some((s) => s.state === 'done' || s.state === 'partly')) return 'partial_completed';
  const hopeless = services.some((s) => s.state === 'failed') && !services.some((s) => s.canGrow);
  return hopeless ? 'errored' : base;
}

interface ServiceProgress {
  answers: number;
  state: 'done' | 'failed' | 'partly' | 'open';
  /** More data may still arrive for this service. */
  canGrow: boolean;
}

function serviceProgress(d: DataRequestDetail): ServiceProgress {
  const listed = d.as_id_list.length;
  const errors = d.response_list.filter((a) => 'error_code' in a).length;
  const received = d.response_list.filter((a) => 'signed' in a && a.signed && a.received_data).length;
  const answers = d.response_list.length;
  if (d.min_as > 0) {
    const failed = errors > listed - d.min_as;
    const done = !failed && received === d.min_as;
    return { answers, state: failed ? 'failed' : done ? 'done' : 'open', canGrow: !failed && !done };
  }
  const state = received === listed ? 'done' : errors === listed ? 'failed' : received > 0 ? 'partly' : 'open';
  return { answers, state, canGrow: errors < listed };
}
