import { arabicDigits } from './digits.js';
import type { Text } from './text.js';

/**
 * A citizen number as a person may type it - Thai digits, hyphens, spaces (GN-04, GN-05) - as its 13 digits; undefined when
 * the length, a character or the check digit is wrong.
 */
export function parseCitizenId(typed: string): string | undefined {
  const digits = arabicDigits(typed).replace(/[\s-]/g, '');
  return /^\d{13}$/.test(digits) && checkDigit(digits) === Number(digits[12]) ? digits : undefined;
}

/** What is wrong with a typed citizen number, in words for the field; undefined when it is right. */
export function citizenIdProblem(typed: string): Text | undefined {
  const digits = arabicDigits(typed).replace(/[\s-]/g, '');
  if (digits === '') return { th: 'กรุณาระบุเลขประจำตัวประชาชน 13 หลัก', en: 'Please enter the 13-digit citizen number' };
  if (/\D/.test(digits)) return { th: 'เลขประจำตัวประชาชนมีได้เฉพาะตัวเลข', en: 'A citizen number has digits only' };
  if (digits.length !== 13) return { th: `เลขประจำตัวประชาชนต้องมี 13 หลัก (ขณะนี้ ${digits.length} หลัก)`, en: `A citizen number has 13 digits (now ${digits.length})` };
  if (!parseCitizenId(digits)) return { th: 'เลขประจำตัวประชาชนไม่ถูกต้อง กรุณาตรวจสอบอีกครั้ง', en: 'This citizen number is not valid, please check it' };
  return undefined;
}

/** Up to 13 digits in display form, e.g. `1-2345-67890-12-3` (GN-05). */
export function formatCitizenId(digits: string): string {
  return [digits.slice(0, 1), digits.slice(1, 5), digits.slice(5, 10), digits.slice(10, 12), digits.slice(12, 13)].filter(Boolean).join('-');
}

/** Mod 11 over the first 12 digits, weights 13 down to 2. */
function checkDigit(digits: string): number {
  const sum = [...digits.slice(0, 12)].reduce((total, digit, index) => total + Number(digit) * (13 - index), 0);
  return (11 - (sum % 11)) % 10;
}
