import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { derivedKey, openAtRest, sealAtRest } from '../src/at-rest.js';

describe('records at rest', () => {
  const secret = randomBytes(32);
  const key = derivedKey(secret, 'vault');

  test('what was sealed is opened, text and bytes', () => {
    expect(openAtRest(key, 'person 1', sealAtRest(key, 'person 1', 'ข้อมูล')).toString()).toBe('ข้อมูล');
    expect(openAtRest(key, 'person 1', sealAtRest(key, 'person 1', Buffer.alloc(0)))).toHaveLength(0);
  });

  test('the same text looks different each time, and is not in it', () => {
    const sealed = sealAtRest(key, 'person 1', 'secret text');
    expect(sealed.equals(sealAtRest(key, 'person 1', 'secret text'))).toBe(false);
    expect(sealed.includes('secret text')).toBe(false);
  });

  test('each byte is vouched for', () => {
    const sealed = sealAtRest(key, 'person 1', 'x');
    for (let at = 0; at < sealed.length; at++) {
      const altered = Buffer.from(sealed);
      altered[at]! ^= 1;
      expect(() => openAtRest(key, 'person 1', altered)).toThrow();
    }
    expect(() => openAtRest(key, 'person 1', sealed.subarray(0, 20))).toThrow();
  });

  test('a record of one person is not opened as that of another', () => {
    expect(() => openAtRest(key, 'person 2', sealAtRest(key, 'person 1', 'x'))).toThrow();
  });

  test('each purpose has a key of its own, always the same', () => {
    expect(derivedKey(secret, 'vault')).toEqual(key);
    expect(derivedKey(secret, 'cookies')).not.toEqual(key);
    expect(key).toHaveLength(32);
  });
});
