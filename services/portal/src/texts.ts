import type { Action, EndCode, ErrorCode, Text } from './api.js';

const TRY_AGAIN: Text = { th: 'กด “ลองใหม่” คำขอของท่านจะไม่ถูกส่งซ้ำ', en: 'Press “Try again”. Your request will not be sent twice.' };
const UNAVAILABLE: Text = { th: 'ระบบขัดข้องชั่วคราว กรุณาลองใหม่อีกครั้ง', en: 'The system is temporarily unavailable. Please try again.' };
const OTHER_BANK: Text = { th: 'เลือกธนาคารอื่น หรือติดต่อธนาคารของท่าน', en: 'Choose another bank, or contact your bank.' };

/** How HTTP status, words and button of each error read (GN-10). */
export const ERRORS: Record<ErrorCode, { status: number; message: Text; next: Text; action: Action }> = {
  INPUT_INVALID: { status: 400, action: 'START_AGAIN', message: { th: 'ข้อมูลที่ส่งมาไม่ถูกต้อง', en: 'What was sent is not complete or not right.' }, next: { th: 'กรุณาเริ่มทำรายการใหม่', en: 'Please start again.' } },
  CITIZEN_ID_INVALID: { status: 400, action: 'RETRY', message: { th: 'เลขประจำตัวประชาชนไม่ถูกต้อง', en: 'This is not a citizen number.' }, next: { th: 'กรุณาตรวจสอบเลข 13 หลักบนบัตรประชาชนอีกครั้ง', en: 'Please check the 13 digits on your ID card.' } },
  CONSENT_CHANGED: { status: 409, action: 'START_AGAIN', message: { th: 'ข้อความขอความยินยอมมีการเปลี่ยนแปลง', en: 'The text you agree to has changed.' }, next: { th: 'กรุณาอ่านข้อความใหม่อีกครั้ง', en: 'Please read the new text.' } },
  CSRF_TOKEN_WRONG: { status: 403, action: 'RETRY', message: { th: 'หน้านี้เปิดไว้นานเกินไป', en: 'This page has been open for too long.' }, next: { th: 'กรุณาโหลดหน้านี้ใหม่แล้วลองอีกครั้ง', en: 'Please reload the page and try again.' } },
  NOT_FOUND: { status: 404, action: 'START_AGAIN', message: { th: 'ไม่พบรายการนี้ในอุปกรณ์ของท่าน', en: 'There is no such application in this browser.' }, next: { th: 'กรุณาเริ่มทำรายการใหม่', en: 'Please start again.' } },
  TOO_LATE: { status: 409, action: 'RETRY', message: { th: 'รายการนี้ดำเนินการไปแล้ว', en: 'This application has already moved on.' }, next: { th: 'กรุณาดูสถานะล่าสุด', en: 'Please look at its current status.' } },
  TOO_MANY_REQUESTS: { status: 429, action: 'RETRY', message: { th: 'มีการทำรายการถี่เกินไป', en: 'There were too many attempts.' }, next: { th: 'กรุณารอสักครู่แล้วลองใหม่', en: 'Please wait a little, then try again.' } },
  SYSTEM_UNAVAILABLE: { status: 503, action: 'RETRY', message: UNAVAILABLE, next: TRY_AGAIN },
};

/** How each end, and the stand-still of GN-11, reads. */
export const END_TEXTS: Record<EndCode, { message: Text; next: Text; action: Action }> = {
  SYSTEM_UNAVAILABLE: { action: 'RETRY', message: UNAVAILABLE, next: TRY_AGAIN },
  REJECTED: { action: 'CHOOSE_BANK', message: { th: 'ท่านปฏิเสธคำขอในแอปธนาคาร', en: 'You rejected the request in your bank’s app.' }, next: { th: 'ไม่มีข้อมูลใดถูกส่ง หากต้องการสมัครต่อ กรุณาเลือกธนาคารและยืนยันอีกครั้ง', en: 'No data were sent. To go on, choose a bank and verify again.' } },
  BANK_ERROR: { action: 'CHOOSE_BANK', message: { th: 'ธนาคารที่เลือกไม่สามารถยืนยันตัวตนของท่านได้ในขณะนี้', en: 'The bank you chose cannot verify your identity at this time.' }, next: OTHER_BANK },
  SOURCE_ERROR: { action: 'START_AGAIN', message: { th: 'หน่วยงานเจ้าของข้อมูลไม่สามารถส่งข้อมูลของท่านได้', en: 'The source could not deliver your data.' }, next: { th: 'ท่านสามารถสมัครใหม่ภายหลัง หรือติดต่อหน่วยงานเจ้าของข้อมูล', en: 'Apply again later, or contact the source.' } },
  ANSWER_INVALID: { action: 'CHOOSE_BANK', message: { th: 'คำตอบจากธนาคารไม่ผ่านการตรวจสอบ จึงไม่ได้ใช้ข้อมูลใด', en: 'The bank’s answer did not pass our checks, so nothing was used.' }, next: OTHER_BANK },
  DATA_NOT_TRUSTED: { action: 'START_AGAIN', message: { th: 'ลายมือชื่อดิจิทัลของข้อมูลไม่ถูกต้อง จึงไม่ได้ใช้ข้อมูลนั้น', en: 'The data were not signed by their source, so they were not used.' }, next: { th: 'กรุณาสมัครใหม่อีกครั้ง', en: 'Please apply again.' } },
  CLOSED: { action: 'START_AGAIN', message: { th: 'คำขอถูกปิดก่อนเสร็จสมบูรณ์', en: 'The request was closed before it was complete.' }, next: { th: 'กรุณาสมัครใหม่อีกครั้ง', en: 'Please apply again.' } },
  BANK_TIMED_OUT: { action: 'CHOOSE_BANK', message: { th: 'หมดเวลายืนยันตัวตนแล้ว', en: 'The time to verify your identity has run out.' }, next: { th: 'เลือกธนาคารแล้วยืนยันใหม่ในแอปธนาคารภายในเวลาที่กำหนด', en: 'Choose a bank again and confirm in its app in time.' } },
  SOURCE_TIMED_OUT: { action: 'START_AGAIN', message: { th: 'ท่านยืนยันตัวตนแล้ว แต่หน่วยงานเจ้าของข้อมูลไม่ส่งข้อมูลภายในเวลา', en: 'You verified your identity, but the source did not deliver in time.' }, next: { th: 'กรุณาสมัครใหม่อีกครั้งภายหลัง', en: 'Please apply again later.' } },
  NO_BANK: { action: 'CHOOSE_BANK', message: { th: 'ไม่พบธนาคารที่ยืนยันตัวตนของท่านได้ในระดับที่ต้องการ', en: 'No bank was found that can verify you at the level that is needed.' }, next: { th: 'เลือกธนาคารอื่น หรือลงทะเบียนบริการ NDID กับธนาคารของท่านก่อน', en: 'Choose another bank, or register for NDID with your bank first.' } },
  CANCELLED: { action: 'START_AGAIN', message: { th: 'ท่านยกเลิกการสมัครแล้ว', en: 'You cancelled the application.' }, next: { th: 'ไม่มีข้อมูลใดถูกใช้ ท่านเริ่มใหม่ได้ทุกเมื่อ', en: 'No data are used. You can start again at any time.' } },
};

/** An error of the portal's API; `status` and words follow from its code. */
export class PortalError extends Error {
  override readonly name = 'PortalError';

  constructor(readonly code: ErrorCode) {
    super(code);
  }

  get status(): number {
    return ERRORS[this.code].status;
  }
}
