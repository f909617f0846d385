import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { testDatabase } from '@trine/devstack';
import { ModelFaceEngine, newChallenge, type LivenessStep } from '@trine/face';
import { start as startPortal, type RunningPortal } from '@trine/portal';
import { startTestScheme, TestBrowser, until, type TestPage, type TestScheme } from '@trine/testkit';
import { engineFaces } from '../../src/adapters/engine-faces.js';
import { start as startBank, type RunningBank } from '../../src/index.js';
import { Admin } from '../phone.js';

/*
 * The whole story: somebody applies at the portal on a desktop and proves who they are with the bank's app on a phone; portal,
 * banks, gateways, ledger, Kafka and browsers are the real ones. The source of the data is the testkit's back end.
 *
 * Where a test says that faces are real, Trine's engine judges what the browser's camera saw: Chromium's fake camera, whose file
 * is drawn anew, frame by frame, while it is open. Who stands before it reads the instruction on the screen and moves as it says.
 * The heads are photographs of real people that `actor` turns in space: nobody's recording, and the bank's reference picture is
 * the photograph from which the frames are drawn, so that these tests show that the parts work together, and not how well
 * faces are told apart (docs/face.md). In the other tests the bank's face engine is simulated.
 */
jest.setTimeout(400_000);

const WAIT_MS_MAX = 60_000;
const TRIES_MAX = 3;
const INSURANCE = 'บริษัท ตัวอย่างประกัน จำกัด';
const DATA = { name: 'สมมุติ ทดสอบดี (Sommut Thotsobdi)', birth_date: '1990-05-05' };
const A = { citizenId: '9000000000012', name: /ทดสอบดี/, pin: '258001' };
const B = { citizenId: '9000000000021', name: /จำลองภพ/, pin: '258002' };
const E = { citizenId: '9000000000055' };
const J = { citizenId: '9000000000101', name: /สองเบอร์/, pin: '258010' };
const FIRST_BANK = 'ธนาคารกสิกรไทย';
const SECOND_BANK = 'ธนาคารตัวอย่าง';
/** In Bangkok, today. */
const bangkok = (time: string): string => new Date(`${new Date(Date.now() + 7 * 3600_000).toISOString().slice(0, 10)}T${time}:00+07:00`).toISOString();

const shots = process.env.SCREENSHOTS;
let scheme: TestScheme;
let browser: TestBrowser;
let bank: RunningBank;
let secondBank: RunningBank;
let portal: RunningPortal;
let admin: Admin;
let own: Face;
let strange: Face;

/** Somebody before the camera: how they look straight, while they make each movement twice, and a print of them that is held up. */
interface Face { picture: Buffer; straight: Buffer; moving: Record<LivenessStep, Buffer[]>; held: Buffer[] }

async function drawFaces(): Promise<[Face, Face]> {
  const folder = await mkdtemp(join(tmpdir(), 'trine-faces-'));
  try {
    await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'draw-faces.mjs'), folder, '2']);
    const files = (await readdir(folder)).sort();
    const pictures = (start: string): Promise<Buffer[]> => Promise.all(files.filter((file) => file.startsWith(start)).map((file) => readFile(join(folder, file))));
    const faceOf = async (person: number): Promise<Face> => {
      const [TURN_LEFT, TURN_RIGHT, MOVE_CLOSER] = await Promise.all([pictures(`${person}-TURN_LEFT`), pictures(`${person}-TURN_RIGHT`), pictures(`${person}-MOVE_CLOSER`)]);
      const [[picture], [straight], held] = await Promise.all([pictures(`${person}-picture`), pictures(`${person}-straight`), pictures(`${person}-held`)]);
      return { picture: picture!, straight: straight!, moving: { TURN_LEFT, TURN_RIGHT, MOVE_CLOSER }, held };
    };
    return [await faceOf(0), await faceOf(1)];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function openPortal(wishes: object = {}): Promise<RunningPortal> {
  return startPortal({
    DATABASE_URL: await testDatabase('story_portal'), GATEWAY_URL: scheme.api('rp1').url, PORTAL_DATA_KEY: randomBytes(32).toString('base64'), PORTAL_PORT: '0', PORTAL_CALLBACK_PORT: '0',
    PORTAL_LOOKUPS_PER_MINUTE: '1000', PORTAL_REQUESTS_PER_MINUTE: '10000', PORTAL_REQUESTS_PER_PERSON: '1000', PORTAL_SANDBOX: 'true', PORTAL_BANK_APP_URL: bank.url, PORTAL_CONFIG: JSON.stringify(wishes),
  });
}

