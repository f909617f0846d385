import { text } from '../decode.js';
import { IDP, rule } from '../rule.js';
import { useConsentInMode3 } from './consent.js';
import { addressedGroup, checkOneAddress, groupAddressing, ownAssociation, putAssociation } from './reference-group.js';

/** Ledger rules part 2, RevokeIdentityAssociation: the IdP lets go of the person; identifiers stay. */
export const revokeIdentityAssociation = rule({
  by: IDP,
  args: { ...groupAddressing, request_id: text },
  apply(draft, args) {
    checkOneAddress(args);
    const group = addressedGroup(draft, args);
    const own = ownAssociation(draft, group);
    useConsentInMode3(draft, own, args.request_id, 'RevokeIdentityAssociation');

    const accessors = own.accessors.map((accessor) => ({ ...accessor, active: false }));
    putAssociation(draft, group, { ...own, active: false, accessors });
    return { identity: { reference_group_code: group.reference_group_code, action: 'revoke_identity_association' } };
  },
});
