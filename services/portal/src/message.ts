import type { Item, Text } from './api.js';

export interface Asked {
  organisation: Text;
  service: Text;
  reference: string;
  items: Item[];
}

/** The version of the words below; kept with each consent (GN-12). */
export const CONSENT_VERSION = '1';

/** What the person agrees to on the portal before the bank is asked. */
export const consentText = (organisation: Text): Text => ({
  th: `ข้าพเจ้าขอให้ ${organisation.th} ส่งคำขอยืนยันตัวตนไปยังธนาคารที่เลือก และเมื่อข้าพเจ้ายืนยันในแอปธนาคารแล้ว ให้รับข้อมูลตามรายการข้างต้นจากหน่วยงานเจ้าของข้อมูล เพื่อใช้พิจารณาการสมัครนี้เท่านั้น`,
  en: `I ask ${organisation.en} to send a request for identity verification to the bank I choose and, once I have confirmed in the bank’s app, to receive the data listed above from their source, for this application only.`,
});

/** The request message that the bank shows: who asks, for which service, the reference, and what is asked (KB-45, KB-85). One fixed form. */
export function requestMessage({ organisation, service, reference, items }: Asked): string {
  const list = (language: keyof Text, none: string): string => items.map(({ name, source }) => `${name[language]} - ${source[language]}`).join('; ') || none;
  return [
    `${organisation.th} ขอให้ท่านยืนยันตัวตน`,
    `บริการ: ${service.th}`,
    `เลขที่อ้างอิง: ${reference}`,
    `ข้อมูลที่ขอ: ${list('th', 'ไม่มี')}`,
    '',
    `${organisation.en} asks you to verify your identity.`,
    `Service: ${service.en}`,
    `Reference: ${reference}`,
    `Data asked for: ${list('en', 'none')}`,
  ].join('\n');
}
