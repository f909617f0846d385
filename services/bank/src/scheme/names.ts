import { ifFound, nodeDisplayName } from '@trine/client';
import type { Text } from '../api.js';
import type { Parts } from '../parts.js';
import type { IncomingRequest } from '../journeys/requests.js';
import type { RequestDisplay } from '../journeys/request-steps.js';
import { labelledLines } from './message.js';

const IDENTITY_VERIFICATION: Text = { th: 'ยืนยันตัวตน', en: 'Identity verification' };
const both = (text: string): Text => ({ th: text, en: text });

/** What the nodes and services of a request are called; by the bank's configuration, else as the scheme names them. */
export class Names {
  private readonly nodes = new Map<string, Text>();
  private services: Map<string, string> | undefined;

  constructor(private readonly parts: Parts) {}

  async display(request: IncomingRequest): Promise<RequestDisplay> {
    const { organisations } = this.parts.config.bank;
    const [organisation, items] = await Promise.all([
      this.organisation(request.requester_node_id),
      Promise.all(request.data_request_list.map(async ({ service_id, as_id_list }) => {
        const sources = await Promise.all((as_id_list ?? []).map((as) => this.organisation(as)));
        return { name: await this.service(service_id), source: { th: sources.map(({ th }) => th).join(', '), en: sources.map(({ en }) => en).join(', ') } };
      })),
    ]);
    const said = labelledLines(request.request_message).service;
    const byType = request.request_type ? await this.service(request.request_type) : undefined;
    return { organisation, service: said ?? byType ?? organisations[request.requester_node_id]?.service ?? IDENTITY_VERIFICATION, items };
  }

  private async organisation(nodeId: string): Promise<Text> {
    const known = this.parts.config.bank.organisations[nodeId]?.name ?? this.nodes.get(nodeId);
    if (known) return known;
    const node = await ifFound(this.parts.gateway.utility.getNode({ node_id: nodeId }));
    const name = node ? nodeDisplayName({ node_id: nodeId, node_name: node.node_name }) : both(nodeId);
    this.nodes.set(nodeId, name);
    return name;
  }

  private async service(id: string): Promise<Text> {
    const configured = this.parts.config.bank.services[id];
    if (configured) return configured;
    this.services ??= new Map((await this.parts.gateway.utility.listServices()).map(({ service_id, service_name }) => [service_id, service_name]));
    return both(this.services.get(id) ?? id);
  }
}
