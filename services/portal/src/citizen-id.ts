import { isCitizenId } from '@trine/protocol';

const THAI_ZERO = '๐'.codePointAt(0)!;

/** Reads a citizen number as people write it: Thai digits, hyphens and spaces (GN-04, GN-05). Undefined when it can't be one. */
export function readCitizenId(typed: string): string | undefined {
  const digits = typed.replaceAll(/[\s-]/g, '').replaceAll(/[๐-๙]/g, (digit) => String(digit.codePointAt(0)! - THAI_ZERO));
  return isCitizenId(digits) ? digits : undefined;
}
