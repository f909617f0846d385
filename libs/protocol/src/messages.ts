import type { RequestDetail } from './request.js';

/** What happened to a request at one height. */
export type RequestChange =
  | { kind: 'created' }
  | { kind: 'idp_response'; idp_id: string }
  | { kind: 'as_response'; as_id: string; service_id: string }
  | { kind: 'data_received'; as_id: string; service_id: string }
  | { kind: 'closed' }
  | { kind: 'timed_out' };

export type IdentityAction =
  | 'create_identity'
  | 'add_identity'
  | 'add_accessor'
  | 'revoke_accessor'
  | 'revoke_and_add_accessor'
  | 'revoke_identity_association'
  | 'upgrade_identity_mode';

/**
 * What the ledger tells one member. `seq` counts without gaps per recipient; a member that sees a gap asks the ledger
 * for what it missed, and drops what it has already seen.
 */
export interface LedgerEvent {
  seq: number;
  /** `<chain_id>:<height>` */
  height: string;
  /** Unix ms by the ledger's clock. */
  at: number;
  /** Fate of the recipient's own command; `code` 0 is success, else an API v6 error code. */
  outcome?: { command_id: string; type: string; code: number; reference_group_code?: string };
  /** A change to a request that the recipient takes part in. */
  request?: RequestNews;
  /** A change to a person whom the recipient holds too. */
  identity?: { reference_group_code: string; action: IdentityAction; actor_node_id: string };
}

/** A change of a request: whole to a member that first hears of it, afterwards only what has changed. */
export interface RequestNews {
  request_id: string;
  change: RequestChange;
  /** The request as of this height, or its changed parts. */
  detail: RequestDetail | RequestUpdate;
  /** Signature that an AS recorded over its data; only the requester gets it. */
  signature?: string;
}

/** The parts of a request that change after it was created. */
export type RequestUpdate = Partial<Pick<RequestDetail, 'response_list' | 'data_request_list' | 'closed' | 'timed_out'>>;

/** Events for one member from one block; the bus carries it as a JWS signed by the ledger. */
export interface InboxMessage {
  chain_id: string;
  to: string;
  events: LedgerEvent[];
}

/** Bodies of private messages by type (contract: flows.md section 8). */
export interface MailBodies {
  consent_request: {
    mode: 1 | 2 | 3;
    request_id: string;
    min_ial: number;
    min_aal: number;
    request_timeout: number;
    data_request_list: { service_id: string; as_id_list: string[]; min_as: number }[];
    data_request_params_salt_list: string[];
    request_message: string;
    request_message_salt: string;
    initial_salt: string;
    request_type?: string;
    rp_id: string;
    /** Unix ms, requester's clock. */
    creation_time: number;
    reference_group_code?: string;
    namespace?: string;
    identifier?: string;
  };
  idp_response: { request_id: string; idp_id: string; mode?: 1 | 2 | 3; accessor_id?: string; error_code?: number };
  data_request: {
    request_id: string;
    mode: 1 | 2 | 3;
    namespace: string;
    identifier: string;
    service_data_request_list: { service_id: string; request_params?: string; request_params_salt: string }[];
    request_message: string;
    request_message_salt: string;
    response_private_data_list: { idp_id: string; accessor_id: string }[];
    creation_time: number;
    request_timeout: number;
    rp_id: string;
    initial_salt: string;
  };
  as_response: {
    request_id: string;
    as_id: string;
    service_id: string;
    signature?: string;
    data_salt?: string;
    packed_data?: PackedData;
    error_code?: number;
  };
}

export type MailType = keyof MailBodies;

/** AS data as it travels: gzip from a size on, base64 data URLs as their decoded bytes (flows.md 7.5). */
export interface PackedData {
  buffer_base64: string;
  metadata: { compression_algorithm: 'gzip' | null; base64_data_url: boolean; data_url_prefix?: string };
}

/** One letter from member to member: signed by the sender (JWS), then sealed for the recipient (JWE). */
export interface Mail<T extends MailType = MailType> {
  /** Unique per sender; a recipient acts on it once. */
  id: string;
  from: string;
  to: string;
  chain_id: string;
  type: T;
  /** Unix ms; letters older than `MAIL_AGE_MS_MAX` are refused. */
  issued_at: number;
  body: MailBodies[T];
}

/** "These letters are in my database": lets the sender stop repeating them. Signed, not sealed: it names ids only. */
export interface MailReceipt {
  from: string;
  to: string;
  chain_id: string;
  issued_at: number;
  received: string[];
}

/** A letter older than this by the recipient's clock is refused; the sender signs again when it repeats. */
export const MAIL_AGE_MS_MAX = 24 * 60 * 60 * 1000;

/** Serialized private messages may not be longer (contract: flows.md section 8). */
export const MAIL_BYTES_MAX = 3_200_000;
