import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/**
 * The Node.js that services run on: the version of the images, from an optional package where there is one for this platform
 * (docs/decisions/0005), else the one that runs this.
 */
export function serviceNode(): string {
  const name = `node-${process.platform}-${process.arch}`;
  try {
    const manifest = require.resolve(`${name}/package.json`);
    const binary = join(dirname(manifest), 'bin/node');
    const { version } = require(manifest) as { version: string };
    if (existsSync(binary) && major(version) > major(process.versions.node)) return binary;
  } catch {
    // Not installed: optional.
  }
  return process.execPath;
}

const major = (version: string): number => Number(version.split('.')[0]);
