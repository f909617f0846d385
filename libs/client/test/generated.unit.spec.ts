import { expect, jest, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

jest.setTimeout(60_000);
const root = join(import.meta.dirname, '../../..');

test('the generated files say what the API document says', () => {
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'libs/client/scripts/generate.mjs'), '--check'], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
