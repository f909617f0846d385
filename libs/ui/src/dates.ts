import type { Language, Text } from './text.js';

const timeZone = 'Asia/Bangkok';

/** A date as people here read it: `1 ธ.ค. 2566` in Thai, `1 Dec 2023` in English (GN-03), in Bangkok (GN-06). */
export function formatDate(instant: string | Date, language: Language): string {
  const locale = language === 'th' ? 'th-TH-u-ca-buddhist-nu-latn' : 'en-US-u-ca-gregory';
  const parts = new Intl.DateTimeFormat(locale, { timeZone, day: 'numeric', month: 'short', year: 'numeric' }).formatToParts(new Date(instant));
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('day')} ${part('month')} ${part('year')}`;
}

/** The time of day in Bangkok, `10:05 น.` / `10:05`. */
export function formatTime(instant: string | Date, language: Language): string {
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(instant));
  return language === 'th' ? `${time} น.` : time;
}

export function formatDateTime(instant: string | Date, language: Language): string {
  return `${formatDate(instant, language)} ${formatTime(instant, language)}`;
}

/** How long ago something was; the date when that is more than a week. */
export function formatRelative(instant: string | Date, now: Date, language: Language): string {
  const seconds = Math.round((new Date(instant).getTime() - now.getTime()) / 1000);
  if (Math.abs(seconds) < 60) return language === 'th' ? 'เมื่อสักครู่' : 'just now';
  if (Math.abs(seconds) >= 7 * 86_400) return formatDate(instant, language);
  const [unit, size] = Math.abs(seconds) < 3600 ? ['minute', 60] as const : Math.abs(seconds) < 86_400 ? ['hour', 3600] as const : ['day', 86_400] as const;
  return new Intl.RelativeTimeFormat(language === 'th' ? 'th-u-nu-latn' : 'en', { numeric: 'auto' }).format(Math.trunc(seconds / size), unit);
}

/** Whole seconds until an instant, never below 0. */
export function secondsLeft(until: string | Date, now: Date): number {
  return Math.max(0, Math.ceil((new Date(until).getTime() - now.getTime()) / 1000));
}

/** Seconds as `4:05` or `1:00:05`: for the eye. */
export function formatSeconds(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** Seconds in words, as a screen reader should say them. */
export function spokenSeconds(seconds: number): Text {
  if (seconds < 60) return { th: `เหลือเวลา ${seconds} วินาที`, en: `${seconds} ${seconds === 1 ? 'second' : 'seconds'} left` };
  const minutes = Math.ceil(seconds / 60);
  return { th: `เหลือเวลา ${minutes} นาที`, en: `${minutes} ${minutes === 1 ? 'minute' : 'minutes'} left` };
}
