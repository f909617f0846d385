import type { KeyPurpose } from '@trine/protocol';
import { text, texts } from '../decode.js';
import { priceOf } from '../fee.js';
import { hasWhitelist } from '../node/known-node.js';
import type { Node, NodeKey, StateReader } from '../state.js';
import { answer, type Answer } from './answer.js';

/*
 * Nodes and keys (contract: ledger rules part 3).
 */

export const currentKey = (node: Node, purpose: KeyPurpose): NodeKey | null => node.keys[purpose].at(-1) ?? null;

/** The part of a node that others need to write to it. */
export const reachableAt = (node: Node): { signing_public_key: NodeKey | null; encryption_public_key: NodeKey | null; mq: Node['mq'] | null } => ({
  signing_public_key: currentKey(node, 'signing'),
  encryption_public_key: currentKey(node, 'encryption'),
  mq: addresses(node),
});

const addresses = (node: Node): Node['mq'] | null => (node.mq.length > 0 ? node.mq : null);

const allKeys = (node: Node): Record<string, NodeKey | null> => ({
  signing_public_key: currentKey(node, 'signing'),
  signing_master_public_key: currentKey(node, 'signing_master'),
  encryption_public_key: currentKey(node, 'encryption'),
});

const idpPart = (node: Node): Partial<Node> => {
  const { max_ial, max_aal, supported_request_message_data_url_type_list, agent } = node;
  return node.role === 'IdP' ? { max_ial, max_aal, supported_request_message_data_url_type_list, agent } : {};
};

/** The whitelist shows only while it is in force. */
export const whitelistPart = ({ node_id_whitelist_active, node_id_whitelist }: Node): Partial<Node> =>
  node_id_whitelist_active ? { node_id_whitelist_active, node_id_whitelist } : { node_id_whitelist_active };

const keyAnswer = (purpose: KeyPurpose): Answer =>
  answer({ node_id: text }, (state, { node_id }) => {
    const node = state.get('node', node_id);
    return node ? currentKey(node, purpose) : null;
  });

export const getNodeSigningPublicKey = keyAnswer('signing');
export const getNodeSigningMasterPublicKey = keyAnswer('signing_master');
export const getNodeEncryptionPublicKey = keyAnswer('encryption');

/** All versions, oldest first. */
export const getNodePublicKeyList = answer({ node_id: text }, (state, { node_id }) => {
  const keys = state.get('node', node_id)?.keys;
  if (!keys) return null;
  return {
    signing_public_key_list: keys.signing,
    signing_master_public_key_list: keys.signing_master,
    encryption_public_key_list: keys.encryption,
  };
});

export const getNodeInfo = answer({ node_id: text }, (state, { node_id }) => nodeInfo(state, node_id));

/** As GetNodeInfo, of many at once, in the order asked for. */
export const getNodeInfoList = answer({ node_id_list: texts }, (state, { node_id_list }) => node_id_list.map((nodeId) => nodeInfo(state, nodeId)));

function nodeInfo(state: StateReader, nodeId: string): object | null {
  const node = state.get('node', nodeId);
  if (!node) return null;
  return {
    ...allKeys(node),
    node_name: node.node_name,
    role: node.role,
    supported_feature_list: node.supported_feature_list,
    mq: addresses(node),
    active: node.active,
    ...idpPart(node),
    ...(hasWhitelist(node.role) ? whitelistPart(node) : {}),
    ...proxyPart(state, node),
  };
}

function proxyPart(state: StateReader, node: Node): object {
  const proxy = state.get('node', node.proxy_node_id);
  if (!proxy) return {};
  return { proxy: { node_id: proxy.node_id, node_name: proxy.node_name, ...allKeys(proxy), mq: addresses(proxy), config: node.proxy_config } };
}

const LISTED_ROLES: Record<string, string> = { rp: 'RP', idp: 'IdP', as: 'AS' };

/** Active nodes in order of registration; any role but rp, idp and as means all. */
export const getNodeIdList = answer({ role: text }, (state, { role }) => {
  const roleName = role.toLowerCase();
  const members = Object.hasOwn(LISTED_ROLES, roleName) ? nodesOfRole(state, LISTED_ROLES[roleName] ?? '') : [...state.list('node')];
  return { node_id_list: members.filter((node) => node.active && node.role !== 'NDID').map((node) => node.node_id) };
});

export const nodesOfRole = (state: StateReader, role: string): Node[] =>
  [...state.list('nodeOfRole', role)].flatMap(({ node_id }) => state.get('node', node_id) ?? []);

export const getMqAddresses = answer({ node_id: text }, (state, { node_id }) => {
  const node = state.get('node', node_id);
  return node ? addresses(node) : null;
});

export const getNodesBehindProxyNode = answer({ proxy_node_id: text }, (state, { proxy_node_id }) => {
  const nodes = [...state.list('nodeBehindProxy', proxy_node_id)].flatMap(({ node_id }) => state.get('node', node_id) ?? []);
  return { nodes: nodes.map(behindProxy) };
});

const behindProxy = (node: Node): object => ({
  node_id: node.node_id,
  node_name: node.node_name,
  role: node.role,
  ...allKeys(node),
  supported_feature_list: node.supported_feature_list,
  config: node.proxy_config,
  ...idpPart(node),
});

export const getNodeToken = answer({ node_id: text }, (state, { node_id }) => {
  const account = state.get('account', node_id);
  return account ? { amount: account.amount } : null;
});

export const getPriceFunc = answer({ func: text }, (state, { func }) => ({ price: priceOf(state, func) }));

/** What a gateway needs of another node to write to it and to read what it signs. */
export const getNodeKeys = answer({ node_id: text }, (state, { node_id }) => {
  const node = state.get('node', node_id);
  if (!node) return null;
  return {
    signing_public_key: currentKey(node, 'signing'),
    encryption_public_key: currentKey(node, 'encryption'),
    active: node.active,
    role: node.role,
    proxy_node_id: node.proxy_node_id,
  };
});
