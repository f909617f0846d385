import { identifierHash, requestStatus, type MailType, type RequestDetail } from '@trine/protocol';
import { ApiError } from '../api/api-error.js';
import { notFound, Operation, type Call } from '../api/operation.js';
import type { LedgerClient } from '../ledger/ledger-client.js';
import type { AccessorFacts, NodeInfo, ServiceFacts } from '../ledger/ledger-facts.js';
import type { GatewayStore } from '../store/gateway-store.js';
import { isStorableText } from '../store/storable.js';

interface Stamp {
  creation_block_height: number;
  creation_chain_id: string;
}

interface PriceListOfNode {
  node_id: string;
  price_list: (Stamp & Record<string, unknown>)[];
}

/** A private message as it was filed; whom it went to or came from is looked up when it is read. */
interface FiledMessage extends Record<string, unknown> {
  direction: 'inbound' | 'outbound';
  to?: string;
  source?: { node_id: string };
  signature?: string;
}

const MESSAGE_TYPES: readonly string[] = ['consent_request', 'idp_response', 'data_request', 'as_response'] satisfies MailType[];

/** Height as the API writes it (contract: callbacks.md section 3). */
const chainHeight = ({ creation_chain_id, creation_block_height }: Stamp): string => `${creation_chain_id}:${creation_block_height}`;

/** Look-ups that every role serves (contract: openapi tag `utility`). */
export class UtilityOperations {
  constructor(
    private readonly store: GatewayStore,
    private readonly ledger: LedgerClient,
  ) {}

  @Operation('listIdps')
  async listIdps({ query }: Call): Promise<unknown> {
    return this.idps({ ...idpFilter(query), ...(query['agent'] !== undefined && { agent: query['agent'] === 'true' }) });
  }

  @Operation('listIdpsByIdentity')
  async listIdpsByIdentity({ params, query }: Call): Promise<unknown> {
    const { namespace = '', identifier = '' } = params;
    const { mode } = query;
    return this.idps({
      ...idpFilter(query),
      identity_namespace: namespace,
      identity_identifier_hash: identifierHash(identifier),
      ...(mode !== undefined && { mode_list: [Number(mode)] }),
    });
  }

  @Operation('listAsByService')
  async listAsByService({ params }: Call): Promise<unknown> {
    const { service_id = '' } = params;
    const [service, sources] = await this.ledger.ask<[ServiceFacts | null, { node: unknown[] } | null]>(
      { name: 'GetService', params: { service_id } },
      { name: 'GetAsNodesByServiceId', params: { service_id } },
    );
    return service?.active === true ? (sources?.node ?? []) : notFound();
  }

  @Operation('listServicePrices')
  async listServicePrices({ params, query }: Call): Promise<unknown> {
    const prices = await this.ledger.askOne<{ price_list_by_node: PriceListOfNode[] }>('GetServicePriceList', {
      service_id: params['service_id'],
      node_id: query['node_id'] ?? '',
    });
    if (!prices) return notFound();
    return prices.price_list_by_node.map(({ node_id, price_list }) => ({
      node_id,
      price_list: price_list.map(({ creation_chain_id, creation_block_height, ...price }) => ({
        ...price,
        creation_block_height: chainHeight({ creation_chain_id, creation_block_height }),
      })),
    }));
  }

  @Operation('getServicePriceCeiling')
  async getServicePriceCeiling({ query }: Call): Promise<unknown> {
    const { service_id } = query;
    const ceilings = await this.ledger.askOne<object>('GetServicePriceCeiling', { service_id });
    return ceilings ? { service_id, ...ceilings } : notFound();
  }

  @Operation('getServicePriceMinDelay')
  async getServicePriceMinDelay({ query }: Call): Promise<unknown> {
    return this.found('GetServicePriceMinEffectiveDatetimeDelay', { service_id: query['service_id'] ?? '' });
  }

  @Operation('getRequest')
  async getRequest({ params }: Call): Promise<unknown> {
    const detail = await this.ledger.askOne<RequestDetail>('GetRequestDetail', { request_id: params['request_id'] });
    if (!detail) return notFound();
    const { purpose: _purpose, ...shown } = detail;
    return { ...shown, status: requestStatus(detail) };
  }

  @Operation('getAccessor')
  async getAccessor({ params }: Call): Promise<unknown> {
    const accessor = await this.ledger.askOne<AccessorFacts>('GetAccessorKey', { accessor_id: params['accessor_id'] });
    return accessor ?? notFound();
  }

  @Operation('getNode')
  async getNode({ params }: Call): Promise<unknown> {
    return this.found('GetNodeInfo', { node_id: params['node_id'] });
  }

  @Operation('getNodePublicKeys')
  async getNodePublicKeys({ params }: Call): Promise<unknown> {
    return this.found('GetNodePublicKeyList', { node_id: params['node_id'] });
  }

  @Operation('getNodeToken')
  async getNodeToken({ params }: Call): Promise<unknown> {
    return this.found('GetNodeToken', { node_id: params['node_id'] });
  }

  @Operation('listNamespaces')
  async listNamespaces(): Promise<unknown> {
    return this.list('GetNamespaceList');
  }

  @Operation('listServices')
  async listServices(): Promise<unknown> {
    return this.list('GetServiceList');
  }

  @Operation('getServiceDetail')
  async getServiceDetail({ params }: Call): Promise<unknown> {
    const detail = await this.ledger.askOne<object>('GetServiceDetail', { service_id: params['service_id'] });
    // The literal that stands for "none" is not shown.
    return detail ? Object.fromEntries(Object.entries(detail).filter(([, value]) => value !== 'n/a')) : notFound();
  }

