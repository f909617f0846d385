import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ERROR_CATALOGUE, errorEntry, errorPage, RESULT } from '../src/index.js';

/*
 * Back ends branch on these numbers, so the catalogue holds exactly those of the contract (errors.md). `http` as there: `cb`
 * is seen only in callbacks, `500/cb` in both.
 */
const { codes, unused } = JSON.parse(readFileSync(join(import.meta.dirname, 'vectors/error-codes.json'), 'utf8')) as {
  codes: { code: number; http: string; message: string }[];
  unused: number[];
};
const STATUS: Record<string, string> = { 400: 'client', 500: 'server', 503: 'unavailable', 403: 'forbidden', cb: 'callback' };

describe('the error catalogue', () => {
  test('holds exactly the codes of the contract, and none that is reserved', () => {
    expect(Object.keys(ERROR_CATALOGUE).map(Number)).toEqual(codes.map(({ code }) => code).sort((a, b) => a - b));
    expect(unused.filter((code) => code in ERROR_CATALOGUE)).toEqual([]);
  });

  test.each(codes)('$code: HTTP $http, "$message"', ({ code, http, message }) => {
    expect(errorEntry(code)).toMatchObject({ status: STATUS[http.split('/')[0] ?? ''], message });
  });

  test('holds every code that the ledger refuses with', () => {
    expect(Object.values(RESULT).filter((code) => !(code in ERROR_CATALOGUE))).toEqual([]);
  });

  test('tells what each code means and what to do, in one sentence', () => {
    for (const [code, { when, action }] of Object.entries(ERROR_CATALOGUE)) {
      expect([code, when]).toEqual([code, expect.stringMatching(/\.\)?$/)]);
      expect([code, action]).toEqual([code, expect.stringMatching(/^[A-Z].*\.$/)]);
    }
  });

  test('is what docs/errors/README.md shows', () => {
    // Differs? `npm run build && node scripts/error-docs.mjs`
    expect(readFileSync(join(import.meta.dirname, '../../../docs/errors/README.md'), 'utf8')).toBe(errorPage());
  });
});
