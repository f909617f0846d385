import { constants, createPublicKey, verify, type KeyObject } from 'node:crypto';
import type { operations } from './api-types.js';
import { ifFound } from './api-error.js';
import type { Output } from './operation.js';
import type { TrineClient } from './trine-client.js';

/** One item of `rp.getRequestData`. */
export type SourceData = Output<'getRequestData'>[number];

type SigningAlgorithm = SourceData['signature_signing_algorithm'];

const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO };

const PROCEDURES: Record<SigningAlgorithm, { keyType: 'rsa' | 'ec' | 'ed25519'; hash: string | null; options?: object }> = {
  RSASSA_PSS_SHA_256: { keyType: 'rsa', hash: 'sha256', options: pss },
  RSASSA_PSS_SHA_384: { keyType: 'rsa', hash: 'sha384', options: pss },
  RSASSA_PSS_SHA_512: { keyType: 'rsa', hash: 'sha512', options: pss },
  RSASSA_PKCS1_V1_5_SHA_256: { keyType: 'rsa', hash: 'sha256' },
  RSASSA_PKCS1_V1_5_SHA_384: { keyType: 'rsa', hash: 'sha384' },
  RSASSA_PKCS1_V1_5_SHA_512: { keyType: 'rsa', hash: 'sha512' },
  ECDSA_SHA_256: { keyType: 'ec', hash: 'sha256' },
  ECDSA_SHA_384: { keyType: 'ec', hash: 'sha384' },
  Ed25519: { keyType: 'ed25519', hash: null },
};

/** Whether the key signed the data (contract: flows.md 7.5); false also for an algorithm that doesn't fit the key. */
export function dataSignatureIsValid(item: Pick<SourceData, 'data' | 'data_salt' | 'source_signature' | 'signature_signing_algorithm'>, sourceKey: KeyObject | string): boolean {
  try {
    const key = typeof sourceKey === 'string' ? createPublicKey(sourceKey) : sourceKey;
    const procedure = PROCEDURES[item.signature_signing_algorithm];
    if (key.asymmetricKeyType !== procedure?.keyType) return false;
    return verify(procedure.hash, Buffer.from(item.data + item.data_salt, 'utf8'), { key, ...procedure.options }, Buffer.from(item.source_signature, 'base64'));
  } catch {
    return false;
  }
}

/** Asks the ledger for the source's key of the version that signed, and whether it signed the data. */
export async function verifySourceData(client: Pick<TrineClient, 'utility'>, item: SourceData): Promise<boolean> {
  const keys: operations['getNodePublicKeys']['responses'][200]['content']['application/json'] | undefined = await ifFound(client.utility.getNodePublicKeys({ node_id: item.source_node_id }));
  const key = keys?.signing_public_key_list.find(({ version }) => version === item.signature_signing_key_version);
  return key !== undefined && key.algorithm === item.signature_signing_algorithm && dataSignatureIsValid(item, key.public_key);
}
