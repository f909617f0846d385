import type { CommandType } from '@trine/protocol';
import { addAccessor } from './identity/add-accessor.js';
import { addIdentity } from './identity/add-identity.js';
import { registerIdentity } from './identity/register-identity.js';
import { revokeAccessor } from './identity/revoke-accessor.js';
import { revokeAndAddAccessor } from './identity/revoke-and-add-accessor.js';
import { revokeIdentityAssociation } from './identity/revoke-identity-association.js';
import { updateIdentityModeList } from './identity/update-identity-mode-list.js';
import { updateIdentity } from './identity/update-identity.js';
import { createMessage } from './message/create-message.js';
import { addNodeToProxyNode, removeNodeFromProxyNode, updateNodeProxyNode } from './node/proxy.js';
import { registerNode } from './node/register-node.js';
import { setMqAddresses } from './node/set-mq-addresses.js';
import { disableNode, enableNode } from './node/switch-node.js';
import { addNodeToken, reduceNodeToken, setNodeToken } from './node/tokens.js';
import { updateNodeByNdid } from './node/update-node-by-ndid.js';
import { updateNode } from './node/update-node.js';
import { createAsResponse } from './request/create-as-response.js';
import { createIdpResponse } from './request/create-idp-response.js';
import { createRequest } from './request/create-request.js';
import { closeRequest, timeOutRequest } from './request/end-request.js';
import { setDataReceived } from './request/set-data-received.js';
import type { Rule } from './rule.js';
import {
  addErrorCode,
  addFeature,
  addRequestType,
  addSuppressedNode,
  removeErrorCode,
  removeFeature,
  removeRequestType,
  removeSuppressedNode,
} from './scheme/code-lists.js';
import { initNdid } from './scheme/init-ndid.js';
import { setAllowedMinIal, setSupportedAalList, setSupportedIalList } from './scheme/levels.js';
import { setAllowedModeList } from './scheme/modes.js';
import { addNamespace, disableNamespace, enableNamespace, updateNamespace } from './scheme/namespaces.js';
import { setTimeOutBlockRegisterIdentity } from './scheme/register-identity-time-out.js';
import { endInit, setLastBlock, setValidator } from './scheme/run-ledger.js';
import { setPriceFunc } from './scheme/set-price-func.js';
import { approve, disableApproval, enableApproval } from './service/approvals.js';
import { disableServiceDestination, enableServiceDestination, registerServiceDestination, updateServiceDestination } from './service/offers.js';
import { setServicePriceCeiling, setServicePriceDelay } from './service/price-limits.js';
import { addService, disableService, enableService, updateService } from './service/services.js';
import { setServicePrice } from './service/set-service-price.js';

/** Every command the ledger knows. */
export const RULES: Record<CommandType, Rule> = {
  InitNDID: initNdid,
  EndInit: endInit,
  SetLastBlock: setLastBlock,
  SetValidator: setValidator,
  SetPriceFunc: setPriceFunc((func) => Object.hasOwn(RULES, func)),

  RegisterNode: registerNode,
  UpdateNodeByNDID: updateNodeByNdid,
  DisableNode: disableNode,
  EnableNode: enableNode,
  AddNodeToProxyNode: addNodeToProxyNode,
  UpdateNodeProxyNode: updateNodeProxyNode,
  RemoveNodeFromProxyNode: removeNodeFromProxyNode,
  AddNodeToken: addNodeToken,
  ReduceNodeToken: reduceNodeToken,
  SetNodeToken: setNodeToken,
  AddAllowedNodeSupportedFeature: addFeature,
  RemoveAllowedNodeSupportedFeature: removeFeature,

  AddNamespace: addNamespace,
  EnableNamespace: enableNamespace,
  DisableNamespace: disableNamespace,
  UpdateNamespace: updateNamespace,
  SetAllowedMinIalForRegisterIdentityAtFirstIdp: setAllowedMinIal,
  SetTimeOutBlockRegisterIdentity: setTimeOutBlockRegisterIdentity,
  AddSuppressedIdentityModificationNotificationNode: addSuppressedNode,
  RemoveSuppressedIdentityModificationNotificationNode: removeSuppressedNode,

  AddService: addService,
  UpdateService: updateService,
  EnableService: enableService,
  DisableService: disableService,
  RegisterServiceDestinationByNDID: approve,
  DisableServiceDestinationByNDID: disableApproval,
  EnableServiceDestinationByNDID: enableApproval,
  SetServicePriceCeiling: setServicePriceCeiling,
  SetServicePriceMinEffectiveDatetimeDelay: setServicePriceDelay,

  SetSupportedIALList: setSupportedIalList,
  SetSupportedAALList: setSupportedAalList,
  SetAllowedModeList: setAllowedModeList,
  AddRequestType: addRequestType,
  RemoveRequestType: removeRequestType,
  AddErrorCode: addErrorCode,
  RemoveErrorCode: removeErrorCode,

  UpdateNode: updateNode,
  SetMqAddresses: setMqAddresses,

  RegisterIdentity: registerIdentity,
  UpdateIdentity: updateIdentity,
  AddIdentity: addIdentity,
  RevokeIdentityAssociation: revokeIdentityAssociation,
  AddAccessor: addAccessor,
  RevokeAccessor: revokeAccessor,
  RevokeAndAddAccessor: revokeAndAddAccessor,
  UpdateIdentityModeList: updateIdentityModeList,

  RegisterServiceDestination: registerServiceDestination,
  UpdateServiceDestination: updateServiceDestination,
  DisableServiceDestination: disableServiceDestination,
  EnableServiceDestination: enableServiceDestination,
  SetServicePrice: setServicePrice,

  CreateRequest: createRequest,
  CreateIdpResponse: createIdpResponse,
  CreateAsResponse: createAsResponse,
  SetDataReceived: setDataReceived,
  CloseRequest: closeRequest,
  TimeOutRequest: timeOutRequest,
  CreateMessage: createMessage,
};
