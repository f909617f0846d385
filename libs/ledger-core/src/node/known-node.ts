import { RESULT } from '@trine/protocol';
import { found, refuseIf } from '../refusal.js';
import type { Node, StateReader } from '../state.js';

export const knownNode = (state: StateReader, nodeId: string): Node => found(state.get('node', nodeId), RESULT.NodeIDNotFound);

export function checkAllKnown(state: StateReader, nodeIds: readonly string[]): void {
  for (const nodeId of nodeIds) knownNode(state, nodeId);
}

export function checkFeatures(state: StateReader, features: readonly string[]): void {
  const allowed = features.every((name) => state.get('feature', name) !== undefined);
  refuseIf(!allowed, RESULT.NodeSupportedFeatureDoesNotExist);
}

/** Only RPs and IdPs have one. */
export const hasWhitelist = (role: string): boolean => role === 'RP' || role === 'IdP';
