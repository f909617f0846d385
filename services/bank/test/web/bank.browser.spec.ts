import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { testDatabase } from '@trine/devstack';
import { startTestScheme, TestBrowser, until, type TestPage, type TestScheme } from '@trine/testkit';
import { start, type RunningBank } from '../../src/index.js';

// The apps against the real bank on a scheme of its own, with the camera of a browser; the bank's face engine is simulated.
jest.setTimeout(400_000);

const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64');
const WAIT_MS_MAX = 60_000;
let scheme: TestScheme;
let bank: RunningBank;
let browser: TestBrowser;

beforeAll(async () => {
  [scheme, browser] = await Promise.all([
    startTestScheme({ name: 'bankweb', nodes: [{ node_id: 'ndid1', role: 'ndid' }, { node_id: 'rp1', role: 'rp' }, { node_id: 'idp1', role: 'idp', supported_feature_list: ['on_the_fly'] }] }),
    TestBrowser.start({ camera: [PIXEL] }),
  ]);
  bank = await start({
    BANK_PORT: '0', BANK_HOST: 'localhost', BANK_SANDBOX: 'true', DATABASE_URL: await testDatabase('bankweb'), GATEWAY_URL: scheme.api('idp1').url, NODE_ID: 'idp1', BANK_DATA_KEY: randomBytes(32).toString('base64'),
    BANK_CALLS_PER_MINUTE: '100000', BANK_WEB_DIR: resolve(import.meta.dirname, '../../web/dist'),
    BANK_CONFIG: JSON.stringify({
      name: { th: 'ธนาคารกสิกรไทย', en: 'Kasikornbank' }, short_name: { th: 'K PLUS', en: 'K PLUS' }, otp: { resend_seconds: 0, per_hour_max: 1000 }, policy: { hours: { from: '00:00', to: '24:00' } },
      organisations: { rp1: { name: { th: 'บริษัท ตัวอย่างประกัน จำกัด', en: 'Example Insurance' } } },
    }),
  });
  await until('the bank is ready', async () => (await fetch(`${bank.url}/readyz`)).status === 200);
});
afterEach(async () => {
  expect(await browser.closePages()).toEqual([]);
});
afterAll(async () => {
  await browser?.close();
  await bank?.close();
  await scheme?.stop();
});

/** A person in front of a page of the bank. */
class Person {
  constructor(private readonly screen: TestPage) {}

  static async at(path: string, size: 'phone' | 'desktop' = 'phone'): Promise<Person> {
    const screen = await browser.open(bank.url.replace('127.0.0.1', 'localhost') + path, { size });
    return new Person(screen);
  }

  get page() {
    return this.screen.page;
  }

  button(name: string | RegExp) {
    return this.page.getByRole('button', { name, exact: typeof name === 'string' });
  }

  async press(name: string | RegExp): Promise<void> {
    await this.button(name).last().click({ timeout: WAIT_MS_MAX });
  }

  async sees(words: string | RegExp): Promise<void> {
    await this.page.getByText(words).first().waitFor({ timeout: WAIT_MS_MAX });
  }

  async type(digits: string): Promise<void> {
    for (const digit of digits) await this.press(digit);
  }

  /** The screen is one that everybody can use. */
  async check(name: string): Promise<void> {
    await this.screen.keepScreen(name);
    expect(await this.screen.accessibilityProblems()).toEqual([]);
    expect(await this.screen.overflows()).toBe(false);
  }

  async acceptTerms(): Promise<void> {
    await this.page.getByRole('region', { name: /ข้อกำหนด/ }).evaluate((element) => { element.scrollTop = element.scrollHeight; });
    await this.press('ยอมรับ');
  }

