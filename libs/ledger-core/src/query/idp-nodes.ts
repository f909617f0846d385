import { RESULT } from '@trine/protocol';
import { flag, int32, listOf, nullable, real, text, texts } from '../decode.js';
import { findGroup, groupAddressing } from '../identity/reference-group.js';
import type { Association, Node, StateReader } from '../state.js';
import { answer, type Answer } from './answer.js';
import { nodesOfRole, reachableAt, whitelistPart } from './nodes.js';
import { QueryFailed } from './query-failed.js';

/*
 * Which IdPs can serve a request (contract: ledger rules part 3, GetIdpNodes and GetIdpNodesInfo).
 */

const params = {
  ...groupAddressing,
  filter_for_node_id: nullable(text),
  agent: nullable(flag),
  min_aal: real,
  min_ial: real,
  supported_feature_list: texts,
  node_id_list: texts,
  supported_request_message_data_url_type_list: texts,
  mode_list: listOf(int32),
};
type Params = { [K in keyof typeof params]: ReturnType<(typeof params)[K]> };

/** `association`: only where the question is about a person. */
interface Candidate {
  node: Node;
  association?: Association;
}

const idpQuery = (present: (state: StateReader, candidate: Candidate) => object | undefined): Answer =>
  answer(params, (state, wanted) => {
    const fits = nodeFilter(state, wanted);
    const candidates = candidatesFor(state, wanted);
    return candidates && { node: candidates.filter(({ node }) => fits(node)).flatMap((candidate) => present(state, candidate) ?? []) };
  });

export const getIdpNodes = idpQuery((_state, { node, association }) => ({
  node_id: node.node_id,
  node_name: node.node_name,
  max_ial: node.max_ial,
  max_aal: node.max_aal,
  supported_feature_list: node.supported_feature_list,
  lial: association?.lial ?? null,
  laal: association?.laal ?? null,
  supported_request_message_data_url_type_list: node.supported_request_message_data_url_type_list,
  agent: node.agent,
  ...personPart(association),
}));

/** As GetIdpNodes, with what it takes to write to them; those behind a proxy that is off are left out. */
export const getIdpNodesInfo = idpQuery((state, { node, association }) => {
  const proxy = proxyPart(state, node);
  return (
    proxy && {
      node_id: node.node_id,
      name: node.node_name,
      max_ial: node.max_ial,
      max_aal: node.max_aal,
      supported_feature_list: node.supported_feature_list,
      ...reachableAt(node),
      agent: node.agent,
      ...whitelistPart(node),
      supported_request_message_data_url_type_list: node.supported_request_message_data_url_type_list,
      ...personPart(association),
      ...proxy,
    }
  );
});

const personPart = (association: Association | undefined): object => (association ? { ial: association.ial, mode_list: association.mode_list } : {});

/** Empty without a proxy, undefined when there is one that can't be used. */
export function proxyPart(state: StateReader, node: Node): { proxy?: object } | undefined {
  if (node.proxy_node_id === '') return {};
  const proxy = state.get('node', node.proxy_node_id);
  return proxy?.active ? { proxy: { node_id: proxy.node_id, ...reachableAt(proxy), config: node.proxy_config } } : undefined;
}

/** Null when the person is unknown. */
function candidatesFor(state: StateReader, wanted: Params): Candidate[] | null {
  const aboutPerson = wanted.reference_group_code !== '' || wanted.identity_namespace !== '' || wanted.identity_identifier_hash !== '';
  if (!aboutPerson) return idps(state, wanted.node_id_list).map((node) => ({ node }));
  const group = findGroup(state, wanted);
  if (!group) return null;
  return group.idps
    .filter(({ active, ial, mode_list }) => active && ial >= wanted.min_ial && wanted.mode_list.every((mode) => mode_list.includes(mode)))
    .flatMap((association) => {
      const node = state.get('node', association.node_id);
      return node ? [{ node, association }] : [];
    });
}

/** Those listed, or all in order of registration: nobody who names a few should wait for thousands. */
const idps = (state: StateReader, listed: string[]): Node[] =>
  listed.length > 0 ? [...new Set(listed)].flatMap((id) => state.get('node', id) ?? []).filter(({ role }) => role === 'IdP') : nodesOfRole(state, 'IdP');

function nodeFilter(state: StateReader, wanted: Params): (node: Node) => boolean {
  const listed = new Set(wanted.node_id_list);
  const letsEachOther = whitelistFilter(state, wanted.filter_for_node_id);
  return (node) =>
    node.active &&
    node.max_ial >= wanted.min_ial &&
    node.max_aal >= wanted.min_aal &&
    (listed.size === 0 || listed.has(node.node_id)) &&
    wanted.supported_feature_list.every((feature) => node.supported_feature_list.includes(feature)) &&
    (wanted.agent === null || wanted.agent === node.agent) &&
    wanted.supported_request_message_data_url_type_list.every((type) => node.supported_request_message_data_url_type_list.includes(type)) &&
    letsEachOther(node);
}

function whitelistFilter(state: StateReader, nodeId: string | null): (node: Node) => boolean {
  if (nodeId === null) return () => true;
  const asking = state.get('node', nodeId);
  if (!asking) throw new QueryFailed(RESULT.NodeIDNotFound);
  const lets = asking.node_id_whitelist_active ? new Set(asking.node_id_whitelist) : undefined;
  return (node) => (lets === undefined || lets.has(node.node_id)) && (!node.node_id_whitelist_active || node.node_id_whitelist.includes(nodeId));
}
