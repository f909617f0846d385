import { setTimeout as delay } from 'node:timers/promises';
import type { Registry, Scheme, SchemeNode } from './scheme.js';
import type { NodeKeys } from './scheme-keys.js';
import { callService } from './service-call.js';

/** A gateway on a busy machine may take a while to tell the ledger its address. */
const ANNOUNCED_MS_MAX = 120_000;

/** What "it is there already" looks like in the API v6. */
const EXISTS = {
  ndid: 25032, node: 25011, namespace: 25013, service: 25005, errorCode: 25073, requestType: 25085, feature: 25092, behindProxy: 25046, suppressed: 25087,
} as const;

/**
 * Sets up the registry that the scheme describes, as an operator would: through the API of the NDID node's gateway and
 * nothing else. Doing it again changes nothing that exists, except that level lists and mode lists are set again, low token
 * balances are raised to the scheme's amount and approvals are repeated (which lifts a suspension).
 */
export async function seedRegistry(scheme: Scheme, operatorUrl: string, keys: Record<string, NodeKeys>, report: (line: string) => void): Promise<void> {
  if (scheme.registry === 'empty') return;
  const operator = new OperatorApi(operatorUrl);
  const ndid = scheme.nodes.find(({ role }) => role === 'ndid')!;

  const isNew = await operator.post('init_ndid', publicKeys(keys[ndid.node_id]!), EXISTS.ndid);
  await operator.post('end_init', {});
  await seedLists(operator, scheme.registry);

  const members = scheme.nodes.filter((node) => node !== ndid);
  for (const node of members) await operator.post('register_node', registration(node, keys[node.node_id]!), EXISTS.node);
  // Whitelists name nodes that may have been registered later.
  for (const { node_id, node_id_whitelist } of members) if (node_id_whitelist) await operator.post('update_node', { node_id, node_id_whitelist });
  for (const { node_id, proxy_node_id, proxy_config } of members) {
    if (proxy_node_id !== undefined) await operator.post('add_node_to_proxy_node', { node_id, proxy_node_id, config: proxy_config }, EXISTS.behindProxy);
  }
  for (const node of members) {
    const amount = node.tokens ?? scheme.registry.tokens;
    const balance = (await operator.get(`/utility/nodes/${encodeURIComponent(node.node_id)}/token`)) as { amount: number } | undefined;
    if ((balance?.amount ?? 0) < amount) await operator.post('set_node_token', { node_id: node.node_id, amount });
  }
  await seedServices(operator, scheme.registry);
  for (const node_id of scheme.registry.suppressed_identity_modification_notification_nodes) {
    await operator.post('add_suppressed_identity_modification_notification_node', { node_id }, EXISTS.suppressed);
  }
  report(`registry: ${isNew ? 'set up' : 'found and completed'}, ${members.length} members, ${scheme.registry.services.length} services`);
}

/** Waits until the node has told the ledger where its mail goes: before, it answers every POST with 503. */
export async function untilAnnounced(nodeId: string, url: string): Promise<void> {
  let last = '';
  for (const until = Date.now() + ANNOUNCED_MS_MAX; Date.now() < until; await delay(200)) {
    const { status, text } = await callService(`${url}/readyz`);
    if (status === 200 && (JSON.parse(text) as { announced?: boolean }).announced === true) return;
    last = text;
  }
  throw new Error(`${nodeId} did not announce its address within ${ANNOUNCED_MS_MAX} ms; it is ${last}`);
}

async function seedLists(operator: OperatorApi, registry: Registry): Promise<void> {
  await operator.post('set_supported_ial_list', { supported_ial_list: registry.supported_ial_list });
  await operator.post('set_supported_aal_list', { supported_aal_list: registry.supported_aal_list });
  for (const list of registry.allowed_mode_lists) await operator.post('set_allowed_mode_list', list);
  if (registry.min_ial_for_register_identity_at_first_idp !== undefined) {
    await operator.post('set_allowed_min_ial_for_register_identity_at_first_idp', { min_ial: registry.min_ial_for_register_identity_at_first_idp });
  }
  for (const name of registry.node_supported_features) await operator.post('add_allowed_node_supported_feature', { name }, EXISTS.feature);
  for (const namespace of registry.namespaces) await operator.post('create_namespace', namespace, EXISTS.namespace);
  for (const name of registry.request_types) await operator.post('add_request_type', { name }, EXISTS.requestType);
  for (const errorCode of registry.error_codes) await operator.post('add_error_code', errorCode, EXISTS.errorCode);
}

async function seedServices(operator: OperatorApi, registry: Registry): Promise<void> {
  for (const { approved_as, price_ceiling_by_currency_list, price_min_effective_datetime_delay, data_schema, ...service } of registry.services) {
    const { service_id } = service;
    await operator.post('create_service', { ...service, ...(data_schema !== undefined && { data_schema: typeof data_schema === 'string' ? data_schema : JSON.stringify(data_schema) }) }, EXISTS.service);
    for (const node_id of approved_as) await operator.post('approve_service', { node_id, service_id });
    if (price_ceiling_by_currency_list) await operator.post('set_service_price_ceiling', { service_id, price_ceiling_by_currency_list });
    if (price_min_effective_datetime_delay !== undefined) {
      await operator.post('set_service_price_min_effective_datetime_delay', { service_id, duration_second: price_min_effective_datetime_delay });
    }
  }
}

const publicKeys = ({ signing, master, encryption }: NodeKeys): Record<string, string> => ({
  signing_public_key: signing.publicPem,
  signing_key_algorithm: signing.keyAlgorithm,
  signing_algorithm: signing.algorithm,
  signing_master_public_key: master.publicPem,
  signing_master_key_algorithm: master.keyAlgorithm,
  signing_master_algorithm: master.algorithm,
  encryption_public_key: encryption.publicPem,
  encryption_key_algorithm: encryption.keyAlgorithm,
  encryption_algorithm: encryption.algorithm,
});

const registration = ({ node_id, node_name, role, max_ial, max_aal, agent, supported_feature_list, node_id_whitelist_active }: SchemeNode, keys: NodeKeys): object => ({
  node_id, node_name, role, max_ial, max_aal, agent, supported_feature_list, node_id_whitelist_active, ...publicKeys(keys),
});

class OperatorApi {
  constructor(private readonly url: string) {}

  /** Resolves to false when the answer is `existsCode`; any other refusal is an error that quotes it. */
  async post(call: string, body: object, existsCode?: number): Promise<boolean> {
    const { status, text } = await callService(`${this.url}/v6/ndid/${call}`, { body });
    if (status < 300) return true;
    if (existsCode !== undefined && errorCode(text) === existsCode) return false;
    throw new Error(`the operator's gateway refused ${call} with ${status} ${text}; asked: ${JSON.stringify(body)}`);
  }

  async get(path: string): Promise<unknown> {
    const { status, text } = await callService(`${this.url}/v6${path}`);
    return status === 200 ? JSON.parse(text) : undefined;
  }
}

function errorCode(text: string): number | undefined {
  try {
    return (JSON.parse(text) as { error?: { code?: number } }).error?.code;
  } catch {
    return undefined;
  }
}