  @Operation('listIdpErrorCodes')
  async listIdpErrorCodes(): Promise<unknown> {
    return this.list('GetErrorCodeList', { type: 'idp' });
  }

  @Operation('listAsErrorCodes')
  async listAsErrorCodes(): Promise<unknown> {
    return this.list('GetErrorCodeList', { type: 'as' });
  }

  @Operation('getPrivateMessages')
  async getPrivateMessages({ nodeId, params, query }: Call): Promise<unknown> {
    const { request_id = '' } = params;
    const type = messageType(query);
    if (!(await this.ledger.askOne('GetRequest', { request_id }))) return notFound();
    const filed = (await this.store.privateMessages(nodeId, request_id, type)) as FiledMessage[];
    const peers = [...new Set(filed.map(peerOf))];
    const nodes = peers.length === 0 ? [] : await this.ledger.ask<(NodeInfo | null)[]>(...peers.map((node_id) => ({ name: 'GetNodeInfo', params: { node_id } })));
    return filed.map((message) => shownMessage(message, nodes[peers.indexOf(peerOf(message))] ?? null));
  }

  @Operation('removeAllPrivateMessages')
  async removeAllPrivateMessages({ nodeId, query }: Call): Promise<void> {
    await this.store.removePrivateMessages(nodeId, undefined, messageType(query));
  }

  @Operation('removePrivateMessages')
  async removePrivateMessages({ nodeId, params, query }: Call): Promise<void> {
    await this.store.removePrivateMessages(nodeId, params['request_id'], messageType(query));
  }

  @Operation('getMessage')
  async getMessage({ params }: Call): Promise<unknown> {
    const message = await this.ledger.askOne<Stamp>('GetMessageDetail', { message_id: params['message_id'] });
    return message ? { ...message, creation_block_height: chainHeight(message) } : notFound();
  }

  @Operation('listRequestTypes')
  async listRequestTypes({ query }: Call): Promise<unknown> {
    return this.namesFrom('GetRequestTypeList', query);
  }

  @Operation('listSuppressedNodes')
  async listSuppressedNodes({ query }: Call): Promise<unknown> {
    return this.namesFrom('GetSuppressedIdentityModificationNotificationNodeList', query);
  }

  @Operation('isSuppressedNode')
  async isSuppressedNode({ params }: Call): Promise<unknown> {
    return this.ledger.askOne('IsSuppressedIdentityModificationNotificationNode', { node_id: params['node_id'] });
  }

  @Operation('listNodeSupportedFeatures')
  async listNodeSupportedFeatures({ query }: Call): Promise<unknown> {
    return this.namesFrom('GetAllowedNodeSupportedFeatureList', query);
  }

  @Operation('listSupportedIal')
  async listSupportedIal(): Promise<unknown> {
    return (await this.ledger.askOne<{ supported_ial_list: number[] }>('GetSupportedIALList'))?.supported_ial_list ?? [];
  }

  @Operation('listSupportedAal')
  async listSupportedAal(): Promise<unknown> {
    return (await this.ledger.askOne<{ supported_aal_list: number[] }>('GetSupportedAALList'))?.supported_aal_list ?? [];
  }

  private async idps(filter: Record<string, unknown>): Promise<unknown[]> {
    return (await this.ledger.askOne<{ node: unknown[] }>('GetIdpNodes', filter))?.node ?? [];
  }

  private async found(name: string, params: Record<string, unknown>): Promise<unknown> {
    return (await this.ledger.askOne(name, params)) ?? notFound();
  }

  /** A name that can't be stored begins none. */
  private async namesFrom(name: string, { prefix = '' }: Call['query']): Promise<unknown[]> {
    return isStorableText(prefix) ? this.list(name, { prefix }) : [];
  }

  private async list(name: string, params: Record<string, unknown> = {}): Promise<unknown[]> {
    return (await this.ledger.askOne<unknown[]>(name, params)) ?? [];
  }
}

/** Contract: flows.md 4.4. */
function idpFilter({ min_ial, min_aal, supported_feature_list = '', filter_for_node_id }: Call['query']): Record<string, unknown> {
  return {
    min_ial: decimal(min_ial),
    min_aal: decimal(min_aal),
    supported_feature_list: supported_feature_list.split(',').map((name) => name.trim()).filter((name) => name !== ''),
    ...(filter_for_node_id !== undefined && { filter_for_node_id }),
  };
}

/** What is not a number counts as 0. */
function decimal(text = ''): number {
  const value = Number.parseFloat(text);
  return Number.isFinite(value) ? value : 0;
}

/** Contract: openapi MessageType; another type is a server error, not an invalid query. */
function messageType({ type }: Call['query']): MailType | undefined {
  if (type !== undefined && !MESSAGE_TYPES.includes(type)) throw new ApiError(10000, 'unknown type of private message');
  return type as MailType | undefined;
}

const peerOf = ({ to, source }: FiledMessage): string => to ?? source?.node_id ?? '';

/** Contract: openapi PrivateMessage. A node that announced no address has none to show. */
function shownMessage({ to, source, signature, ...message }: FiledMessage, node: NodeInfo | null): object {
  const proxy = node?.proxy;
  const behind = proxy && { proxy_node_id: proxy.node_id, proxy_config: proxy.config };
  if (message.direction === 'inbound') {
    return { ...message, source: { ...source, ...behind }, signature: Buffer.from(signature ?? '', 'base64url').toString('base64') };
  }
  const address = (proxy ?? node)?.mq?.[0];
  const destination = {
    node_id: to,
    encryption_public_key: node?.encryption_public_key,
    ip: address?.ip ?? '',
    port: address?.port ?? 0,
    ...(proxy && { ...behind, proxy_encryption_public_key: proxy.encryption_public_key }),
  };
  return { ...message, destinations: [destination] };
}
