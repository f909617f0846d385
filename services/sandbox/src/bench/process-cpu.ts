import { readdirSync, readFileSync } from 'node:fs';

/** USER_HZ is 100 on every Linux that Node.js runs on. */
const TICK_MS = 10;

interface ProcessStat {
  pid: number;
  parent: number;
  /** Of the process and of those of its children that have ended. */
  cpuMs: number;
}

/** CPU time so far of a process and everything below it; undefined where there is no /proc or no such process. */
export function processTreeCpuMs(root: number): number | undefined {
  let pids: number[];
  try {
    pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return undefined;
  }
  const all = pids.flatMap((pid) => readStat(pid) ?? []);
  const tree = all.filter(({ pid }) => pid === root);
  if (tree.length === 0) return undefined;
  // Grows while it is walked.
  for (const { pid } of tree) tree.push(...all.filter(({ parent }) => parent === pid));
  return tree.reduce((sum, { cpuMs }) => sum + cpuMs, 0);
}

/** One line of /proc/<pid>/stat; the command's name may contain anything, so fields count from its closing bracket. */
export function parseStat(pid: number, line: string): ProcessStat {
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ').map(Number);
  const [utime, stime, childUtime, childStime] = fields.slice(11, 15) as [number, number, number, number];
  return { pid, parent: fields[1]!, cpuMs: (utime + stime + childUtime + childStime) * TICK_MS };
}

function readStat(pid: number): ProcessStat | undefined {
  try {
    return parseStat(pid, readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return undefined; // ended meanwhile
  }
}
