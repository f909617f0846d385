import { createHash } from 'node:crypto';

/** A checkpoint's statement: this log, at this size, has this root. */
export interface Checkpoint {
  /** Name of the log; here the chain id. */
  origin: string;
  size: number;
  root: Buffer;
}

/** Body of a C2SP `tlog-checkpoint`: three lines, each ended by a newline. */
const body = ({ origin, size, root }: Checkpoint): string => `${origin}\n${size}\n${root.toString('base64')}\n`;

/** Four bytes that name the key in a C2SP signed note (Ed25519 is type 1). */
const keyId = (origin: string, publicKey: Buffer): Buffer =>
  createHash('sha256')
    .update(`${origin}\n`)
    .update(Buffer.from([1]))
    .update(publicKey)
    .digest()
    .subarray(0, 4);

/**
 * A checkpoint as a C2SP signed note.
 *
 * @param publicKey the 32 raw bytes of the log's Ed25519 key
 * @param sign Ed25519 signature over the bytes given
 */
export async function signCheckpoint(
  checkpoint: Checkpoint,
  publicKey: Buffer,
  sign: (bytes: Buffer) => Promise<Buffer>,
): Promise<string> {
  const text = body(checkpoint);
  const signature = Buffer.concat([keyId(checkpoint.origin, publicKey), await sign(Buffer.from(text))]);
  return `${text}\n— ${checkpoint.origin} ${signature.toString('base64')}\n`;
}
