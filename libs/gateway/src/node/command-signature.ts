import { publicKeyOf, publicPem } from '@trine/crypto';
import type { NodeInfo } from '../ledger/ledger-facts.js';
import type { NodeKeyring } from './node-keys.js';

/** What a keyring says of the keys that sign commands. */
export type CommandKeys = Pick<NodeKeyring, 'of' | 'registered'>;

/**
 * Why the ledger would not take a node's signature under a command, as a code; undefined when it would. Found out here because the
 * ledger leaves such a command without an answer: it can't tell who sent it, and an answer could be provoked by anybody.
 * 25042 and 25041: the node is not registered, so it has no signing or master key; 25038: another key is registered.
 */
export async function signatureFault(node: NodeInfo | null, nodeId: string, keys: CommandKeys, purpose: 'signing' | 'master'): Promise<25038 | 25041 | 25042 | undefined> {
  if (!node) return purpose === 'signing' ? 25042 : 25041;
  const registered = purpose === 'signing' ? node.signing_public_key : node.signing_master_public_key;
  const isOurs = (): boolean => isSameKey(registered.public_key, keys.of(nodeId).publicKeys[purpose]);
  if (isOurs()) return undefined;
  // A keyring that goes by what is registered may not have heard of the newest key.
  await keys.registered();
  return isOurs() ? undefined : 25038;
}

/** PEM texts of one key may differ. */
export const isSameKey = (a: string, b: string): boolean => publicPem(publicKeyOf(a)) === publicPem(publicKeyOf(b));
