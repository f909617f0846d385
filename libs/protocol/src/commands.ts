/** Role of a node as the ledger spells it (contract: flows.md section 1). */
export type NodeRole = 'NDID' | 'RP' | 'IdP' | 'AS' | 'Proxy';

/** What a node key is for. */
export type KeyPurpose = 'signing' | 'signing_master' | 'encryption';

export interface NodeKeyArgs {
  signing_public_key: string;
  signing_algorithm: string;
  signing_master_public_key: string;
  signing_master_algorithm: string;
  encryption_public_key: string;
  encryption_algorithm: string;
}

/** A person by group code, or by one identifier. Giving both forms is refused (25057). */
export interface GroupAddressing {
  reference_group_code?: string;
  identity_namespace?: string;
  identity_identifier_hash?: string;
}

export interface IdentityRef {
  identity_namespace: string;
  identity_identifier_hash: string;
}

export interface DataRequestArgs {
  service_id: string;
  as_id_list: string[];
  min_as: number;
  request_params_hash: string;
}

/** What the requester found when it checked one IdP answer (null: not checkable, as in mode 1). */
export interface ResponseValidity {
  idp_id: string;
  valid_ial: boolean | null;
  valid_signature: boolean | null;
}

/** Arguments of each command, by type. Names and rules: contract, ledger rules part 2. */
export interface CommandArgs {
  InitNDID: NodeKeyArgs & { node_id: string; chain_history_info?: string };
  EndInit: Record<string, never>;
  SetLastBlock: { block_height: number };
  SetValidator: { public_key: string; power: number };
  SetPriceFunc: { func: string; price: number };

  RegisterNode: NodeKeyArgs & {
    node_id: string;
    node_name: string;
    role: string;
    max_ial?: number;
    max_aal?: number;
    supported_feature_list?: string[];
    agent?: boolean | null;
    node_id_whitelist_active?: boolean | null;
    node_id_whitelist?: string[] | null;
  };
  UpdateNodeByNDID: {
    node_id: string;
    node_name?: string;
    max_ial?: number;
    max_aal?: number;
    supported_feature_list?: string[] | null;
    agent?: boolean | null;
    node_id_whitelist_active?: boolean | null;
    node_id_whitelist?: string[] | null;
  };
  DisableNode: { node_id: string };
  EnableNode: { node_id: string };
  AddNodeToProxyNode: { node_id: string; proxy_node_id: string; config: string };
  UpdateNodeProxyNode: { node_id: string; proxy_node_id?: string; config?: string };
  RemoveNodeFromProxyNode: { node_id: string };
  AddNodeToken: { node_id: string; amount: number };
  ReduceNodeToken: { node_id: string; amount: number };
  SetNodeToken: { node_id: string; amount: number };
  AddAllowedNodeSupportedFeature: { name: string };
  RemoveAllowedNodeSupportedFeature: { name: string };

  AddNamespace: {
    namespace: string;
    description?: string;
    allowed_identifier_count_in_reference_group?: number;
    allowed_active_identifier_count_in_reference_group?: number;
  };
  EnableNamespace: { namespace: string };
  DisableNamespace: { namespace: string };
  UpdateNamespace: CommandArgs['AddNamespace'];
  SetAllowedMinIalForRegisterIdentityAtFirstIdp: { min_ial: number };
  SetTimeOutBlockRegisterIdentity: { time_out_block: number };
  AddSuppressedIdentityModificationNotificationNode: { node_id: string };
  RemoveSuppressedIdentityModificationNotificationNode: { node_id: string };

  AddService: { service_id: string; service_name: string; data_schema?: string; data_schema_version?: string };
  UpdateService: { service_id: string; service_name?: string; data_schema?: string; data_schema_version?: string };
  EnableService: { service_id: string };
  DisableService: { service_id: string };
  RegisterServiceDestinationByNDID: { service_id: string; node_id: string };
  DisableServiceDestinationByNDID: { service_id: string; node_id: string };
  EnableServiceDestinationByNDID: { service_id: string; node_id: string };
  SetServicePriceCeiling: { service_id: string; price_ceiling_by_currency_list: { currency: string; price: number }[] };
  SetServicePriceMinEffectiveDatetimeDelay: { service_id?: string; duration_second: number };

  SetSupportedIALList: { supported_ial_list: number[] };
  SetSupportedAALList: { supported_aal_list: number[] };
  SetAllowedModeList: { purpose: string; allowed_mode_list: number[] };
  AddRequestType: { name: string };
  RemoveRequestType: { name: string };
  AddErrorCode: { error_code: number; description: string; type: string };
  RemoveErrorCode: { error_code: number; type: string };

  UpdateNode: Partial<NodeKeyArgs> & { supported_request_message_data_url_type_list?: string[] | null };
  SetMqAddresses: { addresses: { ip: string; port: number }[] };