async function openBank(node: string, name: string): Promise<RunningBank> {
  const running = await startBank(
    {
      BANK_PORT: '0', BANK_HOST: 'localhost', BANK_SANDBOX: 'true', DATABASE_URL: await testDatabase(`story_${node}`), GATEWAY_URL: scheme.api(node).url, NODE_ID: node, BANK_DATA_KEY: randomBytes(32).toString('base64'),
      BANK_CALLS_PER_MINUTE: '100000', BANK_WEB_DIR: resolve(import.meta.dirname, '../../web/dist'),
      BANK_CONFIG: JSON.stringify({ name: { th: name, en: 'Bank' }, short_name: { th: 'K PLUS', en: 'K PLUS' }, otp: { resend_seconds: 0, per_hour_max: 1000 }, organisations: { rp1: { name: { th: INSURANCE, en: 'Example Insurance' } } } }),
    },
    // The machine of a test may be slow, and judges several frames of several people at a time.
    { faces: engineFaces(engine, newChallenge) },
  );
  await until('the bank is ready', async () => (await fetch(`${running.url}/readyz`)).status === 200);
  // Registration is open, whatever the time of the test is.
  await new Admin(running.url).at(bangkok('12:00'));
  return running;
}

const engine = new ModelFaceEngine({ timeoutMs: 120_000 });

beforeAll(async () => {
  const marketed = (name: string): string => JSON.stringify({ marketing_name_th: name, marketing_name_en: 'Bank' });
  [[own, strange], scheme] = await Promise.all([
    drawFaces(),
    startTestScheme({
      name: 'story',
      nodes: [
        { node_id: 'ndid1', role: 'ndid' }, { node_id: 'rp1', role: 'rp' }, { node_id: 'as1', role: 'as' },
        { node_id: 'idp1', role: 'idp', node_name: marketed(FIRST_BANK), supported_feature_list: ['on_the_fly'] }, { node_id: 'idp2', role: 'idp', node_name: marketed(SECOND_BANK) },
      ],
    }),
  ]);
  browser = await TestBrowser.start({ camera: [own.straight] });
  const source = scheme.backEnd('as1');
  source.reply = ({ body }) => (body.type === 'data_request' ? { status: 200, body: { data: JSON.stringify(DATA) } } : undefined);
  await scheme.api('as1').post('/as/service/customer_info', { reference_id: 'offer', callback_url: source.url('/result'), min_ial: 2.3, min_aal: 2.2, url: source.url('/data'), supported_namespace_list: ['citizen_id'] });
  await source.callback('add_or_update_service_result', { reference_id: 'offer' });
  [bank, secondBank] = await Promise.all([openBank('idp1', FIRST_BANK), openBank('idp2', SECOND_BANK)]);
  portal = await openPortal();
  admin = new Admin(bank.url);
  const form = new FormData();
  form.append('picture', new Blob([own.picture], { type: 'image/jpeg' }), 'picture.jpg');
  await admin.ok('PUT', '/api/admin/people/A/face', form);
});
afterEach(async () => {
  expect(await browser.closePages()).toEqual([]);
});
afterAll(async () => {
  await browser?.close();
  await portal?.close();
  await bank?.close();
  await secondBank?.close();
  await engine.close();
  await scheme?.stop();
});

class Screen {
  constructor(readonly screen: TestPage) {}

  protected static async open(url: string, size: 'phone' | 'desktop'): Promise<TestPage> {
    const screen = await browser.open(url, { size });
    return screen;
  }

  get page() {
    return this.screen.page;
  }

