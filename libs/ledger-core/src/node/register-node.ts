import { RESULT, type NodeRole } from '@trine/protocol';
import { LEDGER_NODE_ID } from '../block.js';
import { flag, real, text, texts } from '../decode.js';
import { refuse, refuseIf } from '../refusal.js';
import { governance } from '../rule.js';
import { checkEncryptionAlgorithm } from './key-rules.js';
import { checkAllKnown, checkFeatures, hasWhitelist } from './known-node.js';
import { checkKeys, keyArgs, NO_KEYS, withKeys } from './node-keys.js';

const ROLES: Record<string, NodeRole> = { rp: 'RP', idp: 'IdP', as: 'AS', proxy: 'Proxy' };

const args = {
  ...keyArgs,
  node_id: text,
  node_name: text,
  role: text,
  max_ial: real,
  max_aal: real,
  supported_feature_list: texts,
  agent: flag,
  node_id_whitelist_active: flag,
  node_id_whitelist: texts,
};

/** Ledger rules part 2, RegisterNode. `agent` and `node_id_whitelist*` absent are false and empty. */
export const registerNode = governance(args, (draft, node) => {
  checkKeys(node);
  const roleName = node.role.toLowerCase();
  const role = (Object.hasOwn(ROLES, roleName) ? ROLES[roleName] : undefined) ?? refuse(RESULT.InvalidNodeRole);
  refuseIf(draft.get('node', node.node_id) !== undefined, RESULT.DuplicateNodeID);
  checkFeatures(draft, node.supported_feature_list);
  if (hasWhitelist(role)) checkAllKnown(draft, node.node_id_whitelist);
  refuseIf(node.node_id === LEDGER_NODE_ID, RESULT.NodeIDNotFound);
  checkEncryptionAlgorithm(node.encryption_algorithm);

  const isIdp = role === 'IdP';
  draft.put(
    'node',
    {
      node_id: node.node_id,
      node_name: node.node_name,
      role,
      active: true,
      max_ial: isIdp ? node.max_ial : 0,
      max_aal: isIdp ? node.max_aal : 0,
      agent: isIdp && node.agent,
      supported_feature_list: node.supported_feature_list,
      supported_request_message_data_url_type_list: [],
      node_id_whitelist_active: hasWhitelist(role) && node.node_id_whitelist_active,
      node_id_whitelist: hasWhitelist(role) ? node.node_id_whitelist : [],
      mq: [],
      proxy_node_id: '',
      proxy_config: '',
      keys: withKeys(NO_KEYS, node, draft),
    },
    node.node_id,
  );
  draft.put('nodeOfRole', { role, node_id: node.node_id }, role, node.node_id);
  draft.put('account', { node_id: node.node_id, amount: 0 }, node.node_id);
});
