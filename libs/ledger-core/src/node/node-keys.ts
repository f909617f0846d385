import type { KeyPurpose } from '@trine/protocol';
import { text } from '../decode.js';
import type { Draft } from '../draft.js';
import type { Node, NodeKey } from '../state.js';
import { checkRsaKey, checkSigningKey } from './key-rules.js';

export const keyArgs = {
  signing_public_key: text,
  signing_algorithm: text,
  signing_master_public_key: text,
  signing_master_algorithm: text,
  encryption_public_key: text,
  encryption_algorithm: text,
};
export type KeyArgs = Record<keyof typeof keyArgs, string>;

/** All three keys of a new node, in the contract's order. */
export function checkKeys(args: KeyArgs): void {
  checkSigningKey(args.signing_master_public_key, args.signing_master_algorithm);
  checkSigningKey(args.signing_public_key, args.signing_algorithm);
  checkRsaKey(args.encryption_public_key);
}

/** The keys given become the newest versions; the ones before stay, inactive (ledger rules part 2, UpdateNode). */
export function withKeys(keys: Node['keys'], args: KeyArgs, draft: Draft): Node['keys'] {
  const next = (purpose: KeyPurpose): NodeKey[] => {
    const public_key = args[`${purpose}_public_key`];
    const history = keys[purpose];
    if (public_key === '') return history;
    const newest = { public_key, algorithm: args[`${purpose}_algorithm`], version: history.length + 1, ...draft.stamp, active: true };
    return [...history.map((key) => ({ ...key, active: false })), newest];
  };
  return { signing: next('signing'), signing_master: next('signing_master'), encryption: next('encryption') };
}

export const NO_KEYS: Node['keys'] = { signing: [], signing_master: [], encryption: [] };
