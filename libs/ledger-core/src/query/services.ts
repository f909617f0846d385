import { text, texts } from '../decode.js';
import { offersOf } from '../service/offers.js';
import { priceDelaySeconds } from '../service/price-limits.js';
import type { Node, Offer, Service, StateReader } from '../state.js';
import { answer, omitEmpty } from './answer.js';
import { proxyPart } from './idp-nodes.js';
import { reachableAt } from './nodes.js';

/*
 * Services, offers and prices (contract: ledger rules part 3).
 */

export const getServiceDetail = answer({ service_id: text }, (state, { service_id }) => {
  const service = state.get('service', service_id);
  return service ? omitEmpty(described(service, { data_schema: service.data_schema, data_schema_version: service.data_schema_version })) : null;
});

/** Active ones in order of creation. */
export const getServiceList = answer({}, (state) => [...state.list('service')].filter((service) => service.active).map((service) => omitEmpty(described(service, {}))));

const described = ({ service_id, service_name, active }: Service, schema: object): Record<string, unknown> => ({ service_id, service_name, ...schema, active });

/** The service with its settings, as the ledger keeps it. */
export const getService = answer({ service_id: text }, (state, { service_id }) => state.get('service', service_id) ?? null);

export const getOffer = answer({ service_id: text, node_id: text }, (state, { service_id, node_id }) => state.get('offer', service_id, node_id) ?? null);

interface Source {
  offer: Offer;
  node: Node;
}

/** Who can be asked for the service now: service, offer, approval and node are all active. Those listed, or all in order of their offers. */
function sourcesOf(state: StateReader, serviceId: string, listed: string[] = []): Source[] {
  if (!state.get('service', serviceId)?.active) return [];
  const offers = listed.length > 0 ? [...new Set(listed)].flatMap((id) => state.get('offer', serviceId, id) ?? []) : [...state.list('offer', serviceId)];
  return offers.flatMap((offer) => {
    const node = state.get('node', offer.node_id);
    const usable = offer.active && node?.active && state.get('approval', serviceId, offer.node_id)?.active;
    return usable ? [{ offer, node }] : [];
  });
}

const levels = ({ min_ial, min_aal }: Offer): object => ({ min_ial, min_aal });

export const getAsNodesByServiceId = answer({ service_id: text }, (state, { service_id }) => ({
  node: sourcesOf(state, service_id).map(({ offer, node }) => ({
    node_id: node.node_id,
    node_name: node.node_name,
    ...levels(offer),
    supported_namespace_list: offer.supported_namespace_list,
  })),
}));

/** As GetAsNodesByServiceId, with what it takes to write to them; those behind a proxy that is off are left out. */
export const getAsNodesInfoByServiceId = answer({ service_id: text, node_id_list: texts }, (state, { service_id, node_id_list }) => {
  return { node: sourcesOf(state, service_id, node_id_list).flatMap((source) => reachable(state, source) ?? []) };
});

function reachable(state: StateReader, { offer, node }: Source): object | undefined {
  const proxy = proxyPart(state, node);
  if (!proxy) return undefined;
  const { mq, ...keys } = reachableAt(node);
  return {
    node_id: node.node_id,
    name: node.node_name,
    ...levels(offer),
    ...keys,
    supported_namespace_list: offer.supported_namespace_list,
    ...(proxy.proxy ? proxy : { mq }),
  };
}

export const getServicesByAsId = answer({ as_id: text }, (state, { as_id }) => {
  if (!state.get('node', as_id)?.active) return { services: [] };
  const services = offersOf(state, as_id).flatMap((offer) => {
    const approval = state.get('approval', offer.service_id, as_id);
    const shown = state.get('service', offer.service_id)?.active === true && approval !== undefined;
    const { service_id, active, supported_namespace_list } = offer;
    return shown ? [{ service_id, ...levels(offer), active, suspended: !approval.active, supported_namespace_list }] : [];
  });
  return { services };
});

export const getServicePriceCeiling = answer({ service_id: text }, (state, { service_id }) => {
  const service = state.get('service', service_id);
  return service ? { price_ceiling_by_currency_list: service.price_ceiling_by_currency_list ?? [] } : null;
});

export const getServicePriceDelay = answer({ service_id: text }, (state, { service_id }) => {
  const known = service_id === '' || state.get('service', service_id) !== undefined;
  return known ? { duration_second: priceDelaySeconds(state, service_id) } : null;
});

/** One AS whatever its state, or all that can be asked now; newest price first. */
export const getServicePriceList = answer({ service_id: text, node_id: text }, (state, { service_id, node_id }) => {
  if (!state.get('service', service_id)) return null;
  const nodeIds = node_id === '' ? sourcesOf(state, service_id).map(({ node }) => node.node_id) : [node_id];
  return {
    price_list_by_node: nodeIds.map((id) => ({ node_id: id, price_list: state.get('servicePrices', service_id, id)?.price_list ?? [] })),
  };
});
