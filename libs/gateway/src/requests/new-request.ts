import {
  identifierHash,
  isCitizenId,
  newId,
  newSalt,
  requestMessageHash,
  requestMessageSalt,
  requestParamsHash,
  requestParamsSalt,
  type CommandArgs,
  type MailBodies,
} from '@trine/protocol';
import { ApiError } from '../api/api-error.js';
import type { LedgerClient, Question } from '../ledger/ledger-client.js';
import type { AsNodeInfo, IdpNodeInfo, NodeInfo } from '../ledger/ledger-facts.js';
import type { RequesterContent } from '../store/documents.js';
import { dataUrlType, hasSpaceInDataUrl, normalisedMimeType } from './as-data.js';

/** A service that a requester asks for. */
export interface WantedService {
  service_id: string;
  as_id_list?: string[];
  min_as: number;
  request_params?: string;
}

/** A request as its requester wants it (contract: openapi createRequest). */
export interface WantedRequest {
  namespace: string;
  identifier: string;
  mode: 1 | 2 | 3;
  bypass_identity_check?: boolean;
  idp_id_list?: string[];
  min_idp: number;
  min_ial: number;
  min_aal: number;
  request_timeout: number;
  request_message: string;
  data_request_list?: WantedService[];
  initial_salt?: string;
  request_type?: string;
  /** Set by identity operations. */
  purpose?: string;
}

/** A request that passed every check, ready to be recorded and sent. */
export interface NewRequest {
  request_id: string;
  content: RequesterContent;
  args: CommandArgs['CreateRequest'];
  /** One letter per addressed IdP. */
  letters: { to: string; body: MailBodies['consent_request'] }[];
}

/** The salt of a request is at least as long as 32 bytes in base64 (contract: 20087). */
export const INITIAL_SALT_CHARS_MIN = 44;

/** What the ledger says about everything that a wanted request names. */
interface Facts {
  modes: number[];
  typeKnown: boolean;
  ials: number[];
  aals: number[];
  own: NodeInfo | null;
  group: { reference_group_code: string } | null;
  /** IdPs that hold the person (modes 2 and 3). */
  holders: IdpNodeInfo[];
  /** Every IdP that is listed. */
  listed: (NodeInfo | null)[];
  listedInfo: IdpNodeInfo[];
  services: AsNodeInfo[][];
}

/**
 * The checks of `POST /rp/requests` in the contract's order (flows.md 6.1), on one view of the ledger.
 */
export class RequestPlanner {
  constructor(
    private readonly ledger: LedgerClient,
    private readonly validateIdentifier: boolean,
  ) {}

  /**
   * @param holdReference runs what follows while the caller's reference id is held (20045 has its place among the checks)
   */
  async plan<T>(nodeId: string, wanted: WantedRequest, holdReference: (rest: () => Promise<T>) => Promise<T>, use: (request: NewRequest) => Promise<T>): Promise<T> {
    const facts = await this.facts(nodeId, wanted);
    if (!facts.modes.includes(wanted.mode)) throw new ApiError(20066);
    if (wanted.request_type !== undefined && !facts.typeKnown) throw new ApiError(20091);
    if (!facts.ials.includes(wanted.min_ial)) throw new ApiError(20094);
    if (!facts.aals.includes(wanted.min_aal)) throw new ApiError(20095);
    this.checkIdentifier(wanted);
    return holdReference(async () => {
      if (hasSpaceInDataUrl(wanted.request_message)) throw new ApiError(20070);
      if (!facts.own) throw new ApiError(10032);
      const listed = listedIdps(facts.own, wanted);
      const idps = chooseIdps(nodeId, wanted, listed, listed === wanted.idp_id_list ? facts : await this.factsOfListed(facts, wanted, listed));
      const services = (wanted.data_request_list ?? []).map((service) => ({ ...service, as_id_list: service.as_id_list ?? [] }));
      if (new Set(services.map(({ service_id }) => service_id)).size < services.length) throw new ApiError(20018);
      const chosen = services.map((service, i) => ({ ...service, as_id_list: chooseSources(wanted, service, facts.services[i] ?? []) }));
      if (wanted.initial_salt !== undefined && wanted.initial_salt.length < INITIAL_SALT_CHARS_MIN) throw new ApiError(20087);
      return use(newRequest(nodeId, wanted, idps, chosen, facts));
    });
  }

