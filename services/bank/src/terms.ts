import type { Terms } from './api.js';

const text = (...paragraphs: string[]): string => paragraphs.join('\n\n');

/** The current versions; who accepted which is on record (GN-12). */
export const TERMS = {
  REGISTRATION: {
    kind: 'REGISTRATION',
    version: 'registration-1',
    title: { th: 'ข้อกำหนดและเงื่อนไขการลงทะเบียน', en: 'Terms and conditions of registration' },
    body: {
      th: text(
        '1. บริการ NDID คือบริการยืนยันตัวตนรูปแบบดิจิทัล ธนาคารจะยืนยันตัวตนของท่านต่อองค์กรที่ท่านขอใช้บริการ เฉพาะเมื่อท่านให้ความยินยอมในแต่ละครั้งเท่านั้น',
        '2. ผู้ลงทะเบียนต้องเป็นผู้ใช้บริการ K PLUS และสามารถผูก NDID ได้กับ K PLUS เพียง 1 เบอร์เท่านั้น',
        '3. ท่านรับรองว่าข้อมูลที่ให้ไว้กับธนาคารเป็นข้อมูลของท่านเอง ถูกต้องและเป็นปัจจุบัน',
        '4. ธนาคารจะเก็บกุญแจสำหรับลงลายมือชื่ออิเล็กทรอนิกส์ของท่านไว้อย่างปลอดภัย และใช้เฉพาะตามคำสั่งของท่านที่ยืนยันด้วย PIN และภาพใบหน้า',
        '5. โปรดเก็บ PIN เป็นความลับ เมื่อได้รับแจ้งเตือนให้ยืนยันตัวตน โปรดตรวจสอบว่าเป็นบริการที่ท่านขอใช้ด้วยตนเอง',
        '6. ไม่มีค่าใช้จ่ายในการลงทะเบียนและใช้บริการ ท่านยกเลิกบริการได้ตลอดเวลา',
        '7. ธนาคารบันทึกการยอมรับและความยินยอมทุกครั้งพร้อมเวลาและอุปกรณ์ เพื่อใช้เป็นหลักฐานของท่านและธนาคาร',
      ),
      en: text(
        '1. NDID is a digital identity verification service. The bank confirms who you are to an organisation whose service you asked for, only when you consent, each time anew.',
        '2. You must be a K PLUS user. NDID can be bound to only one K PLUS phone number.',
        '3. You declare that the data you gave the bank are your own, true and up to date.',
        '4. The bank keeps the key of your electronic signature safely and uses it only on your order, which you confirm with your PIN and a picture of your face.',
        '5. Keep your PIN secret. When you are asked to verify your identity, make sure that it is for a service you yourself asked for.',
        '6. Registration and use are free of charge. You can cancel at any time.',
        '7. The bank records each acceptance and consent with time and device, as evidence for you and for the bank.',
      ),
    },
  },
  PHOTO: {
    kind: 'PHOTO',
    version: 'photo-1',
    title: { th: 'ข้อกำหนดและเงื่อนไขการขอถ่ายรูป', en: 'Terms and conditions of taking a photo' },
    body: {
      th: text(
        '1. ธนาคารขอถ่ายรูปใบหน้าของท่านเพื่อเปรียบเทียบกับรูปที่ธนาคารมีอยู่ สำหรับการทำรายการครั้งนี้เท่านั้น',
        '2. รูปที่ถ่ายจะถูกลบทันทีหลังการเปรียบเทียบ และไม่ส่งให้องค์กรอื่น',
        '3. หากไม่ยอมรับ ท่านจะทำรายการครั้งนี้ผ่าน K PLUS ไม่ได้',
      ),
      en: text(
        "1. The bank takes a picture of your face to compare it with the picture it holds, for this transaction only.",
        '2. The picture is deleted right after the comparison and is not passed on.',
        '3. Without your acceptance this transaction is not possible in K PLUS.',
      ),
    },
  },
} as const satisfies Record<Terms['kind'], Terms>;
