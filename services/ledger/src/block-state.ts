import { keyOf, type Change, type Entities, type Kind, type RegistryKind, type StateReader } from '@trine/ledger-core';
import type { LoadedRows } from './ledger-store.js';

/**
 * The state that one block is decided on: the committed registry and the rows loaded for the block, with the changes of
 * the commands decided so far on top. Nothing reaches the registry before the block is committed.
 */
export class BlockState implements StateReader {
  readonly changes: Change[] = [];
  private readonly changed = new Map<Kind, Map<string, unknown>>();

  constructor(
    private readonly registry: StateReader,
    private readonly rows: LoadedRows,
  ) {}

  apply(changes: Change[]): void {
    for (const change of changes) {
      this.changes.push(change);
      const ofKind = this.changed.get(change.kind) ?? new Map<string, unknown>();
      this.changed.set(change.kind, ofKind.set(change.key, change.value));
    }
  }

  get<K extends Kind>(kind: K, ...key: string[]): Entities[K] | undefined {
    const joined = keyOf(...key);
    const changed = this.changed.get(kind);
    if (changed?.has(joined)) return changed.get(joined) as Entities[K] | undefined;
    if (kind in this.rows) return this.rows[kind as keyof LoadedRows].get(joined) as Entities[K] | undefined;
    return this.registry.get(kind, ...key);
  }

  *list<K extends RegistryKind>(kind: K, scope?: string): Iterable<Entities[K]> {
    const changed = this.changed.get(kind);
    if (!changed) {
      yield* this.registry.list(kind, scope);
      return;
    }
    // Documents don't carry their key, so a changed one is found by identity with its committed version.
    const replaced = new Map<unknown, unknown>();
    const added: unknown[] = [];
    for (const [key, value] of changed) {
      if (scope !== undefined && key !== scope && !key.startsWith(keyOf(scope, ''))) continue;
      const committed = this.registry.get(kind, key);
      if (committed) replaced.set(committed, value);
      else if (value !== undefined) added.push(value);
    }
    for (const committed of this.registry.list(kind, scope)) {
      const now = replaced.has(committed) ? replaced.get(committed) : committed;
      if (now !== undefined) yield now as Entities[K];
    }
    yield* added as Entities[K][];
  }
}
