import type { ErrorAction, ErrorCode, ErrorDetail, Text } from './api.js';

interface Entry {
  status: number;
  message: Text;
  next: Text;
  action: ErrorAction;
}

const entry = (status: number, action: ErrorAction, th: string, en: string, nextTh: string, nextEn: string): Entry => ({ status, action, message: { th, en }, next: { th: nextTh, en: nextEn } });

const CLOSE: [string, string] = ['กดปิดเพื่อกลับไปหน้าบริการ NDID', 'Close to go back to the NDID service.'];
const RETAKE: [string, string] = ['กรุณาถ่ายรูปใหม่ การถ่ายใหม่นี้ไม่นับเป็นครั้งที่พลาด', 'Please take the photo again; this does not use up an attempt.'];
const POINT: [string, string] = ['กรุณานำบัตรประชาชนไปยังจุดยืนยันตัวตน (K CHECK ID) ที่สาขา หรือ ตู้ ATM', 'Please take your ID card to an identity verification point (K CHECK ID): a branch or an ATM.'];
const AGAIN: [string, string] = ['กรุณาลองใหม่อีกครั้ง', 'Please try again.'];

/** Every failure that a person sees: what happened, what to do next, and the button (GN-10). */
export const ERRORS: Record<ErrorCode, Entry> = {
  KB_NOT_THAI: entry(403, 'CLOSE', 'บริการนี้สำหรับผู้มีสัญชาติไทยเท่านั้น', 'This service is for Thai nationals only.', ...CLOSE),
  KB_UNDER_AGE: entry(403, 'CLOSE', 'ผู้ลงทะเบียนต้องมีอายุตั้งแต่ {min_age} ปีขึ้นไป', 'You must be {min_age} or older to register.', ...CLOSE),
  KB_NOT_ELIGIBLE: entry(403, 'CONTACT_BANK', 'ไม่สามารถลงทะเบียนบริการ NDID ได้ กรุณาติดต่อธนาคาร', 'You cannot register for NDID. Please contact the bank.', 'โทร {hotline} เพื่อติดต่อธนาคาร', 'Call the bank: {hotline}.'),
  KB_NO_PRODUCT: entry(403, 'CLOSE', 'ต้องเป็นเจ้าของบัญชีเงินฝากออมทรัพย์ บัญชีกระแสรายวัน บัตรเครดิต หรือบัตรเงินด่วน', 'You need a savings account, current account, credit card or cash card with the bank.', ...CLOSE),
  KB_NOT_KPLUS_USER: entry(403, 'GET_KPLUS', 'ต้องเป็นผู้ใช้บริการ K PLUS', 'You must be a K PLUS user.', 'สมัคร K PLUS แล้วเริ่มใหม่', 'Get K PLUS, then start again.'),
  KB_OUTSIDE_HOURS: entry(403, 'CLOSE', 'ลงทะเบียนได้ทุกวัน เวลา {from_th} - {to_th} น.', 'Registration is open every day, {from}-{to}.', 'กรุณากลับมาใหม่ในเวลาดังกล่าว', 'Please come back during these hours.'),
  KB_BOUND_TO_OTHER_NUMBER: entry(409, 'SHOW_REGISTRATION', 'ท่านได้ลงทะเบียนบริการ NDID กับ K PLUS เบอร์อื่นแล้ว', 'You have already registered NDID with another K PLUS number.', 'ดูรายละเอียดการลงทะเบียนกับเบอร์ที่ท่านได้ลงทะเบียน', 'See the registration details with that number.'),
  KB_ALREADY_REGISTERED: entry(409, 'SHOW_REGISTRATION', 'ท่านได้ลงทะเบียนบริการ NDID แล้ว', 'You have already registered for NDID.', 'ดูรายละเอียดการลงทะเบียน', 'See the registration details.'),
  KB_VERIFICATION_POINT_NEEDED: entry(403, 'GO_TO_POINT', 'ธนาคารยังไม่มีข้อมูลบัตรประชาชนและรูปถ่ายที่ใช้ยืนยันตัวตนของท่านได้', 'The bank needs your ID card to verify your identity.', ...POINT),
  KB_ENROLMENT_EXPIRED: entry(410, 'RETRY', 'หมดเวลาลงทะเบียนแล้ว', 'The time for this registration is over.', 'กรุณาเริ่มลงทะเบียนใหม่', 'Please start the registration again.'),
  KB_REGISTRATION_FAILED: entry(503, 'RETRY', 'ลงทะเบียนไม่สำเร็จ ท่านยังไม่ได้ลงทะเบียนบริการ NDID', 'The registration did not succeed; you are not registered.', 'กรุณาลองลงทะเบียนใหม่อีกครั้ง', 'Please register again.'),
  KB_FACE_MISMATCH: entry(422, 'RETAKE', 'ภาพใบหน้าไม่ตรงกับข้อมูลของธนาคาร', "Your face does not match the bank's record.", 'กรุณาถ่ายใหม่', 'Please take the photo again.'),
  KB_NO_FACE: entry(422, 'RETAKE', 'ไม่พบใบหน้าในภาพ', 'There is no face in the picture.', ...RETAKE),
  KB_SEVERAL_FACES: entry(422, 'RETAKE', 'พบมากกว่าหนึ่งใบหน้าในภาพ', 'There is more than one face in the picture.', ...RETAKE),
  KB_PICTURE_BLURRED: entry(422, 'RETAKE', 'ภาพไม่ชัด', 'The picture is blurred.', ...RETAKE),
  KB_PICTURE_TOO_DARK: entry(422, 'RETAKE', 'ภาพมืดหรือสว่างเกินไป', 'The picture is too dark or too bright.', ...RETAKE),
  KB_FACE_TOO_SMALL: entry(422, 'RETAKE', 'ใบหน้าอยู่ไกลเกินไป', 'Your face is too far away.', ...RETAKE),
  KB_FACE_NOT_FRONTAL: entry(422, 'RETAKE', 'กรุณามองตรงมาที่กล้อง', 'Please look straight into the camera.', ...RETAKE),
  KB_LIVENESS_FAILED: entry(422, 'RETAKE', 'ไม่สามารถยืนยันได้ว่าเป็นการถ่ายจากบุคคลจริง', 'We could not make sure that this is a live person.', 'กรุณาทำตามท่าทางบนหน้าจอแล้วถ่ายใหม่', 'Please follow the movements on the screen and take the photo again.'),
  KB_CHALLENGE_EXPIRED: entry(409, 'RETAKE', 'หมดเวลาถ่ายรูป', 'The time for taking the photo is over.', ...RETAKE),
  KB_PICTURE_INVALID: entry(422, 'RETAKE', 'ไม่สามารถอ่านภาพได้', 'The picture cannot be read.', ...RETAKE),
  KB_REQUEST_EXPIRED: entry(410, 'CLOSE', 'คำขอนี้หมดอายุแล้ว', 'This request has expired.', 'หากยังต้องการใช้บริการ กรุณาทำรายการใหม่ที่องค์กรต้นทาง', 'If you still need it, start again at the organisation.'),
  KB_MESSAGE_CHANGED: entry(409, 'RETRY', 'ข้อความที่ยืนยันไม่ตรงกับคำขอ', 'What you confirmed is not what the request says.', 'กรุณาเปิดคำขอแล้วตรวจสอบใหม่', 'Please open the request and check it again.'),
  KB_NOT_REGISTERED: entry(409, 'CLOSE', 'ยังไม่ได้ลงทะเบียนบริการ NDID', 'Not registered for NDID.', 'กรุณาลงทะเบียนก่อน', 'Please register first.'),
  KB_CANCELLING: entry(409, 'CLOSE', 'กำลังดำเนินการยกเลิกการลงทะเบียน', 'Your cancellation is being processed.', 'ธนาคารจะแจ้งผลให้ท่านทราบ', 'The bank will notify you of the result.'),
  KB_CANCEL_FAILED: entry(503, 'RETRY', 'ยกเลิกไม่สำเร็จ กรุณาลองใหม่', 'Cancellation failed, please try again.', 'ท่านยังลงทะเบียนอยู่ กรุณาลองยกเลิกอีกครั้ง', 'You are still registered. Please try to cancel again.'),
  KB_STEP_OUT_OF_ORDER: entry(409, 'RETRY', 'ขั้นตอนนี้ยังทำไม่ได้', 'This step is not possible now.', 'กรุณาทำตามลำดับขั้นตอนบนหน้าจอ', 'Please follow the steps on the screen.'),
  KB_TERMS_CHANGED: entry(409, 'RETRY', 'ข้อกำหนดและเงื่อนไขมีการเปลี่ยนแปลง', 'The terms and conditions have changed.', 'กรุณาอ่านฉบับปัจจุบันแล้วยอมรับใหม่', 'Please read and accept the current version.'),
  PHONE_INVALID: entry(400, 'RETRY', 'เบอร์โทรศัพท์มือถือไม่ถูกต้อง', 'This is not a mobile number.', 'กรุณาระบุเบอร์โทรศัพท์มือถือ 10 หลัก', 'Please enter the 10 digits of the mobile number.'),
  OTP_WRONG: entry(401, 'RETRY', 'รหัส OTP ไม่ถูกต้อง', 'The OTP is wrong.', 'กรุณาระบุรหัส OTP ให้ถูกต้อง', 'Please enter the OTP correctly.'),
  OTP_EXPIRED: entry(410, 'RETRY', 'รหัส OTP หมดอายุ', 'The OTP has expired.', 'กรุณาขอรหัส OTP ใหม่', 'Please request a new one.'),
  OTP_TOO_MANY: entry(429, 'RETRY', 'ขอรหัส OTP บ่อยเกินไป', 'Too many OTPs were requested.', 'กรุณารอสักครู่แล้วลองใหม่', 'Please wait and try again.'),
  PIN_WRONG: entry(401, 'RETRY', 'PIN ไม่ถูกต้อง', 'The PIN is wrong.', 'กรุณาใส่ PIN ใหม่', 'Please enter the PIN again.'),
  PIN_LOCKED: entry(423, 'CONTACT_BANK', 'K PLUS ถูกล็อกเพราะใส่ PIN ผิดเกินจำนวนครั้งที่กำหนด', 'K PLUS is locked after too many wrong PINs.', 'กรุณาลองใหม่ภายหลัง หรือโทร {hotline}', 'Please try again later, or call {hotline}.'),
  PASSKEY_REFUSED: entry(401, 'RETRY', 'ใช้พาสคีย์นี้ไม่ได้', 'This passkey was not accepted.', 'กรุณาลองใหม่หรือใช้ PIN', 'Please try again or use the PIN.'),
  DEVICE_NEEDED: entry(401, 'SIGN_IN', 'อุปกรณ์นี้ยังไม่ได้ผูกกับ K PLUS หรือมีการใช้งานบนอุปกรณ์อื่นแล้ว', 'This device is not bound to K PLUS, or another device has taken over.', 'กรุณาเข้าสู่ระบบด้วยเบอร์โทรศัพท์', 'Please sign in with the phone number.'),
  SIGN_IN_NEEDED: entry(401, 'SIGN_IN', 'กรุณาเข้าสู่ระบบ', 'You are not signed in.', 'ใส่ PIN เพื่อเข้าสู่ระบบ', 'Enter the PIN to sign in.'),
  CSRF_TOKEN_WRONG: entry(403, 'RETRY', 'หน้านี้เปิดไว้นานเกินไป', 'This page was open for too long.', 'กรุณาเปิดหน้านี้ใหม่', 'Please open the page again.'),
  SYSTEM_UNAVAILABLE: entry(503, 'RETRY', 'ระบบขัดข้องชั่วคราว กรุณาลองใหม่อีกครั้ง', 'The system is temporarily unavailable. Please try again.', ...AGAIN),
  TOO_MANY_REQUESTS: entry(429, 'RETRY', 'มีการเรียกใช้งานบ่อยเกินไป', 'Too many calls.', 'กรุณารอสักครู่แล้วลองใหม่', 'Please wait a moment and try again.'),
  INPUT_INVALID: entry(400, 'RETRY', 'ข้อมูลที่ส่งไม่ถูกต้อง', 'What was sent is not valid.', 'กรุณาตรวจสอบแล้วลองใหม่', 'Please check it and try again.'),
  NOT_FOUND: entry(404, 'CLOSE', 'ไม่พบรายการนี้', 'This does not exist.', ...CLOSE),
  STAFF_ONLY: entry(401, 'SIGN_IN', 'สำหรับเจ้าหน้าที่เท่านั้น', 'This is for staff only.', 'กรุณาเข้าสู่ระบบเจ้าหน้าที่', 'Please sign in as staff.'),
  ADMIN_ONLY: entry(404, 'CLOSE', 'ไม่พบรายการนี้', 'This does not exist.', ...CLOSE),
  CARD_NOT_CURRENT: entry(409, 'CLOSE', 'บัตรประชาชนใบนี้ไม่ใช่บัตรปัจจุบัน', 'This ID card is not the current one.', 'ขอให้ลูกค้าใช้บัตรใบล่าสุด', 'Ask the customer for the latest card.'),
  STAFF_SIGN_IN_WRONG: entry(401, 'RETRY', 'รหัสเจ้าหน้าที่หรือรหัสผ่านไม่ถูกต้อง', 'The officer or the password is wrong.', ...AGAIN),
};

/** An expected failure: what the person sees, and nothing that only the bank may know. */
export class BankError extends Error {
  override readonly name = 'BankError';

  constructor(readonly code: ErrorCode, readonly extra: Partial<Pick<ErrorDetail, 'attempts_left' | 'locked_until' | 'action'>> = {}, options?: ErrorOptions) {
    super(code, options);
  }
}

/** An adapter of the bank, or the scheme, is away: nothing was done, the same step can be tried again (GN-11). */
export class Unavailable extends BankError {
  constructor(readonly adapter: string, cause?: unknown) {
    super('SYSTEM_UNAVAILABLE', {}, { cause });
  }
}

/** @param values fill the placeholders of the texts: the bank's figures (GN-07) */
export function errorDetail(code: ErrorCode, values: Record<string, string>, extra: BankError['extra'] = {}): ErrorDetail {
  const { message, next, action } = ERRORS[code];
  const fill = (text: Text): Text => ({ th: filled(text.th, values), en: filled(text.en, values) });
  return { code, message: fill(message), next: fill(next), action, ...extra };
}

const filled = (text: string, values: Record<string, string>): string => text.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
