import { RESULT } from '@trine/protocol';
import { int32, text } from '../decode.js';
import { found, refuseIf } from '../refusal.js';
import { governance, type Rule } from '../rule.js';

const args = {
  namespace: text,
  description: text,
  allowed_identifier_count_in_reference_group: int32,
  allowed_active_identifier_count_in_reference_group: int32,
};

/** Ledger rules part 2, AddNamespace: active from the start. */
export const addNamespace = governance(args, (draft, namespace) => {
  refuseIf(draft.get('namespace', namespace.namespace) !== undefined, RESULT.DuplicateNamespace);
  draft.put('namespace', { ...namespace, active: true }, namespace.namespace);
});

/** Ledger rules part 2, UpdateNamespace: changes what is not "" or 0, so "unlimited" is written as -1. */
export const updateNamespace = governance(args, (draft, given) => {
  const namespace = found(draft.get('namespace', given.namespace), RESULT.NamespaceNotFound);
  draft.put(
    'namespace',
    {
      ...namespace,
      description: given.description || namespace.description,
      allowed_identifier_count_in_reference_group:
        given.allowed_identifier_count_in_reference_group || namespace.allowed_identifier_count_in_reference_group,
      allowed_active_identifier_count_in_reference_group:
        given.allowed_active_identifier_count_in_reference_group || namespace.allowed_active_identifier_count_in_reference_group,
    },
    namespace.namespace,
  );
});

const switchNamespace = (active: boolean): Rule =>
  governance({ namespace: text }, (draft, { namespace }) => {
    draft.put('namespace', { ...found(draft.get('namespace', namespace), RESULT.NamespaceNotFound), active }, namespace);
  });

/** Ledger rules part 2, EnableNamespace and DisableNamespace. Identifiers registered before stay usable. */
export const enableNamespace = switchNamespace(true);
export const disableNamespace = switchNamespace(false);
