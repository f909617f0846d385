import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { accessorSign } from '@trine/crypto';
import { testBrokers, testDatabase } from '@trine/devstack';
import { startTestScheme, until, type TestScheme } from '@trine/testkit';
import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import type { AdminMessage, Bank, Enrolment, ErrorDetail, Notifications, RequestDetail } from '../src/api.js';
import { BankProcess } from './bank-process.js';
import { askOf } from './asking.js';
import { Gate } from './gate.js';
import { Admin, Browser, form, JPEG, Phone, type Answer } from './phone.js';

// Two banks with rules of their own, run as processes on a real scheme; people's numbers, PINs and OTPs are then looked for in every log and message.
jest.setTimeout(300_000);

const CITIZEN: Record<string, string> = { A: '9000000000012', B: '9000000000021', C: '9000000000039', D: '9000000000047', E: '9000000000055', F: '9000000000063', G: '9000000000071', H: '9000000000080', I: '9000000000098', J: '9000000000101', K: '9000000000110' };
const SECRET = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
const bangkok = (time: string, date = '2023-12-06'): string => new Date(`${date}T${time}+07:00`).toISOString();
let scheme: TestScheme;
let gate: Gate;
let bank: BankProcess;
let strict: BankProcess;
let admin: Admin;
let strictAdmin: Admin;
let database: pg.Client;
const phones = new Map<string, Phone>();
const otps: string[] = [];

beforeAll(async () => {
  scheme = await startTestScheme({
    name: 'scenarios', env: { CALLBACK_SIGNING_SECRET: SECRET, LOG_LEVEL: 'debug' },
    nodes: [{ node_id: 'ndid1', role: 'ndid' }, { node_id: 'rp1', role: 'rp' }, { node_id: 'idp1', role: 'idp', supported_feature_list: ['on_the_fly'] }, { node_id: 'idp2', role: 'idp', supported_feature_list: ['on_the_fly'] }],
  });
  gate = await new Gate(scheme.api('idp1').url).start();
  const [url, strictUrl] = [await testDatabase('scenarios'), await testDatabase('scenarios')];
  const base = { BANK_PORT: '0', BANK_SANDBOX: 'true', CALLBACK_SIGNING_SECRET: SECRET, BANK_CALLS_PER_MINUTE: '100000' };
  const organisations = { rp1: { name: { th: 'บริษัท ตัวอย่างประกัน จำกัด', en: 'Example Insurance' }, service: { th: 'สมัครประกันชีวิต', en: 'Life insurance' } } };
  [bank, strict] = await Promise.all([
    BankProcess.start({ ...base, DATABASE_URL: url, GATEWAY_URL: gate.url, NODE_ID: 'idp1', BANK_DATA_KEY: randomBytes(32).toString('base64'), BANK_CONFIG: JSON.stringify({ otp: { resend_seconds: 0, per_hour_max: 1000 }, organisations }) }),
    BankProcess.start({
      ...base, DATABASE_URL: strictUrl, GATEWAY_URL: scheme.api('idp2').url, NODE_ID: 'idp2', BANK_DATA_KEY: randomBytes(32).toString('base64'),
      BANK_CONFIG: JSON.stringify({ organisations, hotline: '02-999-9999', policy: { min_age: 15, hours: { from: '08:30', to: '17:00' }, enrolment_minutes: 5 }, prompts_waiting_max: 1, otp: { minutes: 3 } }),
    }),
  ]);
  [admin, strictAdmin] = [new Admin(bank.url), new Admin(strict.url)];
  database = new pg.Client({ connectionString: url });
  await database.connect();
  await Promise.all([admin, strictAdmin].map((each) => each.at(bangkok('10:00:00'), true)));
});
afterEach(async () => {
  gate.refusing = () => undefined;
  for (const name of ['core-banking', 'sanction-lists', 'identity-records', 'card-status', 'sms', 'push', 'face'] as const) await admin.adapter(name, { mode: 'SUCCEED' });
  await admin.at(bangkok('10:00:00'));
});
afterAll(async () => {
  await database?.end();
  await Promise.all([bank?.close(), strict?.close()]);
  await gate?.stop();
  await scheme?.stop();
});

