import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { testDatabase } from '@trine/devstack';
import { startTestScheme, TestBrowser, until, type TestScheme } from '@trine/testkit';
import { start, type RunningBank } from '../../src/index.js';
import { askOf } from '../asking.js';
import { Gate } from '../gate.js';
import { Admin } from '../phone.js';
import { People, type Person } from './people.js';

// What happens on the way, at the edges and twice: people at the real bank on a scheme of its own, with simulated faces.
jest.setTimeout(300_000);

const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64');
const CITIZEN = { A: '9000000000012', H: '9000000000080' };
const TERMS = 'ข้อกำหนดและเงื่อนไขการลงทะเบียน';
const PHOTO_TERMS = 'ข้อกำหนดและเงื่อนไขการขอถ่ายรูป';
const REGISTERED = 'ลงทะเบียนบริการ NDID สำเร็จ';
const NOT_REGISTERED = 'ยังไม่ได้ลงทะเบียนบริการ NDID';
const INVITED = /กรุณาลงทะเบียนบริการ NDID เพื่อยืนยันตัวตนกับ บริษัท ตัวอย่างประกัน จำกัด/;
const bangkok = (time: string, date = '2023-12-06'): string => new Date(`${date}T${time}+07:00`).toISOString();
let scheme: TestScheme;
let gate: Gate;
let bank: RunningBank;
let bankEnv: Record<string, string>;
let other: RunningBank;
let admin: Admin;
let browser: TestBrowser;
let people: People;

async function openBank(node: string, gateway: string): Promise<[RunningBank, Record<string, string>]> {
  const env = {
    BANK_PORT: '0', BANK_HOST: 'localhost', BANK_SANDBOX: 'true', DATABASE_URL: await testDatabase('scenarios'), GATEWAY_URL: gateway, NODE_ID: node, BANK_DATA_KEY: randomBytes(32).toString('base64'),
    BANK_CALLS_PER_MINUTE: '100000', BANK_WEB_DIR: resolve(import.meta.dirname, '../../web/dist'),
    BANK_CONFIG: JSON.stringify({ short_name: { th: 'K PLUS', en: 'K PLUS' }, otp: { resend_seconds: 0, per_hour_max: 1000 }, organisations: Object.fromEntries(['rp1', 'rp2'].map((rp) => [rp, { name: { th: rp === 'rp1' ? 'บริษัท ตัวอย่างประกัน จำกัด' : 'ตลาดตัวอย่าง', en: rp } }])) }),
  };
  const running = await start(env);
  await ready(running);
  return [running, { ...env, BANK_PORT: new URL(running.url).port }];
}

const ready = ({ url }: RunningBank) => until('the bank is ready', async () => (await fetch(`${url}/readyz`)).status === 200);

beforeAll(async () => {
  [scheme, browser] = await Promise.all([
    startTestScheme({
      name: 'scenarios',
      nodes: [{ node_id: 'ndid1', role: 'ndid' }, { node_id: 'rp1', role: 'rp' }, { node_id: 'rp2', role: 'rp' }, ...['idp1', 'idp2'].map((node_id) => ({ node_id, role: 'idp', supported_feature_list: ['on_the_fly'] }))],
    }),
    TestBrowser.start({ camera: [PIXEL] }),
  ]);
  gate = await new Gate(scheme.api('idp1').url).start();
  [[bank, bankEnv], [other]] = await Promise.all([openBank('idp1', gate.url), openBank('idp2', scheme.api('idp2').url)]);
  admin = new Admin(bank.url);
  people = new People(browser, bank);
  await admin.at(bangkok('10:00:00'), true);
});
afterEach(async () => {
  gate.refusing = () => undefined;
  await admin.adapter('face', { mode: 'SUCCEED' });
  await admin.at(bangkok('10:00:00'));
  expect(await browser.closePages()).toEqual([]);
});
afterAll(async () => {
  await browser?.close();
  await Promise.all([bank?.close(), other?.close()]);
  await gate?.stop();
  await scheme?.stop();
});

/** A request that has reached the phone. */
async function arrived(key: string, rp = 'rp1'): Promise<string> {
  const id = await askOf(scheme, key, {}, rp);
  await (await people.phoneOf(key)).requestWhen(id);
  return id;
}

const statuses = (rp: string, request_id: string) => scheme.backEnd(rp).all('request_status', { request_id }).map(({ body }) => body['status']);
const kinds = async (key: string): Promise<string[]> => (await people.phoneOf(key)).kinds();

