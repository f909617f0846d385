import { createHash, randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { testDatabase } from '@trine/devstack';
import { accessorVerify } from '@trine/crypto';
import { startTestScheme, until, type TestScheme } from '@trine/testkit';
import { start, type RunningBank } from '../src/index.js';
import type { AdminRequestLife, Enrolment, History, Receipt, RequestDetail } from '../src/api.js';
import { askOf } from './asking.js';
import { Gate } from './gate.js';
import { Admin, Browser, form, Phone } from './phone.js';

// The bank as the back end of a real gateway, on a scheme of its own: whatever a person or an organisation sees is seen over HTTP.
jest.setTimeout(300_000);

const CITIZEN = { A: '9000000000012', B: '9000000000021', C: '9000000000039', D: '9000000000047', E: '9000000000055', J: '9000000000101', K: '9000000000110' };
const TEN = '2023-12-06T03:00:00Z';
let scheme: TestScheme;
let gate: Gate;
let env: Record<string, string>;
let bank: RunningBank;
let admin: Admin;
const phones = new Map<string, Phone>();

beforeAll(async () => {
  scheme = await startTestScheme({
    name: 'bank',
    nodes: [{ node_id: 'ndid1', role: 'ndid' }, { node_id: 'rp1', role: 'rp' }, { node_id: 'idp1', role: 'idp', supported_feature_list: ['on_the_fly'] }, { node_id: 'as1', role: 'as' }],
  });
  gate = await new Gate(scheme.api('idp1').url).start();
  env = {
    BANK_PORT: '0', BANK_SANDBOX: 'true', DATABASE_URL: await testDatabase('bank'), GATEWAY_URL: gate.url, NODE_ID: 'idp1', BANK_DATA_KEY: randomBytes(32).toString('base64'), BANK_CALLS_PER_MINUTE: '100000',
    BANK_CONFIG: JSON.stringify({ otp: { resend_seconds: 0, per_hour_max: 1000 }, organisations: { rp1: { name: { th: 'บริษัท ตัวอย่างประกัน จำกัด', en: 'Example Insurance' } } } }),
  };
  await startBank();
  await scheme.api('as1').post('/as/service/bank_statement', {
    reference_id: 'offer', callback_url: scheme.backEnd('as1').url('/result'), min_ial: 1.1, min_aal: 1, url: scheme.backEnd('as1').url('/data'), supported_namespace_list: ['citizen_id'],
  });
  await scheme.backEnd('as1').callback('add_or_update_service_result', { reference_id: 'offer' });
});
afterEach(async () => {
  gate.refusing = () => undefined;
  await admin.adapter('face', { mode: 'SUCCEED' });
  await admin.at(TEN);
});
afterAll(async () => {
  await bank?.close();
  await gate?.stop();
  await scheme?.stop();
});

async function startBank(): Promise<void> {
  bank = await start(env);
  env['BANK_PORT'] = new URL(bank.url).port;
  admin = new Admin(bank.url);
  await until('the bank is ready', async () => (await fetch(`${bank.url}/readyz`)).status === 200);
  await admin.at(TEN);
}

async function phoneOf(key: keyof typeof CITIZEN, number = 0): Promise<Phone> {
  const name = `${key}${number}`;
  if (!phones.has(name)) phones.set(name, await Phone.of(bank.url, key, number));
  return phones.get(name)!;
}

const ask = (key: keyof typeof CITIZEN, more?: Record<string, unknown>): Promise<string> => askOf(scheme, key, more);

const statusAtRp = (request_id: string, status: string) => scheme.backEnd('rp1').callback('request_status', { request_id, status });
const registered = async (key: keyof typeof CITIZEN): Promise<Phone> => {
  const phone = await phoneOf(key);
  await phone.until(() => phone.ndid(), ({ status }) => status === 'REGISTERED');
  return phone;
};

test('AC-KB-35 A, registered from the beginning, sees the registration details', async () => {
  const a = await registered('A');
  expect(await a.ndid()).toMatchObject({ status: 'REGISTERED', requests_waiting: 0, registration: { phone_masked: 'xxx-xxx-0001', on_this_number: true } });
  expect(await a.kinds()).toEqual([]);
});

test('AC-KB-55, AC-KB-56, AC-KB-58, AC-KB-64, AC-KB-65, AC-KB-67 A verifies in the fixed order, AS1 answers only then, and RP1 has its data', async () => {
  const a = await registered('A');
  const id = await ask('A', { bypass_identity_check: false, data_request_list: [{ service_id: 'bank_statement', min_as: 1, as_id_list: ['as1'] }] });
  const request = await a.requestWhen(id);
  expect(request).toMatchObject({ step: 'DETAIL', organisation: { en: 'Example Insurance' }, message: expect.stringContaining('โปรดยืนยันตัวตน'), items: [{ name: { en: 'Bank statement' } }] });
  expect(request.message_sha256).toBe(createHash('sha256').update(request.message).digest('hex'));

  // Whatever order a page tries, the server keeps its own.
  const at = `/api/requests/${id}`;
  expect((await a.consent(request)).error?.code).toBe('KB_STEP_OUT_OF_ORDER');
  expect((await a.call('POST', `${at}/challenge`, {})).error?.code).toBe('KB_STEP_OUT_OF_ORDER');
  expect((await a.call('POST', `${at}/photo-terms`, { version: 'photo-1', accepted: true })).error?.code).toBe('KB_STEP_OUT_OF_ORDER');
  expect((await a.call('POST', `${at}/photo`, form('none'))).error?.code).toBe('KB_STEP_OUT_OF_ORDER');
  expect((await a.call('POST', `${at}/pin`, { pin: '000000' })).error).toMatchObject({ code: 'PIN_WRONG', attempts_left: 2 });
  const ready = await a.toConsent(id);
  expect(ready.step).toBe('CONSENT');
  expect((await a.call('POST', `${at}/consent`, { accepted: true, message_sha256: '00' })).error?.code).toBe('KB_MESSAGE_CHANGED');
  expect(scheme.backEnd('as1').all('data_request', { request_id: id })).toEqual([]);

  const both = await Promise.all([a.consent(ready), a.consent(ready)]);
  expect(both.map(({ status }) => status)).toEqual([200, 200]);
  expect((await a.requestWhen(id, ({ step }) => step === 'SENT')).step).toBe('SENT');
  await scheme.backEnd('as1').callback('data_request', { request_id: id });
  await scheme.api('as1').post(`/as/data/${id}/bank_statement`, { reference_id: `data-${id}`, callback_url: scheme.backEnd('as1').url('/result'), data: '{"balance":1}' });
  await scheme.backEnd('rp1').callback('request_status', { request_id: id, status: 'completed', closed: true });
  const statuses = scheme.backEnd('rp1').all('request_status', { request_id: id }).map(({ body }) => body['status']);
  expect([...new Set(statuses)]).toEqual(['pending', 'confirmed', 'completed']);
  const { body: data } = await scheme.api('rp1').get(`/rp/request_data/${id}`);
  expect(data).toMatchObject([{ service_id: 'bank_statement', data: '{"balance":1}' }]);
  const last = scheme.backEnd('rp1').all('request_status', { request_id: id }).at(-1)!;
  expect(last.body['response_list']).toMatchObject([{ idp_id: 'idp1', status: 'accept', valid_ial: true, valid_signature: true }]);

  const { disclosures } = await a.ok<History>('GET', '/api/history');
  expect(disclosures[0]).toMatchObject({ id, outcome: 'ACCEPTED' });
  const receipt = await a.ok<Receipt>('GET', disclosures[0]!.receipt!);
  expect(receipt.shown.message).toBe(request.message);
  expect(accessorVerify(receipt.accessor_public_key, Buffer.from(receipt.signed, 'base64'), receipt.signature)).toBe(true);

  const life = await admin.ok<AdminRequestLife>('GET', `/api/admin/requests/${id}`);
  expect(life.life.map(({ what }) => what)).toEqual(expect.arrayContaining(['incoming_request', 'POST /idp/response', 'response_result', 'accepted by the customer']));
  expect(JSON.stringify(life)).not.toContain(CITIZEN.A);
});

test('AC-KB-59, AC-KB-69 A rejects one request; another one stays as it is', async () => {
  const a = await registered('A');
  const [first, second] = [await ask('A'), await ask('A')];
  await a.requestWhen(first);
  await a.requestWhen(second);
  expect((await a.ok<RequestDetail>('POST', `/api/requests/${second}/reject`, { reason: 'NOT_ME' })).step).toBe('REJECTED');
  await statusAtRp(second, 'rejected');
  expect((await a.request(first)).step).toBe('DETAIL');
  expect((await a.request(second)).step).toBe('REJECTED');
});

test('AC-KB-61, AC-KB-62 declined photo terms leave a request open; three mismatches answer it with an error', async () => {
  const a = await registered('A');
  const id = await ask('A');
  await a.requestWhen(id);
  const at = `/api/requests/${id}`;
  const opened = await a.ok<RequestDetail>('POST', `${at}/pin`, { pin: a.pin });
  expect((await a.ok<RequestDetail>('POST', `${at}/photo-terms`, { version: opened.terms!.version, accepted: false })).step).toBe('DETAIL');
  await admin.adapter('face', { mode: 'FAIL', reason: 'BLURRED' });
  expect(await a.toConsent(id)).toMatchObject({ step: 'PHOTO', attempts_left: 3, error: { code: 'KB_PICTURE_BLURRED' } });
  await admin.adapter('face', { mode: 'FAIL', reason: 'MISMATCH' });
  expect((await a.picture<RequestDetail>(at, 'photo')).body).toMatchObject({ step: 'PHOTO', attempts_left: 2, error: { code: 'KB_FACE_MISMATCH' } });
  await a.picture(at, 'photo');
  expect((await a.picture<RequestDetail>(at, 'photo')).body).toMatchObject({ step: 'FAILED', error: { code: 'KB_FACE_MISMATCH' } });
  expect((await statusAtRp(id, 'errored')).body['response_list']).toMatchObject([{ idp_id: 'idp1', error_code: 30000 }]);
});

test('AC-KB-44 A hears of a request at once, and after a lost connection of what came meanwhile', async () => {
  const a = await registered('A');
  const both = (text: string): boolean => text.includes('event: notification') && text.includes('event: request');
  const before = await a.eventsDuring(() => ask('A'), both);
  expect(before).toMatch(/"kind":"NT-03"/);
  const last = [...before.matchAll(/^id: (.*)$/gm)].at(-1)![1]!;
  const missed = await ask('A');
  await a.requestWhen(missed);
  const after = await a.eventsDuring(() => Promise.resolve(), both, { 'last-event-id': last });
  expect(after).toContain(missed);
});

test('AC-KB-63 a request that RP1 closed has expired for A', async () => {
  const a = await registered('A');
  const id = await ask('A');
  await a.requestWhen(id);
  await scheme.api('rp1').post('/rp/request_close', { reference_id: `close-${id}`, callback_url: scheme.backEnd('rp1').url('/close'), request_id: id });
  expect((await a.requestWhen(id, ({ step }) => step === 'EXPIRED')).error?.code).toBe('KB_REQUEST_EXPIRED');
  expect((await a.call('POST', `/api/requests/${id}/pin`, { pin: a.pin })).error?.code).toBe('KB_REQUEST_EXPIRED');
});

test('of two requests a person answers one at a time: entering the PIN for one takes the other back to its beginning, also at the same moment', async () => {
  const a = await registered('A');
  const [one, two] = [await ask('A'), await ask('A')];
  await Promise.all([a.requestWhen(one), a.requestWhen(two)]);
  expect((await a.toConsent(one)).step).toBe('CONSENT');
  await a.toConsent(two);
  expect((await a.request(one)).step).toBe('DETAIL');
  expect((await a.consent(await a.request(one))).error?.code).toBe('KB_STEP_OUT_OF_ORDER');
  const pin = (id: string) => a.call('POST', `/api/requests/${id}/pin`, { pin: a.pin });
  await pin(one);
  expect((await Promise.all([pin(one), pin(two)])).map(({ status }) => status).every((status) => status < 500)).toBe(true);
  const steps = (await Promise.all([one, two].map((id) => a.request(id)))).map(({ step }) => step);
  expect(steps.sort()).toEqual(['DETAIL', 'PHOTO_TERMS']);
  for (const id of [one, two]) await a.ok('POST', `/api/requests/${id}/reject`, { reason: 'REJECT' });
});

test('AC-KB-72 a level above what the bank can give is answered with an error at once', async () => {
  const id = await ask('A', { min_ial: 3 });
  await statusAtRp(id, 'errored');
  expect((await (await registered('A')).call('GET', `/api/requests/${id}`)).status).toBe(404);
});

test('AC-KB-45, AC-KB-46 E, and B after hours, get no N1, and RP1 its answer at once', async () => {
  const forE = await ask('E');
  await statusAtRp(forE, 'errored');
  const e = await phoneOf('E');
  expect(await e.kinds()).toEqual([]);
  expect((await e.begin()).error).toMatchObject({ code: 'KB_NOT_ELIGIBLE', action: 'CONTACT_BANK' });
  await admin.at('2023-12-06T14:00:00Z');
  const forB = await ask('B');
  await statusAtRp(forB, 'errored');
  const b = await phoneOf('B');
  expect(await b.kinds()).toEqual([]);
  expect((await b.begin()).error?.code).toBe('KB_OUTSIDE_HOURS');
});

test('AC-KB-23, AC-KB-27, AC-KB-28, AC-KB-31 B declines, mismatches, is refused by the platform, and is not registered', async () => {
  const b = await phoneOf('B');
  const begun = await b.ok<Enrolment>('POST', '/api/ndid/enrolments', {});
  expect(begun.step).toBe('TERMS');
  expect((await b.ok<Enrolment>('POST', `/api/ndid/enrolments/${begun.id}/terms`, { version: begun.terms!.version, accepted: false })).step).toBe('DECLINED');
  expect((await b.ndid()).enrolment).toBeUndefined();

  const { id } = await b.toSelfie();
  await admin.adapter('face', { mode: 'FAIL', reason: 'NO_FACE' });
  expect((await b.picture<Enrolment>(`/api/ndid/enrolments/${id}`, 'selfie')).body).toMatchObject({ step: 'SELFIE', attempts_left: 3, error: { code: 'KB_NO_FACE', action: 'RETAKE' } });
  await admin.adapter('face', { mode: 'UNAVAILABLE' });
  expect(await b.picture(`/api/ndid/enrolments/${id}`, 'selfie')).toMatchObject({ status: 503, error: { code: 'SYSTEM_UNAVAILABLE' } });
  await admin.adapter('face', { mode: 'FAIL', reason: 'MISMATCH' });
  expect((await b.picture<Enrolment>(`/api/ndid/enrolments/${id}`, 'selfie')).body).toMatchObject({ step: 'SELFIE', attempts_left: 2, error: { code: 'KB_FACE_MISMATCH' } });

  await admin.adapter('face', { mode: 'SUCCEED' });
  gate.refusing = (method, path) => (method === 'POST' && path.endsWith('/identity') ? 20021 : undefined);
  await b.picture(`/api/ndid/enrolments/${id}`, 'selfie');
  const failed = await b.until(() => b.ok<Enrolment>('GET', `/api/ndid/enrolments/${id}`), ({ step }) => step !== 'REGISTERING');
  expect(failed).toMatchObject({ step: 'FAILED', error: { code: 'KB_REGISTRATION_FAILED', action: 'RETRY' } });
  expect((await b.ndid()).status).toBe('NOT_REGISTERED');
  expect(await b.kinds()).toEqual([]);
});

test('AC-KB-40, AC-KB-42, AC-KB-49, AC-KB-51, AC-KB-30, AC-KB-29 two requests for B: one N1, the bank restarts, double presses, one N2, then N3 for each; B verifies', async () => {
  const first = await ask('B');
  const b = await phoneOf('B');
  await b.until(() => b.kinds(), ({ length }) => length === 1);
  const second = await ask('B');
  await b.requestWhen(second);
  expect(await b.kinds()).toEqual(['NT-01']);
  expect((await b.request(first)).step).toBe('REGISTRATION_NEEDED');

  const { id } = await b.toSelfie();
  await bank.close();
  await startBank();
  expect((await b.begin()).body.id).toBe(id);
  const at = `/api/ndid/enrolments/${id}`;
  const challenge = await b.ok<{ id: string }>('POST', `${at}/challenge`, {});
  await Promise.all([b.call('POST', `${at}/selfie`, form(challenge.id)), b.call('POST', `${at}/selfie`, form(challenge.id)), b.begin()]);
  await b.until(() => b.ndid(), ({ status }) => status === 'REGISTERED');
  expect(await b.kinds()).toEqual(['NT-01', 'NT-02', 'NT-03', 'NT-03']);
  expect(gate.passed.filter((call) => call === 'POST /v6/identity').length).toBeGreaterThan(0);

  const consent = await b.toConsent(first);
  await b.consent(consent);
  await scheme.backEnd('rp1').callback('request_status', { request_id: first, status: 'completed', closed: true });
  expect((await b.request(second)).step).toBe('DETAIL');
  const idps = await scheme.api('idp1').get(`/utility/idp/citizen_id/${CITIZEN.B}`);
  expect(idps.body).toMatchObject([{ node_id: 'idp1', mode_list: [2], ial: 2.3 }]);

  // Replayed callbacks change nothing (GN-14).
  const { callbacks } = await admin.ok<{ callbacks: { id: string; detail: { processed: boolean } }[] }>('GET', '/api/admin/callbacks');
  for (const callback of callbacks) await admin.ok('POST', `/api/admin/callbacks/${callback.id}/replay`, {});
  await b.until(() => admin.ok<{ callbacks: typeof callbacks }>('GET', '/api/admin/callbacks'), (now) => now.callbacks.every(({ detail }) => detail.processed));
  expect(await b.kinds()).toEqual(['NT-01', 'NT-02', 'NT-03', 'NT-03']);
});

test('AC-KB-24, AC-KB-25, AC-KB-26, AC-KB-47 K is sent to a verification point, visits it, and registers', async () => {
  const request = await ask('K');
  const k = await phoneOf('K');
  await k.requestWhen(request);
  const { step } = await k.toSelfie();
  expect(step).toBe('VERIFICATION_POINT');
  expect((await k.ndid()).status).toBe('VERIFICATION_POINT_NEEDED');
  expect(await k.kinds()).toEqual(['NT-01']);

  const staff = new Browser(bank.url);
  expect((await staff.call('GET', `/api/staff/customers/${CITIZEN.K}`)).error?.code).toBe('STAFF_ONLY');
  await staff.ok('POST', '/api/staff/session', { officer: 'officer1', password: 'k-check-id' });
  const visit = form('unused');
  for (const [name, value] of [['citizen_id', '๙-0000-00000-11-0'], ['point', 'BRANCH'], ['point_id', 'branch-1']] as const) visit.append(name, value);
  visit.append('picture', visit.get('still')!);
  visit.delete('frames');
  visit.delete('still');
  expect(await staff.ok('POST', '/api/staff/visits', visit)).toMatchObject({ assurance: { ial: 2.3, card_chip_read: true }, visits: [{ officer: 'officer1', card_reading: 'SIMULATED' }] });
  expect((await k.ndid()).status).toBe('NOT_REGISTERED');
  expect((await k.register()).step).toBe('REGISTERED');
  expect(await k.kinds()).toEqual(['NT-01', 'NT-02', 'NT-03']);
});

test('AC-KB-36, AC-KB-38, AC-KB-83 J is bound to one number: shown on the other, cancelled, then bound once of two at the same moment', async () => {
  const [one, two] = [await phoneOf('J', 0), await phoneOf('J', 1)];
  await one.until(() => one.ndid(), ({ status }) => status === 'REGISTERED');
  expect(await two.ndid()).toMatchObject({ status: 'REGISTERED', registration: { on_this_number: false, phone_masked: 'xxx-xxx-0010' } });
  expect((await two.begin()).error).toMatchObject({ code: 'KB_BOUND_TO_OTHER_NUMBER', action: 'SHOW_REGISTRATION' });
  await one.ok('POST', '/api/ndid/cancellation', { confirmed: true });
  await one.until(() => one.ndid(), ({ status }) => status === 'NOT_REGISTERED');
  const outcomes = await Promise.all([one.register(), two.register()]);
  expect(outcomes.map(({ step }) => step).sort()).toEqual(['FAILED', 'REGISTERED']);
});

test('AC-KB-75, AC-KB-78, AC-KB-79, AC-KB-80, AC-KB-81, AC-KB-82, AC-KB-84 A cancels: a failure leaves A registered, then the link is revoked and open requests get an error', async () => {
  const a = await registered('A');
  await admin.at('2023-12-06T16:00:00Z');
  gate.refusing = (method, path) => (method === 'POST' && path.includes('association_revoke') ? 10000 : undefined);
  expect((await a.ok<{ status: string }>('POST', '/api/ndid/cancellation', { confirmed: true })).status).toBe('CANCELLING');
  const failed = await a.until(() => a.ndid(), ({ status }) => status !== 'CANCELLING');
  expect(failed).toMatchObject({ status: 'REGISTERED', error: { code: 'KB_CANCEL_FAILED' } });

  gate.refusing = () => undefined;
  const open = await ask('A');
  await a.requestWhen(open);
  const consent = await a.toConsent(open);
  await a.ok('POST', '/api/ndid/cancellation', { confirmed: true });
  expect((await a.consent(consent)).error).toBeDefined();
  await statusAtRp(open, 'errored');
  await a.until(() => a.ndid(), ({ status }) => status === 'NOT_REGISTERED');
  expect((await a.kinds()).slice(-1)).toEqual(['NT-07']);
  expect((await scheme.api('idp1').get(`/utility/idp/citizen_id/${CITIZEN.A}`)).body).toEqual([]);
  await admin.at(TEN);
  const after = await ask('A');
  expect((await a.requestWhen(after)).step).toBe('REGISTRATION_NEEDED');
  expect((await a.kinds()).slice(-1)).toEqual(['NT-01']);
});

test('AC-KB-03, AC-KB-04 C registers on the 12th birthday, D only a day later', async () => {
  await admin.at(TEN, true);
  const d = await phoneOf('D');
  expect((await d.begin()).error?.code).toBe('KB_UNDER_AGE');
  const c = await phoneOf('C');
  const begun = (await c.begin()).body;
  expect(begun.step).toBe('TERMS');
  await admin.at('2023-12-07T03:00:00Z');
  expect((await d.begin()).body.step).toBe('TERMS');
});

test('AC-KB-11, AC-KB-15 without a K PLUS session or a CSRF token nobody registers; begun at 19:55, a registration may end at 20:05 and not at 20:11', async () => {
  const stranger = new Browser(bank.url);
  expect((await stranger.call('POST', '/api/ndid/enrolments', {})).error?.code).toBe('DEVICE_NEEDED');
  expect((await fetch(`${bank.url}/api/ndid/enrolments`, { method: 'POST' })).status).toBe(403);
  await admin.at('2023-12-07T12:55:00Z');
  const d = await phoneOf('D');
  const { id } = await d.toSelfie();
  await admin.at('2023-12-07T13:05:00Z');
  expect((await d.ok<Enrolment>('GET', `/api/ndid/enrolments/${id}`)).step).toBe('SELFIE');
  await admin.at('2023-12-07T13:11:00Z');
  expect((await d.call('POST', `/api/ndid/enrolments/${id}/challenge`, {})).error?.code).toBe('KB_ENROLMENT_EXPIRED');
  expect((await d.begin()).error?.code).toBe('KB_OUTSIDE_HOURS');
});

test('AC-KB-60 three wrong PINs lock K PLUS, and the request stays unanswered; also the right PIN does not open it then', async () => {
  await admin.at(TEN, true);
  const id = await ask('C');
  const c = await phoneOf('C');
  expect((await c.requestWhen(id)).step).toBe('REGISTRATION_NEEDED');
  expect((await c.register()).step).toBe('REGISTERED');
  const at = `/api/requests/${id}/pin`;
  expect((await c.call('POST', at, { pin: '1' })).error).toMatchObject({ code: 'PIN_WRONG', attempts_left: 2 });
  expect((await c.call('POST', at, { pin: '2' })).error).toMatchObject({ code: 'PIN_WRONG', attempts_left: 1 });
  expect((await c.call('POST', at, { pin: '3' })).error).toMatchObject({ code: 'PIN_LOCKED', attempts_left: 0 });
  expect((await c.call('POST', '/api/session', { pin: c.pin })).error?.code).toBe('PIN_LOCKED');
  expect((await c.session()).locked_until).toBeDefined();
  expect(scheme.backEnd('rp1').all('request_status', { request_id: id, status: 'errored' })).toEqual([]);
});
