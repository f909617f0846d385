/** Answers of the ledger's queries as gateways read them (contract: ledger rules part 3). */

export interface NodeKey {
  public_key: string;
  algorithm: string;
  version: number;
  creation_block_height: number;
  creation_chain_id: string;
  active: boolean;
}

export interface MqAddress {
  ip: string;
  port: number;
}

export interface ProxyInfo {
  node_id: string;
  node_name: string;
  signing_public_key: NodeKey;
  signing_master_public_key: NodeKey;
  encryption_public_key: NodeKey;
  mq: MqAddress[] | null;
  config: string;
}

export interface NodeInfo {
  signing_public_key: NodeKey;
  signing_master_public_key: NodeKey;
  encryption_public_key: NodeKey;
  node_name: string;
  role: 'NDID' | 'RP' | 'IdP' | 'AS' | 'Proxy';
  max_ial?: number;
  max_aal?: number;
  supported_feature_list: string[];
  supported_request_message_data_url_type_list?: string[];
  agent?: boolean;
  node_id_whitelist_active?: boolean;
  node_id_whitelist?: string[];
  proxy?: ProxyInfo;
  mq: MqAddress[] | null;
  active: boolean;
}

/** `GetIdpNodesInfo`; `ial` and `mode_list` only when a person was asked for. */
export interface IdpNodeInfo {
  node_id: string;
  name: string;
  max_ial: number;
  max_aal: number;
  encryption_public_key: NodeKey;
  mq: MqAddress[] | null;
  agent: boolean;
  node_id_whitelist_active: boolean;
  node_id_whitelist?: string[];
  supported_request_message_data_url_type_list: string[];
  ial?: number;
  mode_list?: number[];
  proxy?: ProxyInfo;
}

/** `GetAsNodesInfoByServiceId`. */
export interface AsNodeInfo {
  node_id: string;
  name: string;
  min_ial: number;
  min_aal: number;
  supported_namespace_list: string[];
  mq?: MqAddress[] | null;
  proxy?: ProxyInfo;
}

/** One of `GetNodesBehindProxyNode`. */
export interface NodeBehindProxy {
  node_id: string;
  role: NodeInfo['role'];
  config: string;
  signing_public_key: NodeKey;
  signing_master_public_key: NodeKey;
  encryption_public_key: NodeKey;
}

/** `GetNodeKeys`. */
export interface NodeKeys {
  signing_public_key: NodeKey;
  encryption_public_key: NodeKey;
  active: boolean;
  role: string;
  proxy_node_id: string;
}

/** `GetAccessor`. */
export interface AccessorFacts {
  accessor_public_key: string;
  accessor_type: string;
  active: boolean;
  owner_node_id: string;
  creation_block_height: number;
  creation_chain_id: string;
  reference_group_code: string;
}

/** `GetAssociation`: the active association of one IdP with a person. */
export interface AssociationFacts {
  reference_group_code: string;
  ial: number;
  lial: boolean | null;
  laal: boolean | null;
  mode_list: number[];
}

/** `GetService`. */
export interface ServiceFacts {
  service_id: string;
  service_name: string;
  data_schema: string;
  data_schema_version: string;
  active: boolean;
}
