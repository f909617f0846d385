import { real, text } from '../decode.js';
import { errorCodeType } from '../scheme/code-lists.js';
import { allowedModes } from '../scheme/modes.js';
import type { StateReader } from '../state.js';
import { answer, omitEmpty, type Answer } from './answer.js';

/*
 * Settings and ledger (contract: ledger rules part 3).
 */

/** Active ones in order of creation. */
export const getNamespaceList = answer({}, (state) => [...state.list('namespace')].filter(({ active }) => active).map((namespace) => omitEmpty({ ...namespace })));

export const getSupportedIalList = answer({}, (state) => ({ supported_ial_list: state.get('scheme', 'scheme')?.supported_ial_list ?? [] }));
export const getSupportedAalList = answer({}, (state) => ({ supported_aal_list: state.get('scheme', 'scheme')?.supported_aal_list ?? [] }));

export const getAllowedModeList = answer({ purpose: text }, (state, { purpose }) => ({ allowed_mode_list: allowedModes(state, purpose) }));

export const getErrorCodeList = answer({ type: text }, (state, params) => {
  const type = errorCodeType(params.type);
  const entries = type ? [...state.list('errorCode', type)] : [];
  return entries.map(({ error_code, description }) => ({ error_code, description }));
});

/** Any number may be asked for: one that no list can hold is not known. */
export const getErrorCodeKnown = answer({ type: text, error_code: real }, (state, params) => {
  const type = errorCodeType(params.type);
  return { known: type !== undefined && state.get('errorCode', type, String(params.error_code)) !== undefined };
});

const prefixList = (names: (state: StateReader) => string[]): Answer =>
  answer({ prefix: text }, (state, { prefix }) =>
    names(state)
      .filter((name) => name.startsWith(prefix))
      .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
  );

export const getRequestTypeList = prefixList((state) => [...state.list('requestType')].map(({ name }) => name));
export const getFeatureList = prefixList((state) => [...state.list('feature')].map(({ name }) => name));
export const getSuppressedNodeList = prefixList((state) => [...state.list('suppressedNode')].map(({ node_id }) => node_id));

export const getRequestTypeKnown = answer({ name: text }, (state, { name }) => ({ known: state.get('requestType', name) !== undefined }));

export const isSuppressedNode = answer({ node_id: text }, (state, { node_id }) => ({ suppressed: state.get('suppressedNode', node_id) !== undefined }));

export const isInitEnded = answer({}, (state) => ({ init_ended: state.get('scheme', 'scheme')?.init_state === 'ended' }));

/** The text given to InitNDID. */
export const getChainHistory = answer({}, (state) => state.get('scheme', 'scheme')?.chain_history_info ?? null);
