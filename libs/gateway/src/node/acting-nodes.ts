import type { Logger } from '@trine/telemetry';
import { ApiError } from '../api/api-error.js';
import type { GatewayConfig } from '../config.js';
import type { Inbox } from '../ledger/inbox.js';
import type { LedgerClient } from '../ledger/ledger-client.js';
import type { NodeBehindProxy } from '../ledger/ledger-facts.js';
import type { NodeKeyring } from './node-keys.js';

/** How often a proxy asks which nodes are behind it. */
const REFRESH_MS = 1_000;

/** What runs for one node: its events and mail are being read. */
export interface ActingNode {
  inbox: Pick<Inbox, 'height' | 'heightsInHand'>;
  stop(): Promise<void>;
}

/**
 * The nodes that this gateway acts for: its own and, on a proxy, those that the operator has put behind it with their keys
 * on the proxy (contract: flows.md section 9). A proxy follows the ledger: a node added, moved, updated or removed there is
 * taken on or given up within {@link REFRESH_MS}, or as soon as a call names it. What it has stored for a node that it gave
 * up stays, and goes on when the node comes back.
 */
export class ActingNodes {
  private own: ActingNode | undefined;
  private behind = new Map<string, NodeBehindProxy>();
  private readonly running = new Map<string, ActingNode>();
  /** Why nodes behind this proxy can't be acted for; told once each. */
  private readonly faults = new Map<string, string>();
  private timer: NodeJS.Timeout | undefined;
  private lane: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;
  private stopped = false;

  constructor(
    private readonly config: GatewayConfig,
    private readonly ledger: LedgerClient,
    private readonly keys: NodeKeyring,
    private readonly act: (nodeId: string) => Promise<ActingNode>,
    private readonly logger: Logger,
  ) {}

  async start(): Promise<void> {
    this.own = await this.act(this.config.nodeId);
    if (this.config.role === 'proxy') this.refreshRegularly();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.lane;
    await Promise.all(this.all.map((node) => node.stop()));
  }

  /**
   * The node that a call acts for, by the `node_id` that it names. On a proxy: 20057 when it names no node behind this proxy,
   * 10034 when that node's keys are not here. Other gateways act for their own node, whatever the call names.
   */
  async actingFor(named: unknown): Promise<string> {
    if (this.config.role !== 'proxy') return this.config.nodeId;
    if (typeof named !== 'string' || named === '') throw new ApiError(20057);
    if (!this.running.has(named)) await this.refresh();
    if (this.running.has(named)) return named;
    throw new ApiError(this.behind.has(named) ? 10034 : 20057);
  }

  /** Reads all key files again (contract: `GET /reinit_node_keys`). */
  async reloadKeys(): Promise<void> {
    await this.keys.reload();
    if (this.config.role !== 'proxy') return;
    await this.refresh();
    await Promise.all([...this.running.keys()].flatMap((nodeId) => this.behind.get(nodeId) ?? []).map((node) => this.keys.loadBehind(node)));
  }

  /** Newest height that any of the nodes was told of, or that came with an answer of the ledger. */
  get height(): string | undefined {
    const heights = [this.ledger.height ?? [], ...this.all.map(({ inbox }) => inbox.height ?? [])].flat();
    return heights.reduce<string | undefined>((newest, height) => (newest === undefined || blockOf(height) > blockOf(newest) ? height : newest), undefined);
  }

  get heightsInHand(): string[] {
    return [...new Set(this.all.flatMap(({ inbox }) => inbox.heightsInHand))];
  }

  private get all(): ActingNode[] {
    return [...(this.own ? [this.own] : []), ...this.running.values()];
  }

  private refreshRegularly(): void {
    this.refresh()
      .catch((error: unknown) => this.logger.debug({ reason: (error as Error).message }, 'the ledger could not be asked for the nodes behind this proxy'))
      .finally(() => {
        if (!this.stopped) this.timer = setTimeout(() => this.refreshRegularly(), REFRESH_MS);
      });
  }

  /** Follows the ledger as of now; callers that come before it has begun share it. */
  private refresh(): Promise<void> {
    if (this.next) return this.next;
    const turn = this.lane.then(() => {
      this.next = undefined;
      return this.follow();
    });
    this.next = turn;
    this.lane = turn.catch(() => undefined);
    return turn;
  }

  private async follow(): Promise<void> {
    if (this.stopped) return;
    const { nodes } = (await this.ledger.askOne<{ nodes: NodeBehindProxy[] }>('GetNodesBehindProxyNode', { proxy_node_id: this.config.nodeId })) ?? { nodes: [] };
    this.behind = new Map(nodes.map((node) => [node.node_id, node]));
    for (const nodeId of this.faults.keys()) if (!this.behind.has(nodeId)) this.faults.delete(nodeId);
    const [gone, come] = [[...this.running.keys()].filter((nodeId) => !this.isWanted(nodeId)), nodes.filter(({ node_id }) => !this.running.has(node_id))];
    await Promise.all([...gone.map((nodeId) => this.giveUp(nodeId)), ...come.map((node) => this.takeOn(node))]);
  }

  private isWanted(nodeId: string): boolean {
    return this.behind.get(nodeId)?.config === 'KEY_ON_PROXY';
  }

  private async takeOn(node: NodeBehindProxy): Promise<void> {
    const { node_id } = node;
    try {
      if (!this.isWanted(node_id)) throw new Error(`its keys are not on the proxy (${node.config})`);
      await this.keys.loadBehind(node);
      this.running.set(node_id, await this.act(node_id));
      this.faults.delete(node_id);
      this.logger.info({ acting_node_id: node_id }, 'acting for a node behind this proxy');
    } catch (error) {
      this.keys.drop(node_id);
      const reason = (error as Error).message;
      if (this.faults.get(node_id) !== reason) this.logger.warn({ acting_node_id: node_id, reason }, 'a node behind this proxy cannot be acted for');
      this.faults.set(node_id, reason);
    }
  }

  private async giveUp(nodeId: string): Promise<void> {
    const node = this.running.get(nodeId);
    // First, so that no call and no repetition acts for it from now on.
    this.running.delete(nodeId);
    this.keys.drop(nodeId);
    await node?.stop();
    this.logger.info({ acting_node_id: nodeId }, 'a node is no longer behind this proxy');
  }
}

const blockOf = (height: string): number => Number(height.slice(height.lastIndexOf(':') + 1));
