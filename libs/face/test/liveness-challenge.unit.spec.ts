import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newChallenge } from '../src/index.js';

describe('liveness challenge', () => {
  it('given any luck, when a challenge is made, then it has three steps, none like the one before, and a turn', () => {
    fc.assert(fc.property(fc.array(fc.nat(), { minLength: 3, maxLength: 3 }), (luck) => {
      let at = 0;
      const { steps } = newChallenge((below) => luck[at++]! % below);
      expect(steps).toHaveLength(3);
      expect(steps.some((step, i) => step === steps[i - 1])).toBe(false);
      expect(steps.some((step) => step.startsWith('TURN'))).toBe(true);
    }));
  });

  it('given good luck, when many are made, then all twelve sequences come up, each with an id of its own', () => {
    const made = Array.from({ length: 600 }, () => newChallenge());
    expect(new Set(made.map(({ steps }) => steps.join())).size).toBe(12);
    expect(new Set(made.map(({ id }) => id)).size).toBe(600);
  });
});