  private async facts(nodeId: string, wanted: WantedRequest): Promise<Facts> {
    const person = personOf(wanted);
    const listed = wanted.idp_id_list ?? [];
    const services = wanted.data_request_list ?? [];
    const questions: Question[] = [
      { name: 'GetAllowedModeList', params: { purpose: wanted.purpose ?? '' } },
      { name: 'GetRequestTypeKnown', params: { name: wanted.request_type ?? '' } },
      { name: 'GetSupportedIALList' },
      { name: 'GetSupportedAALList' },
      { name: 'GetNodeInfo', params: { node_id: nodeId } },
      { name: 'GetReferenceGroupCode', params: person },
      wanted.mode === 1 ? NO_IDPS : { name: 'GetIdpNodesInfo', params: person },
      listed.length === 0 ? NO_IDPS : { name: 'GetIdpNodesInfo', params: { node_id_list: listed } },
      { name: 'GetNodeInfoList', params: { node_id_list: listed } },
      ...services.map(({ service_id, as_id_list = [] }) => ({ name: 'GetAsNodesInfoByServiceId', params: { service_id, node_id_list: as_id_list } })),
    ];
    const answers = await this.ledger.ask<never[]>(...questions);
    const [modes, type, ials, aals, own, group, holders, listedInfo, listedNodes] = answers as unknown as [
      { allowed_mode_list: number[] | null },
      { known: boolean },
      { supported_ial_list: number[] },
      { supported_aal_list: number[] },
      NodeInfo | null,
      { reference_group_code: string } | null,
      Nodes<IdpNodeInfo>,
      Nodes<IdpNodeInfo>,
      (NodeInfo | null)[],
    ];
    return {
      modes: modes.allowed_mode_list ?? [],
      typeKnown: type.known,
      ials: ials.supported_ial_list,
      aals: aals.supported_aal_list,
      own,
      group,
      holders: nodes(holders),
      listed: listedNodes,
      listedInfo: nodes(listedInfo),
      services: (answers.slice(9) as unknown as Nodes<AsNodeInfo>[]).map(nodes),
    };
  }

  /** The requester's whitelist stands in for an empty list, so its nodes have to be looked at after all. */
  private async factsOfListed(facts: Facts, wanted: WantedRequest, listed: string[]): Promise<Facts> {
    const { listed: nodesListed, listedInfo } = await this.facts('', { ...wanted, idp_id_list: listed, data_request_list: [] });
    return { ...facts, listed: nodesListed, listedInfo };
  }

  private checkIdentifier({ mode, bypass_identity_check, namespace, identifier }: WantedRequest): void {
    const inClear = mode === 1 || bypass_identity_check === true;
    if (inClear && this.validateIdentifier && namespace === 'citizen_id' && !isCitizenId(identifier)) throw new ApiError(20096);
  }
}

type Nodes<N> = { node: N[] | null } | null;
const nodes = <N>(answer: Nodes<N>): N[] => answer?.node ?? [];
/** Stands in for a question that need not be asked, to keep the places of the others. */
const NO_IDPS: Question = { name: 'IsInitEnded' };

const personOf = ({ namespace, identifier }: WantedRequest): { identity_namespace: string; identity_identifier_hash: string } => ({
  identity_namespace: namespace,
  identity_identifier_hash: identifierHash(identifier),
});

/** An active whitelist of the requester stands in for an empty list (contract: flows.md 4.2). */
function listedIdps(own: NodeInfo, { idp_id_list = [] }: WantedRequest): string[] {
  return own.node_id_whitelist_active === true && idp_id_list.length === 0 ? (own.node_id_whitelist ?? []) : idp_id_list;
}

/** Checks 9 to 14 of flows.md 6.1: the IdPs that are going to be asked. */
function chooseIdps(nodeId: string, wanted: WantedRequest, listed: string[], facts: Facts): string[] {
  const own = facts.own as NodeInfo;
  listed.forEach((idpId, i) => {
    if (own.node_id_whitelist_active === true && !own.node_id_whitelist?.includes(idpId)) throw new ApiError(20079);
    const idp = facts.listed[i];
    if (!idp) throw new ApiError(20058);
    if (idp.node_id_whitelist_active === true && !idp.node_id_whitelist?.includes(nodeId)) throw new ApiError(20079);
  });
  if (listed.length > 0 && listed.length < wanted.min_idp) throw new ApiError(20004);
  const byIdentity = wanted.mode !== 1 && wanted.bypass_identity_check !== true;
  if (!byIdentity && listed.length === 0) throw new ApiError(20016);

  const candidates = byIdentity ? facts.holders.filter((idp) => listed.length === 0 || listed.includes(idp.node_id)) : facts.listedInfo;
  const type = dataUrlType(wanted.request_message);
  const qualified = candidates.filter((idp) => idpQualifies(idp, wanted, byIdentity, type)).map((idp) => idp.node_id);
  if (qualified.length === 0) throw new ApiError(20005);
  if (listed.some((idpId) => !qualified.includes(idpId))) throw new ApiError(20058);
  if (qualified.length < wanted.min_idp) throw new ApiError(20006);
  return listed.length > 0 ? listed : qualified;
}

