import { text } from '../decode.js';
import { checkRsaKey } from '../node/key-rules.js';
import { IDP, rule } from '../rule.js';
import { accessorArgs, checkAccessorIdIsFree, checkAccessorIsComplete, newAccessor } from './accessors.js';
import { useConsentInMode3 } from './consent.js';
import { addressedGroup, checkOneAddress, groupAddressing, ownAssociation, putAssociation } from './reference-group.js';

/** Ledger rules part 2, AddAccessor. */
export const addAccessor = rule({
  by: IDP,
  args: { ...groupAddressing, ...accessorArgs, request_id: text },
  apply(draft, args) {
    checkOneAddress(args);
    checkRsaKey(args.accessor_public_key);
    checkAccessorIdIsFree(draft, args.accessor_id);
    const group = addressedGroup(draft, args);
    const own = ownAssociation(draft, group);
    useConsentInMode3(draft, own, args.request_id, 'AddAccessor');
    checkAccessorIsComplete(args);

    putAssociation(draft, group, { ...own, accessors: [...own.accessors, newAccessor(draft, args, group.reference_group_code)] });
    return { identity: { reference_group_code: group.reference_group_code, action: 'add_accessor' } };
  },
});
