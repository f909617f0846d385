import { describe, expect, test } from '@jest/globals';
import { isCitizenId } from '@trine/protocol';
import { fictionalCitizenId, outcomeText, PEOPLE } from '@trine/sandbox';

describe('the people of the sandbox', () => {
  test.each(PEOPLE.map((person) => [person.id, person] as const))('%s has a valid fictional citizen number', (_, { citizenId }) => {
    expect(citizenId).toMatch(/^9/);
    expect(isCitizenId(citizenId)).toBe(true);
  });

  test('are told apart by name and by number', () => {
    expect(new Set(PEOPLE.map(({ id }) => id)).size).toBe(PEOPLE.length);
    expect(new Set(PEOPLE.map(({ citizenId }) => citizenId)).size).toBe(PEOPLE.length);
  });

  test('together show every way in which a request can end', () => {
    const outcomes = new Set(PEOPLE.map(({ expected }) => outcomeText(expected)));
    expect([...outcomes].sort()).toEqual([
      'completed, closed', 'complicated, closed', 'confirmed, timed_out', 'errored, closed', 'pending, timed_out', 'refused with 20005', 'rejected, closed',
    ]);
  });

  test('are never asked for more banks than they have', () => {
    for (const { banks, request, expected } of PEOPLE) if (!('refused' in expected)) expect(banks.length).toBeGreaterThanOrEqual(request.minIdp);
  });
});

test('a series of fictional citizen numbers is valid, begins with 9 and repeats nobody', () => {
  const numbers = Array.from({ length: 500 }, (_, index) => fictionalCitizenId(2, index));
  expect(numbers.every((number) => isCitizenId(number) && number.startsWith('92'))).toBe(true);
  expect(new Set(numbers).size).toBe(500);
});
