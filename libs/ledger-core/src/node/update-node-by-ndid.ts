import { flag, nullable, real, text, texts } from '../decode.js';
import { governance } from '../rule.js';
import { checkAllKnown, checkFeatures, hasWhitelist, knownNode } from './known-node.js';

const args = {
  node_id: text,
  node_name: text,
  max_ial: real,
  max_aal: real,
  supported_feature_list: nullable(texts),
  agent: nullable(flag),
  node_id_whitelist_active: nullable(flag),
  node_id_whitelist: nullable(texts),
};

/** Ledger rules part 2, UpdateNodeByNDID: changes what is given; a maximum can't go back to 0, nor the name to "". */
export const updateNodeByNdid = governance(args, (draft, given) => {
  const node = knownNode(draft, given.node_id);
  checkFeatures(draft, given.supported_feature_list ?? []);
  if (hasWhitelist(node.role)) checkAllKnown(draft, given.node_id_whitelist ?? []);

  const ofIdp = node.role === 'IdP' && {
    max_ial: given.max_ial > 0 ? given.max_ial : node.max_ial,
    max_aal: given.max_aal > 0 ? given.max_aal : node.max_aal,
    agent: given.agent ?? node.agent,
  };
  const whitelist = hasWhitelist(node.role) && {
    node_id_whitelist_active: given.node_id_whitelist_active ?? node.node_id_whitelist_active,
    node_id_whitelist: given.node_id_whitelist ?? node.node_id_whitelist,
  };
  draft.put(
    'node',
    {
      ...node,
      node_name: given.node_name || node.node_name,
      supported_feature_list: given.supported_feature_list ?? node.supported_feature_list,
      ...ofIdp,
      ...whitelist,
    },
    node.node_id,
  );
});