async function phoneOf(key: string, at: { url: string } = bank): Promise<Phone> {
  const name = `${key}@${at.url}`;
  if (!phones.has(name)) {
    const phone = await Phone.of(at.url, key);
    otps.push(await new Admin(at.url).otpFor(phone.phone));
    phones.set(name, phone);
  }
  return phones.get(name)!;
}

const ask = (key: string, more?: Record<string, unknown>): Promise<string> => askOf(scheme, key, more);

const statusAtRp = (request_id: string, status: string) => scheme.backEnd('rp1').callback('request_status', { request_id, status });
const rows = async <T extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<T[]> => (await database.query<T>(sql, values)).rows;
const accessorOf = async (customer: string): Promise<string> => (await rows<{ accessor_id: string }>('select accessor_id from registration where customer_id = $1', [customer]))[0]!.accessor_id;
const texts = async (phone: Phone, kind: string) => (await phone.ok<Notifications>('GET', '/api/notifications')).notifications.filter((each) => each.kind === kind);
const registered = async (key: string, at = bank): Promise<Phone> => {
  const phone = await phoneOf(key, at);
  await phone.until(() => phone.ndid(), ({ status }) => status === 'REGISTERED');
  return phone;
};

/** Presses “ลงทะเบียน”; who gets in leaves again. */
async function press(key: string): Promise<Answer<Enrolment>> {
  const phone = await phoneOf(key);
  const answer = await phone.begin();
  if (answer.body.step === 'TERMS') await phone.ok('POST', `/api/ndid/enrolments/${answer.body.id}/terms`, { version: answer.body.terms!.version, accepted: false });
  return answer;
}

