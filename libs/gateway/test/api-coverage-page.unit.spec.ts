import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';

const page = readFileSync(join(import.meta.dirname, '../../../docs/api-v6.md'), 'utf8');
const document = parse(readFileSync(join(import.meta.dirname, '../api/api-v6.yaml'), 'utf8')) as {
  paths: Record<string, Record<'get' | 'post', { operationId: string; 'x-roles'?: string[] } | undefined>>;
  webhooks: Record<string, unknown>;
};
const rowsOf = (heading: string): string[] => page.split(`## ${heading}\n`)[1]!.split('\n## ')[0]!.split('\n').filter((line) => line.startsWith('| ') && line.includes('`'));

test('docs/api-v6.md lists every endpoint of the API document, in its order; else run scripts/api-coverage.mjs', () => {
  const described = Object.entries(document.paths).flatMap(([path, item]) =>
    (['get', 'post'] as const).flatMap((method) => {
      const operation = item[method];
      return operation ? [`| ${method.toUpperCase()} | \`${path}\` | \`${operation.operationId}\` | ${(operation['x-roles'] ?? ['any']).join(', ')} |`] : [];
    }),
  );
  expect(rowsOf('Endpoints').map((row) => `${row.split('|').slice(0, 5).join('|')}|`)).toEqual(described);
});

test('docs/api-v6.md lists every type of callback', () => {
  expect(rowsOf('Callbacks').map((row) => row.split('`')[1])).toEqual(Object.keys(document.webhooks));
});

test('docs/api-v6.md says of each what tests it, or that nothing does', () => {
  for (const row of [...rowsOf('Endpoints'), ...rowsOf('Callbacks')]) {
    for (const cell of row.split(/(?<!\\)\|/).slice(2, -1)) expect([row, cell.trim()]).not.toEqual([row, '']);
  }
});
