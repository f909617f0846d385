import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { testDatabase } from '@trine/devstack';
import { startTestScheme, TestBrowser, until, type TestScheme } from '@trine/testkit';
import { start, type RunningBank } from '../../src/index.js';
import type { AdapterName, Notifications } from '../../src/api.js';
import { askOf } from '../asking.js';
import { Gate } from '../gate.js';
import { Admin } from '../phone.js';
import { People, type Person } from './people.js';

// Several people in front of the real bank on a scheme of its own. Faces are simulated, so nobody needs to move in front of the camera.
jest.setTimeout(300_000);

const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64');
const CITIZEN: Record<string, string> = { A: '9000000000012', B: '9000000000021', C: '9000000000039', K: '9000000000110' };
const WAIT_MS_MAX = 60_000;
const bangkok = (time: string, date = '2023-12-06'): string => new Date(`${date}T${time}+07:00`).toISOString();
let scheme: TestScheme;
let gate: Gate;
let bank: RunningBank;
let strict: RunningBank;
let admin: Admin;
let browser: TestBrowser;
let people: People;

beforeAll(async () => {
  [scheme, browser] = await Promise.all([
    startTestScheme({ name: 'journeys', nodes: [{ node_id: 'ndid1', role: 'ndid' }, { node_id: 'rp1', role: 'rp' }, ...['idp1', 'idp2'].map((node_id) => ({ node_id, role: 'idp', supported_feature_list: ['on_the_fly'] }))] }),
    TestBrowser.start({ camera: [PIXEL] }),
  ]);
  gate = await new Gate(scheme.api('idp1').url).start();
  const startBank = async (node: string, gateway: string, profile: object): Promise<RunningBank> => start({
    BANK_PORT: '0', BANK_HOST: 'localhost', BANK_SANDBOX: 'true', DATABASE_URL: await testDatabase('journeys'), GATEWAY_URL: gateway, NODE_ID: node, BANK_DATA_KEY: randomBytes(32).toString('base64'),
    BANK_CALLS_PER_MINUTE: '100000', BANK_WEB_DIR: resolve(import.meta.dirname, '../../web/dist'),
    BANK_CONFIG: JSON.stringify({
      short_name: { th: 'K PLUS', en: 'K PLUS' }, otp: { resend_seconds: 0, per_hour_max: 1000 },
      organisations: { rp1: { name: { th: 'บริษัท ตัวอย่างประกัน จำกัด', en: 'Example Insurance' }, service: { th: 'สมัครประกันชีวิต', en: 'Life insurance' } } }, ...profile,
    }),
  });
  [bank, strict] = await Promise.all([
    startBank('idp1', gate.url, {}),
    startBank('idp2', scheme.api('idp2').url, { hotline: '02-999-9999', policy: { min_age: 15, hours: { from: '08:30', to: '17:00' } } }),
  ]);
  people = new People(browser, bank);
  admin = new Admin(bank.url);
  for (const { url } of [bank, strict]) {
    await until('the bank is ready', async () => (await fetch(`${url}/readyz`)).status === 200);
    await new Admin(url).at(bangkok('10:00:00'), true);
  }
});
afterEach(async () => {
  gate.refusing = () => undefined;
  for (const name of ['core-banking', 'sanction-lists', 'identity-records', 'sms', 'face'] as const) await admin.adapter(name, { mode: 'SUCCEED' });
  await admin.at(bangkok('10:00:00'));
  expect(await browser.closePages()).toEqual([]);
});
afterAll(async () => {
  await browser?.close();
  await Promise.all([bank?.close(), strict?.close()]);
  await gate?.stop();
  await scheme?.stop();
});

async function ask(key: string, more: Record<string, unknown> = {}): Promise<string> {
  const id = await askOf(scheme, key, more);
  const phone = await people.phoneOf(key);
  await phone.requestWhen(id);
  return id;
}

