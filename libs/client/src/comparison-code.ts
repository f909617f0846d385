import { createHash } from 'node:crypto';

/** Without letters and digits that are mistaken for one another when read aloud or from a small screen. */
const LETTERS = 'ABCDEFGHJKLMNPRSTUVWXYZ';
const DIGITS = '23456789';

/**
 * The short code of a request, e.g. `KT-47`: the relying party's page and the identity provider's app both show it, so that the
 * person can see that the prompt on the phone belongs to what they started themselves. It is no secret and proves nothing.
 *
 * @param requestId as the gateway gave it in `createRequest` or `incoming_request`
 */
export function comparisonCode(requestId: string): string {
  const [a, b, c, d] = createHash('sha256').update(requestId, 'utf8').digest();
  const of = (alphabet: string, byte: number | undefined): string => alphabet[(byte ?? 0) % alphabet.length]!;
  return `${of(LETTERS, a)}${of(LETTERS, b)}-${of(DIGITS, c)}${of(DIGITS, d)}`;
}
