import { RESULT } from '@trine/protocol';
import { text } from '../decode.js';
import type { Draft } from '../draft.js';
import { refuseIf } from '../refusal.js';
import type { Accessor } from '../state.js';

export const accessorArgs = { accessor_id: text, accessor_public_key: text, accessor_type: text };
type AccessorArgs = Record<keyof typeof accessorArgs, string>;

/** Whether active or not: an id is never used for a second key. */
export function checkAccessorIdIsFree(draft: Draft, accessorId: string): void {
  refuseIf(draft.get('accessor', accessorId) !== undefined, RESULT.DuplicateAccessorID);
}

/** What the API promises of an accessor; the contract's ledger checks it only in part. */
export function checkAccessorIsComplete({ accessor_id, accessor_type }: AccessorArgs): void {
  refuseIf(accessor_id === '', RESULT.AccessorIDCannotBeEmpty);
  refuseIf(accessor_type === '', RESULT.AccessorTypeCannotBeEmpty);
  refuseIf(accessor_type !== 'RSA', RESULT.UnsupportedKeyType);
}

/** A new accessor of the acting IdP, entered in the index; the caller puts it in its association. */
export function newAccessor(draft: Draft, args: AccessorArgs, reference_group_code: string): Accessor {
  draft.put('accessor', { reference_group_code }, args.accessor_id);
  return {
    accessor_id: args.accessor_id,
    accessor_type: args.accessor_type,
    accessor_public_key: args.accessor_public_key,
    active: true,
    owner_node_id: draft.nodeId,
    ...draft.stamp,
  };
}

export const withoutAccessors = (accessors: Accessor[], ids: readonly string[]): Accessor[] =>
  accessors.map((accessor) => (ids.includes(accessor.accessor_id) ? { ...accessor, active: false } : accessor));