  async press(name: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name, exact: typeof name === 'string' }).last().click({ timeout: WAIT_MS_MAX });
  }

  async sees(words: string | RegExp, withinMs = WAIT_MS_MAX): Promise<void> {
    await this.page.getByText(words).first().waitFor({ timeout: withinMs });
  }

  /** As it is read to somebody who does not see it. */
  async shortCode(): Promise<string> {
    const code = this.page.getByRole('img', { name: /^\S( \S)+$/ });
    await code.waitFor({ timeout: WAIT_MS_MAX });
    return (await code.getAttribute('aria-label'))!;
  }

  async look(name: string): Promise<void> {
    if (!shots) return;
    mkdirSync(shots, { recursive: true });
    await this.page.screenshot({ path: `${shots}/story-${name}.png`, fullPage: true });
  }
}

/** The portal on a desktop. */
class Desk extends Screen {
  /** Chooses the product, gives number and consent. */
  static async of({ citizenId }: { citizenId: string }, at: RunningPortal = portal): Promise<Desk> {
    const desk = new Desk(await Screen.open(at.url, 'desktop'));
    await desk.page.getByRole('link', { name: /ประกันสุขภาพ/ }).click();
    await desk.page.getByRole('textbox', { name: 'เลขประจำตัวประชาชน 13 หลัก' }).fill(citizenId);
    await desk.press('ต่อไป');
    await desk.page.getByRole('checkbox', { name: /ข้าพเจ้าขอให้/ }).check();
    await desk.press('ยินยอมและเลือกธนาคาร');
    return desk;
  }

  /** Somebody who has applied, and waits for their bank. */
  static async waiting(whom: { citizenId: string }, at: RunningPortal = portal, chosen = FIRST_BANK): Promise<Desk> {
    const desk = await Desk.of(whom, at);
    await desk.choose(chosen);
    return desk;
  }

  async choose(chosen: string): Promise<void> {
    await this.page.getByRole('radio', { name: chosen }).check();
    await this.press('ส่งคำขอไปที่ธนาคาร');
    // The bank may have answered before the page for waiting is there.
    await this.page.getByRole('button', { name: 'ส่งคำขอไปที่ธนาคาร' }).waitFor({ state: 'hidden', timeout: WAIT_MS_MAX });
  }
}

/** The bank's app on a phone. */
class Phone extends Screen {
  static async of({ name, pin }: { name: RegExp; pin: string }, at: RunningBank = bank): Promise<Phone> {
    const phone = new Phone(await Screen.open(at.url.replace('127.0.0.1', 'localhost'), 'phone'));
    await phone.press('เลือกบุคคลจำลอง');
    await phone.press(name);
    await phone.press('ขอรหัส OTP');
    const sms = await phone.page.getByText(/รหัส OTP ของท่านคือ/).innerText({ timeout: WAIT_MS_MAX });
    await phone.page.getByLabel(/รหัส OTP/).fill(/คือ (\d{6})/.exec(sms)![1]!);
    await phone.press('ถัดไป');
    await phone.type(pin);
    await phone.sees('สวัสดี');
    return phone;
  }

  async type(digits: string): Promise<void> {
    for (const digit of digits) await this.press(digit);
  }

  /** The kinds of all notifications, oldest first. */
  async kinds(): Promise<string[]> {
    const { notifications } = await this.page.evaluate<{ notifications: { kind: string }[] }>("fetch('/api/notifications').then((reply) => reply.json())");
    return notifications.map(({ kind }) => kind).reverse();
  }

  /** By the bell, as it says how many there are, and the newest notification. */
  async openNewest(unread: number): Promise<void> {
    await this.press(`การแจ้งเตือน ยังไม่ได้อ่าน ${unread} รายการ`);
    await this.page.getByRole('main').getByRole('listitem').getByRole('button').first().click();
  }

  /** From the home page or the list to the newest request. */
  async choosesRequest(): Promise<void> {
    await this.page.getByRole('button', { name: /ตัวอย่างประกัน/ }).first().click({ timeout: WAIT_MS_MAX });
  }

  async openRequest(): Promise<void> {
    await this.choosesRequest();
    await this.sees('รหัสต้องตรงกับหน้าจอขององค์กร');
  }