async function declines(person: Person): Promise<void> {
  await person.readTerms();
  await person.press('ไม่ยอมรับ');
  await person.sees(NOT_REGISTERED);
}

/** From the terms to the camera. */
async function acceptsBoth(person: Person): Promise<void> {
  await person.sees(TERMS);
  await person.accept();
  await person.sees(PHOTO_TERMS);
  await person.accept();
}

async function registers(person: Person): Promise<void> {
  await acceptsBoth(person);
  await person.photograph();
  await person.sees(REGISTERED);
}

/** From a request's details to the consent. */
async function identifies(person: Person, pin: string): Promise<void> {
  await person.press(/PIN K PLUS/);
  await person.type(pin);
  await person.sees(PHOTO_TERMS);
  await person.accept();
  await person.photograph();
  await person.sees('ข้อมูลที่จะเปิดเผย');
}

async function cancels(person: Person): Promise<void> {
  await person.goes('/ndid/cancel');
  await person.readTerms();
  await person.press('ยกเลิกบริการ');
  await person.press('ยืนยัน');
  await person.sees('ยกเลิก NDID สำเร็จ');
}

/** Calls the bank from within the page, as a page that somebody has changed would; the code of the refusal. */
const refusal = (person: Person, path: string, body: object): Promise<string | undefined> => person.page.evaluate<string | undefined>(`(async () => {
  const { csrf_token } = await (await fetch('/api/session')).json();
  const reply = await fetch(${JSON.stringify(path)}, { method: 'POST', headers: { 'content-type': 'application/json', 'x-csrf-token': csrf_token }, body: ${JSON.stringify(JSON.stringify(body))} });
  return (await reply.json()).error?.code;
})()`);

describe('who may register, and when', () => {
  test.each([['Saturday', '2023-12-09'], ['Sunday', '2023-12-10'], ['bank holiday', '2023-12-05']])('AC-KB-14: on a %s at 10:00 registration is open', async (_, date) => {
    await admin.at(bangkok('10:00:00', date));
    const b = await people.signedIn('B', { path: '/ndid/register' });
    await b.sees(TERMS);
    await declines(b);
  });

  test('AC-KB-09: each of the four products admits a customer; another one does not', async () => {
    const h = await people.signedIn('H', { path: '/ndid' });
    for (const product of ['SAVINGS', 'CURRENT', 'CREDIT_CARD', 'CASH_CARD']) {
      await admin.ok('PUT', '/api/admin/people/H', { products: [product] });
      await h.goes('/ndid/register');
      await h.sees(TERMS);
      await declines(h);
    }
    await admin.ok('PUT', '/api/admin/people/H', { products: ['LOAN'] });
    await h.goes('/ndid/register');
    await h.sees('KB_NO_PRODUCT');
  });

  test('AC-KB-16: of several reasons only the first is shown', async () => {
    const e = await people.signedIn('E', { path: '/ndid' });
    await admin.ok('PUT', '/api/admin/people/E', { nationality: 'LA', birth_date: '2020-01-01' });
    for (const [time, code] of [['10:00:00', 'KB_NOT_THAI'], ['21:00:00', 'KB_OUTSIDE_HOURS']] as const) {
      await admin.at(bangkok(time));
      await e.goes('/ndid/register');
      await e.sees(code);
      expect(await e.page.locator('.notice-code').allInnerTexts()).toEqual([expect.stringContaining(code)]);
    }
  });

  test('AC-KB-11: who is not signed in to K PLUS is led to the beginning, and a call past the page is refused', async () => {
    const stranger = await people.stranger('/ndid/register');
    await stranger.sees('ยินดีต้อนรับสู่ K PLUS');
    expect(await refusal(stranger, '/api/ndid/enrolments', {})).toBe('DEVICE_NEEDED');
  });

  test('AC-KB-03: C registers on the 12th birthday', async () => {
    await registers(await people.signedIn('C', { path: '/ndid/register' }));
  });

  test('AC-KB-15: begun at 19:55, a registration succeeds at 20:05 and is over at 20:11', async () => {
    await admin.ok('PUT', '/api/admin/people/F', { sanction_lists: [] });
    await admin.ok('PUT', '/api/admin/people/G', { nationality: 'TH' });
    const [f, g] = [await people.signedIn('F', { path: '/ndid' }), await people.signedIn('G', { path: '/ndid' })];
    await admin.at(bangkok('19:55:00'));
    for (const each of [f, g]) {
      await each.goes('/ndid/register');
      await each.sees(TERMS);
      await each.accept();
      await each.sees(PHOTO_TERMS);
    }
    await admin.at(bangkok('20:05:00'));
    await f.accept();
    await f.photograph();
    await f.sees(REGISTERED);
    await admin.at(bangkok('20:11:00'));
    await g.accept();
    await g.sees('KB_ENROLMENT_EXPIRED');
  });
});