  RegisterIdentity: {
    reference_group_code: string;
    new_identity_list: IdentityRef[];
    ial: number;
    lial?: boolean | null;
    laal?: boolean | null;
    mode_list: number[];
    accessor_id: string;
    accessor_public_key: string;
    accessor_type: string;
    request_id?: string;
  };
  UpdateIdentity: GroupAddressing & { ial?: number | null; lial?: boolean | null; laal?: boolean | null };
  AddIdentity: { reference_group_code: string; new_identity_list: IdentityRef[]; request_id?: string };
  RevokeIdentityAssociation: GroupAddressing & { request_id?: string };
  AddAccessor: GroupAddressing & { accessor_id: string; accessor_public_key: string; accessor_type: string; request_id?: string };
  RevokeAccessor: { accessor_id_list: string[]; request_id?: string };
  RevokeAndAddAccessor: {
    revoking_accessor_id: string;
    accessor_id: string;
    accessor_public_key: string;
    accessor_type: string;
    request_id?: string;
  };
  UpdateIdentityModeList: GroupAddressing & { mode_list: number[]; request_id?: string };

  RegisterServiceDestination: { service_id: string; min_ial: number; min_aal: number; supported_namespace_list: string[] };
  UpdateServiceDestination: { service_id: string; min_ial?: number; min_aal?: number; supported_namespace_list?: string[] };
  DisableServiceDestination: { service_id: string };
  EnableServiceDestination: { service_id: string };
  SetServicePrice: {
    service_id: string;
    price_by_currency_list: { currency: string; min_price: number; max_price: number }[];
    /** RFC 3339. */
    effective_datetime: string;
    more_info_url?: string;
    detail?: string;
  };

  CreateRequest: {
    request_id: string;
    min_idp: number;
    min_aal: number;
    min_ial: number;
    /** Seconds. */
    request_timeout: number;
    idp_id_list: string[];
    data_request_list: DataRequestArgs[];
    request_message_hash: string;
    purpose?: string;
    mode: number;
    request_type?: string | null;
  };
  CreateIdpResponse: { request_id: string; aal?: number; ial?: number; status?: string; signature?: string; error_code?: number | null };
  CreateAsResponse: { request_id: string; service_id: string; signature?: string; error_code?: number | null };
  SetDataReceived: { request_id: string; service_id: string; as_id: string };
  CloseRequest: { request_id: string; response_valid_list?: ResponseValidity[] };
  TimeOutRequest: { request_id: string; response_valid_list?: ResponseValidity[] };
  CreateMessage: { message_id: string; message: string; purpose: string };
}

export type CommandType = keyof CommandArgs;

/**
 * A member's wish to change shared state, as it stands inside the signed envelope (a JWS over its canonical JSON).
 * Applying the same `id` of the same node twice has the effect of once.
 */
export interface Command<T extends CommandType = CommandType> {
  /** UUID chosen by the sender; unique per node. */
  id: string;
  type: T;
  node_id: string;
  /** The ledger that is meant; another ledger refuses it. */
  chain_id: string;
  /** What the command is about (request id, group code, or `registry`); also its key on the bus. */
  aggregate: string;
  args: CommandArgs[T];
  /** Unix ms. A command older than `COMMAND_AGE_MS_MAX` is refused. */
  issued_at: number;
}

/** A command older than this (by the ledger's clock) is expired; a sender signs again when it repeats. */
export const COMMAND_AGE_MS_MAX = 24 * 60 * 60 * 1000;

/** Names on the bus. */
export interface Topics {
  commands: string;
  inbox(nodeId: string): string;
  mail(nodeId: string): string;
  /** Name of the consumer group that reads for one owner. */
  group(owner: string): string;
}

/** What every name on the bus begins with, unless several schemes share a broker. */
export const TOPIC_PREFIX_DEFAULT = 'trine';

/** Topic names (architecture: three kinds of message). */
export const topicsOf = (prefix: string): Topics => ({
  commands: `${prefix}.commands`,
  inbox: (nodeId) => `${prefix}.inbox.${topicSafe(nodeId)}`,
  mail: (nodeId) => `${prefix}.mail.${topicSafe(nodeId)}`,
  group: (owner) => `${prefix}.${owner}`,
});

/** Kafka allows only letters, digits, `.`, `_` and `-`; node ids have no format rule, so other bytes are hex-escaped. */
function topicSafe(nodeId: string): string {
  return nodeId.replace(/[^A-Za-z0-9.-]/gu, (c) => `_${Buffer.from(c).toString('hex')}_`);
}

/** The purposes of consent requests made by identity operations (contract: flows.md 5.3). */
export const IDENTITY_PURPOSES = [
  'RegisterIdentity',
  'AddIdentity',
  'AddAccessor',
  'RevokeAccessor',
  'RevokeAndAddAccessor',
  'RevokeIdentityAssociation',
  'UpdateIdentityModeList',
] as const;