  /** Binds this browser as the phone of a demo person. */
  async bind(name: RegExp, pin: string): Promise<void> {
    await this.press('เลือกบุคคลจำลอง');
    await this.press(name);
    await this.press('ขอรหัส OTP');
    await this.sees('SMS (จำลอง)');
    const sms = await this.page.getByText(/รหัส OTP ของท่านคือ/).innerText();
    await this.page.getByLabel(/รหัส OTP/).fill(/คือ (\d{6})/.exec(sms)![1]!);
    await this.press('ถัดไป');
    await this.type(pin);
  }

  async photograph(): Promise<void> {
    await until('the camera is open', () => this.button('ถ่ายรูป').isEnabled());
    await this.press('ถ่ายรูป');
    await this.press('ยืนยัน');
  }
}

async function ask(): Promise<string> {
  const reply = await scheme.api('rp1').post('/rp/requests/citizen_id/9000000000021', {
    reference_id: randomBytes(6).toString('hex'), callback_url: scheme.backEnd('rp1').url('/request'), mode: 2, bypass_identity_check: true, min_idp: 1, min_ial: 2.3, min_aal: 1, request_timeout: 3600,
    request_message: 'โปรดยืนยันตัวตนเพื่อสมัครประกันชีวิต', idp_id_list: ['idp1'], data_request_list: [],
  });
  return String(reply.body.request_id);
}

