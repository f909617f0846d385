import { describe, expect, test } from '@jest/globals';
import { nodeDisplayName } from '../src/node-name.js';

describe('name of a node', () => {
  const name = (node_name: string): object => nodeDisplayName({ node_id: 'idp1', node_name });
  test('marketing names in both languages', () =>
    expect(name('{"industry_code":"001","marketing_name_th":"ธนาคารสมมุติ","marketing_name_en":"Fictional Bank"}')).toEqual({ th: 'ธนาคารสมมุติ', en: 'Fictional Bank' }));
  test('one language serves for both', () => expect(name('{"marketing_name_en":"Fictional Bank","marketing_name_th":""}')).toEqual({ th: 'Fictional Bank', en: 'Fictional Bank' }));
  test.each(['Fictional Bank', ' Fictional Bank '])('plain text', (text) => expect(name(text)).toEqual({ th: 'Fictional Bank', en: 'Fictional Bank' }));
  test.each(['', '{}', '42', 'null', '"x"'])('nothing to show: %s', (text) => expect(name(text)).toEqual({ th: 'idp1', en: 'idp1' }));
});
