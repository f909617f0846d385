import { appendFileSync, mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';

/** A call that a gateway answered, or a callback that a test looked at. */
export type Use = { method: string; path: string; status: number } | { callback: string };

interface Expect {
  getState(): { currentTestName?: string; testPath?: string };
}

const recorded = new Set<string>();

/**
 * Notes which test used what in `TRINE_COVERAGE_DIR`, when that is set; `scripts/api-coverage.mjs` makes `docs/api-v6.md`
 * of the notes. Calls outside of a test (set-up) are not noted.
 */
export function recordUse(use: Use): void {
  const dir = process.env['TRINE_COVERAGE_DIR'];
  if (dir === undefined) return;
  const { currentTestName, testPath } = (globalThis as { expect?: Expect }).expect?.getState() ?? {};
  if (currentTestName === undefined || testPath === undefined) return;
  const line = JSON.stringify({ file: relative(process.cwd(), testPath), test: currentTestName, ...use });
  if (recorded.has(line)) return;
  recorded.add(line);
  mkdirSync(dir, { recursive: true });
  appendFileSync(join(dir, `${process.pid}.jsonl`), `${line}\n`);
}
