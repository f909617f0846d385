import type { KeyPurpose, NodeRole } from '@trine/protocol';

/*
 * The ledger's state model (contract: ledger rules, section 5) as plain documents. A document is never mutated:
 * a rule that changes one returns a new version.
 */

/** Settings that exist once. Key: `scheme`. */
export interface Scheme {
  ndid_node_id: string;
  init_state: 'in_initialisation' | 'ended';
  /** -1: no limit. */
  last_block: number;
  chain_history_info: string;
  supported_ial_list: number[];
  supported_aal_list: number[];
  allowed_min_ial_first_idp: number;
  register_identity_timeout_blocks?: number;
  /** Seconds; undefined: 43 200. */
  price_delay_seconds?: number;
}

export interface NodeKey {
  public_key: string;
  algorithm: string;
  version: number;
  creation_block_height: number;
  creation_chain_id: string;
  active: boolean;
}

/** Key: node id. Keys are all versions, oldest first; exactly the last of each purpose is active. */
export interface Node {
  node_id: string;
  node_name: string;
  role: NodeRole;
  active: boolean;
  max_ial: number;
  max_aal: number;
  agent: boolean;
  supported_feature_list: string[];
  supported_request_message_data_url_type_list: string[];
  node_id_whitelist_active: boolean;
  node_id_whitelist: string[];
  mq: { ip: string; port: number }[];
  proxy_node_id: string;
  proxy_config: string;
  keys: Record<KeyPurpose, NodeKey[]>;
}

/** Key: node id. */
export interface Account {
  node_id: string;
  amount: number;
}

/** Key: function name. */
export interface MethodPrice {
  func: string;
  price: number;
}

/** Key: namespace. Counts <= 0 mean unlimited. */
export interface Namespace {
  namespace: string;
  description: string;
  active: boolean;
  allowed_identifier_count_in_reference_group: number;
  allowed_active_identifier_count_in_reference_group: number;
}

/** Key: service id. */
export interface Service {
  service_id: string;
  service_name: string;
  data_schema: string;
  data_schema_version: string;
  active: boolean;
  price_ceiling_by_currency_list?: { currency: string; price: number }[];
  price_delay_seconds?: number;
}

/** NDID's permission that an AS may offer a service. Key: service id, node id. */
export interface Approval {
  service_id: string;
  node_id: string;
  active: boolean;
}

/** An AS's offer of a service ("service destination"). Key: service id, node id. */
export interface Offer {
  service_id: string;
  node_id: string;
  min_ial: number;
  min_aal: number;
  supported_namespace_list: string[];
  active: boolean;
  /** This is the AS's n-th offer: the order in which its services are listed. */
  ordinal: number;
}

export interface Price {
  price_by_currency_list: { currency: string; min_price: number; max_price: number }[];
  /** RFC 3339. */
  effective_datetime: string;
  more_info_url: string;
  detail: string;
  creation_block_height: number;
  creation_chain_id: string;
}

/** Price history of an AS for a service, newest first. Key: service id, node id. */
export interface ServicePrices {
  service_id: string;
  node_id: string;
  price_list: Price[];
}

export interface ErrorCodeEntry {
  type: 'idp' | 'as';
  error_code: number;
  description: string;
}

export interface Accessor {
  accessor_id: string;
  accessor_type: string;
  accessor_public_key: string;
  active: boolean;
  owner_node_id: string;
  creation_block_height: number;
  creation_chain_id: string;
}

/** An IdP's relation to a person. */
export interface Association {
  node_id: string;
  mode_list: number[];
  ial: number;
  lial: boolean | null;
  laal: boolean | null;
  active: boolean;
  accessors: Accessor[];
}

/** One person. Key: reference group code. `idps` in order of first onboarding. */
export interface ReferenceGroup {
  reference_group_code: string;
  identities: { namespace: string; identifier_hash: string }[];
  idps: Association[];
}

