import { join, resolve } from 'node:path';

/** The repository's root; the same from `src` (tests) and from `dist`. */
export const workspaceRoot = resolve(import.meta.dirname, '../../..');

/** Caches and data that Git ignores. */
export const stateDir = join(workspaceRoot, '.trine');