describe('the information page', () => {
  const SECTIONS = [['จุดเด่น', 'จุดเด่น'], ['คุณสมบัติผู้สมัคร', 'คุณสมบัติผู้ลงทะเบียน'], ['ขั้นตอนลงทะเบียน', 'ขั้นตอนลงทะเบียน'], ['ขั้นตอนการใช้', 'ขั้นตอนการใช้'], ['ขั้นตอนยกเลิก', 'ขั้นตอนยกเลิก'], ['คำถามที่พบบ่อย', 'คำถามที่พบบ่อย']] as const;
  const QUESTIONS = [
    ['บริการเอ็นดีไอดี (NDID) คืออะไร ?', 'What is the NDID service?'], ['ผู้สนใจใช้บริการต้องทำอย่างไร ?', 'What do I do to use it?'], ['ลงทะเบียนและใช้บริการ NDID มีค่าใช้จ่ายหรือไม่ ?', 'Is there a fee?'],
    ['บริการ NDID ปลอดภัยหรือไม่ ?', 'Is it safe?'], ['ข้อพึงระวังในการใช้บริการ NDID มีอะไรบ้าง ?', 'What should I beware of?'],
    ['กรณีที่ลูกค้าไม่สามารถลงทะเบียนบริการ NDID ได้ โดยระบบแจ้งเตือนให้ลูกค้านำบัตรประชาชนไปยังจุดยืนยันตัวตน ลูกค้าสามารถดูจุดยืนยันตัวตนที่ไหนได้บ้าง ?', 'The system tells me to take my ID card to a verification point; where are they?'],
    ['ลูกค้าสามารถตรวจสอบว่าได้ลงทะเบียนบริการ NDID ได้อย่างไร ?', 'How do I check whether I am registered?'], ['ขั้นตอนการลงทะเบียนบริการ NDID เมื่อได้รับคำขอจาก Application อื่น ?', 'How do I register when a request comes from another application?'],
  ] as const;

  test('AC-KB-01, AC-KB-17, AC-KB-90, AC-KB-91, AC-KB-92: each entry of the menu leads to its section, the eight questions have answers in both languages, and there is no fee', async () => {
    const b = await people.signedIn('B', { path: '/ndid/about' });
    await b.sees('บริการยืนยันตัวตนรูปแบบดิจิทัล', 'ลงทะเบียนบริการได้ง่ายๆ ไม่ต้องเสียเวลาเดินทาง', 'ปลอดภัย มั่นใจ ไม่โดนสวมรอย');
    await b.page.getByRole('heading', { name: 'บริการ NDID', level: 1 }).waitFor();
    expect(await b.page.getByText('( อยู่ระหว่างให้บริการภายใต้ Regulatory Sandbox ของธนาคารแห่งประเทศไทย )').count()).toBe(2);
    for (const [entry, heading] of SECTIONS) {
      await b.page.getByRole('navigation', { name: 'หัวข้อ' }).getByRole('link', { name: entry }).click();
      await until(`${heading} is on the screen`, async () => {
        const box = await b.page.getByRole('heading', { name: heading, exact: true, level: 2 }).boundingBox();
        return box !== null && box.y >= 0 && box.y < 844;
      });
    }
    const entries = () => b.page.locator('details').evaluateAll((all) => all.map((each) => [each.querySelector('summary')?.textContent ?? '', each.querySelector('p')?.textContent ?? '']));
    const inThai = await entries();
    expect(inThai.map(([question]) => question)).toEqual(QUESTIONS.map(([th]) => th));
    for (const [, answer] of inThai) expect(answer).toMatch(/[ก-๙]{10}/);
    expect(inThai[2]![1]).toBe('ไม่มีค่าใช้จ่ายในการลงทะเบียน และใช้บริการ');
    expect(inThai[4]![1]).toContain('โปรดตรวจสอบให้แน่ใจว่าเป็นบริการที่ท่านได้สมัครหรือขอใช้ด้วยตนเอง');
    expect(inThai[7]![1]).toMatch(/ครั้งที่ 1 แจ้งเตือนเพื่อให้ลงทะเบียนบริการ NDID[^]*ครั้งที่ 2 ระบบลงทะเบียนบริการ NDID สำเร็จ[^]*ครั้งที่ 3 แจ้งเตือนเพื่อให้ยืนยันตัวตน/);
    await b.english();
    await b.sees('Digital identity verification service', 'Eligibility');
    const inEnglish = await entries();
    expect(inEnglish.map(([question]) => question)).toEqual(QUESTIONS.map(([, en]) => en));
    for (const [, answer] of inEnglish) expect(answer).toMatch(/^[^ก-๙]{10,}$/);
    expect(inEnglish[4]![1]).toContain('make sure that it is for the service you yourself applied for');
    expect(inEnglish[7]![1]).toMatch(/1\. Please register[^]*2\. NDID registration successful[^]*3\. Please verify/);
    await b.thai();
    // The only words about money are that there is none to pay.
    expect((await b.page.locator('main, body').first().innerText()).match(/บาท|ค่าธรรมเนียม|THB|฿/)).toBeNull();
    await b.goes('/ndid/registration');
    await b.sees(/ไม่มีค่าใช้จ่าย/);
  });

  test('AC-GN-12, AC-KB-18: another bank’s page shows its own age, hours and hotline', async () => {
    const c = await people.signedIn('C', { path: '/ndid/about', at: strict });
    await c.sees('อายุตั้งแต่ 15 ปีขึ้นไป', 'ลงทะเบียนได้ทุกวัน ตั้งแต่เวลา 08.30 - 17.00 น. (ไม่เว้นวันหยุดทำการของธนาคาร)');
    await c.goes('/ndid/registration');
    await c.sees('ทุกวัน 08:30 - 17:00 น.');
    await c.press('ลงทะเบียน');
    await c.seesFailure('KB_UNDER_AGE', 'ผู้ลงทะเบียนต้องมีอายุตั้งแต่ 15 ปีขึ้นไป', 'You must be 15 or older to register.', ['ปิด', 'Close']);
    await c.goes('/services');
    await c.page.getByRole('link', { name: '02-999-9999' }).waitFor();
  });
});

