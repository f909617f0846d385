import { describe, expect, test } from '@jest/globals';
import { formatDate, formatDateTime, formatRelative, formatSeconds, secondsLeft, spokenSeconds } from '../src/dates.js';
import { inLanguage } from '../src/text.js';

describe('dates', () => {
  test('AC-GN-02: 2023-12-01 reads 1 ธ.ค. 2566 in Thai and 1 Dec 2023 in English', () => {
    expect(formatDate('2023-12-01T03:00:00Z', 'th')).toBe('1 ธ.ค. 2566');
    expect(formatDate('2023-12-01T03:00:00Z', 'en')).toBe('1 Dec 2023');
  });

  test('AC-GN-07: the day is the day in Bangkok, wherever the phone is', () => {
    expect(formatDateTime('2023-12-31T17:00:00Z', 'th')).toBe('1 ม.ค. 2567 00:00 น.');
    expect(formatDateTime('2023-12-31T16:59:00Z', 'en')).toBe('31 Dec 2023 23:59');
  });

  test('how long ago reads in words for a week, then as a date', () => {
    const now = new Date('2023-12-06T03:00:00Z');
    expect(formatRelative('2023-12-06T02:59:30Z', now, 'th')).toBe('เมื่อสักครู่');
    expect(formatRelative('2023-12-06T02:55:00Z', now, 'en')).toBe('5 minutes ago');
    expect(formatRelative('2023-12-06T02:55:00Z', now, 'th')).toBe('5 นาทีที่ผ่านมา');
    expect(formatRelative('2023-12-05T03:00:00Z', now, 'en')).toBe('yesterday');
    expect(formatRelative('2023-11-01T03:00:00Z', now, 'th')).toBe('1 พ.ย. 2566');
  });

  test('time left never goes below zero, and has a form for the eye and one for the ear', () => {
    const now = new Date('2023-12-06T03:00:00.500Z');
    expect(secondsLeft('2023-12-06T03:01:00Z', now)).toBe(60);
    expect(secondsLeft('2023-12-06T02:00:00Z', now)).toBe(0);
    expect([formatSeconds(0), formatSeconds(245), formatSeconds(3605)]).toEqual(['0:00', '4:05', '1:00:05']);
    expect(spokenSeconds(61)).toEqual({ th: 'เหลือเวลา 2 นาที', en: '2 minutes left' });
    expect(spokenSeconds(1).en).toBe('1 second left');
  });
});

describe('texts', () => {
  test('placeholders are filled with values and texts of the same language; unknown ones stay visible', () => {
    expect(inLanguage({ th: 'สวัสดี {name}', en: 'Hello {name}, {gone}' }, 'en', { name: { th: 'ก', en: 'A' } })).toBe('Hello A, {gone}');
  });
});
