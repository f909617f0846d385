import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, test } from '@jest/globals';
import { TestBrowser, until, type TestPage } from '@trine/testkit';
import type { Locator } from 'playwright-core';
import { BankStandIn, problem } from './bank-stand-in.js';

/** A grey picture serves here: what a face is, the bank decides; that pictures are taken and sent is the app's part. */
const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64');
const SCRIPT_BYTES_MAX = 200_000;
/** A loaded machine takes ten times what a phone takes. */
const TEST_MS_MAX = 240_000;

let browser: TestBrowser;
let bank: BankStandIn;
let person: TestPage;

beforeAll(async () => { browser = await TestBrowser.start({ camera: [PIXEL] }); }, TEST_MS_MAX);
afterAll(() => browser?.close());
beforeEach(async () => { bank = await BankStandIn.start(); });
afterEach(async () => {
  const wrong = [...person?.wrong ?? []];
  await person?.close();
  await bank.close();
  expect(wrong).toEqual([]);
});

const button = (name: string | RegExp) => person.page.getByRole('button', { name, exact: typeof name === 'string' });
const text = (words: string) => person.page.getByText(words).first();
const sees = async (locator: Locator) => { await locator.waitFor({ timeout: 60_000 }); };
const go = async (path: string, size: 'phone' | 'desktop' = 'phone') => { person = await browser.open(bank.url + path, { size }); };
/** Every screen that a test comes by is one that everybody can use, in a phone's width. */
const screen = async (name: string) => {
  await person.keepScreen(`bank-${name}`);
  expect(await person.accessibilityProblems()).toEqual([]);
  expect(await person.overflows()).toBe(false);
};
const type = async (digits: string) => { for (const digit of digits) await button(digit).click(); };
const readTerms = async () => { await person.page.getByRole('region', { name: /ข้อกำหนด|Terms/ }).evaluate((element) => { element.scrollTop = element.scrollHeight; }); };
const english = () => button(/^EN/).click();