describe('the bank in a browser', () => {
  test('AC-KB-40, AC-KB-41, AC-KB-42, AC-KB-43, AC-KB-20, AC-KB-21, AC-KB-22, AC-KB-55: B gets N1, registers with a photo, gets N2 and N3, approves; the organisation sees accepted', async () => {
    const b = await Person.at('/');
    await b.bind(/จำลองภพ/, '258002');
    await b.sees('สวัสดี');
    const id = await ask();
    await b.press(/การแจ้งเตือน ยังไม่ได้อ่าน 1 รายการ/);
    await b.sees(/กรุณาลงทะเบียนบริการ NDID เพื่อยืนยันตัวตนกับ บริษัท ตัวอย่างประกัน จำกัด/);
    await b.check('real-n1');
    await b.press(/กรุณาลงทะเบียนบริการ NDID/);
    await b.acceptTerms();
    await b.sees('ข้อกำหนดและเงื่อนไขการขอถ่ายรูป');
    await b.acceptTerms();
    await b.photograph();
    await b.sees('ลงทะเบียนบริการ NDID สำเร็จ');
    await b.check('real-registered');

    await b.press('กลับไปบริการ NDID');
    await b.press(/การแจ้งเตือน ยังไม่ได้อ่าน 2 รายการ/);
    await b.check('real-notifications');
    const kinds = await b.page.locator('.list-title').allInnerTexts();
    expect(kinds).toHaveLength(3);
    await b.page.goto(`${new URL(b.page.url()).origin}/requests/${id}`);
    await b.sees('บริษัท ตัวอย่างประกัน จำกัด');
    await b.check('real-request');
    await b.press(/PIN K PLUS/);
    await b.type('258002');
    await b.sees('ข้อกำหนดและเงื่อนไขการขอถ่ายรูป');
    await b.acceptTerms();
    await b.photograph();
    await b.sees('ข้อมูลที่จะเปิดเผย');
    await b.check('real-consent');
    await b.press('ยอมรับ');
    await b.sees('ส่งข้อมูลเรียบร้อยแล้ว');
    await scheme.backEnd('rp1').callback('request_status', { request_id: id, status: 'completed' });
    await b.press('ดูประวัติการให้ข้อมูล');
    await b.press(/ตัวอย่างประกัน/);
    await b.check('real-history');
  });

  test('a passkey is made in the settings, then signs in and is removed', async () => {
    const a = await Person.at('/');
    await a.bind(/ทดสอบดี/, '258001');
    await a.sees('สวัสดี');
    const devtools = await a.page.context().newCDPSession(a.page);
    await devtools.send('WebAuthn.enable');
    await devtools.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } });
    await a.press('บริการอื่น');
    await a.press(/ตั้งค่า/);
    await a.press('เพิ่มพาสคีย์');
    await a.sees(/เพิ่มเมื่อ/);
    await a.check('real-settings');
    await a.press('ออกจากระบบ');
    await a.press('เข้าสู่ระบบด้วยพาสคีย์');
    await a.sees('สวัสดี');
    await a.press('บริการอื่น');
    await a.press(/ตั้งค่า/);
    await a.press('ลบ');
    await a.page.getByText(/เพิ่มเมื่อ/).waitFor({ state: 'detached', timeout: WAIT_MS_MAX });
  });

  test('AC-KB-24, AC-KB-25, AC-KB-26: K is sent to a K CHECK ID point, where an officer reads the card; then the photo terms come', async () => {
    const k = await Person.at('/ndid/register');
    await k.bind(/ยังไม่ได้เสียบบัตร/, '258011');
    await k.acceptTerms();
    await k.sees('นำบัตรประชาชนไปยังจุดยืนยันตัวตน (K CHECK ID)');
    await k.check('real-point');

    const officer = await Person.at('/staff', 'desktop');
    await officer.page.getByLabel('รหัสเจ้าหน้าที่').fill('officer1');
    await officer.page.getByLabel('รหัสผ่าน').fill('k-check-id');
    await officer.check('staff-sign-in');
    await officer.press('เข้าสู่ระบบ');
    await officer.page.getByLabel('เลขประจำตัวประชาชน 13 หลัก').fill('๙๐๐๐๐๐๐๐๐๐๑๑๐');
    await officer.press('ค้นหา');
    await officer.sees('สมมุติ ยังไม่ได้เสียบบัตร');
    await officer.press('อ่านบัตร');
    await officer.page.locator('input[type=file]').setInputFiles({ name: 'face.png', mimeType: 'image/png', buffer: PIXEL });
    await officer.page.getByLabel('รหัสสาขาหรือตู้').fill('BKK-001');
    await officer.check('staff-customer');
    await officer.press('บันทึกการยืนยันตัวตน');
    await officer.sees('บันทึกการยืนยันตัวตนแล้ว');

    await k.press('กลับไปบริการ NDID');
    await k.sees('ยังไม่ได้ลงทะเบียนบริการ NDID');
    await k.press('ลงทะเบียน');
    await k.press('ลงทะเบียน');
    await k.acceptTerms();
    await k.sees('ข้อกำหนดและเงื่อนไขการขอถ่ายรูป');
  });

  test('the sandbox page shows people, adapters, the clock, messages, and the life of a request with replay', async () => {
    const admin = await Person.at('/admin', 'desktop');
    await admin.sees(/ทดสอบดี/);
    await admin.check('admin-people');
    await admin.press(/ทดสอบดี/);
    await admin.sees('บัญชีเงินฝากออมทรัพย์');
    await admin.check('admin-person');
    await admin.page.getByRole('button', { name: 'ปิด' }).click();
    await admin.press('อะแดปเตอร์');
    await admin.sees('core-banking');
    await admin.check('admin-adapters');
    await admin.press('เวลา');
    await admin.page.getByLabel('ตั้งเป็น (เวลากรุงเทพฯ)').fill('2023-12-06T10:00:00');
    await admin.press('ตั้งเวลา');
    await admin.sees(/6 ธ.ค. 2566 10:0\d น./);
    await admin.check('admin-clock');
    await admin.press('กลับเป็นเวลาจริง');
    await admin.page.getByText('เลื่อนเวลาแล้ว').waitFor({ state: 'detached', timeout: WAIT_MS_MAX });
    await admin.press('ข้อความ');
    await admin.sees(/รหัส OTP ของท่านคือ/);
    await admin.press('การเชื่อมต่อ');
    await admin.sees('incoming_request');
    await admin.check('admin-integration');
    await admin.button('ส่งซ้ำ').first().click();
  });
});
