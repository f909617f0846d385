import type { CommandArgs, CommandType, MailBodies, MailType, RequestDetail } from '@trine/protocol';

/** Names of in-progress reference ids, each family on its own (contract: flows.md, `reference_id`). */
export type ReferenceFamily = 'request' | 'message' | 'identity';

export interface Reference {
  node_id: string;
  family: ReferenceFamily;
  reference_id: string;
  /** What `GET .../request_references` tells about it. */
  doc: { request_id?: string; accessor_id?: string; revoking_accessor_id?: string };
}

/** Private content of a request as its requester knows it; written once. */
export interface RequesterContent {
  namespace: string;
  identifier: string;
  request_message: string;
  request_message_salt: string;
  initial_salt: string;
  services: { service_id: string; request_params?: string; request_params_salt: string }[];
  /** Unix ms. */
  creation_time: number;
}

/** What the requester's gateway keeps of a running request. */
export interface RequesterPart {
  reference_id: string;
  callback_url: string;
  /** Set on consent requests of identity operations: the operation to go on with (see identity/). */
  operation?: string;
  /** What is known of each IdP answer; `validity` once it was checked. */
  answers: Record<string, RequesterAnswer>;
  /** AS data that came before the ledger vouched for it, by `service_id as_id`. */
  early_data: Record<string, ReceivedLetter<'as_response'>>;
  /** Signatures of AS answers recorded on the ledger whose data has not come yet, by `service_id as_id`. */
  awaited_data: Record<string, string>;
  /** Data that was taken in, or refused, by `service_id as_id`: a repeated letter changes nothing. */
  taken_data: string[];
  data_requested: boolean;
  closing: boolean;
  /** Unix ms by this gateway's clock; set when the request is recorded. */
  due_at?: number;
}

/** A letter that was taken in but waits for the ledger's word. */
export interface ReceivedLetter<T extends MailType> {
  id: string;
  type: T;
  from: string;
  body: MailBodies[T];
  /** The sender's signature over the letter, base64url. */
  signature: string;
}

export interface RequesterAnswer {
  /** Height of the answer and the request as of then, while its mail is awaited. */
  recorded?: { height: string; detail: RequestDetail };
  letter?: ReceivedLetter<'idp_response'>;
  validity?: { valid_ial: boolean | null; valid_signature: boolean | null };
}

/** What an IdP's gateway keeps of a request that it is asked about. */
export interface IdpPart {
  /** The back end was told, or the letter was refused. */
  notified: boolean;
  /** The letter does not match the ledger: the back end was not told and can't answer. */
  refused?: boolean;
  /** Of a document contract: they are being fetched, or are what the message says. */
  documents?: 'awaited' | 'intact';
}

/** What an AS's gateway keeps of a request: what became of each of its services. */
export interface AsPart {
  services: Record<string, 'asked' | 'answered' | 'dropped'>;
  /** The data request does not match the ledger or its consents: the back end was not asked. */
  refused?: boolean;
}

/** One running request on one node. `content` never changes once set; `doc` follows the ledger. */
export interface RequestRecord {
  node_id: string;
  request_id: string;
  content?: {
    requester?: RequesterContent;
    consent_request?: ReceivedLetter<'consent_request'>;
    data_request?: ReceivedLetter<'data_request'>;
    /** Letters of other senders from before the ledger told who the requester is. */
    rivals?: (ReceivedLetter<'consent_request'> | ReceivedLetter<'data_request'>)[];
  };
  doc: {
    detail?: RequestDetail;
    /** Height of the newest change. */
    height?: string;
    requester?: RequesterPart;
    idp?: IdpPart;
    as?: AsPart;
  };
}

/** Where a callback goes: a URL given with the call, or the name of one that is looked up at every attempt. */
export type CallbackTarget = { url: string } | { name: string } | { service: { node_id: string; service_id: string } };

/** One callback not yet taken by the back end. */
export interface CallbackRecord {
  id: string;
  /** Unix ms; the retry window counts from here. */
  created_at: number;
  target: CallbackTarget;
  /** `window`: until the retry time-out; `once`: one attempt; `request`: until the request ends. */
  retry: 'window' | 'once' | 'request';
  node_id: string;
  request_id?: string;
  body: { node_id: string; type: string } & Record<string, unknown>;
}

/** A callback to send when a command's fate is known. */
export interface ResultCallback {
  url: string;
  /** Everything but `success` and `error`. */
  body: { node_id: string; type: string; reference_id: string } & Record<string, unknown>;
  /** Members only of the successful result. */
  success?: Record<string, unknown>;
  /** Members that the ledger supplies on success. */
  onSuccess?: ('creation_block_height' | 'reference_group_code')[];
  /** Members added on failure. */
  onFailure?: Record<string, unknown>;
}

/** A command whose outcome has not come yet, with what to do then. */
export interface PendingCommand<T extends CommandType = CommandType> {
  id: string;
  kind: 'command';
  node_id: string;
  type: T;
  aggregate: string;
  args: CommandArgs[T];
  result?: ResultCallback;
  /** Freed when the outcome comes: always, or only on failure. */
  reference?: { family: ReferenceFamily; reference_id: string; free: 'always' | 'on_failure' };
  /** Stored when the command succeeds. */
  settings?: { key: string; value: unknown }[];
  /** The request that it creates; dropped here if the command is refused. */
  createsRequest?: string;
  /** The data request that it answers; open again if the command is refused. */
  answersData?: { request_id: string; service_id: string };
  /** Refusals that only put it off (contract: callbacks.md 4, errors.md 10049); with any other one, and without this, it has failed. */
  keptWhile?: 'ledger_stopped' | 'ledger_stopped_or_no_tokens';
  /** How often it was put off. */
  timesPutOff?: number;
  /** Code to report in place of success (e.g. the letters can't be sent). */
  failWith?: number;
}

/** A letter not yet acknowledged by its recipient's gateway. */
export interface PendingMail<T extends MailType = MailType> {
  id: string;
  kind: 'mail';
  /** The command that puts this letter's hash on the ledger: if that is refused, the letter is taken back. */
  vouched_by?: string;
  from: string;
  to: string;
  type: T;
  request_id: string;
  body: MailBodies[T];
}

/** AS data that was accepted while the member's crypto service was away: signed and sent when it is back. */
export interface UnsignedData {
  id: string;
  kind: 'unsigned_data';
  node_id: string;
  request_id: string;
  service_id: string;
  data: string;
  result: ResultCallback;
}

export type OutboxRecord = PendingCommand | PendingMail | UnsignedData;

/** Names one piece of AS data. */
export interface AsDataKey {
  node_id: string;
  request_id: string;
  service_id: string;
  as_id: string;
}

/** AS data as the back end reads it, once the ledger has recorded the acknowledgement. */
export interface AsDataRecord extends AsDataKey {
  source_signature: string;
  signature_signing_algorithm: string;
  signature_signing_key_version: number;
  data_salt: string;
  data: string;
}

export interface PrivateMessageRecord {
  id: string;
  node_id: string;
  request_id: string;
  type: MailType;
  direction: 'inbound' | 'outbound';
  /** As `GET /utility/private_messages` shows it. */
  doc: Record<string, unknown>;
}

