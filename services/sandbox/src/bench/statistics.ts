/** The value below or at which `share` (0..1) of the samples lie (nearest rank); NaN without samples. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** One decimal is what repeated runs agree on. */
export const rounded = (value: number): number => Math.round(value * 10) / 10;

/** CPU time that each process used, per flow, and of all of them; processes that couldn't be read are left out. */
export function cpuPerFlow(before: CpuTimes, after: CpuTimes, flows: number): CpuTimes {
  const used = Object.entries(after).flatMap(([name, ms]) => (before[name] === undefined ? [] : [[name, (ms - before[name]) / flows] as const]));
  const total = used.reduce((sum, [, ms]) => sum + ms, 0);
  return Object.fromEntries([...used, ['total', total] as const].map(([name, ms]) => [name, rounded(ms)]));
}

/** CPU milliseconds by name of a process. */
export type CpuTimes = Record<string, number>;
