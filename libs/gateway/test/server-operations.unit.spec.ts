import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ServerOperations } from '../src/node/server-operations.js';

test('GET /license gives the text of the licence, all of it', async () => {
  const operations = new ServerOperations({} as never, {} as never, {} as never, () => Promise.resolve(), {} as never);
  const text = readFileSync(join(import.meta.dirname, '../../../LICENSE'), 'utf8');
  expect(text).toContain('TERMS AND CONDITIONS FOR USE');
  expect(await operations.getLicense()).toMatchObject({ status: 200, body: text, contentType: 'text/plain; charset=utf-8' });
});