  async home(): Promise<void> {
    await this.page.goto(new URL('/', this.page.url()).href);
    await this.sees('สวัสดี');
  }

  async acceptTerms(): Promise<void> {
    await this.page.getByRole('region', { name: /ข้อกำหนด/ }).evaluate((element) => { element.scrollTop = element.scrollHeight; });
    await this.press('ยอมรับ');
  }

  /** From a request's details to the camera. */
  async enterPin(pin: string): Promise<void> {
    await this.press(/PIN K PLUS/);
    await this.type(pin);
    await this.sees('ข้อกำหนดและเงื่อนไขการขอถ่ายรูป');
    await this.acceptTerms();
  }

  /** As a person does: a picture that the bank cannot use costs no attempt and is taken again. */
  async photograph(face: Face = own): Promise<void> {
    for (let tries = 1; await this.faultOfPicture(face) !== undefined; tries++) expect(tries).toBeLessThan(TRIES_MAX);
  }

  /** Takes the picture and moves as the screen asks; `print`: holds one up to the camera instead. */
  async faultOfPicture(face: Face, print = false): Promise<string | undefined> {
    await browser.see(face.straight);
    const made: LivenessStep[] = [];
    const shutter = this.page.getByRole('button', { name: 'ถ่ายรูป', exact: true });
    await until('the camera is open', () => shutter.isEnabled());
    await shutter.click();
    for (let step = 0; step < 3; step++) {
      await this.page.locator(`.camera-progress span:nth-child(${step + 1}).now`).waitFor({ timeout: WAIT_MS_MAX });
      const said = await this.page.locator('.camera-instruction').innerText();
      const asked: LivenessStep = said.includes('ซ้าย') ? 'TURN_LEFT' : said.includes('ขวา') ? 'TURN_RIGHT' : 'MOVE_CLOSER';
      const movement = face.moving[asked];
      const [from, to] = made.includes(asked) ? [movement.length / 2, movement.length] : [0, movement.length / 2];
      made.push(asked);
      // A person needs a moment to understand, then moves: time is what the camera records.
      await delay(500);
      for (const moment of print ? face.held.slice(step * 4, step * 4 + 4) : [...movement.slice(from, to), face.straight]) {
        await browser.see(moment);
        await delay(380);
      }
    }
    const judged = this.page.waitForResponse((reply) => /\/(photo|selfie)$/.test(reply.url()), { timeout: WAIT_MS_MAX });
    await this.press('ยืนยัน');
    const code = ((await (await judged).json()) as { error?: { code: string } }).error?.code;
    return code === 'KB_FACE_MISMATCH' ? undefined : code;
  }

  async consent(): Promise<void> {
    await this.sees('ข้อมูลที่จะเปิดเผย');
    await this.press('ยอมรับ');
    await this.sees('ส่งข้อมูลเรียบร้อยแล้ว');
  }
}

const faces = (mode: 'REAL' | 'SUCCEED'): Promise<unknown> => admin.adapter('face', { mode });

