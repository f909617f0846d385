import { describe, expect, test } from '@jest/globals';
import { checked, ID_CHARACTERS_MAX, LINK_CHARACTERS_MAX, TEXT_CHARACTERS_MAX } from '../src/checked.js';
import type { NewNotification } from '../src/index.js';
import { pushPayload } from '../src/push-payload.js';

const both = (words: string) => ({ th: words, en: words });
const valid: NewNotification = { id: 'n', recipient: 'r', kind: 'NT-02', texts: { title: both('Title'), body: both('Body') } };

describe('a notification', () => {
  test('gets the usual channels, each once', () => {
    expect(checked(valid, false).channels).toEqual(['app', 'push']);
    expect(checked({ ...valid, channels: ['sms', 'sms'] }, false).channels).toEqual(['sms']);
  });

  test.each<[string, Partial<Record<keyof NewNotification, unknown>>]>([
    ['ID_INVALID', { id: '' }],
    ['ID_INVALID', { id: 'x'.repeat(ID_CHARACTERS_MAX + 1) }],
    ['ID_INVALID', { recipient: 'a\u0000b' }],
    ['ID_INVALID', { kind: undefined }],
    ['TEXT_INVALID', { texts: { title: both('Title'), body: { th: 'x', en: ' \n' } } }],
    ['TEXT_INVALID', { texts: { title: both('Title') } }],
    ['TEXT_INVALID', { texts: undefined }],
    ['LINK_INVALID', { link: 'https://elsewhere.example' }],
    ['LINK_INVALID', { link: '//elsewhere.example' }],
    ['LINK_INVALID', { link: '/\\elsewhere.example' }],
    ['LINK_INVALID', { link: '/a\n/b' }],
    ['LINK_INVALID', { link: '/ก' }],
    ['LINK_INVALID', { link: 3 }],
    ['LINK_INVALID', { link: `/${'x'.repeat(LINK_CHARACTERS_MAX)}` }],
    ['CHANNELS_INVALID', { kind: 'NT-05' }],
    ['CHANNELS_INVALID', { channels: [] }],
    ['CHANNELS_INVALID', { channels: ['fax'] }],
    ['CHANNELS_INVALID', { secret: true, channels: ['sms', 'push'] }],
    ['TIME_INVALID', { deliverWithinSeconds: 0 }],
    ['TIME_INVALID', { deliverWithinSeconds: Number.NaN }],
  ])('is refused with %s: %j', (code, change) => {
    expect(() => checked({ ...valid, ...change } as NewNotification, false)).toThrow(expect.objectContaining({ code }));
  });

  test('has a title of one line, no control characters, and an end', () => {
    const { title, body } = checked({ ...valid, texts: { title: both('A\r\nBcc: b'), body: both(`one\ntwo\u202e\ud800${'ก'.repeat(2_000)}`) } }, false).texts;
    expect(title.en).toBe('A Bcc: b');
    expect(body.en).toMatch(/^one\ntwo \ufffdก+…$/);
    expect(body.en).toHaveLength(TEXT_CHARACTERS_MAX);
  });
});

describe('a push payload', () => {
  test.each(['ที่อยู่น้ำ', '👨‍👩‍👧‍👦', '"\\', 'é'])('fits into an encrypted record of 4096 bytes, cut between letters: %s', (letter) => {
    const long = checked({ ...valid, id: 'ก'.repeat(ID_CHARACTERS_MAX), link: `/${'x'.repeat(LINK_CHARACTERS_MAX - 1)}`, texts: { title: both(letter.repeat(900)), body: both(letter.repeat(900)) } }, false);
    const payload = pushPayload({ ...long, language: 'th' });
    expect(Buffer.byteLength(payload)).toBeLessThanOrEqual(3_993);
    const { body } = JSON.parse(payload) as { body: string };
    const letters = [...new Intl.Segmenter('th', { granularity: 'grapheme' }).segment(letter)].map(({ segment }) => segment);
    expect([...new Intl.Segmenter('th', { granularity: 'grapheme' }).segment(body)].slice(0, -1).every(({ segment }) => letters.includes(segment))).toBe(true);
  });
});
