export { signCheckpoint, type Checkpoint } from './checkpoint.js';
export { EMPTY_FRONTIER, appendLeaf, leafHash, merkleRoot, type MerkleFrontier } from './merkle-log.js';