describe('faces are real', () => {
  beforeAll(() => faces('REAL'));
  afterAll(() => faces('SUCCEED'));

  test('AC-KB-44, AC-KB-55, AC-KB-58, AC-KB-65, AC-KB-67: A proves with the own face, and the portal shows what the source signed; both screens show one code', async () => {
    const source = scheme.backEnd('as1');
    const phone = await Phone.of(A);
    const desk = await Desk.waiting(A);
    await phone.openNewest(1);
    expect(await phone.kinds()).toEqual(['NT-03']);
    expect(await phone.shortCode()).toBe(await desk.shortCode());
    await phone.look('request');
    await desk.look('waiting');
    await phone.enterPin(A.pin);
    await phone.photograph();
    await phone.sees('ข้อมูลที่จะเปิดเผย');
    await phone.sees(INSURANCE);
    await phone.sees('ข้อมูลลูกค้า');
    await phone.look('consent');
    expect(source.all('data_request')).toEqual([]);
    await phone.consent();
    await desk.page.getByRole('heading', { name: 'ยืนยันตัวตนสำเร็จ' }).waitFor({ timeout: WAIT_MS_MAX });
    await desk.sees(DATA.name);
    await desk.sees('ตรวจสอบลายมือชื่อดิจิทัลแล้ว');
    await desk.look('result');
  });

  test('AC-KB-59: a photograph held to the camera is no live person and costs no attempt; A rejects, and the portal says so', async () => {
    const desk = await Desk.waiting(A);
    const phone = await Phone.of(A);
    await phone.openRequest();
    await phone.enterPin(A.pin);
    expect(await phone.faultOfPicture(own, true)).toBe('KB_LIVENESS_FAILED');
    await phone.sees('ไม่สามารถยืนยันได้ว่าเป็นการถ่ายจากบุคคลจริง');
    await phone.look('not-live');
    const asked = scheme.backEnd('as1').all('data_request').length;
    await phone.photograph();
    await phone.sees('ข้อมูลที่จะเปิดเผย');
    await phone.press('ไม่ยอมรับ');
    await phone.press('ยืนยันการปฏิเสธ');
    await phone.sees('ปฏิเสธคำขอเรียบร้อยแล้ว');
    await desk.sees('ท่านปฏิเสธคำขอในแอปธนาคาร');
    expect(scheme.backEnd('as1').all('data_request')).toHaveLength(asked);
  });

  test("AC-KB-62: another person's face three times is an error answer, and the portal shows a clear end", async () => {
    const desk = await Desk.waiting(A);
    const phone = await Phone.of(A);
    await phone.openRequest();
    await phone.enterPin(A.pin);
    for (const left of [2, 1]) {
      await phone.photograph(strange);
      await phone.sees('ภาพใบหน้าไม่ตรงกับข้อมูลของธนาคาร');
      await phone.sees(new RegExp(`เหลืออีก ${left} ครั้ง`));
    }
    await phone.look('mismatch');
    await phone.photograph(strange);
    await phone.sees('ยืนยันตัวตนไม่สำเร็จ');
    await phone.look('failed');
    await desk.sees('ธนาคารที่เลือกไม่สามารถยืนยันตัวตนของท่านได้ในขณะนี้');
    await desk.look('bank-error');
  });
});

