import { describe, expect, test } from '@jest/globals';
import { CATALOGUE, text, texts, usualChannels, type CatalogueKind } from '../src/index.js';

const organisation = { th: 'กรมตัวอย่าง', en: 'Example Department' };
const service = { th: 'เปิดบัญชี', en: 'Account opening' };

describe('AC-GN-13 every text of the catalogue', () => {
  const everything = { organisation, service, items: 'name', number: '1', state: 'open', otp: '123456', ref: 'AB', news: 'news' };

  test.each(Object.keys(CATALOGUE) as CatalogueKind[])('%s is filled in both languages', (kind) => {
    const { title, body } = texts(kind as 'NT-01', everything);
    for (const words of [title.th, title.en, body.th, body.en]) {
      expect(words).not.toBe('');
      expect(words).not.toMatch(/[{}]|undefined/);
    }
    expect(body.th).toMatch(kind === 'NT-15' ? /news/ : /[ก-๙]/);
    expect(body.en).not.toMatch(/[ก-๛]/);
  });

  test('has the same placeholders in both languages', () => {
    const placeholders = (words: string) => [...words.matchAll(/\{\w+\}/g)].map(String).sort();
    for (const { title, body } of Object.values(CATALOGUE)) {
      expect(placeholders(body.th)).toEqual(placeholders(body.en));
      expect(placeholders(title.th)).toEqual(placeholders(title.en));
    }
    expect(Object.keys(CATALOGUE)).toHaveLength(16);
  });

  test('AC-KB-52 N1 to N3 read as they should, with organisation and service', () => {
    expect(texts('NT-01', { organisation, service })).toEqual({
      title: { th: 'บริการ NDID: เปิดบัญชี', en: 'NDID service: Account opening' },
      body: {
        th: 'กรุณาลงทะเบียนบริการ NDID เพื่อยืนยันตัวตนกับ กรมตัวอย่าง',
        en: 'Please register for NDID to verify your identity for Example Department',
      },
    });
    expect(text('NT-02')).toEqual({ th: 'ลงทะเบียนบริการ NDID สำเร็จ', en: 'NDID registration successful' });
    expect(text('NT-03', { organisation, service })).toEqual({
      th: 'กรุณายืนยันตัวตนตามคำขอของ กรมตัวอย่าง: เปิดบัญชี',
      en: 'Please verify your identity for Example Department: Account opening',
    });
  });
});

describe('text', () => {
  test.each([
    [{ organisation: 'RP1' }],
    [{ organisation: 'RP1', service: ' ' }],
    [{ organisation: 'RP1', service: { th: 'บริการ', en: '' } }],
    [{ organisation: 'RP1', service: { th: 'บริการ' } }],
    [{ organisation: 'RP1', service: 3 }],
    [Object.create({ organisation: 'RP1', service: 'S' })],
    [undefined],
  ])('refuses %j, which leaves a placeholder open', (values) => {
    expect(() => text('NT-03', values as never)).toThrow(expect.objectContaining({ code: 'PLACEHOLDER_MISSING' }));
  });

  test('takes braces and dollar signs in a value for what they are', () => {
    expect(text('NT-03', { organisation: '{service}', service: '$& {otp}' }).en).toBe('Please verify your identity for {service}: $& {otp}');
  });
});

test('a kind goes by the channels of the catalogue, another one by bell and push', () => {
  expect([usualChannels('NT-03'), usualChannels('NT-05'), usualChannels('NT-13'), usualChannels('constructor')]).toEqual([
    ['app', 'push'], [], ['sms'], ['app', 'push'],
  ]);
});
