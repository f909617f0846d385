/** Element types by their OIDs in pg_type, which are the same in every PostgreSQL. */
const OIDS = { text: 25, json: 114, jsonb: 3802, bigint: 20, int: 23 } as const;
const HEADER_BYTES = 20;
const JSONB_VERSION = 1;

export type ArrayType = keyof typeof OIDS;

/**
 * An array parameter in PostgreSQL's binary format (array_send in its sources). Written and read without looking at each
 * character, it costs both sides a fraction of the text format, which escapes and parses.
 */
export function arrayParameter(type: ArrayType, values: readonly unknown[]): Buffer {
  const elements = values.map((value) => (value === null || value === undefined ? null : element(type, value)));
  const buffer = Buffer.allocUnsafe(HEADER_BYTES + elements.reduce((bytes, e) => bytes + 4 + (e?.bytes ?? 0), 0));
  buffer.writeInt32BE(values.length === 0 ? 0 : 1, 0); // dimensions
  buffer.writeInt32BE(elements.includes(null) ? 1 : 0, 4);
  buffer.writeInt32BE(OIDS[type], 8);
  buffer.writeInt32BE(values.length, 12);
  buffer.writeInt32BE(1, 16); // lower bound
  let at = HEADER_BYTES;
  for (const e of elements) {
    at = buffer.writeInt32BE(e?.bytes ?? -1, at);
    if (e) at = e.write(buffer, at);
  }
  return values.length === 0 ? buffer.subarray(0, 12) : buffer;
}

interface Element {
  bytes: number;
  /** Returns where it ended. */
  write(buffer: Buffer, at: number): number;
}

function element(type: ArrayType, value: unknown): Element {
  if (type === 'bigint') return { bytes: 8, write: (buffer, at) => buffer.writeBigInt64BE(BigInt(value as number), at) };
  if (type === 'int') return { bytes: 4, write: (buffer, at) => buffer.writeInt32BE(value as number, at) };
  const text = String(value);
  const bytes = Buffer.byteLength(text);
  if (type !== 'jsonb') return { bytes, write: (buffer, at) => at + buffer.write(text, at) };
  return { bytes: bytes + 1, write: (buffer, at) => buffer.writeUInt8(JSONB_VERSION, at) + buffer.write(text, at + 1) };
}
