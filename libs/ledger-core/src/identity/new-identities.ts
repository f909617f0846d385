import { RESULT } from '@trine/protocol';
import { listOf, record, text } from '../decode.js';
import type { Draft } from '../draft.js';
import { refuseIf } from '../refusal.js';
import { keyOf, type ReferenceGroup, type StateReader } from '../state.js';

/*
 * Identifiers that a command adds to a person (ledger rules part 2, RegisterIdentity and AddIdentity).
 */

export const newIdentityList = listOf(record({ identity_namespace: text, identity_identifier_hash: text }));
type NewIdentity = ReturnType<typeof newIdentityList>[number];
type Identity = ReferenceGroup['identities'][number];

export function checkWritten(identities: NewIdentity[]): void {
  const seen = new Set<string>();
  for (const { identity_namespace, identity_identifier_hash } of identities) {
    refuseIf(identity_namespace === '' || identity_identifier_hash === '', RESULT.IdentityCannotBeEmpty);
    const key = keyOf(identity_namespace, identity_identifier_hash);
    refuseIf(seen.has(key), RESULT.DuplicateIdentifier);
    seen.add(key);
  }
}

/** All identifiers of the person, old and new, if the new ones may be added. */
export function extended(draft: Draft, old: Identity[], added: NewIdentity[]): Identity[] {
  for (const { identity_namespace, identity_identifier_hash } of added) {
    refuseIf(draft.get('identity', identity_namespace, identity_identifier_hash) !== undefined, RESULT.IdentityAlreadyExists);
    refuseIf(draft.get('namespace', identity_namespace)?.active !== true, RESULT.InvalidNamespace);
  }
  const all = [...old, ...added.map((identity) => ({ namespace: identity.identity_namespace, identifier_hash: identity.identity_identifier_hash }))];
  checkCounts(draft, all);
  return all;
}

/** Over old and new together, so one namespace above its limit keeps out identifiers of every other. */
function checkCounts(state: StateReader, identities: Identity[]): void {
  for (const name of new Set(identities.map((identity) => identity.namespace))) {
    const namespace = state.get('namespace', name);
    const limit = namespace?.active ? namespace.allowed_identifier_count_in_reference_group : 0;
    const count = identities.filter((identity) => identity.namespace === name).length;
    refuseIf(limit > 0 && count > limit, RESULT.IdentifierCountIsGreaterThanAllowedIdentifierCount);
  }
}

export function index(draft: Draft, identities: NewIdentity[], reference_group_code: string): void {
  for (const { identity_namespace, identity_identifier_hash } of identities) {
    draft.put('identity', { reference_group_code }, identity_namespace, identity_identifier_hash);
  }
}
