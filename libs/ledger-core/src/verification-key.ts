import { RESULT, type Command, type KeyPurpose, type ResultCode } from '@trine/protocol';
import { isText } from './decode.js';
import { parsePublicKey } from './node/key-rules.js';
import type { StateReader } from './state.js';

export interface VerificationKey {
  public_key: string;
  algorithm: string;
}

/**
 * Which key must verify a command (contract: ledger rules 2.1), or the code with which it fails for want of one: the key it
 * brings for InitNDID, the sender's master key for UpdateNode, the sender's signing key for all others.
 */
export function verificationKey(state: StateReader, command: Command): VerificationKey | ResultCode {
  switch (command.type) {
    case 'InitNDID':
      return keyInArgs(command.args);
    case 'UpdateNode':
      return newestKey(state, command.node_id, 'signing_master') ?? RESULT.CannotGetMasterPublicKeyFromNodeID;
    default:
      return newestKey(state, command.node_id, 'signing') ?? RESULT.CannotGetPublicKeyFromNodeID;
  }
}

const newestKey = (state: StateReader, nodeId: string, purpose: KeyPurpose): VerificationKey | undefined => state.get('node', nodeId)?.keys[purpose].at(-1);

function keyInArgs(args: unknown): VerificationKey | ResultCode {
  const { signing_public_key: public_key, signing_algorithm: algorithm } = (args ?? {}) as Record<string, unknown>;
  const usable = isText(public_key) && isText(algorithm) && parsePublicKey(public_key) !== undefined;
  return usable ? { public_key, algorithm } : RESULT.CannotGetPublicKeyFromParam;
}
