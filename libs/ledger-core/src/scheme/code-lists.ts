import { RESULT, type ResultCode } from '@trine/protocol';
import { int32, text } from '../decode.js';
import { found, refuse, refuseIf } from '../refusal.js';
import { governance, type Rule } from '../rule.js';
import type { StateReader } from '../state.js';

const addName = (kind: 'requestType' | 'feature', exists: ResultCode): Rule =>
  governance({ name: text }, (draft, { name }) => {
    refuseIf(draft.get(kind, name) !== undefined, exists);
    draft.put(kind, { name }, name);
  });

const removeName = (kind: 'requestType' | 'feature', unknown: ResultCode): Rule =>
  governance({ name: text }, (draft, { name }) => {
    found(draft.get(kind, name), unknown);
    draft.remove(kind, name);
  });

/** Ledger rules part 2, AddRequestType and RemoveRequestType. Existing requests keep their type. */
export const addRequestType = addName('requestType', RESULT.RequestTypeAlreadyExists);
export const removeRequestType = removeName('requestType', RESULT.RequestTypeDoesNotExist);

/** Ledger rules part 2, AddAllowedNodeSupportedFeature and RemoveAllowedNodeSupportedFeature. Nodes keep what they have. */
export const addFeature = addName('feature', RESULT.NodeSupportedFeatureAlreadyExists);
export const removeFeature = removeName('feature', RESULT.NodeSupportedFeatureDoesNotExist);

/** Ledger rules part 2, AddSuppressedIdentityModificationNotificationNode. */
export const addSuppressedNode = governance({ node_id: text }, (draft, { node_id }) => {
  refuseIf(draft.get('node', node_id)?.role !== 'IdP', RESULT.NotIdPNode);
  refuseIf(draft.get('suppressedNode', node_id) !== undefined, RESULT.SuppressedIdentityModificationNotificationNodeIDAlreadyExists);
  draft.put('suppressedNode', { node_id }, node_id);
});

/** Ledger rules part 2, RemoveSuppressedIdentityModificationNotificationNode. */
export const removeSuppressedNode = governance({ node_id: text }, (draft, { node_id }) => {
  found(draft.get('suppressedNode', node_id), RESULT.SuppressedIdentityModificationNotificationNodeIDDoesNotExist);
  draft.remove('suppressedNode', node_id);
});

/** Undefined for anything but `idp` and `as`, in whatever case. */
export function errorCodeType(name: string): 'idp' | 'as' | undefined {
  const type = name.toLowerCase();
  return type === 'idp' || type === 'as' ? type : undefined;
}

export function checkErrorCode(state: StateReader, type: 'idp' | 'as', errorCode: number): void {
  found(state.get('errorCode', type, String(errorCode)), RESULT.InvalidErrorCode);
}

/** Ledger rules part 2, AddErrorCode. */
export const addErrorCode = governance({ error_code: int32, description: text, type: text }, (draft, args) => {
  const type = errorCodeType(args.type) ?? refuse(RESULT.InvalidErrorCode);
  refuseIf(args.error_code === 0, RESULT.InvalidErrorCode);
  refuseIf(draft.get('errorCode', type, String(args.error_code)) !== undefined, RESULT.InvalidErrorCode);
  draft.put('errorCode', { ...args, type }, type, String(args.error_code));
});

/** Ledger rules part 2, RemoveErrorCode; the type in any case, as when adding. */
export const removeErrorCode = governance({ error_code: int32, type: text }, (draft, args) => {
  const type = errorCodeType(args.type) ?? refuse(RESULT.InvalidErrorCode);
  checkErrorCode(draft, type, args.error_code);
  draft.remove('errorCode', type, String(args.error_code));
});
