import { ApiError } from '../api/api-error.js';
import type { LedgerClient } from '../ledger/ledger-client.js';
import type { NodeKey } from '../ledger/ledger-facts.js';
import type { CryptoService } from './crypto-service.js';
import type { NodeKeyring, NodeKeySet } from './node-keys.js';

/** `GetNodePublicKeyList`: every version, the present one last. */
interface NodeKeyHistory {
  signing_public_key_list: NodeKey[];
  signing_master_public_key_list: NodeKey[];
  encryption_public_key_list: NodeKey[];
}

/**
 * The keyring of a gateway that has no private keys (contract: `USE_EXTERNAL_CRYPTO_SERVICE`): what the ledger has registered says
 * which keys, algorithms and versions the member's crypto service is asked for. A proxy's service has the keys of the nodes behind it
 * too, and is told which node's to use (contract: flows.md section 9).
 */
export class ExternalKeyring implements NodeKeyring {
  private readonly known = new Map<string, { keys: NodeKeySet; versions: string }>();
  private readonly behind = new Set<string>();

  constructor(
    private readonly nodeId: string,
    private readonly ledger: () => LedgerClient,
    private readonly service: CryptoService,
  ) {}

  get current(): NodeKeySet {
    return this.of(this.nodeId);
  }

  of(nodeId: string): NodeKeySet {
    if (!this.holds(nodeId)) throw new ApiError(10034);
    const entry = this.known.get(nodeId);
    if (!entry) throw new ApiError(10032, 'the ledger has no keys of this node yet');
    return entry.keys;
  }

  holds(nodeId: string): boolean {
    return nodeId === this.nodeId || this.behind.has(nodeId);
  }

  async loadBehind({ node_id }: { node_id: string }): Promise<void> {
    await this.ask(node_id);
    this.behind.add(node_id);
  }

  drop(nodeId: string): void {
    this.behind.delete(nodeId);
    this.known.delete(nodeId);
  }

  /** Contract: a no-op with an external crypto service, but for asking which keys are registered. */
  async reload(): Promise<void> {
    await this.registered();
  }

  async registered(): Promise<void> {
    await Promise.all([this.nodeId, ...this.behind].map((nodeId) => this.ask(nodeId)));
  }

  private async ask(nodeId: string): Promise<void> {
    const history = await this.ledger().askOpenly<NodeKeyHistory>('GetNodePublicKeyList', { node_id: nodeId });
    const [signing, master, encryption] = [history?.signing_public_key_list.at(-1), history?.signing_master_public_key_list.at(-1), history?.encryption_public_key_list.at(-1)];
    if (!history || !signing || !master || !encryption) return;
    const versions = [signing, master, encryption].map(({ version }) => version).join(' ');
    // An opener remembers the content keys that the service has unwrapped.
    if (versions === this.known.get(nodeId)?.versions) return;
    const keys = {
      signing: this.service.signer(nodeId, 'sign_url', signing),
      master: this.service.signer(nodeId, 'master_sign_url', master),
      opener: this.service.opener(nodeId, history.encryption_public_key_list),
      publicKeys: { signing: signing.public_key, master: master.public_key, encryption: encryption.public_key },
    };
    this.known.set(nodeId, { keys, versions });
  }
}
