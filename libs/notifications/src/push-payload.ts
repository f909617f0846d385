import { shortened } from './checked.js';
import type { Language, NotificationTexts } from './types.js';

/** A push service takes 4096 bytes encrypted (RFC 8291), which leaves 3993; id, link and the rest take at most 1300 of them. */
const TITLE_BYTES_MAX = 400;
const BODY_BYTES_MAX = 2_000;

export const LOCK_SCREEN_TEXTS: NotificationTexts = {
  title: { th: 'การแจ้งเตือนใหม่', en: 'New notification' },
  body: { th: 'เปิดแอปเพื่ออ่าน', en: 'Open the app to read it' },
};

interface Pushed {
  id: string;
  texts: NotificationTexts;
  link: string | null;
  language: Language;
}

/** What the service worker reads (browser/push-worker.js). */
export function pushPayload({ id, texts, link, language }: Pushed): string {
  return JSON.stringify({
    id,
    title: shortened(texts.title[language], TITLE_BYTES_MAX, jsonBytes),
    body: shortened(texts.body[language], BODY_BYTES_MAX, jsonBytes),
    lang: language,
    ...(link === null ? {} : { link }),
  });
}

const jsonBytes = (words: string): number => Buffer.byteLength(JSON.stringify(words));
