import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { seedPeople } from '../src/people.js';

const ROOT = resolve(import.meta.dirname, '../../..');
const SKIPPED = /(^|\/)(node_modules|dist|out|\.[^/]+)(\/|$)|package-lock\.json$/;
const TEXT = /\.(tsx?|mjs|js|json|ya?ml|md|html|svg|env)$/;
/** Wrong on purpose, in tests of the rule itself; and the vectors that every implementation of the protocol's hashes shares. */
const WRONG_ON_PURPOSE = ['9000000000013', '0000000000001'];
const SHARED_VECTORS = /libs\/protocol\/test\/(vectors\/hashes\.json|hashes\.unit\.spec\.ts)$/;

const isFictional = (number: string): boolean => number.startsWith('9') && (11 - ([...number].slice(0, 12).reduce((sum, digit, index) => sum + Number(digit) * (13 - index), 0) % 11)) % 10 === Number(number[12]);

/** Every number of 13 digits that the repository's texts hold, with where it stands. */
function numbers(): [file: string, number: string][] {
  return ['libs', 'services', 'docs', 'scripts', 'deploy', 'README.md'].flatMap((top) => {
    const path = join(ROOT, top);
    const files = statSync(path).isDirectory() ? (readdirSync(path, { recursive: true }) as string[]).map((each) => join(top, each)) : [top];
    return files.filter((file) => TEXT.test(file) && !SKIPPED.test(file) && !SHARED_VECTORS.test(file))
      .flatMap((file) => [...readFileSync(join(ROOT, file), 'utf8').matchAll(/(?<![\w.])\d{13}(?!\w)/g)].map(([number]): [string, string] => [file, number]));
  });
}

test('AC-GN-06 the check digit holds also where the remainder is 0 or 1', () => {
  expect(['9000000000080', '9000000000047', '9000000000013'].map(isFictional)).toEqual([true, true, false]);
});

test('AC-GN-15 all people of the sandbox, all fixtures and all demo data have citizen numbers that start with 9 and have a valid check digit', () => {
  const people = seedPeople(new Date());
  expect(people.map(({ citizenId }) => isFictional(citizenId))).toEqual(people.map(() => true));
  for (const { phones } of people) for (const { phone } of phones) expect(phone).toMatch(/^09000000\d\d$/);
  const found = numbers();
  expect(found.length).toBeGreaterThan(50);
  expect(found.filter(([, number]) => !WRONG_ON_PURPOSE.includes(number) && !isFictional(number))).toEqual([]);
});
