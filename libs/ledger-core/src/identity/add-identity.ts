import { RESULT } from '@trine/protocol';
import { text } from '../decode.js';
import { found, refuseIf } from '../refusal.js';
import { IDP, rule } from '../rule.js';
import { useConsentInMode3 } from './consent.js';
import { checkWritten, extended, index, newIdentityList } from './new-identities.js';
import { ownAssociation } from './reference-group.js';

const args = { reference_group_code: text, new_identity_list: newIdentityList, request_id: text };

/** Ledger rules part 2, AddIdentity: further identifiers of a person. */
export const addIdentity = rule({
  by: IDP,
  args,
  apply(draft, args) {
    refuseIf(args.reference_group_code === '', RESULT.RefGroupCodeCannotBeEmpty);
    checkWritten(args.new_identity_list);
    const group = found(draft.get('referenceGroup', args.reference_group_code), RESULT.RefGroupNotFound);
    const identities = extended(draft, group.identities, args.new_identity_list);
    const own = ownAssociation(draft, group);
    useConsentInMode3(draft, own, args.request_id, 'AddIdentity');

    draft.put('referenceGroup', { ...group, identities }, group.reference_group_code);
    index(draft, args.new_identity_list, group.reference_group_code);
    return { identity: { reference_group_code: group.reference_group_code, action: 'add_identity' } };
  },
});
