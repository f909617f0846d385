import { RESULT } from '@trine/protocol';
import { text } from '../decode.js';
import { checkRsaKey } from '../node/key-rules.js';
import { refuseIf } from '../refusal.js';
import { IDP, rule } from '../rule.js';
import { accessorArgs, checkAccessorIdIsFree, checkAccessorIsComplete, newAccessor, withoutAccessors } from './accessors.js';
import { useConsentInMode3 } from './consent.js';
import { associationOf, groupOfAccessor, ownAssociation, putAssociation } from './reference-group.js';

/** Ledger rules part 2, RevokeAndAddAccessor. */
export const revokeAndAddAccessor = rule({
  by: IDP,
  args: { revoking_accessor_id: text, ...accessorArgs, request_id: text },
  apply(draft, args) {
    checkRsaKey(args.accessor_public_key);
    const group = groupOfAccessor(draft, args.revoking_accessor_id);
    const isOwn = associationOf(group, draft.nodeId)?.accessors.some((accessor) => accessor.accessor_id === args.revoking_accessor_id);
    refuseIf(!isOwn, RESULT.AccessorNotFoundInThisIdP);
    const own = ownAssociation(draft, group);
    useConsentInMode3(draft, own, args.request_id, 'RevokeAndAddAccessor');
    checkAccessorIdIsFree(draft, args.accessor_id);
    checkAccessorIsComplete(args);

    const kept = withoutAccessors(own.accessors, [args.revoking_accessor_id]);
    putAssociation(draft, group, { ...own, accessors: [...kept, newAccessor(draft, args, group.reference_group_code)] });
    return { identity: { reference_group_code: group.reference_group_code, action: 'revoke_and_add_accessor' } };
  },
});
