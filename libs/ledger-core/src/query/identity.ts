import { text } from '../decode.js';
import { associationOf, findGroup, groupAddressing, type Addressing } from '../identity/reference-group.js';
import type { Accessor, Association, ReferenceGroup, StateReader } from '../state.js';
import { answer, type Answer } from './answer.js';

/*
 * Persons and accessors (contract: ledger rules part 3).
 */

/** Nobody when both forms of address are given. */
function addressed(state: StateReader, params: Addressing): ReferenceGroup | undefined {
  const both = params.reference_group_code !== '' && params.identity_namespace !== '' && params.identity_identifier_hash !== '';
  return both ? undefined : findGroup(state, params);
}

/** True even if every IdP has let go of the person. */
export const checkExistingIdentity = answer(groupAddressing, (state, params) => ({ exist: addressed(state, params) !== undefined }));

const onNode = { ...groupAddressing, node_id: text };

function activeAssociation(group: ReferenceGroup | undefined, nodeId: string): Association | undefined {
  const association = associationOf(group, nodeId);
  return association?.active ? association : undefined;
}

const shown = ({ ial, lial, laal, mode_list }: Association): object => ({ ial, lial, laal, mode_list });

export const getIdentityInfo = answer(onNode, (state, params) => {
  const association = activeAssociation(addressed(state, params), params.node_id);
  return association && association.ial > 0 ? shown(association) : null;
});

/** The node's active association with the person, and who that is. */
export const getAssociation = answer(onNode, (state, params) => {
  const group = addressed(state, params);
  const association = activeAssociation(group, params.node_id);
  return group && association ? { ...shown(association), reference_group_code: group.reference_group_code } : null;
});

export const getReferenceGroupCode = answer({ identity_namespace: text, identity_identifier_hash: text }, (state, params) => {
  const indexed = state.get('identity', params.identity_namespace, params.identity_identifier_hash);
  return indexed ? { reference_group_code: indexed.reference_group_code } : null;
});

function findAccessor(state: StateReader, accessorId: string): (Accessor & { reference_group_code: string }) | undefined {
  const indexed = state.get('accessor', accessorId);
  const group = indexed && state.get('referenceGroup', indexed.reference_group_code);
  const accessor = group?.idps.flatMap((association) => association.accessors).find(({ accessor_id }) => accessor_id === accessorId);
  return accessor && indexed && { ...accessor, reference_group_code: indexed.reference_group_code };
}

const byAccessor = (present: (accessor: Accessor & { reference_group_code: string }) => object): Answer =>
  answer({ accessor_id: text }, (state, { accessor_id }) => {
    const accessor = findAccessor(state, accessor_id);
    return accessor ? present(accessor) : null;
  });

export const getReferenceGroupCodeByAccessorId = byAccessor(({ reference_group_code }) => ({ reference_group_code }));
export const getAccessorOwner = byAccessor(({ owner_node_id }) => ({ node_id: owner_node_id }));
export const checkExistingAccessorId = byAccessor(() => ({ exist: true }));

const accessorKey = ({ accessor_id: _id, reference_group_code: _code, ...rest }: Accessor & { reference_group_code: string }): object => rest;
/** Active or not. */
export const getAccessorKey = byAccessor(accessorKey);
/** As GetAccessorKey, and whose it is. */
export const getAccessor = byAccessor((accessor) => ({ ...accessorKey(accessor), reference_group_code: accessor.reference_group_code }));

export const getAllowedMinIal = answer({}, (state) => ({ min_ial: state.get('scheme', 'scheme')?.allowed_min_ial_first_idp ?? 0 }));
