import { describe, expect, test } from '@jest/globals';
import { citizenIdProblem, formatCitizenId, parseCitizenId } from '../src/citizen-id.js';
import { arabicDigits, digitsOf } from '../src/digits.js';

describe('citizen number', () => {
  test('AC-GN-03: Thai digits are read as 0-9', () => {
    expect(parseCitizenId('๙๐๐๐๐๐๐๐๐๐๐๑๒')).toBe('9000000000012');
    expect(arabicDigits('๐๑๒๓๔๕๖๗๘๙')).toBe('0123456789');
    expect(digitsOf(' ๐๘-1 234x')).toBe('081234');
  });

  test('AC-GN-04: hyphens and spaces are dropped, and written back for the eye', () => {
    expect(parseCitizenId('9-0000-00000-01-2')).toBe('9000000000012');
    expect(parseCitizenId(' 9 0000 00000 01 2 ')).toBe('9000000000012');
    expect(formatCitizenId('9000000000012')).toBe('9-0000-00000-01-2');
    expect(formatCitizenId('90000')).toBe('9-0000');
  });

  test.each(['900000000001', '90000000000121', '900000000001a', '9000000000013', '', '９０００００００００００１２'])('AC-GN-05: %p is refused, in both languages', (typed) => {
    expect(parseCitizenId(typed)).toBeUndefined();
    expect(citizenIdProblem(typed)).toEqual({ th: expect.stringMatching(/./), en: expect.stringMatching(/./) });
  });

  test.each(['9000000000080', '9000000000047', '0000000000001'])('AC-GN-06: check digit of %s holds, at remainders 1, 4 and 0', (number) => {
    expect(parseCitizenId(number)).toBe(number);
    expect(citizenIdProblem(number)).toBeUndefined();
  });
});
