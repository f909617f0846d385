import { readFileSync } from 'node:fs';
import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { EMPTY_FRONTIER, appendLeaf, leafHash, merkleRoot, signCheckpoint } from '@trine/evidence';

const vectors = JSON.parse(readFileSync(new URL('./vectors/rfc9162-tree.json', import.meta.url), 'utf8')) as {
  emptyRoot: string;
  leaves: string[];
  roots: string[];
};

describe('Merkle log (RFC 9162)', () => {
  test('the empty log has the hash of nothing as its root', () => {
    expect(merkleRoot(EMPTY_FRONTIER).toString('hex')).toBe(vectors.emptyRoot);
  });

  test('each appended leaf gives the published root', () => {
    let log = EMPTY_FRONTIER;
    vectors.leaves.forEach((leaf, i) => {
      log = appendLeaf(log, leafHash(Buffer.from(leaf, 'hex')));
      expect(merkleRoot(log).toString('hex')).toBe(vectors.roots[i]);
      expect(log.size).toBe(i + 1);
    });
  });

  test('appending leaves the earlier log as it was', () => {
    const one = appendLeaf(EMPTY_FRONTIER, leafHash(Buffer.from('a')));
    const root = merkleRoot(one).toString('hex');
    appendLeaf(one, leafHash(Buffer.from('b')));
    expect(merkleRoot(one).toString('hex')).toBe(root);
  });
});

describe('checkpoint (C2SP signed note)', () => {
  test('has origin, size and root, and a signature of exactly that text', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x as string, 'base64url');
    const note = await signCheckpoint({ origin: 'trine-1', size: 3, root: Buffer.alloc(32, 7) }, raw, (bytes) => Promise.resolve(sign(null, bytes, privateKey)));
    const [text = '', signatures = ''] = note.split('\n\n');
    expect(text).toBe(`trine-1\n3\n${Buffer.alloc(32, 7).toString('base64')}`);
    const [dash, name, signature = ''] = signatures.trim().split(' ');
    expect([dash, name]).toEqual(['—', 'trine-1']);
    expect(verify(null, Buffer.from(`${text}\n`), publicKey, Buffer.from(signature, 'base64').subarray(4))).toBe(true);
  });
});
