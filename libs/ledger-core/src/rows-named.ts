import { isText } from './decode.js';
import { keyOf, type LoadedKind } from './state.js';

/**
 * The rows of loaded kinds that a command or query is going to read, by key. Whoever loads them also loads the reference
 * group behind each identity and accessor.
 */
export type RowsNamed = Record<LoadedKind, string[]>;

/** Never throws: what is not well-formed names nothing, and is refused when it is decided. */
export const rowsNamedBy = (command: { args: unknown }): RowsNamed => rowsNamedIn(command.args);

/** As {@link rowsNamedBy}, for a query's parameters. */
export const rowsNamedByQuery = (_name: string, params: unknown): RowsNamed => rowsNamedIn(params);

/** By member name alone: each name means the same thing wherever it stands (ledger rules parts 2 and 3). */
function rowsNamedIn(args: unknown): RowsNamed {
  const named = membersOf(args);
  return {
    request: textsIn([named.request_id]),
    message: textsIn([named.message_id]),
    referenceGroup: textsIn([named.reference_group_code]),
    identity: identitiesIn([named, ...listIn(named.new_identity_list)]),
    accessor: textsIn([named.accessor_id, named.revoking_accessor_id, ...listIn(named.accessor_id_list)]),
  };
}

const membersOf = (value: unknown): Record<string, unknown> => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {});
const listIn = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const textsIn = (values: unknown[]): string[] => values.filter((value) => isText(value) && value !== '') as string[];

function identitiesIn(values: unknown[]): string[] {
  return values.map(membersOf).flatMap(({ identity_namespace, identity_identifier_hash }) => {
    const parts = textsIn([identity_namespace, identity_identifier_hash]);
    return parts.length === 2 ? [keyOf(...parts)] : [];
  });
}
