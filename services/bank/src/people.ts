import type { Product, Text } from './api.js';
import { birthDateFor } from './rules/bangkok.js';

/** A fictional person with whom a sandbox begins. */
export interface SeedPerson {
  key: string;
  citizenId: string;
  name: Text;
  birthDate: string;
  nationality: string;
  products: Product[];
  phones: { phone: string; kplus: boolean }[];
  pin?: string;
  chipVerified: boolean;
  sanctionLists: ('THAILAND' | 'UN')[];
  /** The K PLUS number with which the person is registered from the beginning. */
  registeredWith?: string;
  note: Text;
}

/** People A to K. Birth dates of C and D depend on the day. Numbers are fictional: 090-000-00xx is not given to anybody. */
export function seedPeople(now: Date): SeedPerson[] {
  const person = (key: string, n: number, citizenId: string, th: string, en: string, noteTh: string, noteEn: string, more: Partial<SeedPerson> = {}): SeedPerson => ({
    key, citizenId, name: { th, en }, note: { th: noteTh, en: noteEn },
    birthDate: '1990-05-05', nationality: 'TH', products: ['SAVINGS'], chipVerified: true, sanctionLists: [],
    phones: [{ phone: phone(n), kplus: true }], pin: `2580${String(n).padStart(2, '0')}`,
    ...more,
  });
  return [
    person('A', 1, '9000000000012', 'สมมุติ ทดสอบดี', 'Sommut Thotsobdi', 'ลงทะเบียนแล้ว', 'Registered for NDID', { registeredWith: phone(1) }),
    person('B', 2, '9000000000021', 'ตัวอย่าง จำลองภพ', 'Tuayang Chamlongphop', 'ยังไม่ได้ลงทะเบียน', 'Not registered'),
    person('C', 3, '9000000000039', 'นามสมมุติ สิบสองพอดี', 'Namsommut Sipsongphodi', 'อายุครบ 12 ปีวันนี้', '12th birthday today', { birthDate: birthDateFor(12, now) }),
    person('D', 4, '9000000000047', 'นามสมมุติ สิบเอ็ดปี', 'Namsommut Sipetpi', 'อายุครบ 12 ปีพรุ่งนี้', '12th birthday tomorrow', { birthDate: birthDateFor(12, now, -1) }),
    person('E', 5, '9000000000055', 'สมมุติ ในบัญชีไทย', 'Sommut Nai-Banchithai', 'อยู่ในบัญชีทดสอบของไทย', 'On the Thailand test list', { sanctionLists: ['THAILAND'] }),
    person('F', 6, '9000000000063', 'สมมุติ ในบัญชียูเอ็น', 'Sommut Nai-Banchiun', 'อยู่ในบัญชีทดสอบของยูเอ็น', 'On the UN test list', { sanctionLists: ['UN'] }),
    person('G', 7, '9000000000071', 'ตัวอย่าง ต่างแดน', 'Tuayang Tangdaen', 'ไม่ใช่สัญชาติไทย', 'Not a Thai national', { nationality: 'LA' }),
    person('H', 8, '9000000000080', 'ตัวอย่าง ไม่มีบัญชี', 'Tuayang Maimibanchi', 'ไม่มีผลิตภัณฑ์ที่กำหนด', 'No qualifying product', { products: [] }),
    person('I', 9, '9000000000098', 'ตัวอย่าง ไม่มีแอป', 'Tuayang Maimiaep', 'ไม่มี K PLUS', 'No K PLUS', { phones: [{ phone: phone(9), kplus: false }] }),
    person('J', 10, '9000000000101', 'สมมุติ สองเบอร์', 'Sommut Songboe', 'มี K PLUS สองเบอร์ ลงทะเบียนกับเบอร์แรก', 'K PLUS on two numbers, registered with the first', {
      phones: [{ phone: phone(10), kplus: true }, { phone: phone(20), kplus: true }], registeredWith: phone(10),
    }),
    person('K', 11, '9000000000110', 'สมมุติ ยังไม่ได้เสียบบัตร', 'Sommut Yangmaidai-Siapbat', 'ต้องไปจุดยืนยันตัวตนก่อน', 'Has to go to a verification point', { chipVerified: false }),
  ];
}

const phone = (n: number): string => `09000000${String(n).padStart(2, '0')}`;

/** Never in use without a sandbox, and the same for each start. */
export const customerIdOf = (key: string): string => `customer-${key.toLowerCase()}`;
