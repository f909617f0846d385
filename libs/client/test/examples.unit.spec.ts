import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

test.each(['rp', 'idp', 'as'])('the page for the %s shows the example that is tested, in at most 60 lines', (role) => {
  const example = readFileSync(join(root, `docs/integrate/examples/${role}.ts`), 'utf8');
  expect(readFileSync(join(root, `docs/integrate/${role}.md`), 'utf8')).toContain(`\`\`\`ts\n${example}\`\`\`\n`);
  expect(example.trimEnd().split('\n').length).toBeLessThanOrEqual(60);
});
