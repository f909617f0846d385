import { nullable, texts } from '../decode.js';
import { rule } from '../rule.js';
import { checkEncryptionAlgorithm, checkRsaKey, checkSigningKey } from './key-rules.js';
import { keyArgs, withKeys } from './node-keys.js';

const args = { ...keyArgs, supported_request_message_data_url_type_list: nullable(texts) };

/** Ledger rules part 2, UpdateNode: a node replaces its own keys, signed with its master key. */
export const updateNode = rule({
  args,
  apply(draft, args) {
    if (args.signing_master_public_key !== '') checkSigningKey(args.signing_master_public_key, args.signing_master_algorithm);
    if (args.signing_public_key !== '') checkSigningKey(args.signing_public_key, args.signing_algorithm);
    if (args.encryption_public_key !== '') {
      checkRsaKey(args.encryption_public_key);
      checkEncryptionAlgorithm(args.encryption_algorithm);
    }

    const node = draft.caller;
    const types = node.role === 'IdP' ? args.supported_request_message_data_url_type_list : null;
    draft.put(
      'node',
      {
        ...node,
        keys: withKeys(node.keys, args, draft),
        supported_request_message_data_url_type_list: types ?? node.supported_request_message_data_url_type_list,
      },
      node.node_id,
    );
  },
});
