import { RESULT } from '@trine/protocol';
import { text, texts } from '../decode.js';
import type { Draft } from '../draft.js';
import { found, refuse, refuseIf } from '../refusal.js';
import { IDP, rule } from '../rule.js';
import type { ReferenceGroup } from '../state.js';
import { withoutAccessors } from './accessors.js';
import { useConsentInMode3 } from './consent.js';
import { associationOf, groupOfAccessor, putAssociation } from './reference-group.js';

const args = { accessor_id_list: texts, request_id: text };

/** Ledger rules part 2, RevokeAccessor: one active accessor must remain. */
export const revokeAccessor = rule({
  by: IDP,
  args,
  apply(draft, { accessor_id_list, request_id }) {
    const group = commonGroup(draft, accessor_id_list);
    const own = found(associationOf(group, draft.nodeId), RESULT.AccessorNotFoundInThisIdP);
    const ownIds = own.accessors.map((accessor) => accessor.accessor_id);
    refuseIf(!accessor_id_list.every((id) => ownIds.includes(id)), RESULT.AccessorNotFoundInThisIdP);
    const accessors = withoutAccessors(own.accessors, accessor_id_list);
    refuseIf(!accessors.some((accessor) => accessor.active), RESULT.CannotRevokeAllAccessorsInThisIdP);
    useConsentInMode3(draft, own, request_id, 'RevokeAccessor');

    putAssociation(draft, group, { ...own, accessors });
    return { identity: { reference_group_code: group.reference_group_code, action: 'revoke_accessor' } };
  },
});

function commonGroup(draft: Draft, accessorIds: string[]): ReferenceGroup {
  const [group = refuse(RESULT.RefGroupNotFound), ...others] = accessorIds.map((id) => groupOfAccessor(draft, id));
  const same = others.every((other) => other.reference_group_code === group.reference_group_code);
  refuseIf(!same, RESULT.AllAccessorMustHaveSameRefGroupCode);
  return group;
}
