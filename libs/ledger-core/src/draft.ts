import type { Block } from './block.js';
import { keyOf, type Change, type Entities, type Kind, type Node, type RegistryKind, type Scheme, type StateReader } from './state.js';

/**
 * What one command is about to do: state as it stands, who acts in which block, and the changes collected so far.
 * A refusal throws the changes away. Reading shows the state before the command.
 */
export class Draft implements StateReader {
  readonly changes: Change[] = [];

  constructor(
    private readonly state: StateReader,
    /** The acting node. */
    readonly nodeId: string,
    readonly block: Block,
  ) {}

  get<K extends Kind>(kind: K, ...key: string[]): Entities[K] | undefined {
    return this.state.get(kind, ...key);
  }

  list<K extends RegistryKind>(kind: K, scope?: string): Iterable<Entities[K]> {
    return this.state.list(kind, scope);
  }

  put<K extends Kind>(kind: K, value: Entities[K], ...key: string[]): void {
    this.changes.push({ kind, key: keyOf(...key), value } as Change);
  }

  remove(kind: RegistryKind, ...key: string[]): void {
    this.changes.push({ kind, key: keyOf(...key), value: undefined });
  }

  /** The acting node's record; the common checks have made sure of it for all but InitNDID and the ledger itself. */
  get caller(): Node {
    const node = this.state.get('node', this.nodeId);
    if (!node) throw new Error('invariant: a rule that asks for its caller runs after the common checks');
    return node;
  }

  /** The settings; likewise there for every rule but InitNDID. */
  get scheme(): Scheme {
    const scheme = this.state.get('scheme', 'scheme');
    if (!scheme) throw new Error('invariant: a rule that asks for the scheme runs after InitNDID');
    return scheme;
  }

  setScheme(part: Partial<Scheme>): void {
    this.put('scheme', { ...this.scheme, ...part }, 'scheme');
  }

  /** When and where a record was made, as records keep it. */
  get stamp(): { creation_block_height: number; creation_chain_id: string } {
    return { creation_block_height: this.block.height, creation_chain_id: this.block.chain_id };
  }
}