/** Contract: flows.md 4.1. Being active, and its proxy too, the query has seen to. */
function idpQualifies(idp: IdpNodeInfo, wanted: WantedRequest, byIdentity: boolean, type: string | undefined): boolean {
  const address = idp.proxy ? idp.proxy.mq : idp.mq;
  if (!address || address.length === 0 || idp.max_aal < wanted.min_aal) return false;
  if (wanted.bypass_identity_check !== true && idp.max_ial < wanted.min_ial) return false;
  if (type !== undefined && !idp.supported_request_message_data_url_type_list.map(normalisedMimeType).includes(type)) return false;
  return !byIdentity || ((idp.ial ?? 0) >= wanted.min_ial && idp.mode_list?.includes(wanted.mode) === true);
}

/** Contract: flows.md 4.3. */
function chooseSources(wanted: WantedRequest, { as_id_list, min_as }: { as_id_list: string[]; min_as: number }, offering: AsNodeInfo[]): string[] {
  const passing = offering
    .filter((as) => as.supported_namespace_list.includes(wanted.namespace) && as.min_ial <= wanted.min_ial && as.min_aal <= wanted.min_aal)
    .map((as) => as.node_id);
  if (as_id_list.length === 0) {
    if (passing.length < min_as) throw new ApiError(20022);
    if (passing.length === 0) throw new ApiError(20024);
    return passing;
  }
  if (as_id_list.length < min_as) throw new ApiError(20017);
  const offers = as_id_list.filter((asId) => offering.some((as) => as.node_id === asId));
  if (offers.length < min_as) throw new ApiError(20024);
  if (offers.length < as_id_list.length) throw new ApiError(20043);
  const passes = as_id_list.filter((asId) => passing.includes(asId));
  if (passes.length < min_as) throw new ApiError(20022);
  if (passes.length < as_id_list.length) throw new ApiError(20058);
  return as_id_list;
}

function newRequest(nodeId: string, wanted: WantedRequest, idps: string[], services: (WantedService & { as_id_list: string[] })[], facts: Facts): NewRequest {
  const request_id = newId();
  const { namespace, identifier, request_message, mode, min_idp, min_ial, min_aal, request_timeout, request_type } = wanted;
  const initial_salt = wanted.initial_salt ?? newSalt();
  const request_message_salt = requestMessageSalt(namespace, identifier, initial_salt);
  const creation_time = Date.now();
  const salted = services.map(({ service_id, request_params }) => ({
    service_id,
    ...(request_params !== undefined && { request_params }),
    request_params_salt: requestParamsSalt(request_id, service_id, initial_salt),
  }));
  const letter: MailBodies['consent_request'] = {
    mode,
    request_id,
    min_ial,
    min_aal,
    request_timeout,
    data_request_list: services.map(({ service_id, as_id_list, min_as }) => ({ service_id, as_id_list, min_as })),
    data_request_params_salt_list: salted.map(({ request_params_salt }) => request_params_salt),
    request_message,
    request_message_salt,
    initial_salt,
    ...(request_type !== undefined && { request_type }),
    rp_id: nodeId,
    creation_time,
  };
  const holders = new Set(facts.holders.map((idp) => idp.node_id));
  return {
    request_id,
    content: { namespace, identifier, request_message, request_message_salt, initial_salt, services: salted, creation_time },
    args: {
      request_id,
      mode,
      min_idp,
      min_ial,
      min_aal,
      request_timeout,
      idp_id_list: idps,
      data_request_list: services.map(({ service_id, as_id_list, min_as, request_params }, i) => ({
        service_id,
        as_id_list,
        min_as,
        request_params_hash: requestParamsHash(request_params, salted[i]?.request_params_salt ?? ''),
      })),
      request_message_hash: requestMessageHash(request_message, request_message_salt),
      ...(wanted.purpose !== undefined && { purpose: wanted.purpose }),
      ...(request_type !== undefined && { request_type }),
    },
    letters: idps.map((to) => ({
      to,
      body:
        mode !== 1 && facts.group && holders.has(to)
          ? { ...letter, reference_group_code: facts.group.reference_group_code }
          : { ...letter, namespace, identifier },
    })),
  };
}
