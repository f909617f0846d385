import { expect, test } from '@jest/globals';
import { retryDelayMs } from '../src/index.js';

const policy = { firstMs: 1_000, maxMs: 60_000 };

test('the delay doubles up to its limit', () => {
  expect([1, 2, 3, 7, 8, 1_000].map((attempts) => retryDelayMs(attempts, policy, 0, () => 1))).toEqual([1_000, 2_000, 4_000, 60_000, 60_000, 60_000]);
});

test('its upper half is random', () => {
  expect([0, 0.5, 1].map((random) => retryDelayMs(2, policy, 0, () => random))).toEqual([1_000, 1_500, 2_000]);
});

test('it is no shorter than the other side asks for, up to an hour', () => {
  expect([5_000, 1e300].map((afterMs) => retryDelayMs(1, policy, afterMs))).toEqual([5_000, 3_600_000]);
});