describe('who cannot register', () => {
  const CLOSE: [string, string] = ['ปิด', 'Close'];
  test.each<[id: string, key: string, number: number, at: string, code: string, th: string, en: string, next: [string | RegExp, string | RegExp]]>([
    ['AC-KB-04', 'D', 0, '10:00:00', 'KB_UNDER_AGE', 'ผู้ลงทะเบียนต้องมีอายุตั้งแต่ 12 ปีขึ้นไป', 'You must be 12 or older to register.', CLOSE],
    ['AC-KB-05', 'E', 0, '10:00:00', 'KB_NOT_ELIGIBLE', 'ไม่สามารถลงทะเบียนบริการ NDID ได้ กรุณาติดต่อธนาคาร', 'You cannot register for NDID. Please contact the bank.', [/^ติดต่อธนาคาร/, /^Contact the bank/]],
    ['AC-KB-06', 'F', 0, '10:00:00', 'KB_NOT_ELIGIBLE', 'ไม่สามารถลงทะเบียนบริการ NDID ได้ กรุณาติดต่อธนาคาร', 'You cannot register for NDID. Please contact the bank.', [/^ติดต่อธนาคาร/, /^Contact the bank/]],
    ['AC-KB-07', 'G', 0, '10:00:00', 'KB_NOT_THAI', 'บริการนี้สำหรับผู้มีสัญชาติไทยเท่านั้น', 'This service is for Thai nationals only.', CLOSE],
    ['AC-KB-08', 'H', 0, '10:00:00', 'KB_NO_PRODUCT', 'ต้องเป็นเจ้าของบัญชีเงินฝากออมทรัพย์ บัญชีกระแสรายวัน บัตรเครดิต หรือบัตรเงินด่วน', 'You need a savings account, current account, credit card or cash card with the bank.', CLOSE],
    ['AC-KB-12', 'B', 0, '05:59:00', 'KB_OUTSIDE_HOURS', 'ลงทะเบียนได้ทุกวัน เวลา 06.00 - 20.00 น.', 'Registration is open every day, 06:00-20:00.', CLOSE],
    ['AC-KB-13', 'B', 0, '20:00:00', 'KB_OUTSIDE_HOURS', 'ลงทะเบียนได้ทุกวัน เวลา 06.00 - 20.00 น.', 'Registration is open every day, 06:00-20:00.', CLOSE],
  ])('%s %s%#: the failure screen has code, reason and next step in both languages', async (_, key, number, at, code, th, en, next) => {
    await admin.at(bangkok(at));
    const person = await people.signedIn(key, { path: '/ndid/registration', number });
    await person.press('ลงทะเบียน');
    await person.seesFailure(code, th, en, next);
    await person.press('ปิด');
    await person.sees('ยังไม่ได้ลงทะเบียนบริการ NDID');
  });

  test('AC-KB-10: I, without K PLUS, learns it at the very beginning, with the way to get it', async () => {
    const i = await people.stranger();
    await i.page.getByLabel('เบอร์โทรศัพท์มือถือ').fill('๐๙๐๐๐๐๐๐๐๙');
    await i.press('ขอรหัส OTP');
    await i.page.getByLabel(/รหัส OTP/).fill(await until('an OTP', async () => (await admin.otpFor('0900000009')) || undefined));
    await i.press('ถัดไป');
    await i.type('258009');
    await i.seesFailure('KB_NOT_KPLUS_USER', 'ต้องเป็นผู้ใช้บริการ K PLUS', 'You must be a K PLUS user.', ['สมัคร K PLUS', 'Get K PLUS']);
    await i.press('สมัคร K PLUS');
    await i.sees('ยินดีต้อนรับสู่ K PLUS');
  });

  test('AC-KB-36: J on the second number sees the details with the first one, and cannot register', async () => {
    const first = await people.phoneOf('J', 0);
    await first.until(() => first.ndid(), ({ status }) => status === 'REGISTERED');
    const j = await people.signedIn('J', { number: 1, path: '/ndid' });
    await j.sees('รายละเอียดการลงทะเบียนกับเบอร์ที่ท่านได้ลงทะเบียน', 'xxx-xxx-0010');
    expect(await j.button('ลงทะเบียน').count()).toBe(0);
    await j.goes('/ndid/registration');
    await j.sees('xxx-xxx-0010');
    expect(await j.button('ลงทะเบียน').count() + await j.button('ยกเลิกบริการ').count()).toBe(0);
    await j.goes('/ndid/register');
    await j.seesFailure('KB_BOUND_TO_OTHER_NUMBER', 'ท่านได้ลงทะเบียนบริการ NDID กับ K PLUS เบอร์อื่นแล้ว', 'You have already registered NDID with another K PLUS number.', ['ดูรายละเอียดการลงทะเบียน', 'See the registration details']);
    await j.press('ดูรายละเอียดการลงทะเบียน');
    await j.sees('xxx-xxx-0010');
  });
});

