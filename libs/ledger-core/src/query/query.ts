import { RESULT } from '@trine/protocol';
import { Refusal } from '../refusal.js';
import type { StateReader } from '../state.js';
import type { Answer } from './answer.js';
import {
  checkExistingAccessorId,
  checkExistingIdentity,
  getAccessor,
  getAccessorKey,
  getAccessorOwner,
  getAllowedMinIal,
  getAssociation,
  getIdentityInfo,
  getReferenceGroupCode,
  getReferenceGroupCodeByAccessorId,
} from './identity.js';
import { getIdpNodes, getIdpNodesInfo } from './idp-nodes.js';
import {
  getMqAddresses,
  getNodeEncryptionPublicKey,
  getNodeIdList,
  getNodeInfo,
  getNodeInfoList,
  getNodeKeys,
  getNodePublicKeyList,
  getNodesBehindProxyNode,
  getNodeSigningMasterPublicKey,
  getNodeSigningPublicKey,
  getNodeToken,
  getPriceFunc,
} from './nodes.js';
import { QueryFailed } from './query-failed.js';
import { getDataSignature, getMessage, getMessageDetail, getRequest, getRequestDetail } from './requests.js';
import {
  getAsNodesByServiceId,
  getAsNodesInfoByServiceId,
  getOffer,
  getService,
  getServiceDetail,
  getServiceList,
  getServicePriceCeiling,
  getServicePriceDelay,
  getServicePriceList,
  getServicesByAsId,
} from './services.js';
import {
  getAllowedModeList,
  getChainHistory,
  getErrorCodeKnown,
  getErrorCodeList,
  getFeatureList,
  getNamespaceList,
  getRequestTypeKnown,
  getRequestTypeList,
  getSuppressedNodeList,
  getSupportedAalList,
  getSupportedIalList,
  isInitEnded,
  isSuppressedNode,
} from './settings.js';

/** Every query the ledger knows: the contract's (ledger rules part 3), then the ones of our gateways. */
const ANSWERS = {
  GetNodeSigningPublicKey: getNodeSigningPublicKey,
  GetNodeSigningMasterPublicKey: getNodeSigningMasterPublicKey,
  GetNodeEncryptionPublicKey: getNodeEncryptionPublicKey,
  GetNodePublicKeyList: getNodePublicKeyList,
  GetNodeInfo: getNodeInfo,
  GetNodeIDList: getNodeIdList,
  GetMqAddresses: getMqAddresses,
  GetNodesBehindProxyNode: getNodesBehindProxyNode,
  GetNodeToken: getNodeToken,
  GetPriceFunc: getPriceFunc,
  GetIdpNodes: getIdpNodes,
  GetIdpNodesInfo: getIdpNodesInfo,

  GetServiceDetail: getServiceDetail,
  GetServiceList: getServiceList,
  GetAsNodesByServiceId: getAsNodesByServiceId,
  GetAsNodesInfoByServiceId: getAsNodesInfoByServiceId,
  GetServicesByAsID: getServicesByAsId,
  GetServicePriceCeiling: getServicePriceCeiling,
  GetServicePriceMinEffectiveDatetimeDelay: getServicePriceDelay,
  GetServicePriceList: getServicePriceList,

  CheckExistingIdentity: checkExistingIdentity,
  GetIdentityInfo: getIdentityInfo,
  GetReferenceGroupCode: getReferenceGroupCode,
  GetReferenceGroupCodeByAccessorID: getReferenceGroupCodeByAccessorId,
  GetAccessorKey: getAccessorKey,
  GetAccessorOwner: getAccessorOwner,
  CheckExistingAccessorID: checkExistingAccessorId,
  GetAllowedMinIalForRegisterIdentityAtFirstIdp: getAllowedMinIal,

  GetRequest: getRequest,
  GetRequestDetail: getRequestDetail,
  GetDataSignature: getDataSignature,
  GetMessage: getMessage,
  GetMessageDetail: getMessageDetail,

  GetNamespaceList: getNamespaceList,
  GetSupportedIALList: getSupportedIalList,
  GetSupportedAALList: getSupportedAalList,
  GetAllowedModeList: getAllowedModeList,
  GetErrorCodeList: getErrorCodeList,
  GetRequestTypeList: getRequestTypeList,
  GetAllowedNodeSupportedFeatureList: getFeatureList,
  GetSuppressedIdentityModificationNotificationNodeList: getSuppressedNodeList,
  IsSuppressedIdentityModificationNotificationNode: isSuppressedNode,
  IsInitEnded: isInitEnded,
  GetChainHistory: getChainHistory,

  GetRequestTypeKnown: getRequestTypeKnown,
  GetErrorCodeKnown: getErrorCodeKnown,
  GetService: getService,
  GetAccessor: getAccessor,
  GetAssociation: getAssociation,
  GetNodeInfoList: getNodeInfoList,
  GetNodeKeys: getNodeKeys,
  GetOffer: getOffer,
} satisfies Record<string, Answer>;

export type QueryName = keyof typeof ANSWERS;

const isQuery = (name: string): name is QueryName => Object.hasOwn(ANSWERS, name);

/**
 * Answers a question about the state. What is not there is null (or an empty list in its usual place); an unknown question,
 * or parameters that mean nothing, throw {@link QueryFailed}.
 */
export function query(state: StateReader, name: string, params: unknown): unknown {
  if (!isQuery(name)) throw new QueryFailed(RESULT.UnknownMethod);
  try {
    return ANSWERS[name](state, params);
  } catch (error) {
    throw error instanceof Refusal ? new QueryFailed(error.code) : error;
  }
}
