import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@trine/telemetry';
import { publicKeyOf, publicPem } from '@trine/crypto';
import { ApiError } from '../api/api-error.js';
import type { GatewayConfig } from '../config.js';
import type { CommandDesk } from '../ledger/command-desk.js';
import type { LedgerClient } from '../ledger/ledger-client.js';
import type { MqAddress, NodeInfo } from '../ledger/ledger-facts.js';
import type { NodeKeyring } from './node-keys.js';

const RETRY_MS = 300;

/**
 * Waits until the operator has registered this node, then announces its message address, as the contract asks of every server
 * that is not the operator's (flows.md section 2). Until then POST calls are answered 503 / 10017.
 */
export class Registration {
  private isAnnounced: boolean;
  private stopped = false;
  private said = '';

  constructor(
    private readonly config: GatewayConfig,
    private readonly ledger: LedgerClient,
    private readonly desk: CommandDesk,
    private readonly keys: NodeKeyring,
    private readonly logger: Logger,
  ) {
    this.isAnnounced = config.role === 'ndid';
  }

  get announced(): boolean {
    return this.isAnnounced;
  }

  stop(): void {
    this.stopped = true;
  }

  /** Runs until the address is announced or the gateway stops. */
  async run(): Promise<void> {
    while (!this.stopped && !this.isAnnounced) {
      try {
        this.isAnnounced = await this.announce();
      } catch (error) {
        this.say(`the message address could not be announced: ${(error as Error).message}`);
      }
      if (!this.isAnnounced) await delay(RETRY_MS);
    }
  }

  private async announce(): Promise<boolean> {
    const { nodeId, host, port } = this.config;
    const node = await this.ledger.askOpenly<NodeInfo>('GetNodeInfo', { node_id: nodeId });
    if (!node) {
      this.say('waiting for the operator to register this node');
      return false;
    }
    await this.keys.registered();
    if (publicPem(publicKeyOf(node.signing_public_key.public_key)) !== publicPem(publicKeyOf(this.keys.current.publicKeys.signing))) {
      this.say('the ledger has another signing key for this node than SIGNING_KEY_PATH; check the key file');
      return false;
    }
    const address: MqAddress = { ip: host, port };
    const present = node.mq?.[0];
    if (present?.ip === address.ip && present.port === address.port) return true;
    // A command that can't be signed would only wait in vain; this tells at once what is missing.
    await this.keys.current.signing.sign(Buffer.from('test', 'utf8'));
    await this.desk.sendAndWait(nodeId, 'SetMqAddresses', { addresses: [address] }).catch((error: unknown) => {
      if (error instanceof ApiError && error.code === 25007) throw new Error('the node has no tokens yet', { cause: error });
      throw error;
    });
    return true;
  }

  /** Once per new state, not once per try. */
  private say(text: string): void {
    if (text !== this.said) this.logger.info(text);
    this.said = text;
  }
}
