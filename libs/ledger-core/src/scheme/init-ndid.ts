import { RESULT } from '@trine/protocol';
import { LEDGER_NODE_ID } from '../block.js';
import { text } from '../decode.js';
import { checkEncryptionAlgorithm } from '../node/key-rules.js';
import { checkKeys, keyArgs, NO_KEYS, withKeys } from '../node/node-keys.js';
import { refuseIf } from '../refusal.js';
import { rule } from '../rule.js';

/** Ledger rules part 2, InitNDID: once, by whoever comes first, signed with the key it brings. */
export const initNdid = rule({
  free: true,
  args: { ...keyArgs, node_id: text, chain_history_info: text },
  apply(draft, args) {
    refuseIf(draft.get('scheme', 'scheme') !== undefined, RESULT.NDIDisAlreadyExisted);
    checkKeys(args);
    refuseIf(args.node_id !== draft.nodeId || args.node_id === LEDGER_NODE_ID, RESULT.NodeIDNotFound);
    checkEncryptionAlgorithm(args.encryption_algorithm);

    draft.put(
      'scheme',
      {
        ndid_node_id: args.node_id,
        init_state: 'in_initialisation',
        last_block: -1,
        chain_history_info: args.chain_history_info,
        supported_ial_list: [],
        supported_aal_list: [],
        allowed_min_ial_first_idp: 0,
      },
      'scheme',
    );
    draft.put(
      'node',
      {
        node_id: args.node_id,
        node_name: 'NDID',
        role: 'NDID',
        active: true,
        max_ial: 0,
        max_aal: 0,
        agent: false,
        supported_feature_list: [],
        supported_request_message_data_url_type_list: [],
        node_id_whitelist_active: false,
        node_id_whitelist: [],
        mq: [],
        proxy_node_id: '',
        proxy_config: '',
        keys: withKeys(NO_KEYS, args, draft),
      },
      args.node_id,
    );
  },
});