describe('simulators', () => {
  test('AC-GN-14, AC-GN-08: each failure of the bank’s systems gives exactly its screen; one that is away can be tried again', async () => {
    const c = await people.signedIn('C');
    const cases: [AdapterName, string, string, string][] = [
      ['core-banking', 'NO_KPLUS', 'KB_NOT_KPLUS_USER', 'ต้องเป็นผู้ใช้บริการ K PLUS'], ['core-banking', 'NO_PRODUCT', 'KB_NO_PRODUCT', 'ต้องเป็นเจ้าของบัญชีเงินฝากออมทรัพย์'], ['core-banking', 'NOT_THAI', 'KB_NOT_THAI', 'บริการนี้สำหรับผู้มีสัญชาติไทยเท่านั้น'],
      ['core-banking', 'UNDER_AGE', 'KB_UNDER_AGE', 'ผู้ลงทะเบียนต้องมีอายุตั้งแต่ 12 ปีขึ้นไป'], ['sanction-lists', 'THAILAND', 'KB_NOT_ELIGIBLE', 'ไม่สามารถลงทะเบียนบริการ NDID ได้'], ['sanction-lists', 'UN', 'KB_NOT_ELIGIBLE', 'ไม่สามารถลงทะเบียนบริการ NDID ได้'],
    ];
    for (const [adapter, reason, code, words] of cases) {
      await admin.adapter(adapter, { mode: 'FAIL', reason });
      await c.goes('/ndid/register');
      await c.sees(code, words);
      expect(await c.page.locator('.notice-code').allInnerTexts()).toEqual([expect.stringContaining(code)]);
      await admin.adapter(adapter, { mode: 'SUCCEED' });
    }
    await admin.adapter('sanction-lists', { mode: 'UNAVAILABLE' });
    await c.goes('/ndid/register');
    await c.seesFailure('SYSTEM_UNAVAILABLE', 'ระบบขัดข้องชั่วคราว กรุณาลองใหม่อีกครั้ง', 'The system is temporarily unavailable. Please try again.', ['ลองใหม่', 'Try again']);
    await admin.adapter('sanction-lists', { mode: 'SUCCEED' });
    await c.press('ลองใหม่');
    await c.sees('ข้อกำหนดและเงื่อนไขการลงทะเบียน');
    await admin.adapter('identity-records', { mode: 'FAIL', reason: 'NOT_VERIFIED' });
    await c.accept();
    await c.sees('กรุณานำบัตรประชาชนไปยังจุดยืนยันตัวตน (K CHECK ID) ที่สาขา หรือ ตู้ ATM');
    await c.english();
    await c.sees('Please take your ID card to an identity verification point (K CHECK ID): a branch or an ATM');
  });

  test('AC-GN-14, AC-KB-27, AC-KB-28, AC-KB-23: H, now with a savings account, declines twice; each fault of a picture is told and costs no attempt; the third mismatch leads to K CHECK ID', async () => {
    await admin.ok('PUT', '/api/admin/people/H', { products: ['SAVINGS'] });
    const h = await people.signedIn('H', { path: '/ndid/register' });
    await h.readTerms();
    await h.press('ไม่ยอมรับ');
    await h.sees('ยังไม่ได้ลงทะเบียนบริการ NDID');
    await h.goes('/ndid/register');
    await h.accept();
    await h.sees('ข้อกำหนดและเงื่อนไขการขอถ่ายรูป');
    await h.readTerms();
    await h.press('ไม่ยอมรับ');
    await h.sees('ยังไม่ได้ลงทะเบียนบริการ NDID');
    expect((await (await people.phoneOf('H')).ndid()).enrolment).toBeUndefined();

    await h.goes('/ndid/register');
    await h.accept();
    await h.sees('ข้อกำหนดและเงื่อนไขการขอถ่ายรูป');
    await h.accept();
    for (const [reason, code, th] of [
      ['NO_FACE', 'KB_NO_FACE', 'ไม่พบใบหน้าในภาพ'], ['SEVERAL_FACES', 'KB_SEVERAL_FACES', 'พบมากกว่าหนึ่งใบหน้าในภาพ'], ['BLURRED', 'KB_PICTURE_BLURRED', 'ภาพไม่ชัด'], ['TOO_DARK', 'KB_PICTURE_TOO_DARK', 'ภาพมืดหรือสว่างเกินไป'],
      ['TOO_SMALL', 'KB_FACE_TOO_SMALL', 'ใบหน้าอยู่ไกลเกินไป'], ['NOT_FRONTAL', 'KB_FACE_NOT_FRONTAL', 'กรุณามองตรงมาที่กล้อง'], ['NOT_LIVE', 'KB_LIVENESS_FAILED', 'ไม่สามารถยืนยันได้ว่าเป็นการถ่ายจากบุคคลจริง'],
    ] as const) {
      await admin.adapter('face', { mode: 'FAIL', reason });
      await h.photograph();
      await h.sees(code, th);
    }
    expect(await h.page.getByText('เหลืออีก 2 ครั้ง').count()).toBe(0);
    await admin.adapter('face', { mode: 'UNAVAILABLE' });
    await h.photograph();
    await h.sees('SYSTEM_UNAVAILABLE');
    await admin.adapter('face', { mode: 'FAIL', reason: 'MISMATCH' });
    await h.photograph();
    await h.sees('KB_FACE_MISMATCH', 'ภาพใบหน้าไม่ตรงกับข้อมูลของธนาคาร', 'เหลืออีก 2 ครั้ง');
    await h.photograph();
    await h.sees('เหลืออีก 1 ครั้ง');
    await h.photograph();
    await h.sees('นำบัตรประชาชนไปยังจุดยืนยันตัวตน (K CHECK ID)', 'KB_FACE_MISMATCH');
    expect(await (await people.phoneOf('H')).kinds()).toEqual([]);
  });
});

