import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import type { CommandArgs, CommandType } from '@trine/protocol';
import { ApiError } from '../api/api-error.js';
import { Operation, type Call } from '../api/operation.js';
import type { CommandDesk } from '../ledger/command-desk.js';
import type { LedgerClient } from '../ledger/ledger-client.js';
import type { NodeInfo } from '../ledger/ledger-facts.js';
import { isSameKey, signatureFault, type CommandKeys } from '../node/command-signature.js';
import { checkNodeKeys, given, NODE_KEY_NAMES, type NodeKeysBody } from '../node/node-operations.js';
import type { GatewayStore } from '../store/gateway-store.js';
import { UnitOfWork } from '../store/unit-of-work.js';

/** A command and those of its arguments that the body of the call brings under the same names. */
type Row = { [T in CommandType]: readonly [T, ...(keyof CommandArgs[T] & string)[]] }[CommandType];

const NODE_BASICS = ['node_id', 'node_name', ...NODE_KEY_NAMES, 'role', 'max_ial', 'max_aal'] as const;
const NAMESPACE = ['namespace', 'description', 'allowed_identifier_count_in_reference_group', 'allowed_active_identifier_count_in_reference_group'] as const;
const SERVICE = ['service_id', 'service_name', 'data_schema', 'data_schema_version'] as const;
const NODE_EXTRAS = ['supported_feature_list', 'agent', 'node_id_whitelist_active', 'node_id_whitelist'] as const;

/** Calls that are one command each (contract: openapi tag `ndid`). */
const COMMANDS = {
  endInit: ['EndInit'],
  setLastBlock: ['SetLastBlock', 'block_height'],
  setValidator: ['SetValidator', 'public_key', 'power'],

  registerNode: ['RegisterNode', ...NODE_BASICS, ...NODE_EXTRAS],
  updateNodeByNdid: ['UpdateNodeByNDID', 'node_id', 'node_name', 'max_ial', 'max_aal', ...NODE_EXTRAS],
  enableNode: ['EnableNode', 'node_id'],
  disableNode: ['DisableNode', 'node_id'],
  addNodeToProxyNode: ['AddNodeToProxyNode', 'node_id', 'proxy_node_id', 'config'],
  updateNodeProxyNode: ['UpdateNodeProxyNode', 'node_id', 'proxy_node_id', 'config'],
  removeNodeFromProxyNode: ['RemoveNodeFromProxyNode', 'node_id'],
  setNodeToken: ['SetNodeToken', 'node_id', 'amount'],
  addNodeToken: ['AddNodeToken', 'node_id', 'amount'],
  reduceNodeToken: ['ReduceNodeToken', 'node_id', 'amount'],
  addAllowedNodeSupportedFeature: ['AddAllowedNodeSupportedFeature', 'name'],
  removeAllowedNodeSupportedFeature: ['RemoveAllowedNodeSupportedFeature', 'name'],

  createNamespace: ['AddNamespace', ...NAMESPACE],
  updateNamespace: ['UpdateNamespace', ...NAMESPACE],
  enableNamespace: ['EnableNamespace', 'namespace'],
  disableNamespace: ['DisableNamespace', 'namespace'],
  setAllowedMinIalFirstIdp: ['SetAllowedMinIalForRegisterIdentityAtFirstIdp', 'min_ial'],
  addSuppressedNode: ['AddSuppressedIdentityModificationNotificationNode', 'node_id'],
  removeSuppressedNode: ['RemoveSuppressedIdentityModificationNotificationNode', 'node_id'],

  createService: ['AddService', ...SERVICE],
  updateService: ['UpdateService', ...SERVICE],
  enableService: ['EnableService', 'service_id'],
  disableService: ['DisableService', 'service_id'],
  approveService: ['RegisterServiceDestinationByNDID', 'service_id', 'node_id'],
  enableServiceDestination: ['EnableServiceDestinationByNDID', 'service_id', 'node_id'],
  disableServiceDestination: ['DisableServiceDestinationByNDID', 'service_id', 'node_id'],
  setServicePriceCeiling: ['SetServicePriceCeiling', 'service_id', 'price_ceiling_by_currency_list'],
  setServicePriceMinDelay: ['SetServicePriceMinEffectiveDatetimeDelay', 'service_id', 'duration_second'],

  setSupportedIalList: ['SetSupportedIALList', 'supported_ial_list'],
  setSupportedAalList: ['SetSupportedAALList', 'supported_aal_list'],
  setAllowedModeList: ['SetAllowedModeList', 'purpose', 'allowed_mode_list'],
  addErrorCode: ['AddErrorCode', 'error_code', 'type', 'description'],
  removeErrorCode: ['RemoveErrorCode', 'error_code', 'type'],
  addRequestType: ['AddRequestType', 'name'],
  removeRequestType: ['RemoveRequestType', 'name'],
} as const satisfies Record<string, Row>;

type Body = Record<string, unknown>;
type Check = (body: never, ledger: LedgerClient) => void | Promise<void>;

/** What is checked here before the ledger is asked. */
const CHECKS: Partial<Record<string, Check>> = {
  registerNode: checkNewNode,
  updateNodeByNdid: checkLevels,
  setAllowedMinIalFirstIdp: ({ min_ial }: { min_ial: number }, ledger) => checkLevels({ max_ial: min_ial }, ledger),
  createService: checkDataSchema,
  updateService: checkDataSchema,
  setServicePriceCeiling: checkCurrencies,
} satisfies Partial<Record<keyof typeof COMMANDS, Check>>;

