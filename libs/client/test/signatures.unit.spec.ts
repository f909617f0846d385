import { describe, expect, test } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { accessorVerify, defaultSigningAlgorithm, publicPem, rsaModulus, signBytes, type SigningAlgorithm } from '@trine/crypto';
import { paddedMessageHash } from '@trine/protocol';
import { accessorSignature, dataSignatureIsValid, requestMessageIsIntact, verifySourceData, type SourceData } from '@trine/client';

const { inputs, hashes } = JSON.parse(readFileSync(new URL('../../protocol/test/vectors/hashes.json', import.meta.url), 'utf8')) as { inputs: Record<'namespace' | 'identifier' | 'request_id' | 'request_message' | 'initial_salt', string>; hashes: Record<'request_message_salt' | 'request_message_hash', string> };
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

describe('a consent', () => {
  test('is signed as the gateways verify it, with a key object or its PEM', () => {
    const pem = publicPem(rsa);
    const block = paddedMessageHash(inputs.request_message, inputs.initial_salt, inputs.request_id, rsaModulus(pem));
    for (const key of [rsa, String(rsa.export({ type: 'pkcs8', format: 'pem' }))]) expect(accessorVerify(pem, block, accessorSignature(key, inputs))).toBe(true);
  });

  test.each([['ec', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey], ['1024-bit RSA', generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey]])('is not signed with a key of %s', (_, key) => {
    expect(() => accessorSignature(key, inputs)).toThrow('2048 bits');
  });
});

describe('a request message', () => {
  const request = { ...hashes, request_message: inputs.request_message, initial_salt: inputs.initial_salt };

  test('is intact when text, salt and hash belong together', () => {
    expect(requestMessageIsIntact(request)).toBe(true);
    expect(requestMessageIsIntact({ ...request, request_message: `${inputs.request_message}!` })).toBe(false);
    expect(requestMessageIsIntact({ ...request, request_message_salt: 'AAAA' })).toBe(false);
    expect(requestMessageIsIntact({ ...request, request_message_hash: '' })).toBe(false);
  });

  test('was made for one person', () => {
    expect(requestMessageIsIntact(request, inputs)).toBe(true);
    expect(requestMessageIsIntact(request, { ...inputs, identifier: '2' })).toBe(false);
    expect(requestMessageIsIntact({ ...request, namespace: 'citizen_id', identifier: '2' })).toBe(false);
  });
});

describe('data of a source', () => {
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
  const ed = generateKeyPairSync('ed25519').privateKey;
  const item = async (key: typeof rsa, algorithm: SigningAlgorithm = defaultSigningAlgorithm(key)): Promise<SourceData> => ({
    source_node_id: 'as', service_id: 's', data: 'ข้อมูล', data_salt: 'c2FsdA==', signature_signing_algorithm: algorithm, signature_signing_key_version: 2,
    source_signature: (await signBytes(algorithm, key, Buffer.from('ข้อมูลc2FsdA=='))).toString('base64'),
  });

  test.each([['RSASSA_PKCS1_V1_5_SHA_256', rsa], ['RSASSA_PSS_SHA_512', rsa], ['ECDSA_SHA_384', ec], ['Ed25519', ed]] as const)('signed with %s are told from changed ones', async (algorithm, key) => {
    const signed = await item(key, algorithm);
    expect(dataSignatureIsValid(signed, publicPem(key))).toBe(true);
    expect(dataSignatureIsValid({ ...signed, data: 'ข้อมูล ' }, publicPem(key))).toBe(false);
    expect(dataSignatureIsValid({ ...signed, signature_signing_algorithm: algorithm === 'Ed25519' ? 'ECDSA_SHA_256' : 'Ed25519' }, publicPem(key))).toBe(false);
    expect(dataSignatureIsValid(signed, 'no key')).toBe(false);
  });

  test('are checked with the key version that signed', async () => {
    const signed = await item(ec);
    const key = (version: number, public_key: string) => ({ public_key, algorithm: 'ECDSA_SHA_384', version, creation_block_height: 1, creation_chain_id: 'c', active: true });
    const utility = (...signing_public_key_list: ReturnType<typeof key>[]) => ({ utility: { getNodePublicKeys: async () => ({ signing_public_key_list, signing_master_public_key_list: [], encryption_public_key_list: [] }) } }) as unknown as Parameters<typeof verifySourceData>[0];
    expect(await verifySourceData(utility(key(1, publicPem(rsa)), key(2, publicPem(ec))), signed)).toBe(true);
    expect(await verifySourceData(utility(key(1, publicPem(ec))), signed)).toBe(false);
    expect(await verifySourceData(utility(key(2, publicPem(rsa))), signed)).toBe(false);
  });
});
