import { RESULT } from '@trine/protocol';
import { int32, listOf, text } from '../decode.js';
import { refuseIf } from '../refusal.js';
import { IDP, rule } from '../rule.js';
import { checkModes } from '../scheme/modes.js';
import { useConsent } from './consent.js';
import { addressedGroup, checkOneAddress, groupAddressing, normalModes, ownAssociation, putAssociation } from './reference-group.js';

const args = { ...groupAddressing, mode_list: listOf(int32), request_id: text };

/**
 * Ledger rules part 2, UpdateIdentityModeList. Modes only grow, and the step to mode 3 takes the person's consent; the
 * contract's ledger compares minima and asks for none.
 */
export const updateIdentityModeList = rule({
  by: IDP,
  args,
  apply(draft, args) {
    checkOneAddress(args);
    const group = addressedGroup(draft, args);
    const own = ownAssociation(draft, group);
    checkModes(draft, 'UpdateIdentityModeList', args.mode_list);
    refuseIf(!own.mode_list.every((mode) => args.mode_list.includes(mode)), RESULT.NewModeListMustBeHigherThanCurrentModeList);
    const reachesMode3 = args.mode_list.includes(3) && !own.mode_list.includes(3);
    if (reachesMode3) useConsent(draft, args.request_id, 'UpdateIdentityModeList');

    putAssociation(draft, group, { ...own, mode_list: normalModes(args.mode_list) });
    return { identity: { reference_group_code: group.reference_group_code, action: 'upgrade_identity_mode' } };
  },
});