interface NewNodeBody extends NodeKeysBody {
  role: string;
  max_ial?: number;
  max_aal?: number;
}

/** Calls of the scheme operator (contract: openapi tag `ndid`); each but `createNode` waits for the ledger's word. */
export class NdidOperations {
  static {
    for (const [operationId, row] of Object.entries<Row>(COMMANDS)) {
      Object.defineProperty(this.prototype, operationId, {
        value(this: NdidOperations, call: Call): Promise<void> {
          return this.run(operationId, row, call);
        },
      });
      Operation(operationId)(this.prototype, operationId);
    }
  }

  constructor(
    private readonly store: GatewayStore,
    private readonly ledger: LedgerClient,
    private readonly desk: CommandDesk,
    private readonly keys: CommandKeys,
  ) {}

  /** The first command of a ledger: it brings the key that it is signed with. */
  @Operation('initNdid')
  async initNdid({ nodeId, body }: Call<NodeKeysBody & { chain_history_info?: string }>): Promise<void> {
    checkNodeKeys(body);
    if (!isSameKey(body.signing_public_key ?? '', this.keys.of(nodeId).publicKeys.signing)) throw new ApiError(25038, 'signing_public_key is not the key that this gateway signs with');
    const args = { node_id: nodeId, ...given(body, [...NODE_KEY_NAMES, 'chain_history_info']) } as CommandArgs['InitNDID'];
    await this.desk.sendAndWait(nodeId, 'InitNDID', args);
  }

  @Operation('createNode')
  async createNode({ nodeId, body }: Call<NewNodeBody & { reference_id: string; callback_url: string; node_id: string; node_name: string }>): Promise<void> {
    await checkNewNode(body, this.ledger);
    const work = new UnitOfWork();
    this.desk.send<'RegisterNode'>(work, {
      node_id: nodeId,
      type: 'RegisterNode',
      aggregate: 'registry',
      args: given(body, NODE_BASICS) as CommandArgs['RegisterNode'],
      result: { url: body.callback_url, body: { node_id: nodeId, type: 'create_node_result', reference_id: body.reference_id } },
    });
    await this.store.commit(work);
  }

  @Operation('getAllowedMinIalFirstIdp')
  async getAllowedMinIalFirstIdp(): Promise<unknown> {
    return this.ledger.askOne('GetAllowedMinIalForRegisterIdentityAtFirstIdp');
  }

  @Operation('getNodeIdList')
  async getNodeIdList({ body }: Call<{ role?: string }>): Promise<unknown> {
    return this.ledger.askOne('GetNodeIDList', { role: body.role ?? '' });
  }

  private async run(operationId: string, [type, ...names]: Row, { nodeId, body }: Call): Promise<void> {
    await CHECKS[operationId]?.(body as never, this.ledger);
    const fault = await signatureFault(await this.ledger.askOpenly<NodeInfo>('GetNodeInfo', { node_id: nodeId }), nodeId, this.keys, 'signing');
    if (fault !== undefined) throw new ApiError(fault);
    await this.desk.sendAndWait(nodeId, type, given<Body, string>(body, names) as never);
  }
}

/** Contract: openapi registerNode, the codes in their order. */
async function checkNewNode(body: NewNodeBody, ledger: LedgerClient): Promise<void> {
  checkNodeKeys(body);
  const isIdp = body.role === 'idp';
  const hasLevel = (level: number | undefined): boolean => level !== undefined;
  if (hasLevel(body.max_ial) !== isIdp || hasLevel(body.max_aal) !== isIdp) throw new ApiError(10000, 'max_ial and max_aal belong to idp nodes');
  await checkLevels(body, ledger);
}

/** Levels of a node must be in the supported lists. */
async function checkLevels({ max_ial, max_aal }: { max_ial?: number; max_aal?: number }, ledger: LedgerClient): Promise<void> {
  if (max_ial === undefined && max_aal === undefined) return;
  const [ials, aals] = await ledger.ask<[{ supported_ial_list: number[] }, { supported_aal_list: number[] }]>(
    { name: 'GetSupportedIALList' },
    { name: 'GetSupportedAALList' },
  );
  if (max_ial !== undefined && !ials.supported_ial_list.includes(max_ial)) throw new ApiError(20094);
  if (max_aal !== undefined && !aals.supported_aal_list.includes(max_aal)) throw new ApiError(20095);
}

/** A data schema is JSON schema draft-07 as text, or the literal `n/a`. */
function checkDataSchema({ data_schema }: { data_schema?: string | null }): void {
  if (data_schema === undefined || data_schema === null || data_schema === 'n/a') return;
  try {
    const ajv = new Ajv({ strict: false, logger: false });
    addFormats.default(ajv);
    ajv.compile(JSON.parse(data_schema) as object);
  } catch (cause) {
    throw new ApiError(10000, 'data_schema is no JSON schema of draft-07', undefined, { cause });
  }
}

/** JSON schema can't say that a member is unique in a list. */
function checkCurrencies({ price_ceiling_by_currency_list: ceilings }: { price_ceiling_by_currency_list: { currency: string }[] }): void {
  if (new Set(ceilings.map(({ currency }) => currency)).size === ceilings.length) return;
  const error = {
    instancePath: '/price_ceiling_by_currency_list',
    schemaPath: '#/properties/price_ceiling_by_currency_list/uniqueItemProperties',
    keyword: 'uniqueItemProperties',
    params: { propertyName: 'currency' },
    message: 'must not name a currency twice',
  };
  throw new ApiError(20003, undefined, { valid: false, errors: [error] });
}
