import { expect, test } from '@jest/globals';
import { documentOf, extension } from '../web/src/document.js';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

test.each([
  ['JSON in base64', `data:application/json;base64,${base64('{"name":"สมมุติ"}')}`, 'application/json', '{"name":"สมมุติ"}'],
  ['escaped text', 'data:text/plain;charset=utf-8,%E0%B8%81%20100%25', 'text/plain', 'ก 100%'],
  ['text with a % that escapes nothing', 'data:,100%', 'text/plain', '100%'],
  ['JSON of a kind', 'data:application/fhir+json,{}', 'application/fhir+json', '{}'],
])('%s is read', (_what, content, type, text) => {
  expect(documentOf(content)).toMatchObject({ type, text });
});

test('a PDF is something to download, whole', () => {
  const document = documentOf(`data:application/pdf;base64,${base64('%PDF-1.7')}`)!;
  expect(document.text).toBeUndefined();
  expect(Buffer.from(document.bytes).toString()).toBe('%PDF-1.7');
});

test('a page is never text of the portal, nor a picture with script in it', () => {
  expect(documentOf('data:text/html,<script>1</script>')!.text).toBeUndefined();
  expect(documentOf('data:image/svg+xml,<svg/>')!.text).toBeUndefined();
});

test.each(['{"data":1}', 'data', 'data:application/json;base64', 'data:text/plain;base64,@@@', 'data:text/plain;charset=none,x', ''])('%j is no document', (content) => {
  expect(documentOf(content)).toBeUndefined();
});

test.each([['application/pdf', 'pdf'], ['image/jpeg', 'jpg'], ['image/svg+xml', 'xml'], ['text/plain', 'txt'], ['weird/../../x', 'bin'], ['', 'bin']])('%s is kept as .%s', (type, wanted) => {
  expect(extension(type)).toBe(wanted);
});