describe('who can register', () => {
  test('AC-KB-02, AC-KB-05, AC-KB-06, AC-KB-07, AC-KB-08, AC-GN-12 each rule has its answer in two languages; a sanction list is never named', async () => {
    expect((await press('B')).body).toMatchObject({ step: 'TERMS', terms: { title: { th: expect.stringContaining('ข้อกำหนดและเงื่อนไขการลงทะเบียน') } } });
    const codes: [string, string][] = [['D', 'KB_UNDER_AGE'], ['E', 'KB_NOT_ELIGIBLE'], ['F', 'KB_NOT_ELIGIBLE'], ['G', 'KB_NOT_THAI'], ['H', 'KB_NO_PRODUCT']];
    const told = new Map<string, ErrorDetail>();
    for (const [key, code] of codes) {
      const { error } = await press(key);
      expect([key, error?.code]).toEqual([key, code]);
      for (const text of [error!.message, error!.next]) expect([/[ก-๙]/.test(text.th), /[ก-๙{]/.test(text.en)]).toEqual([true, false]);
      told.set(key, error!);
    }
    expect(told.get('E')).toEqual(told.get('F'));
    expect(JSON.stringify(told.get('E'))).not.toMatch(/sanction|list|thailand|\bUN\b|บัญชีรายชื่อ/i);
    const forE = await ask('E');
    const { response_list: [answer] } = (await statusAtRp(forE, 'errored')).body as unknown as { response_list: Record<string, unknown>[] };
    expect(JSON.stringify(answer)).not.toMatch(/sanction|list|thailand/i);
    expect(await rows('select detail from audit where what = $1 and detail @> $2', ['registration refused', { lists: ['THAILAND'] }])).not.toEqual([]);
  });

  test('AC-KB-09 each of the four products alone is enough', async () => {
    for (const product of ['SAVINGS', 'CURRENT', 'CREDIT_CARD', 'CASH_CARD']) {
      await admin.ok('PUT', '/api/admin/people/H', { products: [product] });
      expect([product, (await press('H')).body.step]).toEqual([product, 'TERMS']);
    }
    await admin.ok('PUT', '/api/admin/people/H', { products: ['LOAN'] });
    expect((await press('H')).error?.code).toBe('KB_NO_PRODUCT');
  });

  test('AC-KB-10 I, who has no K PLUS, is told so, and an organisation that asks gets an error at once', async () => {
    const i = new Browser(bank.url);
    await i.ok('POST', '/api/device', { phone: '0900000009' });
    const confirmed = await i.call('POST', '/api/device/confirm', { phone: '0900000009', otp: await admin.otpFor('0900000009'), pin: '258009' });
    expect(confirmed.error).toMatchObject({ code: 'KB_NOT_KPLUS_USER', action: 'GET_KPLUS', message: { th: 'ต้องเป็นผู้ใช้บริการ K PLUS', en: 'You must be a K PLUS user.' } });
    await statusAtRp(await ask('I'), 'errored');
  });

  test('AC-KB-12, AC-KB-13, AC-KB-14, AC-GN-07 the hours by the admin clock, by Bangkok time, on every day', async () => {
    const before = async (edge: string): Promise<string | undefined> => {
      for (;;) {
        await admin.at(new Date(Date.parse(bangkok(edge)) - 1000).toISOString());
        const { error } = await press('B');
        const { now } = await admin.ok<Bank>('GET', '/api/bank');
        if (now < bangkok(edge)) return error?.code;
      }
    };
    expect(await before('06:00:00')).toBe('KB_OUTSIDE_HOURS');
    await admin.at(bangkok('06:00:00'));
    expect((await press('B')).body.step).toBe('TERMS');
    expect(await before('20:00:00')).toBeUndefined();
    await admin.at(bangkok('20:00:00'));
    expect((await press('B')).error).toMatchObject({ code: 'KB_OUTSIDE_HOURS', message: { th: 'ลงทะเบียนได้ทุกวัน เวลา 06.00 - 20.00 น.', en: 'Registration is open every day, 06:00-20:00.' } });
    for (const [day, date] of [['Saturday', '2023-12-09'], ['Sunday', '2023-12-10'], ["the King's birthday", '2023-12-05']] as const) {
      await admin.at(bangkok('10:00:00', date));
      expect([day, (await press('B')).body.step]).toEqual([day, 'TERMS']);
    }
  });

  test('AC-KB-16 of several reasons only the first is told', async () => {
    await admin.ok('PUT', '/api/admin/people/E', { nationality: 'LA', birth_date: '2020-01-01' });
    expect((await press('E')).error?.code).toBe('KB_NOT_THAI');
    await admin.at(bangkok('21:00:00'));
    expect((await press('E')).error?.code).toBe('KB_OUTSIDE_HOURS');
  });

  test('AC-KB-18, AC-GN-12 at a bank with age 15 and other hours that rule decides and shows', async () => {
    expect((await press('C')).body.step).toBe('TERMS');
    const c = await phoneOf('C', strict);
    expect((await c.begin()).error).toMatchObject({ code: 'KB_UNDER_AGE', message: { th: 'ผู้ลงทะเบียนต้องมีอายุตั้งแต่ 15 ปีขึ้นไป', en: 'You must be 15 or older to register.' } });
    await strictAdmin.at(bangkok('08:29:00'));
    expect((await c.begin()).error?.message).toEqual({ th: 'ลงทะเบียนได้ทุกวัน เวลา 08.30 - 17.00 น.', en: 'Registration is open every day, 08:30-17:00.' });
    await strictAdmin.at(bangkok('10:00:00'));
    const e = await phoneOf('E', strict);
    expect((await e.begin()).error?.next).toEqual({ th: 'โทร 02-999-9999 เพื่อติดต่อธนาคาร', en: 'Call the bank: 02-999-9999.' });
    const b = await phoneOf('B', strict);
    const { id, expires_at } = await b.ok<Enrolment>('POST', '/api/ndid/enrolments', {});
    expect(Date.parse(expires_at) - Date.parse(bangkok('10:00:00'))).toBeLessThan(6 * 60_000);
    await strictAdmin.at(bangkok('10:06:00'));
    expect((await b.ok<Enrolment>('GET', `/api/ndid/enrolments/${id}`)).step).toBe('EXPIRED');
    await strictAdmin.at(bangkok('10:00:00'));
  });
});

describe('on the way to a request', () => {
  test('AC-KB-48 N1 that is ignored: the organisation sees timed out, no N2 or N3 comes, and N1 says expired', async () => {
    const id = await ask('C', { request_timeout: 5 });
    const c = await phoneOf('C');
    await c.until(() => c.kinds(), (kinds) => kinds.includes('NT-01'));
    await scheme.backEnd('rp1').callback('request_status', { request_id: id, timed_out: true });
    await c.requestWhen(id, ({ step }) => step === 'EXPIRED');
    expect((await c.call('POST', '/api/ndid/enrolments', { request_id: id })).error?.code).toBe('KB_REQUEST_EXPIRED');
    expect(await c.kinds()).toEqual(['NT-01']);
  });

  test('AC-KB-50 three mismatches after N1 lead to K CHECK ID, and no N2 or N3 comes', async () => {
    const id = await ask('C');
    const c = await phoneOf('C');
    await c.requestWhen(id);
    const { id: enrolment } = await c.toSelfie();
    await admin.adapter('face', { mode: 'FAIL', reason: 'MISMATCH' });
    for (let n = 0; n < 3; n += 1) await c.picture(`/api/ndid/enrolments/${enrolment}`, 'selfie');
    expect(await c.ok('GET', `/api/ndid/enrolments/${enrolment}`)).toMatchObject({ step: 'VERIFICATION_POINT', error: { code: 'KB_FACE_MISMATCH', action: 'GO_TO_POINT' } });
    expect((await c.ndid()).status).toBe('VERIFICATION_POINT_NEEDED');
    expect(await c.kinds()).toEqual(['NT-01', 'NT-01']);
    expect((await c.request(id)).step).toBe('REGISTRATION_NEEDED');
  });

  test('AC-KB-15 begun at 19:55, a registration ends well at 20:05', async () => {
    await admin.at(bangkok('19:55:00'));
    const b = await phoneOf('B');
    const { id } = await b.toSelfie();
    await admin.at(bangkok('20:05:00'));
    await b.picture(`/api/ndid/enrolments/${id}`, 'selfie');
    await b.until(() => b.ndid(), ({ status }) => status === 'REGISTERED');
    expect(await b.kinds()).toEqual(['NT-02']);
  });

  test('AC-KB-30 somebody whom another bank registers at the same moment is registered all the same, with one N2', async () => {
    await admin.ok('PUT', '/api/admin/people/H', { products: ['SAVINGS'] });
    const h = await phoneOf('H');
    const refused: string[] = [];
    gate.refusing = (method, path) => {
      if (method !== 'POST' || !path.endsWith('/identity') || refused.length > 0) return undefined;
      refused.push(path);
      return 25055;
    };
    await h.register();
    await h.until(() => h.ndid(), ({ status }) => status === 'REGISTERED');
    expect(refused).toHaveLength(1);
    expect(await h.kinds()).toEqual(['NT-02']);
  });

  test('AC-KB-52, AC-GN-11, AC-GN-13 N1 to N3 read as they should in Thai and English, are pushed too, and come once however often the gateway repeats itself', async () => {
    await admin.ok('PUT', '/api/admin/people/D', { birth_date: '1990-05-05' });
    const id = await ask('D');
    const d = await phoneOf('D');
    await d.requestWhen(id);
    expect((await d.register()).step).toBe('REGISTERED');
    await d.until(() => d.kinds(), ({ length }) => length === 3);
    const { callbacks } = await admin.ok<{ callbacks: { id: string }[] }>('GET', '/api/admin/callbacks');
    for (const callback of callbacks) await admin.ok('POST', `/api/admin/callbacks/${callback.id}/replay`, {});
    await until('all callbacks are taken up again', async () => (await rows('select 1 from callback where not processed')).length === 0);
    expect(await d.kinds()).toEqual(['NT-01', 'NT-02', 'NT-03']);
    expect(await texts(d, 'NT-01')).toMatchObject([{ title: { th: 'บริการ NDID: สมัครประกันชีวิต', en: 'NDID service: Life insurance' }, body: { th: 'กรุณาลงทะเบียนบริการ NDID เพื่อยืนยันตัวตนกับ บริษัท ตัวอย่างประกัน จำกัด', en: 'Please register for NDID to verify your identity for Example Insurance' } }]);
    expect(await texts(d, 'NT-02')).toMatchObject([{ body: { th: 'ลงทะเบียนบริการ NDID สำเร็จ', en: 'NDID registration successful' } }]);
    expect(await texts(d, 'NT-03')).toMatchObject([{ body: { th: 'กรุณายืนยันตัวตนตามคำขอของ บริษัท ตัวอย่างประกัน จำกัด: สมัครประกันชีวิต', en: 'Please verify your identity for Example Insurance: Life insurance' } }]);
  });

  test('AC-KB-57, AC-KB-68 at 22:00 a request is verified; the next one needs a photo of its own', async () => {
    await admin.at(bangkok('22:00:00'));
    const d = await registered('D');
    const [first, second] = [await ask('D'), await ask('D')];
    await d.requestWhen(first);
    await d.requestWhen(second);
    await d.consent(await d.toConsent(first));
    await d.requestWhen(first, ({ step }) => step === 'SENT');
    const at = `/api/requests/${second}`;
    const { terms } = await d.ok<RequestDetail>('POST', `${at}/pin`, { pin: d.pin });
    expect((await d.ok<RequestDetail>('POST', `${at}/photo-terms`, { version: terms!.version, accepted: true })).step).toBe('PHOTO');
    expect((await d.consent(await d.request(second))).error?.code).toBe('KB_STEP_OUT_OF_ORDER');
    expect((await d.picture<RequestDetail>(at, 'photo')).body.step).toBe('CONSENT');
  });

  test('AC-KB-66 an accept with another key than the accessor’s never counts: the gateway refuses it, and the organisation goes on waiting', async () => {
    const a = await registered('A');
    const id = await ask('A');
    await a.requestWhen(id);
    const forged = accessorSign(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey, Buffer.alloc(256, 1)).toString('base64');
    const reply = await scheme.api('idp1').post('/idp/response', {
      reference_id: 'forged', callback_url: scheme.backEnd('idp1').url('/result'), request_id: id, ial: 2.3, aal: 2.2, status: 'accept', accessor_id: await accessorOf('customer-a'), signature: forged,
    });
    expect(reply).toMatchObject({ status: 400, body: { error: { code: 20028 } } });
    expect(scheme.backEnd('rp1').all('request_status', { request_id: id }).filter(({ body }) => body['status'] !== 'pending')).toEqual([]);
  });

  test('a person is not worn down by prompts: one waiting request of an organisation is enough here', async () => {
    const a = await registered('A', strict);
    const first = await ask('A', { idp_id_list: ['idp2'] });
    await a.requestWhen(first);
    const second = await ask('A', { idp_id_list: ['idp2'] });
    await statusAtRp(second, 'errored');
    expect(await a.kinds()).toEqual(['NT-03']);
    await a.ok('POST', `/api/requests/${first}/reject`, { reason: 'REJECT' });
    await statusAtRp(first, 'rejected');
  });
});

describe('leaving', () => {
  test('AC-KB-78, AC-KB-79, AC-KB-81, AC-KB-84, AC-GN-13 at 23:00 A cancels: refused by the platform once, then this bank’s link is gone and the other bank’s is not', async () => {
    await admin.at(bangkok('23:00:00'));
    const a = await registered('A');
    await registered('A', strict);
    const accessor = await accessorOf('customer-a');
    gate.refusing = (method, path) => (method === 'POST' && path.includes('association_revoke') ? 10000 : undefined);
    await a.ok('POST', '/api/ndid/cancellation', { confirmed: true });
    await a.until(() => texts(a, 'NT-08'), ({ length }) => length === 1);
    expect(await a.ndid()).toMatchObject({ status: 'REGISTERED', error: { code: 'KB_CANCEL_FAILED' } });
    gate.refusing = () => undefined;
    await a.ok('POST', '/api/ndid/cancellation', { confirmed: true });
    await a.until(() => texts(a, 'NT-07'), ({ length }) => length === 1);
    expect([...await texts(a, 'NT-08'), ...await texts(a, 'NT-07')].map(({ body }) => body)).toEqual([{ th: 'ยกเลิกไม่สำเร็จ กรุณาลองใหม่', en: 'Cancellation failed, please try again' }, { th: 'ยกเลิก NDID สำเร็จ', en: 'NDID cancelled successfully' }]);
    expect((await a.ndid()).status).toBe('NOT_REGISTERED');
    expect((await scheme.api('idp2').get(`/utility/idp/citizen_id/${CITIZEN['A']}`)).body).toMatchObject([{ node_id: 'idp2' }]);
    expect((await scheme.api('rp1').get(`/utility/accessors/${accessor}`)).body).toMatchObject({ active: false });
    expect(await Promise.all(['idp1', 'idp2'].map(async (idp) => (await scheme.api(idp).get(`/identity/citizen_id/${CITIZEN['A']}/ial`)).status))).toEqual([404, 200]);
  });

  test('AC-GN-09 what was accepted is on record: person, version, time, device, organisation, items', async () => {
    const records = await rows<{ kind: string; customer_id: string; version: string; device_id: string; organisation: string | null; items: unknown[]; at: Date }>('select * from consent_record');
    const of = (customer: string, kind: string) => records.filter((each) => each.customer_id === customer && each.kind === kind);
    expect(of('customer-d', 'REGISTRATION')).toMatchObject([{ version: 'registration-1', device_id: expect.any(String), at: expect.any(Date) }]);
    expect(of('customer-d', 'PHOTO').length).toBeGreaterThanOrEqual(2);
    expect(of('customer-d', 'DISCLOSURE')).toMatchObject([{ version: expect.stringMatching(/^[0-9a-f]{64}$/), organisation: 'rp1', device_id: expect.any(String) }]);
    expect(of('customer-a', 'CANCELLATION').length).toBeGreaterThanOrEqual(1);
    expect(JSON.stringify(records)).not.toMatch(/9000000000\d{3}/);
  });
});

test('AC-GN-08 each adapter that is away says SYSTEM_UNAVAILABLE, nothing is half-stored, and the step works afterwards', async () => {
  await strictAdmin.ok('PUT', '/api/admin/people/K', { chip_verified: true });
  const applicant = await phoneOf('K', strict);
  const away = { mode: 'UNAVAILABLE' } as const;
  const unavailable = { status: 503, error: { code: 'SYSTEM_UNAVAILABLE', message: { th: 'ระบบขัดข้องชั่วคราว กรุณาลองใหม่อีกครั้ง', en: 'The system is temporarily unavailable. Please try again.' } } };
  for (const name of ['core-banking', 'sanction-lists'] as const) {
    await strictAdmin.adapter(name, away);
    expect(await applicant.begin()).toMatchObject(unavailable);
    await strictAdmin.adapter(name, { mode: 'SUCCEED' });
    expect((await applicant.ndid()).enrolment).toBeUndefined();
  }
  const { body: begun } = await applicant.begin();
  const at = `/api/ndid/enrolments/${begun.id}`;
  const accepted = { version: begun.terms!.version, accepted: true };
  await strictAdmin.adapter('identity-records', away);
  expect(await applicant.call('POST', `${at}/terms`, accepted)).toMatchObject(unavailable);
  await strictAdmin.adapter('identity-records', { mode: 'SUCCEED' });
  expect((await applicant.ok<Enrolment>('GET', at)).step).toBe('TERMS');
  const photo = await applicant.ok<Enrolment>('POST', `${at}/terms`, accepted);
  await applicant.ok('POST', `${at}/photo-terms`, { version: photo.terms!.version, accepted: true });
  await strictAdmin.adapter('face', away);
  expect(await applicant.picture(at, 'selfie')).toMatchObject(unavailable);
  await strictAdmin.adapter('face', { mode: 'SUCCEED' });
  expect(await applicant.ok('GET', at)).toMatchObject({ step: 'SELFIE', attempts_left: 3 });

  const staff = new Browser(bank.url);
  await staff.ok('POST', '/api/staff/session', { officer: 'officer1', password: 'k-check-id' });
  const visit = (): FormData => {
    const data = form('unused');
    for (const [name, value] of [['citizen_id', CITIZEN['K']!], ['point', 'ATM'], ['point_id', 'atm-7']] as const) data.append(name, value);
    data.append('picture', data.get('still')!);
    data.delete('frames');
    data.delete('still');
    return data;
  };
  await admin.adapter('card-status', away);
  expect(await staff.call('POST', '/api/staff/visits', visit())).toMatchObject(unavailable);
  for (const reason of ['REPLACED', 'EXPIRED', 'LOST', 'CANCELLED']) {
    await admin.adapter('card-status', { mode: 'FAIL', reason });
    expect([reason, (await staff.call('POST', '/api/staff/visits', visit())).error?.code]).toEqual([reason, 'CARD_NOT_CURRENT']);
  }
  expect((await staff.ok<{ visits: unknown[] }>('GET', `/api/staff/customers/${CITIZEN['K']}`)).visits).toEqual([]);
  await admin.adapter('card-status', { mode: 'SUCCEED' });
  expect(await staff.ok('POST', '/api/staff/visits', visit())).toMatchObject({ visits: [{ point: 'ATM', officer: 'officer1' }] });
  const k = await phoneOf('K');
  expect((await k.ndid()).status).toBe('NOT_REGISTERED');
  expect((await k.register()).step).toBe('REGISTERED');
});

test('SMS that is away: no OTP is kept, and asking again works; too many OTPs and too many guesses are refused', async () => {
  const stranger = new Browser(bank.url);
  await admin.adapter('sms', { mode: 'UNAVAILABLE' });
  expect(await stranger.call('POST', '/api/device', { phone: '0900000010' })).toMatchObject({ status: 503, error: { code: 'SYSTEM_UNAVAILABLE' } });
  expect(await rows("select 1 from otp where phone = '0900000010'")).toEqual([]);
  await admin.adapter('sms', { mode: 'SUCCEED' });
  expect((await stranger.call('POST', '/api/device', { phone: '๐๙๐-๐๐๐-๐๐๑๐' })).status).toBe(200);

  const other = new Browser(strict.url);
  await other.ok('POST', '/api/device', { phone: '0900000010' });
  expect((await other.call('POST', '/api/device', { phone: '0900000010' })).error?.code).toBe('OTP_TOO_MANY');
  const guesses = await Promise.all(Array.from({ length: 62 }, () => other.call('POST', '/api/device/confirm', { phone: '0900000010', otp: 'wrong', pin: '000000' })));
  const codes = guesses.map(({ error }) => error?.code);
  expect(codes.filter((code) => code === 'OTP_WRONG').length).toBeLessThanOrEqual(5);
  expect(codes).toContain('OTP_EXPIRED');
  expect(codes).toContain('TOO_MANY_REQUESTS');
});

test('a callback that the gateway did not sign is refused, and changes nothing', async () => {
  const before = await rows('select 1 from callback');
  const forged = { node_id: 'idp1', type: 'incoming_request', request_id: 'f'.repeat(64), mode: 2 };
  const reply = await fetch(`${bank.url}/callbacks/incoming_request`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(forged) });
  expect(reply.status).toBe(401);
  expect(await rows('select 1 from callback')).toHaveLength(before.length);
});

