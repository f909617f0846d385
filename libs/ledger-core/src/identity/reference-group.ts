import { RESULT } from '@trine/protocol';
import { text } from '../decode.js';
import type { Draft } from '../draft.js';
import { found, refuseIf } from '../refusal.js';
import type { Association, ReferenceGroup, StateReader } from '../state.js';

/** A person by group code or by one identifier (ledger rules part 2, group G). */
export const groupAddressing = { reference_group_code: text, identity_namespace: text, identity_identifier_hash: text };
export type Addressing = Record<keyof typeof groupAddressing, string>;

export function checkOneAddress(args: Addressing): void {
  const byIdentity = args.identity_namespace !== '' && args.identity_identifier_hash !== '';
  refuseIf(args.reference_group_code !== '' && byIdentity, RESULT.GotRefGroupCodeAndIdentity);
}

/** The code wins over a partial identity. */
export function findGroup(state: StateReader, args: Addressing): ReferenceGroup | undefined {
  const indexed = (): string | undefined => state.get('identity', args.identity_namespace, args.identity_identifier_hash)?.reference_group_code;
  const code = args.reference_group_code || indexed();
  return code === undefined ? undefined : state.get('referenceGroup', code);
}

export const addressedGroup = (draft: Draft, args: Addressing): ReferenceGroup => found(findGroup(draft, args), RESULT.RefGroupNotFound);

/** The group of an accessor, active or not. */
export function groupOfAccessor(draft: Draft, accessorId: string): ReferenceGroup {
  const code = found(draft.get('accessor', accessorId), RESULT.RefGroupNotFound).reference_group_code;
  return found(draft.get('referenceGroup', code), RESULT.RefGroupNotFound);
}

export const associationOf = (group: ReferenceGroup | undefined, nodeId: string): Association | undefined =>
  group?.idps.find((association) => association.node_id === nodeId);

/** The association of the acting IdP, which must not have been revoked. */
export function ownAssociation(draft: Draft, group: ReferenceGroup): Association {
  const own = associationOf(group, draft.nodeId);
  return found(own?.active ? own : undefined, RESULT.IdentityNotFoundInThisIdP);
}

/** Stores the group with the acting IdP's association as given; a new one joins at the end. */
export function putAssociation(draft: Draft, group: ReferenceGroup, own: Association): void {
  const known = associationOf(group, own.node_id) !== undefined;
  const idps = known ? group.idps.map((association) => (association.node_id === own.node_id ? own : association)) : [...group.idps, own];
  draft.put('referenceGroup', { ...group, idps }, group.reference_group_code);
}

/** Ascending, each once. */
export const normalModes = (modes: readonly number[]): number[] => [...new Set(modes)].sort((a, b) => a - b);
