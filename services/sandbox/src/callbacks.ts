import type { AsResponse, IdpResponse, RequestStatus } from '@trine/protocol';

/* What the sandbox reads of the callbacks of its gateways; the API description lists every member. */

export interface IncomingRequest {
  type: 'incoming_request';
  request_id: string;
  mode: 1 | 2 | 3;
  request_message: string;
  initial_salt: string;
  requester_node_id: string;
  creation_time: number;
  reference_group_code?: string;
  namespace?: string;
  identifier?: string;
}

export interface DataRequest {
  type: 'data_request';
  request_id: string;
  service_id: string;
  namespace: string;
  identifier: string;
  creation_time: number;
}

export interface StatusUpdate {
  type: 'request_status';
  request_id: string;
  status: RequestStatus;
  closed: boolean;
  timed_out: boolean;
  min_idp: number;
  response_list: IdpResponse[];
  data_request_list: { response_list: AsResponse[] }[];
  block_height: string;
}

export interface CallResult {
  type: 'create_request_result' | 'close_request_result' | 'response_result' | 'add_or_update_service_result' | 'create_identity_request_result' | 'create_identity_result';
  success: boolean;
  reference_id: string;
  request_id?: string;
  error?: { code: number; message: string };
}

export interface ErrorReport {
  type: 'error';
  action: string;
  request_id?: string;
  error: { code: number; message: string };
}

export interface IdentityModification {
  type: 'identity_modification_notification';
}

export type Callback = IncomingRequest | DataRequest | StatusUpdate | CallResult | ErrorReport | IdentityModification;