describe('registering and answering', () => {
  test('AC-KB-02, AC-KB-37, AC-KB-20, AC-KB-21, AC-KB-22, AC-GN-02: B registers from the menu of K PLUS and sees the details, with the year of the Buddhist era in Thai', async () => {
    const b = await people.signedIn('B');
    await b.press('บริการอื่น');
    await b.press(/^บริการ NDID/);
    await b.sees('ยังไม่ได้ลงทะเบียนบริการ NDID');
    await b.button('ลงทะเบียน').waitFor();
    await b.press('ลงทะเบียน/แก้ไข');
    await b.press('ลงทะเบียน');
    await b.sees('ข้อกำหนดและเงื่อนไขการลงทะเบียน');
    expect(await b.button('ยอมรับ').isDisabled()).toBe(true);
    await b.accept();
    await b.sees('ข้อกำหนดและเงื่อนไขการขอถ่ายรูป');
    await b.accept();
    await b.photograph();
    await b.sees('ลงทะเบียนบริการ NDID สำเร็จ', 'รายละเอียดการลงทะเบียน', /6 ธ\.ค\. 2566 10:\d\d น\./, 'xxx-xxx-0002');
    await b.english();
    await b.sees('NDID registration successful', /6 Dec 2023 10:\d\d/);
    await b.thai();
    expect(await b.page.getByText('9000000000021').count()).toBe(0);
    await b.goes('/notifications');
    await b.sees('ลงทะเบียนบริการ NDID สำเร็จ');
    expect(await (await people.phoneOf('B')).kinds()).toEqual(['NT-02']);
  });

  test('AC-KB-35: A sees status and registration details in the NDID menu', async () => {
    await people.registered('A');
    const a = await people.signedIn('A', { path: '/ndid' });
    await a.sees('ลงทะเบียนบริการ NDID แล้ว', 'รายละเอียดการลงทะเบียน', 'xxx-xxx-0001', 'ธนาคารตัวอย่าง');
    await a.english();
    await a.sees('Registered for NDID', 'Registration details', 'Example Bank');
  });

  test('AC-KB-48: after its request has timed out, tapping N1 says expired', async () => {
    const id = await ask('K', { request_timeout: 4 });
    const k = await people.signedIn('K', { path: '/notifications' });
    await k.sees(/กรุณาลงทะเบียนบริการ NDID เพื่อยืนยันตัวตนกับ บริษัท ตัวอย่างประกัน จำกัด/);
    await (await people.phoneOf('K')).requestWhen(id, ({ step }) => step === 'EXPIRED');
    await k.press(/กรุณาลงทะเบียนบริการ NDID/);
    await k.seesFailure('KB_REQUEST_EXPIRED', 'คำขอนี้หมดอายุแล้ว', 'This request has expired', ['ปิด', 'Close']);
    expect(await (await people.phoneOf('K')).kinds()).toEqual(['NT-01']);
  });

  test('AC-KB-52, AC-KB-58, AC-KB-61, AC-KB-57: with a phone in English A reads N3, a passkey stands in for the PIN, declined photo terms leave the request open, and the consent names who gets what', async () => {
    await people.registered('A');
    const a = await people.signedIn('A', { path: '/settings' });
    const devtools = await a.page.context().newCDPSession(a.page);
    await devtools.send('WebAuthn.enable');
    await devtools.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } });
    await a.press('เพิ่มพาสคีย์');
    await a.sees(/เพิ่มเมื่อ 6 ธ.ค. 2566/);
    const id = await ask('A');
    await a.page.getByRole('button', { name: 'ย้อนกลับ' }).click();
    await a.press(/^การแจ้งเตือน ยังไม่ได้อ่าน/);
    await a.sees('กรุณายืนยันตัวตนตามคำขอของ บริษัท ตัวอย่างประกัน จำกัด: สมัครประกันชีวิต');
    await a.english();
    await a.press(/Please verify your identity for Example Insurance: Life insurance/);
    await a.sees('Example Insurance', 'Life insurance');
    await a.thai();
    await a.press(/PIN K PLUS/);
    await a.press('ยืนยันด้วยพาสคีย์');
    await a.sees('ข้อกำหนดและเงื่อนไขการขอถ่ายรูป');
    await a.readTerms();
    await a.press('ไม่ยอมรับ');
    await a.sees('ยืนยันตัวตนตามคำขอที่ท่านได้ดำเนินการไว้');
    await a.press(/ตัวอย่างประกัน/);
    await a.press(/PIN K PLUS/);
    await a.type('258001');
    await a.accept();
    await a.photograph();
    await a.sees('ข้อมูลที่จะเปิดเผย', 'บริษัท ตัวอย่างประกัน จำกัด');
    await a.press('ยอมรับ');
    await a.sees('ส่งข้อมูลเรียบร้อยแล้ว');
    await a.english();
    await a.sees('Your data has been sent');
    await scheme.backEnd('rp1').callback('request_status', { request_id: id, status: 'completed' });
  });

  test('AC-KB-60: a wrong PIN shows the attempts left; the third one locks K PLUS, and the request stays unanswered', async () => {
    await people.registered('A');
    const id = await ask('A');
    const a = await people.signedIn('A', { path: `/requests/${id}` });
    await a.press(/PIN K PLUS/);
    await a.type('000000');
    await a.sees('เหลืออีก 2 ครั้ง');
    await a.type('000000');
    await a.sees('เหลืออีก 1 ครั้ง');
    await a.type('000000');
    await a.seesFailure('PIN_LOCKED', 'K PLUS ถูกล็อกเพราะใส่ PIN ผิดเกินจำนวนครั้งที่กำหนด', 'K PLUS is locked after too many wrong PINs', [/^ติดต่อธนาคาร/, /^Contact the bank/]);
    await a.goes('/');
    await a.sees('PIN_LOCKED');
    expect(scheme.backEnd('rp1').all('request_status', { request_id: id }).every(({ body }) => body['status'] === 'pending')).toBe(true);
    await admin.ok('POST', '/api/admin/people/A/unlock', {});
    await a.page.reload();
    await a.type('258001');
    await a.sees('สวัสดี');
    // The new session of this browser serves for the next tests, too.
    people.forget('A');
  });
});

