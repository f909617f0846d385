import type { LedgerClient } from './ledger-client.js';
import type { NodeKeys } from './ledger-facts.js';

/** How long keys of other nodes are used without asking again; who finds them wrong asks at once. */
const KEYS_LIFE_MS = 30_000;
/** Forged mail must not make this gateway ask the ledger for each letter. */
const FRESH_MS = 1_000;

/** Present keys of other nodes, as the ledger has them. */
export class NodeDirectory {
  private readonly known = new Map<string, { keys: NodeKeys | null; at: number }>();

  constructor(private readonly ledger: LedgerClient) {}

  async keysOf(nodeId: string, options: { fresh?: boolean } = {}): Promise<NodeKeys | null> {
    const entry = this.known.get(nodeId);
    const age = entry ? Date.now() - entry.at : Infinity;
    if (entry && age < (options.fresh ? FRESH_MS : KEYS_LIFE_MS)) return entry.keys;
    const keys = await this.ledger.askOne<NodeKeys>('GetNodeKeys', { node_id: nodeId });
    this.known.set(nodeId, { keys, at: Date.now() });
    return keys;
  }
}