describe('faces are simulated', () => {
  test('AC-KB-48, AC-KB-63: who does not answer in time sees that it is over, on both screens and behind the old notification', async () => {
    const impatient = await openPortal({ timeout_seconds: 25 });
    try {
      const [a, b] = [await Phone.of(A), await Phone.of(B)];
      const before = await a.kinds();
      const [deskOfA, deskOfB] = await Promise.all([Desk.waiting(A, impatient), Desk.waiting(B, impatient)]);
      await until('both are asked', async () => (await a.kinds()).length > before.length && (await b.kinds()).length > 0);
      await Promise.all([deskOfA.sees('หมดเวลายืนยันตัวตนแล้ว'), deskOfB.sees('หมดเวลายืนยันตัวตนแล้ว')]);
      await b.openNewest(1);
      await b.sees('คำขอนี้หมดอายุแล้ว');
      await b.look('n1-expired');
      await a.press(/^การแจ้งเตือน/);
      await a.page.getByRole('main').getByRole('listitem').getByRole('button').first().click();
      await a.sees('คำขอนี้หมดอายุแล้ว');
      await a.look('n3-expired');
      expect(await b.kinds()).toEqual(['NT-01']);
    } finally {
      await impatient.close();
    }
  });

  test('AC-KB-45, AC-KB-46: who may not register, or not at 21:00, is never asked; the portal shows a clear end within seconds', async () => {
    const clearEnd = 'ธนาคารที่เลือกไม่สามารถยืนยันตัวตนของท่านได้ในขณะนี้';
    await (await Desk.waiting(E)).sees(clearEnd, 15_000);
    const b = await Phone.of(B);
    const before = await b.kinds();
    await admin.at(bangkok('21:00'));
    try {
      await (await Desk.waiting(B)).sees(clearEnd, 15_000);
      expect(await b.kinds()).toEqual(before);
    } finally {
      await admin.at(bangkok('12:00'));
    }
  });

  test('AC-KB-70: a portal that does not let banks register people on the way finds no bank for B, and B hears nothing', async () => {
    const plain = await openPortal({ on_the_fly: false });
    try {
      const b = await Phone.of(B);
      const before = await b.kinds();
      const desk = await Desk.of(B, plain);
      await desk.sees('ไม่พบธนาคารที่ยืนยันตัวตนของท่านได้');
      await desk.look('no-bank');
      expect(await b.kinds()).toEqual(before);
    } finally {
      await plain.close();
    }
  });

  test('AC-KB-71: of two banks that know A, only the chosen one shows the request', async () => {
    const [chosen, other] = [await Phone.of(A), await Phone.of(A, secondBank)];
    const desk = await Desk.of(A);
    await desk.page.getByRole('radio', { name: SECOND_BANK }).waitFor();
    await desk.choose(FIRST_BANK);
    await chosen.openRequest();
    expect(await chosen.shortCode()).toBe(await desk.shortCode());
    expect(await other.kinds()).toEqual([]);
    await other.press(/^คำขอ(?!ยืน)/);
    await other.sees('ไม่มีคำขอที่รอการยืนยันตัวตน');
    await desk.press('ยกเลิกการสมัคร');
    await desk.press('ยกเลิกการสมัคร');
    await desk.sees('ท่านยกเลิกการสมัครแล้ว');
    await chosen.sees('คำขอนี้หมดอายุแล้ว');
  });

  test('AC-KB-40..AC-KB-43, AC-KB-60, AC-KB-61: B chooses the bank, registers by N1, then N2 and N3 come; a wrong PIN and declined terms close nothing; the portal gets the data', async () => {
    const phone = await Phone.of(B);
    const before = (await phone.kinds()).length;
    const kinds = async (): Promise<string[]> => (await phone.kinds()).slice(before);
    const desk = await Desk.waiting(B);
    await until('N1', async () => (await kinds()).length > 0);
    await phone.openNewest(1);
    await phone.acceptTerms();
    await phone.sees('ข้อกำหนดและเงื่อนไขการขอถ่ายรูป');
    await phone.acceptTerms();
    await phone.photograph();
    await phone.sees('ลงทะเบียนบริการ NDID สำเร็จ');
    await until('N2 and N3', async () => (await kinds()).length === 3);
    expect(await kinds()).toEqual(['NT-01', 'NT-02', 'NT-03']);
    await phone.press('กลับไปบริการ NDID');
    await phone.openNewest(2);
    expect(await phone.shortCode()).toBe(await desk.shortCode());
    await phone.press(/PIN K PLUS/);
    await phone.type('111111');
    await phone.sees(/เหลืออีก 2 ครั้ง/);
    await phone.type(B.pin);
    await phone.sees('ข้อกำหนดและเงื่อนไขการขอถ่ายรูป');
    await phone.press('ไม่ยอมรับ');
    await phone.choosesRequest();
    await phone.enterPin(B.pin);
    await phone.photograph();
    await phone.consent();
    await desk.page.getByRole('heading', { name: 'ยืนยันตัวตนสำเร็จ' }).waitFor({ timeout: WAIT_MS_MAX });
  });

  test('AC-KB-75, AC-KB-82: who cancels while a request is open cannot accept it any more, and the portal shows a clear end', async () => {
    const phone = await Phone.of(J);
    const desk = await Desk.waiting(J);
    await phone.openRequest();
    const request = phone.page.url();
    await phone.page.goto(new URL('/ndid/cancel', request).href);
    await phone.page.getByRole('region', { name: /ข้อกำหนด/ }).evaluate((element) => { element.scrollTop = element.scrollHeight; });
    await phone.press('ยกเลิกบริการ');
    await phone.press('ยืนยัน');
    await phone.sees('ยกเลิก NDID สำเร็จ');
    await desk.sees('ธนาคารที่เลือกไม่สามารถยืนยันตัวตนของท่านได้ในขณะนี้');
    await phone.page.goto(request);
    await phone.sees('ยืนยันตัวตนไม่สำเร็จ');
    await phone.look('cancelled');
  });
});
