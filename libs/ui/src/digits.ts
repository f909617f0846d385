const THAI_ZERO = 0x0e50;

/** Thai digits (๐-๙) as 0-9, everything else as it is (GN-04). */
export function arabicDigits(text: string): string {
  return text.replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - THAI_ZERO));
}

/** Only the digits of what a person typed, Thai digits read as 0-9: for PIN, OTP and phone fields. */
export function digitsOf(text: string): string {
  return arabicDigits(text).replace(/\D/g, '');
}
