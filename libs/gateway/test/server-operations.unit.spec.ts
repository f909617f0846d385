import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { Answer } from '../src/api/operation.js';
import { ServerOperations } from '../src/node/server-operations.js';

test('GET /license gives the text of the licence, all of it', async () => {
  const operations = new ServerOperations({} as never, {} as never, {} as never, () => Promise.resolve(), {} as never);
  const text = readFileSync(join(import.meta.dirname, '../../../LICENSE'), 'utf8');
  expect(text).toContain('TERMS AND CONDITIONS FOR USE');
  expect(await operations.getLicense()).toMatchObject({ status: 200, body: text, contentType: 'text/plain; charset=utf-8' });
});

test('POST /config/set changes what is changeable and tells what is in effect', async () => {
  const config = { configRoutes: true, keyOperationVersion: '6.0', autoClose: { completed: true, rejected: false, complicated: false, errored: true } };
  const operations = new ServerOperations(config as never, {} as never, {} as never, () => Promise.resolve(), {} as never);
  const set = (body: object): Promise<unknown> => operations.setConfig({ body } as never);
  expect(await set({ EXTERNAL_CRYPTO_SERVICE_CALLBACK_API_VERSION: '5.3', AUTO_CLOSE_REQUEST_ON_REJECTED: true })).toMatchObject({
    EXTERNAL_CRYPTO_SERVICE_CALLBACK_API_VERSION: '5.3', AUTO_CLOSE_REQUEST_ON_REJECTED: true, AUTO_CLOSE_REQUEST_ON_COMPLETED: true,
  });
  expect(config).toMatchObject({ keyOperationVersion: '5.3', autoClose: { rejected: true } });
  expect(await set({ CALLBACK_API_VERSION: '5.3' })).toMatchObject({ CALLBACK_API_VERSION: '6.0', EXTERNAL_CRYPTO_SERVICE_CALLBACK_API_VERSION: '5.3' });
  config.configRoutes = false;
  expect(await set({})).toEqual(new Answer(404));
});