export interface IdpResponseRecord {
  idp_id: string;
  ial?: number;
  aal?: number;
  status?: 'accept' | 'reject';
  signature?: string;
  error_code?: number;
  valid_ial: boolean | null;
  valid_signature: boolean | null;
}

export interface AsResponseRecord {
  as_id: string;
  /** AS data signature; absent on error answers. */
  signature?: string;
  received_data?: boolean;
  error_code?: number;
}

export interface DataRequestRecord {
  service_id: string;
  as_id_list: string[];
  min_as: number;
  request_params_hash: string;
  response_list: AsResponseRecord[];
}

/** Key: request id. */
export interface Request {
  request_id: string;
  requester_node_id: string;
  mode: 1 | 2 | 3;
  min_idp: number;
  min_aal: number;
  min_ial: number;
  /** Seconds. */
  request_timeout: number;
  /** Unix ms by the ledger's clock; from then on nobody can answer. */
  expires_at: number;
  idp_id_list: string[];
  data_request_list: DataRequestRecord[];
  request_message_hash: string;
  response_list: IdpResponseRecord[];
  /** Kept only for requests of IdPs, else "". */
  purpose: string;
  request_type: string | null;
  closed: boolean;
  timed_out: boolean;
  /** How many identity commands consumed it as their consent. */
  use_count: number;
  creation_block_height: number;
  creation_chain_id: string;
}

/** Key: message id. */
export interface Message {
  message_id: string;
  message: string;
  purpose: string;
  requester_node_id: string;
  creation_block_height: number;
  creation_chain_id: string;
}

/** Every kind of document, by name. The first group is the registry (small, kept in memory), the second is loaded by key. */
export interface Entities {
  scheme: Scheme;
  node: Node;
  /** Members of a role in order of registration (the NDID node is in none). Key: role, node id. */
  nodeOfRole: { role: NodeRole; node_id: string };
  /** Nodes behind a proxy in order of attachment. Key: proxy node id, node id. */
  nodeBehindProxy: { proxy_node_id: string; node_id: string };
  account: Account;
  methodPrice: MethodPrice;
  namespace: Namespace;
  service: Service;
  approval: Approval;
  offer: Offer;
  servicePrices: ServicePrices;
  requestType: { name: string };
  feature: { name: string };
  suppressedNode: { node_id: string };
  /** Key: type, code. */
  errorCode: ErrorCodeEntry;
  /** Key: purpose. */
  allowedModes: { purpose: string; allowed_mode_list: number[] };

  request: Request;
  message: Message;
  referenceGroup: ReferenceGroup;
  /** Key: namespace, identifier hash. */
  identity: { reference_group_code: string };
  /** Key: accessor id (active or not). */
  accessor: { reference_group_code: string };
}

export type Kind = keyof Entities;
export const REGISTRY_KINDS = [
  'scheme', 'node', 'nodeOfRole', 'nodeBehindProxy', 'account', 'methodPrice', 'namespace', 'service', 'approval', 'offer', 'servicePrices',
  'requestType', 'feature', 'suppressedNode', 'errorCode', 'allowedModes',
] as const satisfies readonly Kind[];
export type RegistryKind = (typeof REGISTRY_KINDS)[number];
export type LoadedKind = Exclude<Kind, RegistryKind>;

/** Key parts joined by NUL, which no id may contain (`text` in decode.ts sees to it). */
export const keyOf = (...parts: string[]): string => parts.join('\u0000');

/** Read access to state as of the last decided command. */
export interface StateReader {
  /** Undefined when there is no such document (or, for kinds loaded by key, when the command did not name it). */
  get<K extends Kind>(kind: K, ...key: string[]): Entities[K] | undefined;
  /** Registry documents of a kind in order of creation; `scope` = first key part (e.g. the offers of one service). */
  list<K extends RegistryKind>(kind: K, scope?: string): Iterable<Entities[K]>;
}

/** One document that changes; `value` undefined deletes it (registry sets only). */
export type Change = { [K in Kind]: { kind: K; key: string; value: Entities[K] | undefined } }[Kind];