describe('registering', () => {
  test('AC-KB-31, AC-KB-30, AC-KB-29: H, whom the platform refuses once, tries again with two quick presses, and is there once, with one N2', async () => {
    await admin.ok('PUT', '/api/admin/people/H', { products: ['SAVINGS'] });
    const h = await people.signedIn('H', { path: '/ndid/register' });
    gate.refusing = (method, path) => (method === 'POST' && path.endsWith('/identity') ? 20021 : undefined);
    await acceptsBoth(h);
    await h.photograph();
    await h.sees('KB_REGISTRATION_FAILED');
    await h.goes('/ndid');
    await h.sees(NOT_REGISTERED);
    expect(await kinds('H')).toEqual([]);

    gate.refusing = () => undefined;
    const registrations = () => gate.passed.filter((call) => /^POST \/v6\/identity$/.test(call)).length;
    const before = registrations();
    await h.goes('/ndid/register');
    await acceptsBoth(h);
    await until('the camera is open', () => h.button('ถ่ายรูป').isEnabled());
    await h.press('ถ่ายรูป');
    await h.button('ยืนยัน').dblclick();
    await h.sees(REGISTERED);
    expect(registrations() - before).toBe(1);
    expect(await kinds('H')).toEqual(['NT-02']);
    expect((await scheme.api('rp1').get(`/utility/idp/citizen_id/${CITIZEN.H}`)).body).toMatchObject([{ node_id: 'idp1', ial: 2.3 }]);
  });

  test('AC-KB-83, AC-KB-38: J cancels on the first number and registers on the second; of both numbers at the same moment one is bound', async () => {
    await people.registered('J');
    const [first, second] = [await people.signedIn('J'), await people.signedIn('J', { number: 1 })];
    await cancels(first);
    await second.goes('/ndid/register');
    await registers(second);
    await second.sees('xxx-xxx-0020');
    await cancels(second);

    const both = [first, second];
    for (const each of both) {
      await each.goes('/ndid/register');
      await acceptsBoth(each);
      await until('the camera is open', () => each.button('ถ่ายรูป').isEnabled());
      await each.press('ถ่ายรูป');
    }
    await Promise.all(both.map((each) => each.press('ยืนยัน')));
    const ends = await Promise.all(both.map((each) => until('the end', async () => {
      if (await each.page.getByText(REGISTERED).count()) return 'registered';
      return await each.page.locator('.notice-code').count() ? 'refused' : undefined;
    })));
    expect(ends.sort()).toEqual(['refused', 'registered']);
  });
});