describe('leaving', () => {
  test('AC-KB-77, AC-KB-78, AC-KB-79, AC-KB-84, AC-GN-13: at 23:00 A thinks twice, the platform refuses once, then A closes the app while cancelling and finds N4', async () => {
    await admin.at(bangkok('23:00:00'));
    await people.registered('A');
    const a = await people.signedIn('A', { path: '/ndid/registration' });
    await a.press('ยกเลิกบริการ');
    await a.readTerms();
    await a.press('ยกเลิกบริการ');
    await a.press('ยกเลิก');
    expect((await (await people.phoneOf('A')).ndid()).status).toBe('REGISTERED');

    gate.refusing = (method, path) => (method === 'POST' && path.includes('association_revoke') ? 10000 : undefined);
    await a.press('ยกเลิกบริการ');
    await a.press('ยืนยัน');
    await a.seesFailure('KB_CANCEL_FAILED', 'ยกเลิกไม่สำเร็จ กรุณาลองใหม่', 'Cancellation failed, please try again', ['ลองใหม่', 'Try again']);
    await a.goes('/notifications');
    await a.sees('ยกเลิกไม่สำเร็จ กรุณาลองใหม่');
    await a.goes('/ndid/cancel');

    let hold = true;
    gate.refusing = (method, path) => (hold && method === 'POST' && path.includes('association_revoke') ? 'away' : undefined);
    await a.readTerms();
    await a.press('ยกเลิกบริการ');
    await a.press('ยืนยัน');
    await a.sees('กำลังดำเนินการยกเลิกการลงทะเบียน');
    await a.english();
    await a.sees('Your cancellation is being processed');
    await a.thai();
    await a.goes('/livez');
    hold = false;
    const phone = await people.phoneOf('A');
    await phone.until(() => phone.ndid(), ({ status }) => status === 'NOT_REGISTERED');
    await a.goes('/notifications');
    await a.sees('ยกเลิก NDID สำเร็จ');
    await a.english();
    await a.sees('NDID cancelled successfully');
    const { notifications } = await phone.ok<Notifications>('GET', '/api/notifications');
    expect(notifications.filter(({ kind }) => kind === 'NT-07')).toHaveLength(1);
  });
});

