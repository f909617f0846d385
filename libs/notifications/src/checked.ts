import { usualChannels } from './catalogue.js';
import { NotificationError } from './errors.js';
import type { Channel, NewNotification, NotificationTexts, Text } from './types.js';

const CHANNELS: readonly Channel[] = ['app', 'push', 'sms', 'email'];
/** Ids are keys of an index and travel in PostgreSQL's notices, which end at 8000 bytes. */
export const ID_CHARACTERS_MAX = 200;
export const LINK_CHARACTERS_MAX = 500;
/** More than a person reads on a phone; longer texts are cut, because names in them come from other members. */
export const TEXT_CHARACTERS_MAX = 1_000;
const DELIVER_WITHIN_SECONDS_DEFAULT = 86_400;
/** As long as a push service keeps anything. */
const DELIVER_WITHIN_SECONDS_MAX = 28 * 86_400;

/** With every default filled in, and texts made fit to be shown. */
export type CheckedNotification = Required<Omit<NewNotification, 'link' | 'lockScreenSafe'>> & { link: string | null; lockScreenSafe: boolean };

/** @throws NotificationError */
export function checked(given: NewNotification, lockScreenSafe: boolean): CheckedNotification {
  const { id, recipient, kind, link = null, secret = false, deliverWithinSeconds = DELIVER_WITHIN_SECONDS_DEFAULT } = given;
  for (const [name, value] of Object.entries({ id, recipient, kind })) checkId(name, value);
  if (link !== null && !isOwnPath(link)) {
    throw new NotificationError('LINK_INVALID', `"link" must be a path of the app, as "/requests/1", of at most ${LINK_CHARACTERS_MAX} characters.`);
  }
  const channels = [...new Set(given.channels ?? usualChannels(kind))];
  if (channels.length === 0 || channels.some((channel) => !CHANNELS.includes(channel))) {
    throw new NotificationError('CHANNELS_INVALID', `"channels" must name at least one of ${CHANNELS.join(', ')}; ${kind} has none of its own, or an unknown one was given.`);
  }
  if (secret && (channels.includes('app') || channels.includes('push'))) {
    throw new NotificationError('CHANNELS_INVALID', 'A secret goes by SMS or e-mail only: give "channels".');
  }
  if (!(deliverWithinSeconds > 0 && deliverWithinSeconds <= DELIVER_WITHIN_SECONDS_MAX)) {
    throw new NotificationError('TIME_INVALID', `"deliverWithinSeconds" must be above 0 and at most ${DELIVER_WITHIN_SECONDS_MAX}.`);
  }
  const texts: NotificationTexts = { title: fit('title', given.texts?.title, oneLine), body: fit('body', given.texts?.body, lines) };
  return { id, recipient, kind, texts, link, channels, deliverWithinSeconds, secret, lockScreenSafe: given.lockScreenSafe ?? lockScreenSafe };
}

export const isId = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= ID_CHARACTERS_MAX && !/\p{Cc}/u.test(value);

export function checkId(name: string, value: unknown): void {
  if (!isId(value)) {
    throw new NotificationError('ID_INVALID', `"${name}" must be a text of 1 to ${ID_CHARACTERS_MAX} printable characters.`);
  }
}

/** At most `max` characters, cut between what a reader takes for letters (Thai vowels and tones stay with theirs). */
export function shortened(words: string, max: number, length = (s: string): number => s.length): string {
  if (length(words) <= max) return words;
  let kept = '';
  for (const { segment } of new Intl.Segmenter('th', { granularity: 'grapheme' }).segment(words)) {
    if (length(`${kept}${segment}…`) > max) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** As URLs are written, in ASCII. Browsers read `//host` and `/\host` as another site. */
const isOwnPath = (link: unknown): boolean =>
  typeof link === 'string' && link.length <= LINK_CHARACTERS_MAX && /^\/(?!\/)[!#-[\]-~]*$/.test(link);

/** A title becomes the subject of an e-mail, so it has one line. */
const oneLine = (words: string): string => lines(words).replaceAll(/\s+/g, ' ');
/** Names of other members are in it: without half characters, control characters, and those that turn the direction of reading. */
const lines = (words: string): string => Buffer.from(words).toString().replaceAll(/(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, ' ').trim();

function fit(name: string, text: Text | undefined, clean: (words: string) => string): Text {
  const inLanguage = (language: keyof Text): string => {
    const words = text?.[language];
    const cleaned = typeof words === 'string' ? clean(words) : '';
    if (cleaned === '') throw new NotificationError('TEXT_INVALID', `"texts.${name}.${language}" must not be empty.`);
    return shortened(cleaned, TEXT_CHARACTERS_MAX);
  };
  return { th: inLanguage('th'), en: inLanguage('en') };
}
