import { keyOf, type Change, type Entities, type Kind, type RegistryKind, type StateReader } from './state.js';

const SCOPE_END = keyOf('', '');

/** State in memory: documents by key in order of creation, and by first key part where keys have several. */
export class MemoryState implements StateReader {
  private readonly documents = new Map<Kind, Map<string, unknown>>();
  private readonly scopes = new Map<Kind, Map<string, Map<string, unknown>>>();

  /** @param changes what it starts with */
  constructor(changes: Iterable<Change> = []) {
    this.apply(changes);
  }

  get<K extends Kind>(kind: K, ...key: string[]): Entities[K] | undefined {
    return this.documents.get(kind)?.get(keyOf(...key)) as Entities[K] | undefined;
  }

  list<K extends RegistryKind>(kind: K, scope?: string): Iterable<Entities[K]> {
    const documents = scope === undefined ? this.documents.get(kind) : this.scopes.get(kind)?.get(scope);
    return (documents?.values() ?? []) as Iterable<Entities[K]>;
  }

  apply(changes: Iterable<Change>): void {
    for (const { kind, key, value } of changes) {
      write(this.documents, kind, key, value);
      const scopeEnd = key.indexOf(SCOPE_END);
      if (scopeEnd < 0) continue;
      const scopes = this.scopes.get(kind) ?? new Map<string, Map<string, unknown>>();
      this.scopes.set(kind, scopes);
      write(scopes, key.slice(0, scopeEnd), key, value);
    }
  }
}

function write<K>(maps: Map<K, Map<string, unknown>>, name: K, key: string, value: unknown): void {
  const documents = maps.get(name) ?? new Map<string, unknown>();
  maps.set(name, documents);
  if (value === undefined) documents.delete(key);
  else documents.set(key, value);
}
