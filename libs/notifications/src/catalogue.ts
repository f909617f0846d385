import { NotificationError } from './errors.js';
import type { Channel, Language, NotificationTexts, Text } from './types.js';

interface CatalogueEntry {
  title: Text;
  body: Text;
  /** Empty for the texts of a screen. */
  channels: readonly Channel[];
}

const NDID = { th: 'บริการ NDID', en: 'NDID service' } as const;
const THAID = { th: 'ThaID', en: 'ThaID' } as const;
const DGA = { th: 'DGA Digital ID', en: 'DGA Digital ID' } as const;
const BELL = ['app', 'push'] as const;

/**
 * Every notification, and every text that a screen shows as one, of the reference apps (NT-01 to NT-16). NT-01 names the service in
 * its title, because it has to name it (KB-64) and its body is given without it.
 */
export const CATALOGUE = {
  'NT-01': {
    title: { th: 'บริการ NDID: {service}', en: 'NDID service: {service}' },
    body: {
      th: 'กรุณาลงทะเบียนบริการ NDID เพื่อยืนยันตัวตนกับ {organisation}',
      en: 'Please register for NDID to verify your identity for {organisation}',
    },
    channels: BELL,
  },
  'NT-02': { title: NDID, body: { th: 'ลงทะเบียนบริการ NDID สำเร็จ', en: 'NDID registration successful' }, channels: BELL },
  'NT-03': {
    title: NDID,
    body: { th: 'กรุณายืนยันตัวตนตามคำขอของ {organisation}: {service}', en: 'Please verify your identity for {organisation}: {service}' },
    channels: BELL,
  },
  'NT-04': {
    title: NDID,
    body: {
      th: 'กรุณานำบัตรประชาชนไปยังจุดยืนยันตัวตน (K CHECK ID) ที่สาขา หรือ ตู้ ATM',
      en: 'Please take your ID card to an identity verification point (K CHECK ID): a branch or an ATM',
    },
    channels: [],
  },
  'NT-05': { title: NDID, body: { th: 'ส่งข้อมูลเรียบร้อยแล้ว', en: 'Your data has been sent' }, channels: [] },
  'NT-06': { title: NDID, body: { th: 'กำลังดำเนินการยกเลิกการลงทะเบียน', en: 'Your cancellation is being processed' }, channels: [] },
  'NT-07': { title: NDID, body: { th: 'ยกเลิก NDID สำเร็จ', en: 'NDID cancelled successfully' }, channels: BELL },
  'NT-08': { title: NDID, body: { th: 'ยกเลิกไม่สำเร็จ กรุณาลองใหม่', en: 'Cancellation failed, please try again' }, channels: BELL },
  'NT-09': {
    title: THAID,
    body: {
      th: 'ขอความยินยอม กรุณาระบุรหัสผ่านอีกครั้งเพื่อเข้าใช้งานครั้งแรก',
      en: 'Consent requested: enter the passcode again for first use',
    },
    channels: [],
  },
  'NT-10': { title: THAID, body: { th: '{organisation} ขอข้อมูลของท่าน: {items}', en: '{organisation} asks for: {items}' }, channels: [] },
  'NT-11': { title: THAID, body: { th: 'มีการลงทะเบียน ThaID บนเครื่องใหม่', en: 'ThaID was enrolled on a new phone' }, channels: ['push'] },
  'NT-12': {
    title: { th: 'สถานะการลงทะเบียน', en: 'Registration status' },
    body: { th: 'สถานะการลงทะเบียน {number}: {state}', en: 'Registration {number}: {state}' },
    channels: ['app', 'sms'],
  },
  'NT-13': {
    title: DGA,
    body: { th: 'รหัส OTP ของท่านคือ {otp} (Ref: {ref}) ใช้ได้ภายใน 5 นาที', en: 'Your OTP is {otp} (Ref: {ref}), valid for 5 minutes' },
    channels: ['sms'],
  },
  'NT-14': { title: DGA, body: { th: 'ลงทะเบียน DGA Digital ID สำเร็จ', en: 'DGA Digital ID registration complete' }, channels: ['sms'] },
  'NT-15': { title: DGA, body: { th: '{news}', en: '{news}' }, channels: ['app', 'push', 'sms', 'email'] },
  'NT-16': {
    title: DGA,
    body: { th: 'ข้อตกลงและเงื่อนไขมีการเปลี่ยนแปลง', en: 'The terms and conditions have changed' },
    channels: ['app', 'push', 'sms', 'email'],
  },
} as const satisfies Record<string, CatalogueEntry>;

export type CatalogueKind = keyof typeof CATALOGUE;

type PlaceholderIn<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | PlaceholderIn<Rest> : never;
/** What fills a kind's text: the same words in both languages, or a text of each. */
type Values<K extends CatalogueKind, Member extends keyof NotificationTexts> = Record<
  PlaceholderIn<(typeof CATALOGUE)[K][Member]['en']>,
  string | Text
>;
type BodyValues<K extends CatalogueKind> = Values<K, 'body'>;
type AllValues<K extends CatalogueKind> = Values<K, 'body'> & Values<K, 'title'>;
/** Left out where nothing is to be filled. */
type Given<V> = keyof V extends never ? [values?: V] : [values: V];

/**
 * A kind's words in both languages, e.g. `text('NT-03', { organisation: 'RP1', service: { th, en } }).en`.
 *
 * @throws NotificationError `PLACEHOLDER_MISSING` when a placeholder would be left open or filled with nothing (AC-GN-13)
 */
export function text<K extends CatalogueKind>(kind: K, ...[values]: Given<BodyValues<K>>): Text {
  return filled(kind, CATALOGUE[kind].body, values);
}

/** `text` together with the kind's title, as `notify` takes it. */
export function texts<K extends CatalogueKind>(kind: K, ...[values]: Given<AllValues<K>>): NotificationTexts {
  return { title: filled(kind, CATALOGUE[kind].title, values), body: filled(kind, CATALOGUE[kind].body, values) };
}

/** By which channels a kind goes when its caller does not say. */
export function usualChannels(kind: string): readonly Channel[] {
  return Object.hasOwn(CATALOGUE, kind) ? CATALOGUE[kind as CatalogueKind].channels : BELL;
}

function filled(kind: string, template: Text, values: object = {}): Text {
  const given = values as Record<string, string | Text | undefined>;
  const inLanguage = (language: Language): string =>
    template[language].replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const value = Object.hasOwn(given, name) ? given[name] : undefined;
      const words = typeof value === 'string' ? value : value?.[language];
      if (typeof words !== 'string' || words.trim() === '') {
        throw new NotificationError('PLACEHOLDER_MISSING', `${kind} needs "${name}" in ${language}: give it a value.`);
      }
      return words;
    });
  return { th: inLanguage('th'), en: inLanguage('en') };
}
