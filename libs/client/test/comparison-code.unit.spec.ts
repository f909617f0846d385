import { comparisonCode } from '@trine/client';

test('both sides of a request get the same short code, made of what is not mistaken for something else', () => {
  const ids = Array.from({ length: 500 }, (_, i) => `request-${i}`);
  for (const id of ids) expect(comparisonCode(id)).toMatch(/^[A-HJ-NPR-Z]{2}-[2-9]{2}$/);
  expect(comparisonCode('request-1')).toBe(comparisonCode('request-1'));
});

test('different requests seldom share it', () => {
  const codes = new Set(Array.from({ length: 100 }, (_, i) => comparisonCode(`request-${i}`)));
  expect(codes.size).toBeGreaterThan(95);
});
