import { publicKeyFault, publicKeyOf, verifyBytes } from '@trine/crypto';
import type { CommandArgs, KeyPurpose } from '@trine/protocol';
import { ApiError, errorBody } from '../api/api-error.js';
import { Operation, type Call } from '../api/operation.js';
import type { CallbackQueue } from '../callbacks/callback-queue.js';
import type { CommandDesk } from '../ledger/command-desk.js';
import type { LedgerClient } from '../ledger/ledger-client.js';
import type { NodeInfo } from '../ledger/ledger-facts.js';
import { signatureFault, type CommandKeys } from './command-signature.js';
import type { NodeKeyring } from './node-keys.js';
import type { GatewayStore } from '../store/gateway-store.js';
import { UnitOfWork } from '../store/unit-of-work.js';

const KEY_PURPOSES: readonly KeyPurpose[] = ['signing', 'signing_master', 'encryption'];

/** The public keys of a node as bodies bring them (contract: openapi NodeKeySet). */
export type NodeKeysBody = Partial<Record<`${KeyPurpose}_${'public_key' | 'key_algorithm' | 'algorithm'}`, string>>;

/** Names of a node's keys that bodies and commands share. */
export const NODE_KEY_NAMES = [
  'signing_public_key',
  'signing_algorithm',
  'signing_master_public_key',
  'signing_master_algorithm',
  'encryption_public_key',
  'encryption_algorithm',
] as const;

/** Refuses keys that the platform does not take: 20040, 20042, 20041, 20044, 20093 (contract: flows.md section 2, key rules). */
export function checkNodeKeys(body: NodeKeysBody): void {
  for (const purpose of KEY_PURPOSES) {
    const pem = body[`${purpose}_public_key`];
    const fault = pem !== undefined && publicKeyFault(pem, body[`${purpose}_key_algorithm`] ?? '', body[`${purpose}_algorithm`]);
    if (fault) throw new ApiError(fault, `${purpose}_public_key`);
  }
}

/** The named members of a body that were given; null counts as not given. */
export const given = <B extends object, K extends keyof B>(body: B, names: readonly K[]): Pick<B, K> =>
  Object.fromEntries(names.map((name) => [name, body[name]]).filter(([, value]) => value !== undefined && value !== null)) as Pick<B, K>;

interface UpdateNodeBody extends NodeKeysBody {
  node_id?: string;
  reference_id: string;
  callback_url: string;
  check_string?: string;
  signed_check_string?: string;
  master_signed_check_string?: string;
  supported_request_message_data_url_type_list?: string[];
}

/** A node's changes of itself (contract: openapi tag `node`). */
export class NodeOperations {
  constructor(
    private readonly store: GatewayStore,
    private readonly ledger: LedgerClient,
    private readonly desk: CommandDesk,
    private readonly callbacks: CallbackQueue,
    private readonly keys: CommandKeys & Pick<NodeKeyring, 'holds'>,
  ) {}

  /** The gateway goes on with the key files it has read; `GET /reinit_node_keys` makes it read the new ones. */
  @Operation('updateNode')
  async updateNode({ nodeId, body }: Call<UpdateNodeBody>): Promise<void> {
    checkNodeKeys(body);
    const { signing_public_key, signing_algorithm, signing_master_public_key, signing_master_algorithm, check_string } = body;
    if (!(await provesPossession(check_string, body.signed_check_string, signing_public_key, signing_algorithm))) throw new ApiError(20063);
    if (!(await provesPossession(check_string, body.master_signed_check_string, signing_master_public_key, signing_master_algorithm))) throw new ApiError(20064);
    const target = body.node_id ?? nodeId;
    const node = await this.ledger.askOne<NodeInfo>('GetNodeInfo', { node_id: target });
    if (!node) throw new ApiError(10032);
    if (body.supported_request_message_data_url_type_list && node.role !== 'IdP') throw new ApiError(20072);
    // The change has to be signed with the master key of the node itself.
    if (!this.keys.holds(target)) throw new ApiError(10034);
    const work = new UnitOfWork();
    const result = { url: body.callback_url, body: { node_id: target, type: 'update_node_result', reference_id: body.reference_id } };
    const fault = await signatureFault(node, target, this.keys, 'master');
    if (fault === undefined) {
      const args: CommandArgs['UpdateNode'] = given(body, [...NODE_KEY_NAMES, 'supported_request_message_data_url_type_list']);
      this.desk.send<'UpdateNode'>(work, { node_id: target, type: 'UpdateNode', aggregate: 'registry', args, result });
    } else {
      // As the ledger would tell it (contract: errors.md, a ledger code of an asynchronous call comes in its result).
      const failed = { ...result.body, success: false, error: errorBody(new ApiError(fault)) };
      this.callbacks.add(work, { target: { url: result.url }, retry: 'window', node_id: target, body: failed });
    }
    await this.store.commit(work);
  }
}

/** True when nothing is to be proved: no check string, or no new key. */
async function provesPossession(text: string | undefined, signature: string | undefined, pem: string | undefined, algorithm = ''): Promise<boolean> {
  if (text === undefined || pem === undefined) return true;
  return verifyBytes(algorithm, publicKeyOf(pem), Buffer.from(text, 'utf8'), Buffer.from(signature ?? '', 'base64'));
}
