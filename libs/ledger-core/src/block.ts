/** Where and when a command is being decided. */
export interface Block {
  chain_id: string;
  /** Height of the block that will hold the command. */
  height: number;
  /** Unix ms by the ledger's clock; never goes back within a chain. */
  now: number;
}

/** Who sends commands that the ledger gives itself (time-outs). Not a node id anybody can register. */
export const LEDGER_NODE_ID = '';