describe('AC-GN-01: switching the language keeps what was typed', () => {
  test('on every screen of the phone that has a field', async () => {
    const b = await people.stranger();
    const kept = async (field: ReturnType<Person['page']['getByLabel']>, value: string): Promise<void> => {
      await b.english();
      expect(await field.inputValue()).toBe(value);
      await b.thai();
      expect(await field.inputValue()).toBe(value);
    };
    await b.page.getByLabel('เบอร์โทรศัพท์มือถือ').fill('0900000002');
    await kept(b.page.locator('input'), '0900000002');
    await b.press('ขอรหัส OTP');
    const otp = b.page.getByLabel(/OTP/);
    await otp.fill('๑๒๓');
    await kept(otp, '123');
    await otp.fill(await until('an OTP', async () => (await admin.otpFor('0900000002')) || undefined));
    await b.press('ถัดไป');
    await b.type('258');
    await kept(b.page.locator('.pin input'), '258');
    await b.type('002');
    await b.sees('สวัสดี');
    people.forget('B');
    await b.goes('/settings');
    await b.press('ออกจากระบบ');
    await b.type('25');
    await kept(b.page.locator('.pin input'), '25');
    await b.press('ใช้เบอร์โทรศัพท์อื่น');
    await b.sees('ยินดีต้อนรับสู่ K PLUS');
  });

  test('AC-GN-03, AC-GN-04, AC-GN-05: at K CHECK ID, where a citizen number is checked on the spot', async () => {
    const officer = await people.stranger('/staff', 'desktop');
    const fields = officer.page.locator('input');
    await fields.nth(0).fill('officer1');
    await fields.nth(1).fill('k-check-id');
    await officer.english();
    expect([await fields.nth(0).inputValue(), await fields.nth(1).inputValue()]).toEqual(['officer1', 'k-check-id']);
    await officer.press('Sign in');
    const number = officer.page.getByLabel('13-digit citizen number');
    await number.waitFor({ timeout: WAIT_MS_MAX });
    for (const wrong of ['900000000001', '9000000000013', '90000000000121', 'abc']) {
      await number.fill(wrong);
      expect([wrong, await officer.button('Find').isDisabled()]).toEqual([wrong, true]);
    }
    for (const good of ['๙๐๐๐๐๐๐๐๐๐๑๑๐', '9-0000-00000-11-0']) {
      await number.fill(good);
      expect([good, await officer.button('Find').isEnabled()]).toEqual([good, true]);
    }
    await officer.press('Find');
    const point = officer.page.getByLabel('Number of the branch or ATM');
    await point.fill('BKK-1');
    await officer.thai();
    await officer.sees('รหัสสาขาหรือตู้');
    expect(await officer.page.getByLabel('รหัสสาขาหรือตู้').inputValue()).toBe('BKK-1');
    expect((await officer.page.getByLabel('เลขประจำตัวประชาชน 13 หลัก').inputValue()).replaceAll('-', '')).toBe(CITIZEN['K']);
  });

  test('on the page of the sandbox', async () => {
    const developer = await people.stranger('/admin', 'desktop');
    await developer.press('เวลา');
    const clock = developer.page.locator('input');
    await clock.fill('2023-12-06T10:00:00');
    await developer.english();
    await developer.sees('Set to (Bangkok time)');
    expect(await clock.inputValue()).toMatch(/^2023-12-06T10:00/);
  });
});
