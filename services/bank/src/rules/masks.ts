/** `1-xxxx-xxxxx-12-3`: of a citizen number only the first and the last three digits. */
export const maskedCitizenId = (id: string): string => `${id.slice(0, 1)}-xxxx-xxxxx-${id.slice(10, 12)}-${id.slice(12)}`;

/** All but the last four digits (KB-57). */
export const maskedPhone = (phone: string): string => `xxx-xxx-${phone.slice(-4)}`;

const THAI_DIGITS = '๐๑๒๓๔๕๖๗๘๙';

/** Digits as typed: Thai ones become 0-9, hyphens and spaces go (GN-04, GN-05). */
export const typedDigits = (text: string): string => [...text].map((c) => (THAI_DIGITS.includes(c) ? String(THAI_DIGITS.indexOf(c)) : c)).join('').replaceAll(/[\s-]/g, '');
