import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from './guarded-process.js';

/**
 * Runs `work` while no other process runs it under the same lock file; a dead holder's lock is taken over.
 * It saves double work only: after a crash two waiters may both get in, so `work` must publish by an atomic rename.
 */
export async function withFileLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(file), { recursive: true });
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    if (holderIsDead(file)) rmSync(file, { force: true });
    else await delay(100);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function holderIsDead(file: string): boolean {
  try {
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
    // A holder that died before it wrote its id leaves an empty file.
    return Number.isInteger(pid) ? !isAlive(pid) : Date.now() - statSync(file).mtimeMs > 5000;
  } catch {
    return false; // released between our two looks
  }
}
