import { createHash } from 'node:crypto';

/*
 * The Merkle tree of RFC 9162 section 2, kept as its right edge only: the roots of the complete subtrees that the
 * present size is made of, largest first. That is all that appending and computing the root need.
 */

const sha256 = (...parts: Buffer[]): Buffer => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

/** RFC 9162 2.1.1: leaves and inner nodes are hashed with different prefixes, so one can't pass for the other. */
export const leafHash = (entry: Buffer): Buffer => sha256(Buffer.from([0]), entry);
const nodeHash = (left: Buffer, right: Buffer): Buffer => sha256(Buffer.from([1]), left, right);

/** A log as far as appending needs it. */
export interface MerkleFrontier {
  size: number;
  /** Roots of complete subtrees, largest first: one per 1-bit of `size`. */
  edge: Buffer[];
}

export const EMPTY_FRONTIER: MerkleFrontier = { size: 0, edge: [] };

/** The log with one more leaf. */
export function appendLeaf({ size, edge }: MerkleFrontier, leaf: Buffer): MerkleFrontier {
  const roots = [...edge];
  let root = leaf;
  // Each trailing 1-bit of the size is a complete subtree of the same height as `root`: join them.
  for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2) root = nodeHash(roots.pop() as Buffer, root);
  return { size: size + 1, edge: [...roots, root] };
}

/** The log's root hash (RFC 9162 2.1.1). */
export function merkleRoot({ edge }: MerkleFrontier): Buffer {
  const last = edge.at(-1);
  if (!last) return sha256();
  return edge.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last);
}
