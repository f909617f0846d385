import { RESULT } from '@trine/protocol';
import { text } from '../decode.js';
import type { Draft } from '../draft.js';
import { refuseIf } from '../refusal.js';
import { governance } from '../rule.js';
import type { Node } from '../state.js';
import { knownNode } from './known-node.js';

const CONFIGS = ['KEY_ON_PROXY', 'KEY_ON_NODE'];

function checkIsProxy(draft: Draft, proxyNodeId: string): void {
  refuseIf(draft.get('node', proxyNodeId)?.role !== 'Proxy', RESULT.ProxyNodeNotFound);
}

const checkConfig = (config: string): void => refuseIf(!CONFIGS.includes(config), RESULT.UnmarshalError);

function attach(draft: Draft, node: Node, proxy_node_id: string): void {
  draft.put('nodeBehindProxy', { proxy_node_id, node_id: node.node_id }, proxy_node_id, node.node_id);
}

function detach(draft: Draft, node: Node): void {
  draft.remove('nodeBehindProxy', node.proxy_node_id, node.node_id);
}

/** Ledger rules part 2, AddNodeToProxyNode; never the NDID node, because a disabled proxy would silence it for ever. */
export const addNodeToProxyNode = governance({ node_id: text, proxy_node_id: text, config: text }, (draft, args) => {
  const node = knownNode(draft, args.node_id);
  refuseIf(node.proxy_node_id !== '', RESULT.NodeIDIsAlreadyAssociatedWithProxyNode);
  refuseIf(node.role === 'Proxy', RESULT.NodeIDisProxyNode);
  checkIsProxy(draft, args.proxy_node_id);
  refuseIf(node.role === 'NDID', RESULT.InvalidNodeRole);
  checkConfig(args.config);

  draft.put('node', { ...node, proxy_node_id: args.proxy_node_id, proxy_config: args.config, mq: [] }, node.node_id);
  attach(draft, node, args.proxy_node_id);
});

/** Ledger rules part 2, UpdateNodeProxyNode: "" leaves proxy or config as they are. */
export const updateNodeProxyNode = governance({ node_id: text, proxy_node_id: text, config: text }, (draft, args) => {
  const node = knownNode(draft, args.node_id);
  refuseIf(node.proxy_node_id === '', RESULT.NodeIDHasNotBeenAssociatedWithProxyNode);
  if (args.proxy_node_id !== '') checkIsProxy(draft, args.proxy_node_id);
  if (args.config !== '') checkConfig(args.config);

  const proxy_node_id = args.proxy_node_id || node.proxy_node_id;
  draft.put('node', { ...node, proxy_node_id, proxy_config: args.config || node.proxy_config }, node.node_id);
  if (proxy_node_id === node.proxy_node_id) return;
  detach(draft, node);
  attach(draft, node, proxy_node_id);
});

/** Ledger rules part 2, RemoveNodeFromProxyNode. */
export const removeNodeFromProxyNode = governance({ node_id: text }, (draft, args) => {
  const node = knownNode(draft, args.node_id);
  refuseIf(node.role === 'Proxy', RESULT.NodeIDisProxyNode);
  refuseIf(node.proxy_node_id === '', RESULT.NodeIDHasNotBeenAssociatedWithProxyNode);

  draft.put('node', { ...node, proxy_node_id: '', proxy_config: '' }, node.node_id);
  detach(draft, node);
});
