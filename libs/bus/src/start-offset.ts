/**
 * Where to start reading a partition: at the consumer's own position, unless the log is not the one it was taken from
 * (see `ConsumeOptions.position`); then at the log's beginning, because reading twice is harmless and missing is not.
 */
export function startOffset(at: {
  position: bigint | undefined;
  /** Whether the group has read this partition on this log before. */
  readBefore: boolean;
  /** First offset that the log still has. */
  low: bigint;
  /** Offset that the next message will get. */
  high: bigint;
}): bigint {
  const { position, readBefore, low, high } = at;
  if (position === undefined || !readBefore) return low;
  return position < low || position > high ? low : position;
}