test('a subscribed phone is pushed to by a simulator that says so; what it fails to push is behind the bell all the same', async () => {
  const d = await registered('D');
  const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
  const p256dh = Buffer.concat([Buffer.from([4]), Buffer.from(key.x!, 'base64url'), Buffer.from(key.y!, 'base64url')]).toString('base64url');
  await d.ok('POST', '/api/push-subscriptions', { endpoint: 'https://fcm.googleapis.com/fcm/send/fictional', keys: { p256dh, auth: randomBytes(16).toString('base64url') } });
  const pushed = async () => (await admin.ok<{ messages: AdminMessage[] }>('GET', '/api/admin/messages')).messages.filter(({ channel, to, simulated }) => channel === 'PUSH' && to === 'customer-d' && simulated);
  await ask('D');
  expect(await until('it is pushed', async () => (await pushed())[0])).toMatchObject({ text: expect.stringContaining('Please verify your identity for Example Insurance: Life insurance') });
  await admin.adapter('push', { mode: 'UNAVAILABLE' });
  const before = (await d.kinds()).length;
  await ask('D');
  await d.until(() => d.kinds(), ({ length }) => length === before + 1);
  expect(await pushed()).toHaveLength(1);
});

test('AC-GN-10 in all logs and messages of this run there is no PIN, OTP, citizen number or picture in clear', async () => {
  const pins = Object.keys(CITIZEN).map((_, index) => `2580${String(index + 1).padStart(2, '0')}`);
  const numbers = [...Object.values(CITIZEN)];
  const picture = [JPEG.toString('base64').slice(0, 40), JPEG.toString('hex'), JPEG.toString('latin1')];
  expect(otps.length).toBeGreaterThan(5);
  const secrets = [...pins, ...otps].filter(Boolean);
  const found = (text: string): string[] => [
    ...secrets.filter((secret) => new RegExp(`(?<![0-9A-Za-z+/=.-])${secret}(?![0-9A-Za-z+/=.-])`).test(text)).map((secret) => `secret ${secret}`),
    ...numbers.filter((number) => text.includes(number) || text.includes(Buffer.from(number).toString('base64').slice(0, 16))).map((number) => `citizen number ${number}`),
    ...picture.filter((part) => text.includes(part)).map(() => 'a picture'),
  ];
  const { running } = scheme;
  const logs = [['bank', bank.log], ['second bank', strict.log], ...Object.entries({ ...running.nodes, ledger: running.ledger }).map(([name, { logFile }]) => [name, readFileSync(logFile, 'utf8')])] as [string, string][];
  for (const [name, text] of logs) {
    expect([name, text.length > 0]).toEqual([name, true]);
    expect([name, found(text)]).toEqual([name, []]);
  }

  const kafka = new Kafka({ brokers: testBrokers(), logLevel: logLevel.NOTHING });
  const kafkaAdmin = kafka.admin();
  await kafkaAdmin.connect();
  const topics = (await kafkaAdmin.listTopics()).filter((topic) => topic.includes('scenarios_'));
  const ends = new Map<string, number>();
  for (const topic of topics) for (const { partition, high, low } of await kafkaAdmin.fetchTopicOffsets(topic)) if (Number(high) > Number(low)) ends.set(`${topic}:${partition}`, Number(high));
  await kafkaAdmin.disconnect();
  const consumer = kafka.consumer({ groupId: `search-${randomBytes(4).toString('hex')}` });
  await consumer.connect();
  await consumer.subscribe({ topics, fromBeginning: true });
  const leaks: string[] = [];
  let count = 0;
  await consumer.run({ eachMessage: async ({ topic, partition, message }) => {
    count += 1;
    for (const leak of found([message.key, message.value, ...Object.values(message.headers ?? {})].map((part) => (Buffer.isBuffer(part) ? part.toString('latin1') : String(part ?? ''))).join('\n'))) leaks.push(`${topic}: ${leak}`);
    if (Number(message.offset) + 1 >= (ends.get(`${topic}:${partition}`) ?? 0)) ends.delete(`${topic}:${partition}`);
  } });
  await until('every message is read', () => ends.size === 0);
  await consumer.disconnect();
  expect(count).toBeGreaterThan(50);
  expect(leaks).toEqual([]);
});
