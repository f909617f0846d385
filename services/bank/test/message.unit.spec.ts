import { expect, test } from '@jest/globals';
import { labelledLines } from '../src/scheme/message.js';

const MESSAGE = ['บริษัท ตัวอย่างประกัน จำกัด ขอให้ท่านยืนยันตัวตน', 'บริการ: ประกันสุขภาพ', 'เลขที่อ้างอิง: EX-7K2M', 'ข้อมูลที่ขอ: ไม่มี', '', 'Example Insurance asks you to verify your identity.', 'Service: Health insurance', 'Reference: EX-7K2M', 'Data asked for: none'].join('\n');

test('KB-45, KB-85 service and reference are those that the message itself says, in both languages', () => {
  expect(labelledLines(MESSAGE)).toEqual({ service: { th: 'ประกันสุขภาพ', en: 'Health insurance' }, reference: 'EX-7K2M' });
});

test('a service in one language serves for both', () => {
  expect(labelledLines('Service: Loan\r\nplease')).toEqual({ service: { th: 'Loan', en: 'Loan' } });
});

test.each([['no labels', 'โปรดยืนยันตัวตนเพื่อสมัครประกันชีวิต'], ['a label within a line', 'see Reference: X'], ['nothing after the label', 'Reference:  \nService:'], ['a line too long for a name', `Service: ${'x'.repeat(121)}`], ['a document', 'data:text/plain,Reference: X\nReference: X'], ['nothing', '']])('with %s there is nothing to show', (_what, message) => {
  expect(labelledLines(message)).toEqual({});
});
