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
 * which keys, algorithms and versions the member's crypto service is asked for.
 */
export class ExternalKeyring implements NodeKeyring {
  private keys: NodeKeySet | undefined;
  private versions = '';

  constructor(
    private readonly nodeId: string,
    private readonly ledger: () => LedgerClient,
    private readonly service: CryptoService,
  ) {}

  get current(): NodeKeySet {
    if (!this.keys) throw new ApiError(10032, 'the ledger has no keys of this node yet');
    return this.keys;
  }

  of(nodeId: string): NodeKeySet {
    if (!this.holds(nodeId)) throw new ApiError(10034);
    return this.current;
  }

  /** A crypto service has the keys of the member's own node only. */
  holds(nodeId: string): boolean {
    return nodeId === this.nodeId;
  }

  loadBehind(): Promise<void> {
    return Promise.reject(new Error('the crypto service signs for the own node of this proxy only; to act for others it needs key files'));
  }

  drop(): void {
    // None was taken.
  }

  /** Contract: a no-op with an external crypto service, but for asking which keys are registered. */
  async reload(): Promise<void> {
    await this.registered();
  }

  async registered(): Promise<void> {
    const history = await this.ledger().askOpenly<NodeKeyHistory>('GetNodePublicKeyList', { node_id: this.nodeId });
    const [signing, master, encryption] = [history?.signing_public_key_list.at(-1), history?.signing_master_public_key_list.at(-1), history?.encryption_public_key_list.at(-1)];
    if (!history || !signing || !master || !encryption) return;
    const versions = [signing, master, encryption].map(({ version }) => version).join(' ');
    // An opener remembers the content keys that the service has unwrapped.
    if (versions === this.versions) return;
    this.versions = versions;
    this.keys = {
      signing: this.service.signer('sign_url', signing),
      master: this.service.signer('master_sign_url', master),
      opener: this.service.opener(history.encryption_public_key_list),
      publicKeys: { signing: signing.public_key, master: master.public_key, encryption: encryption.public_key },
    };
  }
}
