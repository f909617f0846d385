import { RESULT } from '@trine/protocol';
import { flag, nullable, real } from '../decode.js';
import { refuseIf } from '../refusal.js';
import { IDP, rule } from '../rule.js';
import { checkIal } from '../scheme/levels.js';
import { addressedGroup, checkOneAddress, groupAddressing, ownAssociation, putAssociation } from './reference-group.js';

const args = { ...groupAddressing, ial: nullable(real), lial: nullable(flag), laal: nullable(flag) };

/** Ledger rules part 2, UpdateIdentity: IAL, LIAL and LAAL as the IdP declares them. Nobody is notified. */
export const updateIdentity = rule({
  by: IDP,
  args,
  apply(draft, args) {
    checkOneAddress(args);
    refuseIf(args.ial === null && args.lial === null && args.laal === null, RESULT.NothingToUpdateIdentity);
    refuseIf(args.ial !== null && args.ial > draft.caller.max_ial, RESULT.IALError);
    const group = addressedGroup(draft, args);
    const own = ownAssociation(draft, group);
    if (args.ial !== null) checkIal(draft, args.ial);

    putAssociation(draft, group, { ...own, ial: args.ial ?? own.ial, lial: args.lial ?? own.lial, laal: args.laal ?? own.laal });
    return { identity: { reference_group_code: group.reference_group_code } };
  },
});
