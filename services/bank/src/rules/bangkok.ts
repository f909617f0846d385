/** Thailand has no daylight saving time. */
const OFFSET_MS = 7 * 3_600_000;
const DAY_MS = 86_400_000;

/** Calendar date in Bangkok, e.g. `2023-12-06` (GN-06). */
export const bangkokDate = (now: Date): string => new Date(now.getTime() + OFFSET_MS).toISOString().slice(0, 10);

/** Whether the Bangkok time of day lies in an interval that includes its beginning and excludes its end (GN-06). */
export function isWithinHours(now: Date, { from, to }: { from: string; to: string }): boolean {
  const time = (now.getTime() + OFFSET_MS) % DAY_MS;
  return time >= timeOfDayMs(from) && time < timeOfDayMs(to);
}

/** Age in full years on that Bangkok date: the birthday counts (KB-11). Who was born on 29 February has it on 1 March in other years. */
export function ageInYears(birthDate: string, now: Date): number {
  const today = bangkokDate(now);
  return Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4)) - (today.slice(5) < birthDate.slice(5) ? 1 : 0);
}

/** The date on which somebody had the n-th birthday that many days ago (negative: will have it). */
export function birthDateFor(years: number, now: Date, daysAgo = 0): string {
  const day = bangkokDate(new Date(now.getTime() - daysAgo * DAY_MS));
  return `${Number(day.slice(0, 4)) - years}${day.slice(4)}`;
}

function timeOfDayMs(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return (hours * 60 + minutes) * 60_000;
}