describe('on the way to a request', () => {
  test('AC-KB-47: K, whose card was never read, is led from N1 to K CHECK ID, and the request goes on waiting', async () => {
    const id = await arrived('K');
    const k = await people.signedIn('K', { path: '/notifications' });
    await k.press(INVITED);
    await k.sees(TERMS);
    await k.accept();
    await k.sees('กรุณานำบัตรประชาชนไปยังจุดยืนยันตัวตน (K CHECK ID) ที่สาขา หรือ ตู้ ATM');
    expect(await kinds('K')).toEqual(['NT-01']);
    expect(new Set(statuses('rp1', id))).toEqual(new Set(['pending']));
  });

  test('AC-KB-50: three mismatches after N1 lead to K CHECK ID, without N2 and N3', async () => {
    await admin.ok('PUT', '/api/admin/people/E', { nationality: 'TH', birth_date: '1990-05-05', sanction_lists: [] });
    await arrived('E');
    const e = await people.signedIn('E', { path: '/notifications' });
    await e.press(INVITED);
    await acceptsBoth(e);
    await admin.adapter('face', { mode: 'FAIL', reason: 'MISMATCH' });
    for (const said of ['เหลืออีก 2 ครั้ง', 'เหลืออีก 1 ครั้ง', 'นำบัตรประชาชนไปยังจุดยืนยันตัวตน (K CHECK ID)']) {
      await e.photograph();
      await e.sees(said);
    }
    expect(await kinds('E')).toEqual(['NT-01']);
  });

  test('AC-KB-49, AC-KB-51, AC-KB-69, AC-KB-64: two organisations ask for B: one N1, the bank restarts, one N2, an N3 each; accepting one twice answers it once and leaves the other', async () => {
    const first = await arrived('B');
    const second = await arrived('B', 'rp2');
    expect(await kinds('B')).toEqual(['NT-01']);
    const b = await people.signedIn('B', { path: '/notifications' });
    await b.press(INVITED);
    await b.sees(TERMS);
    await b.accept();
    await b.sees(PHOTO_TERMS);
    // The app is closed, and the bank restarts.
    await b.page.goto('about:blank');
    await bank.close();
    bank = await start(bankEnv);
    await ready(bank);
    await b.goes('/ndid/register');
    await b.sees(PHOTO_TERMS);
    await b.accept();
    await b.photograph();
    await b.sees(REGISTERED);
    await until('N3 for both', async () => (await kinds('B')).length >= 4);
    expect(await kinds('B')).toEqual(['NT-01', 'NT-02', 'NT-03', 'NT-03']);

    await b.goes(`/requests/${second}`);
    await b.sees('ตลาดตัวอย่าง');
    await identifies(b, '258002');
    await b.button('ยอมรับ').dblclick();
    await b.sees('ส่งข้อมูลเรียบร้อยแล้ว');
    const { body } = await scheme.backEnd('rp2').callback('request_status', { request_id: second, status: 'completed', closed: true });
    expect(body['response_list']).toMatchObject([{ idp_id: 'idp1', status: 'accept', valid_signature: true }]);
    expect(new Set(statuses('rp1', first))).toEqual(new Set(['pending']));
    await b.goes(`/requests/${first}`);
    await b.button(/PIN K PLUS/).waitFor();
  });
});

describe('answering', () => {
  test('AC-KB-72: who asks for more than the bank can vouch for gets an error, and A is never asked', async () => {
    await people.registered('A');
    const id = await askOf(scheme, 'A', { min_ial: 3 });
    await scheme.backEnd('rp1').callback('request_status', { request_id: id, status: 'errored' });
    const a = await people.signedIn('A', { path: '/requests' });
    await a.sees('ไม่มีคำขอที่รอการยืนยันตัวตน');
    expect(await kinds('A')).toEqual([]);
  });

  test('AC-KB-56, AC-KB-68: at 22:00 A verifies; no other order than PIN, terms, picture, consent leads there', async () => {
    await people.registered('A');
    const id = await arrived('A');
    const a = await people.signedIn('A', { path: `/requests/${id}` });
    await admin.at(bangkok('22:00:00'));
    await a.button(/PIN K PLUS/).waitFor();
    expect(await a.button('ยอมรับ').count() + await a.button('ถ่ายรูป').count()).toBe(0);
    const { message_sha256 } = await (await people.phoneOf('A')).request(id);
    const early: [string, object][] = [['consent', { accepted: true, message_sha256 }], ['challenge', {}], ['photo-terms', { version: 'photo-1', accepted: true }]];
    for (const [step, body] of early) expect([step, await refusal(a, `/api/requests/${id}/${step}`, body)]).toEqual([step, 'KB_STEP_OUT_OF_ORDER']);
    await a.press(/PIN K PLUS/);
    await a.type('258001');
    await a.sees(PHOTO_TERMS);
    expect(await refusal(a, `/api/requests/${id}/consent`, { accepted: true, message_sha256 })).toBe('KB_STEP_OUT_OF_ORDER');
    await a.accept();
    await a.photograph();
    await a.sees('ข้อมูลที่จะเปิดเผย');
    await a.press('ยอมรับ');
    await a.sees('ส่งข้อมูลเรียบร้อยแล้ว');
    await scheme.backEnd('rp1').callback('request_status', { request_id: id, status: 'completed' });
  });

  test('AC-KB-81, AC-KB-80: when A has cancelled, only the other bank knows A, and this one invites A anew when asked', async () => {
    await Promise.all([people.registered('A'), people.registered('A', other)]);
    const a = await people.signedIn('A');
    await cancels(a);
    expect((await scheme.api('rp1').get(`/utility/idp/citizen_id/${CITIZEN.A}`)).body).toMatchObject([{ node_id: 'idp2' }]);
    expect(await Promise.all(['idp1', 'idp2'].map(async (idp) => (await scheme.api(idp).get(`/identity/citizen_id/${CITIZEN.A}/ial`)).status))).toEqual([404, 200]);
    await arrived('A');
    await a.goes('/notifications');
    await a.sees(INVITED);
  });
});