describe('phone app', () => {
  test('a new device is bound by phone, OTP and PIN, in less script than 200 kB and without anything moving', async () => {
    await go('/');
    await sees(button('ขอรหัส OTP'));
    await screen('welcome');
    expect(await person.scriptBytes()).toBeLessThan(SCRIPT_BYTES_MAX);
    expect(await person.layoutShift()).toBeLessThan(0.01);
    await button('เลือกบุคคลจำลอง').click();
    await sees(button(/สมมุติ ทดสอบดี/));
    await screen('people');
    await button(/สมมุติ ทดสอบดี/).click();
    await button('ขอรหัส OTP').click();
    await sees(text('SMS (จำลอง)'));
    await person.page.getByLabel(/รหัส OTP/).fill('๑๒๓๔๕๖');
    await screen('otp');
    await button('ถัดไป').click();
    await sees(text('ใส่รหัส PIN 6 หลัก'));
    await screen('pin');
    await type('258001');
    await sees(text('สมมุติ ทดสอบดี'));
    expect(bank.calls.find(({ path }) => path === '/device/confirm')?.body).toEqual({ phone: '0900000001', otp: '123456', pin: '258001' });
    await screen('home');
  }, TEST_MS_MAX);

  test('AC-GN-01: switching the language keeps what was typed', async () => {
    await go('/');
    await person.page.getByLabel('เบอร์โทรศัพท์มือถือ').fill('0812345678');
    await english();
    expect(await person.page.getByLabel('Mobile number').inputValue()).toBe('0812345678');
    expect(await person.page.locator('html').getAttribute('lang')).toBe('en');
  }, TEST_MS_MAX);

  test('AC-KB-01: the information page has title, subtitle, banner twice, six sections and eight questions', async () => {
    bank.signIn();
    await go('/ndid/about');
    await sees(text('บริการยืนยันตัวตนรูปแบบดิจิทัล'));
    expect(await person.page.getByText('( อยู่ระหว่างให้บริการภายใต้ Regulatory Sandbox ของธนาคารแห่งประเทศไทย )').count()).toBe(2);
    const menu = person.page.getByRole('navigation', { name: 'หัวข้อ' }).getByRole('link');
    expect(await menu.allTextContents()).toEqual(['จุดเด่น', 'คุณสมบัติผู้สมัคร', 'ขั้นตอนลงทะเบียน', 'ขั้นตอนการใช้', 'ขั้นตอนยกเลิก', 'คำถามที่พบบ่อย']);
    expect(await person.page.locator('details').count()).toBe(8);
    await screen('about');
    await menu.last().click();
    await until('the FAQ is on the screen', async () => (await person.page.getByRole('heading', { name: 'คำถามที่พบบ่อย' }).boundingBox())!.y < 400);
    await screen('faq');
  }, TEST_MS_MAX);

  test('AC-KB-20, AC-KB-21, AC-KB-22: “บริการอื่น” to registered, with terms read to their end and a picture', async () => {
    bank.signIn();
    await go('/');
    await button('บริการอื่น').last().click();
    await screen('services');
    await button(/บริการ NDID/).click();
    await sees(text('ยังไม่ได้ลงทะเบียนบริการ NDID'));
    await screen('ndid');
    await button('ลงทะเบียน/แก้ไข').click();
    await screen('registration');
    await button('ลงทะเบียน').click();
    await sees(button('ยอมรับ'));
    expect(await button('ยอมรับ').isDisabled()).toBe(true);
    await screen('terms');
    await readTerms();
    await button('ยอมรับ').click();
    await sees(text('ข้อกำหนดและเงื่อนไขการขอถ่ายรูป'));
    await readTerms();
    await button('ยอมรับ').click();
    await until('the camera is open', () => button('ถ่ายรูป').isEnabled());
    await screen('selfie');
    await button('ถ่ายรูป').click();
    await sees(text('หันหน้าไปทางซ้ายช้าๆ'));
    await screen('challenge');
    await sees(button('ยืนยัน'));
    await screen('preview');
    await button('ยืนยัน').click();
    await sees(text('ลงทะเบียนบริการ NDID สำเร็จ'));
    await screen('registered');
    const { form } = bank.calls.find(({ path }) => path.endsWith('/selfie'))!;
    expect(form.match(/name="frames"/g)!.length).toBeGreaterThanOrEqual(12);
    expect(form.match(/name="frames"/g)!.length).toBeLessThanOrEqual(40);
    expect(form.indexOf('name="challenge_id"')).toBeLessThan(form.indexOf('name="still"'));
  }, TEST_MS_MAX);

  test.each([
    ['KB_UNDER_AGE', 'ผู้ลงทะเบียนต้องมีอายุตั้งแต่ 12 ปีขึ้นไป', 'You must be 12 or older to register.', 'CLOSE', 'ปิด'],
    ['KB_NOT_ELIGIBLE', 'ไม่สามารถลงทะเบียนบริการ NDID ได้ กรุณาติดต่อธนาคาร', 'You cannot register for NDID. Please contact the bank.', 'CONTACT_BANK', 'ปิด'],
    ['SYSTEM_UNAVAILABLE', 'ระบบขัดข้องชั่วคราว กรุณาลองใหม่อีกครั้ง', 'The system is temporarily unavailable. Please try again.', 'RETRY', 'ลองใหม่'],
  ] as const)('GN-10: %s shows what happened, the code and a button, in both languages', async (code, th, en, action, next) => {
    bank.signIn();
    bank.refuse('POST /ndid/enrolments', 403, problem(code, { th, en }, action));
    await go('/ndid/register');
    await sees(text(th));
    await sees(text(code));
    await sees(button(next));
    await screen(`failure-${code}`);
  }, TEST_MS_MAX);

  test('AC-KB-24: without a card at the bank the way leads to a branch or an ATM', async () => {
    bank.signIn();
    bank.enrolment = { id: 'e1', step: 'VERIFICATION_POINT', attempts_left: 3, expires_at: new Date(Date.now() + 900_000).toISOString() };
    await go('/ndid/register');
    await sees(text('นำบัตรประชาชนไปยังจุดยืนยันตัวตน (K CHECK ID)'));
    expect(await button('ถ่ายรูป').count()).toBe(0);
    await screen('point');
  }, TEST_MS_MAX);

  test('AC-KB-43, AC-KB-55, AC-KB-58: from the bell to “ส่งข้อมูลเรียบร้อยแล้ว”, consenting to the very message', async () => {
    bank.signIn();
    bank.register();
    await go('/');
    await until('the app listens to events', () => bank.listeners > 0);
    const request = bank.ask();
    bank.notify('NT-03', { th: 'กรุณายืนยันตัวตน', en: 'Please verify your identity' }, { th: 'ตามคำขอของ บริษัท ตัวอย่างประกัน จำกัด: สมัครประกันชีวิต', en: 'For Example Insurance' }, `/requests/${request.id}`);
    await button('การแจ้งเตือน ยังไม่ได้อ่าน 1 รายการ').click();
    await sees(button(/กรุณายืนยันตัวตน/));
    await screen('notifications');
    await button(/กรุณายืนยันตัวตน/).click();
    await sees(text('บริษัท ตัวอย่างประกัน จำกัด'));
    await sees(person.page.getByRole('img', { name: 'K 7 Q 2' }));
    await screen('request');
    await button(/PIN K PLUS/).click();
    await type('111111');
    await sees(text('เหลืออีก 2 ครั้ง'));
    await screen('pin-wrong');
    await person.page.keyboard.type('๒๕๘๐๐๑');
    await sees(text('ข้อกำหนดและเงื่อนไขการขอถ่ายรูป'));
    await screen('photo-terms');
    await readTerms();
    await button('ยอมรับ').click();
    await until('the camera is open', () => button('ถ่ายรูป').isEnabled());
    await button('ถ่ายรูป').click();
    await button('ยืนยัน').click();
    await sees(text('ข้อมูลที่จะเปิดเผย'));
    await sees(text('สำนักข้อมูลสมมุติ'));
    await screen('consent');
    await button('ยอมรับ').click();
    await sees(text('ส่งข้อมูลเรียบร้อยแล้ว'));
    await screen('sent');
  }, TEST_MS_MAX);

  test.each(['the first', 'a later'] as const)('GN-14: a notification that comes while %s answer without it is on its way is shown', async (which) => {
    bank.signIn();
    let release = (): void => undefined;
    const hold = () => void bank.held.set('GET /notifications', new Promise<void>((done) => { release = done; }));
    if (which === 'the first') hold();
    await go('/');
    await until('the app listens to events', () => bank.listeners > 0);
    if (which === 'a later') {
      await sees(button('การแจ้งเตือน'));
      hold();
      bank.endStreams();
    }
    await until('the answer is held', () => !bank.held.has('GET /notifications'));
    bank.notify('NT-02', { th: 'ลงทะเบียนสำเร็จ', en: 'Registered' }, { th: 'ท่านลงทะเบียนแล้ว', en: 'You are registered' }, '/ndid');
    release();
    await sees(button('การแจ้งเตือน ยังไม่ได้อ่าน 1 รายการ'));
  }, TEST_MS_MAX);

  test('AC-KB-59: “not me” asks once more, then the request is rejected', async () => {
    bank.signIn();
    bank.register();
    const { id } = bank.ask();
    await go(`/requests/${id}`);
    await button(/ไม่ใช่ฉัน/).click();
    await screen('not-me');
    await button('ยืนยันว่าไม่ใช่ฉัน').click();
    await sees(text('ปฏิเสธคำขอเรียบร้อยแล้ว'));
    expect(bank.calls.find(({ path }) => path.endsWith('/reject'))?.body).toEqual({ reason: 'NOT_ME' });
    await screen('rejected');
  }, TEST_MS_MAX);

  test('AC-KB-63: an expired request says so and what to do', async () => {
    bank.signIn();
    bank.register();
    const { id } = bank.ask({ step: 'EXPIRED' });
    await go(`/requests/${id}`);
    await sees(text('คำขอนี้หมดอายุแล้ว'));
    await sees(text('KB_REQUEST_EXPIRED'));
    await screen('expired');
  }, TEST_MS_MAX);

  test('AC-KB-75, AC-KB-76, AC-KB-77: terms, “ยกเลิกบริการ”, “ยืนยัน”, in progress, cancelled', async () => {
    bank.signIn();
    bank.register();
    await go('/ndid/registration');
    await sees(text('รายละเอียดการลงทะเบียน'));
    await screen('details');
    await button('ยกเลิกบริการ').click();
    await readTerms();
    await button('ยกเลิกบริการ').click();
    await sees(button('ยืนยัน'));
    await screen('cancel-confirm');
    await button('ยกเลิก').click();
    expect(bank.ndid.status).toBe('REGISTERED');
    await button('ยกเลิกบริการ').click();
    await button('ยืนยัน').click();
    await sees(text('กำลังดำเนินการยกเลิกการลงทะเบียน'));
    await screen('cancelling');
    await until('the app listens to events', () => bank.listeners > 0);
    bank.ndid = { status: 'NOT_REGISTERED', requests_waiting: 0 };
    bank.tell('ndid', bank.ndid);
    await sees(text('ยกเลิก NDID สำเร็จ'));
    await screen('cancelled');
  }, TEST_MS_MAX);

  test.each([['denied', 'CAMERA_NOT_ALLOWED', 'แอปยังไม่ได้รับอนุญาตให้ใช้กล้อง'], ['missing', 'CAMERA_NOT_FOUND', 'ไม่พบกล้องในเครื่องนี้']] as const)('GN-10: with a camera that is %s a person learns why and can try again or leave', async (camera, code, words) => {
    const other = await TestBrowser.start(camera === 'denied' ? { camera } : {});
    try {
      bank.signIn();
      bank.enrolment = { id: 'e1', step: 'SELFIE', attempts_left: 3, expires_at: new Date(Date.now() + 900_000).toISOString() };
      person = await other.open(`${bank.url}/ndid/register`);
      await sees(text(words));
      await sees(text(code));
      await sees(button('ลองใหม่'));
      await screen(`camera-${code}`);
      await button('ยกเลิก').click();
      await sees(text('ยังไม่ได้ลงทะเบียนบริการ NDID'));
    } finally {
      await other.close();
    }
  }, TEST_MS_MAX);

  test('in a sandbox a visitor without a camera goes on with a drawn picture while faces are simulated; with real ones the way to an own reference picture is shown', async () => {
    const other = await TestBrowser.start();
    try {
      bank.signIn();
      bank.faces = 'SIMULATED';
      bank.enrolment = { id: 'e1', step: 'SELFIE', attempts_left: 3, expires_at: new Date(Date.now() + 900_000).toISOString() };
      person = await other.open(`${bank.url}/ndid/register`);
      await sees(text('ไม่มีการเปรียบเทียบใบหน้าจริง'));
      await screen('no-camera-simulated');
      await button('ใช้ภาพวาดจำลองแทนกล้อง').click();
      await sees(button('ยืนยัน'));
      await screen('drawn-picture');
      await button('ยืนยัน').click();
      await sees(text('ลงทะเบียนบริการ NDID สำเร็จ'));

      bank.faces = 'REAL';
      bank.enrolment = { id: 'e2', step: 'SELFIE', attempts_left: 3, expires_at: new Date(Date.now() + 900_000).toISOString() };
      await person.page.goto(`${bank.url}/ndid/register`);
      await sees(text('ไม่พบกล้องในเครื่องนี้'));
      await sees(person.page.getByRole('link', { name: /ใส่ภาพใบหน้าอ้างอิง/ }));
      await screen('no-camera-real');
      expect(await button('ใช้ภาพวาดจำลองแทนกล้อง').count()).toBe(0);
    } finally {
      await other.close();
    }
  }, TEST_MS_MAX);

  test('AC-KB-27: a mismatch says so with the attempts left, and the camera opens again', async () => {
    bank.signIn();
    bank.enrolment = { id: 'e1', step: 'SELFIE', attempts_left: 2, expires_at: new Date(Date.now() + 900_000).toISOString(), error: problem('KB_FACE_MISMATCH', { th: 'ภาพใบหน้าไม่ตรงกับข้อมูลของธนาคาร', en: "Your face does not match the bank's record." }, 'RETAKE') };
    await go('/ndid/register');
    await sees(text('ภาพใบหน้าไม่ตรงกับข้อมูลของธนาคาร'));
    await sees(text('เหลืออีก 2 ครั้ง'));
    await until('the camera is open', () => button('ถ่ายรูป').isEnabled());
    await screen('mismatch');
  }, TEST_MS_MAX);

  test('with text twice as large the home page and a request stay within the screen', async () => {
    bank.signIn();
    bank.register();
    const { id } = bank.ask();
    for (const [path, name] of [['/', 'home'], [`/requests/${id}`, 'request']] as const) {
      await go(path);
      await sees(text('สมัครประกันชีวิต'));
      await person.page.evaluate("document.documentElement.style.fontSize = '200%'");
      await screen(`large-${name}`);
      const [toggle, line] = await button(/^EN/).evaluate((element) => [element.scrollHeight, element.clientHeight]);
      expect(toggle).toBeLessThanOrEqual(line!);
      await person.close();
    }
  }, TEST_MS_MAX);

  test('in the dark the home page and a request are as readable', async () => {
    bank.signIn();
    bank.register();
    const { id } = bank.ask();
    person = await browser.open(bank.url, { colorScheme: 'dark' });
    await sees(text('รอการยืนยันตัวตน'));
    await screen('dark-home');
    await person.page.goto(`${bank.url}/requests/${id}`);
    await sees(text('สมัครประกันชีวิต'));
    await screen('dark-request');
  }, TEST_MS_MAX);

  test('history and settings in English on a desktop', async () => {
    bank.signIn();
    bank.disclosures = [{ id: 'd1', organisation: { th: 'กรมสมมุติ', en: 'Fictional Department' }, service: { th: 'ขอหนังสือรับรอง', en: 'Certificate' }, items: [], outcome: 'ACCEPTED', at: '2023-12-01T03:00:00Z', receipt: '/api/history/d1/receipt' }];
    await go('/', 'desktop');
    await sees(text('สมมุติ ทดสอบดี'));
    await screen('desktop-home');
    await english();
    await button('History').click();
    await sees(text('1 Dec 2023 10:00'));
    await screen('desktop-history');
    await button(/Fictional Department/).click();
    await sees(person.page.getByRole('link', { name: 'Download the receipt of consent' }));
    await screen('desktop-receipt');
    await button('Close').last().click();
    await button('Other services').click();
    await button(/Settings/).click();
    await sees(text('Passkeys'));
    await screen('desktop-settings');
  }, TEST_MS_MAX);
});
