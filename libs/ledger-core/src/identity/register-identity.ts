import { RESULT } from '@trine/protocol';
import { flag, int32, listOf, nullable, real, text } from '../decode.js';
import type { Draft } from '../draft.js';
import { checkRsaKey } from '../node/key-rules.js';
import { refuseIf } from '../refusal.js';
import { IDP, rule } from '../rule.js';
import { checkIal } from '../scheme/levels.js';
import { checkModes } from '../scheme/modes.js';
import type { Accessor, Association, ReferenceGroup } from '../state.js';
import { accessorArgs, checkAccessorIsComplete, newAccessor } from './accessors.js';
import { useConsent } from './consent.js';
import { checkWritten, extended, index, newIdentityList } from './new-identities.js';
import { associationOf, normalModes, putAssociation } from './reference-group.js';

const args = {
  reference_group_code: text,
  new_identity_list: newIdentityList,
  ial: real,
  lial: nullable(flag),
  laal: nullable(flag),
  mode_list: listOf(int32),
  ...accessorArgs,
  request_id: text,
};
type Args = { [K in keyof typeof args]: ReturnType<(typeof args)[K]> };

const GROUP_CODE = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Ledger rules part 2, RegisterIdentity: an IdP onboards a person, new to the platform or known to others. */
export const registerIdentity = rule({
  by: IDP,
  args,
  apply(draft, args) {
    checkComplete(args);
    checkWritten(args.new_identity_list);
    checkRsaKey(args.accessor_public_key);
    refuseIf(args.ial > draft.caller.max_ial, RESULT.IALError);
    checkModes(draft, 'RegisterIdentity', args.mode_list);
    const known = draft.get('referenceGroup', args.reference_group_code);
    if (known && args.mode_list.includes(3) && hasEffectiveMember(draft, known)) useConsent(draft, args.request_id, 'RegisterIdentity');
    refuseIf(!known && args.ial < draft.scheme.allowed_min_ial_first_idp, RESULT.IalMustBeGreaterOrEqualMinIal);
    const identities = extended(draft, known?.identities ?? [], args.new_identity_list);
    const own = associationOf(known, draft.nodeId);
    const revived = revivable(draft, own, args);
    checkOurs(draft, args, known, own);

    const accessors = revived ? revive(own?.accessors ?? [], revived) : [...(own?.accessors ?? []), newAccessor(draft, args, args.reference_group_code)];
    const association: Association = {
      node_id: draft.nodeId,
      mode_list: normalModes(args.mode_list),
      ial: args.ial,
      lial: args.lial ?? own?.lial ?? null,
      laal: args.laal ?? own?.laal ?? null,
      active: true,
      accessors,
    };
    const group: ReferenceGroup = { reference_group_code: args.reference_group_code, identities, idps: known?.idps ?? [] };
    putAssociation(draft, group, association);
    index(draft, args.new_identity_list, group.reference_group_code);
    return { identity: { reference_group_code: group.reference_group_code, action: 'create_identity' } };
  },
});

function checkComplete(args: Args): void {
  refuseIf(args.reference_group_code === '', RESULT.RefGroupCodeCannotBeEmpty);
  refuseIf(args.accessor_id === '', RESULT.AccessorIDCannotBeEmpty);
  refuseIf(args.accessor_public_key === '', RESULT.AccessorPublicKeyCannotBeEmpty);
  refuseIf(args.accessor_type === '', RESULT.AccessorTypeCannotBeEmpty);
}

/** Somebody who could give the person's consent. */
const hasEffectiveMember = (draft: Draft, group: ReferenceGroup): boolean =>
  group.idps.some((association) => association.active && draft.get('node', association.node_id)?.active === true);

/**
 * The accessor id may be in use only for the caller's own inactive accessor of this person. Its key must be the same:
 * another one would make the answers given with the old key unverifiable.
 */
function revivable(draft: Draft, own: Association | undefined, args: Args): Accessor | undefined {
  if (!draft.get('accessor', args.accessor_id)) return undefined;
  const old = own?.accessors.find((accessor) => accessor.accessor_id === args.accessor_id && !accessor.active);
  const same = old?.accessor_public_key === args.accessor_public_key && old.accessor_type === args.accessor_type;
  refuseIf(!same, RESULT.DuplicateAccessorID);
  return old;
}

const revive = (accessors: Accessor[], revived: Accessor): Accessor[] =>
  accessors.map((accessor) => (accessor === revived ? { ...accessor, active: true } : accessor));

/** What the contract's ledger leaves to the API; see HARDENING.md, H4, H7, H28, H39. */
function checkOurs(draft: Draft, args: Args, known: ReferenceGroup | undefined, own: Association | undefined): void {
  refuseIf(own?.active === true, RESULT.IdentityAlreadyExists);
  refuseIf(args.mode_list.length === 0, RESULT.InvalidMode);
  refuseIf(!known && args.new_identity_list.length === 0, RESULT.IdentityCannotBeEmpty);
  refuseIf(!known && !GROUP_CODE.test(args.reference_group_code), RESULT.RefGroupNotFound);
  checkAccessorIsComplete(args);
  checkIal(draft, args.ial);
}
