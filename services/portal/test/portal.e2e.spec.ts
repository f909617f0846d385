import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { comparisonCode } from '@trine/client';
import { testDatabase } from '@trine/devstack';
import { newCitizenId, until, type TestPerson, type TestScheme } from '@trine/testkit';
import type { Application, ErrorBody, PortalInfo } from '../src/api.js';
import { start, type RunningPortal } from '../src/index.js';
import { Applicant } from './applicant.js';
import { answer, answerWithError, CALLBACK_SECRET, DATA, KNOWN_BANK, ON_THE_FLY_BANK, OTHER_BANK, person, prompt, startScheme } from './scheme.js';

jest.setTimeout(120_000);

let scheme: TestScheme;
let portal: RunningPortal;
let databaseUrl: string;
let known: TestPerson;

const environment = (more: Record<string, string> = {}): Record<string, string> => ({
  DATABASE_URL: databaseUrl, GATEWAY_URL: scheme.running.nodes['rp1']!.url, PORTAL_DATA_KEY: randomBytes(32).toString('base64'), PORTAL_PORT: '0', PORTAL_CALLBACK_PORT: '0',
  PORTAL_LOOKUPS_PER_MINUTE: '10000', PORTAL_REQUESTS_PER_MINUTE: '100000', PORTAL_REQUESTS_PER_PERSON: '1000', CALLBACK_SIGNING_SECRET: CALLBACK_SECRET, ...more,
});
const configured = async (config: Record<string, unknown>): Promise<RunningPortal> => start({ ...environment({ DATABASE_URL: await testDatabase('portal') }), PORTAL_CONFIG: JSON.stringify(config) });

beforeAll(async () => {
  scheme = await startScheme('portal');
  databaseUrl = await testDatabase('portal');
  portal = await start(environment());
  known = await person(scheme);
}, 180_000);

afterAll(async () => {
  await portal?.close();
  await scheme?.stop();
}, 60_000);

beforeEach(() => {
  scheme.backEnd('as1').reply = ({ body }) => (body.type === 'data_request' ? { status: 200, body: { data: DATA } } : undefined);
});

/** Every line that the portal writes while a test runs. */
let lines: string[];
let spy: ReturnType<typeof jest.spyOn>;
beforeEach(() => {
  lines = [];
  const write = process.stdout.write.bind(process.stdout) as (text: string) => boolean;
  spy = jest.spyOn(process.stdout, 'write').mockImplementation(((text: string) => (lines.push(String(text)), write(text))) as never);
});
afterEach(() => spy.mockRestore());

const states = ({ history }: Application): string[] => history.map(({ state }) => state);
const rows = async (text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  return client.query<Record<string, unknown>>(text, values).then(({ rows: found }) => found).finally(() => client.end());
};

describe('the good way', () => {
  test('KB-90, KB-93, AC-KB-67 applying at a bank that knows the person: pending, confirmed, completed, with verified data', async () => {
    const applicant = await Applicant.arrive(portal.url);
    expect(await applicant.banks(known.identifier)).toEqual({
      known: [{ id: KNOWN_BANK, name: { th: 'ธนาคารสมมุติ', en: 'Fictional Bank' } }], on_the_fly: [{ id: ON_THE_FLY_BANK, name: { th: 'ธนาคารตัวอย่าง', en: 'Sample Bank' } }],
    });
    const begun = await applicant.apply(known.identifier, KNOWN_BANK);
    const events = applicant.events(begun.id);
    const incoming = await prompt(scheme, KNOWN_BANK, begun.reference);

    // The bank's app and the page show the same words and the same code.
    expect(incoming.body).toMatchObject({ mode: 2, min_ial: 2.3, min_aal: 2.2, request_timeout: 900, data_request_list: [{ service_id: 'customer_info', min_as: 1 }] });
    expect(incoming.body['request_message']).toMatch(/^บริษัท ตัวอย่างประกัน จำกัด ขอให้ท่านยืนยันตัวตน\nบริการ: ประกันสุขภาพ/);
    const waiting = await applicant.reaches(begun.id, 'PENDING');
    expect(waiting).toMatchObject({ short_code: comparisonCode(String(incoming.body.request_id)), bank: { id: KNOWN_BANK }, on_the_fly: false });
    expect(Date.parse(waiting.expires_at!) - Date.parse(waiting.now)).toBeGreaterThan(800_000);

    await answer(scheme, known, incoming);
    const completed = await applicant.reaches(begun.id, 'COMPLETED');
    expect(completed.result).toMatchObject({ ial: 2.3, aal: 3, data: [{ service_id: 'customer_info', source: { en: 'Fictional Data Office' }, verified: true, content: DATA }] });
    expect(states(completed)).toEqual(['ASKING', 'PENDING', 'CONFIRMED', 'RECEIVING', 'COMPLETED']);

    // The wait page heard it without asking again.
    const heard = await events;
    expect(heard.at(-1)).toMatchObject({ state: 'COMPLETED' });
    expect(heard.map(({ version }) => version)).toEqual(heard.map(({ version }) => version).sort((a, b) => a - b));

    // Neither the number nor the data lie about in clear; the gateway keeps nothing of it.
    const [row] = await until('the gateway to be tidied', async () => {
      const found = await rows('select errand, doc::text as doc from application where id = $1', [begun.id]);
      return found[0]?.['errand'] === null && found;
    });
    expect(row!['doc']).not.toContain(known.identifier);
    expect(row!['doc']).not.toContain('ทดสอบดี');
    expect((await scheme.api('rp1').get(`/rp/request_data/${String(incoming.body.request_id)}`)).body).toEqual([]);
    expect((await scheme.api('rp1').get(`/utility/private_messages/${String(incoming.body.request_id)}`)).body ?? []).toEqual([]);
    expect(lines.join('')).toContain(begun.id);
    expect(lines.join('')).not.toContain(known.identifier);
  });

  test('AC-GN-09, GN-12 what was agreed to is on record, without the citizen number', async () => {
    const applicant = await Applicant.arrive(portal.url);
    const { id } = await applicant.apply(known.identifier, KNOWN_BANK, { product: 'savings', items: ['customer_info', 'bank_statement'] });
    const [record] = await rows('select * from consent where application_id = $1', [id]);
    expect(record).toMatchObject({ text_version: '1', organisation: { en: 'Example Insurance' }, items: [{ service_id: 'customer_info' }, { service_id: 'bank_statement' }], device: expect.any(String), at: expect.any(Date) });
    expect(JSON.stringify(record)).not.toContain(known.identifier);
    await applicant.post(`/applications/${id}/cancel`);
  });

  test('AC-KB-70 with the flag and a bank that supports it, somebody whom no bank knows is registered on the way', async () => {
    const identifier = newCitizenId();
    const applicant = await Applicant.arrive(portal.url);
    expect(await applicant.banks(identifier)).toMatchObject({ known: [], on_the_fly: [{ id: ON_THE_FLY_BANK }] });
    const begun = await applicant.apply(identifier, ON_THE_FLY_BANK);
    expect(begun.on_the_fly).toBe(true);
    const incoming = await prompt(scheme, ON_THE_FLY_BANK, begun.reference);
    expect(incoming.body).toMatchObject({ namespace: 'citizen_id', identifier });
    await answer(scheme, await person(scheme, { identifier, bank: ON_THE_FLY_BANK }), incoming);
    expect((await applicant.reaches(begun.id, 'COMPLETED')).result?.data).toHaveLength(1);
  });

  test('AC-KB-71 only the bank that was chosen is asked', async () => {
    const both = await person(scheme);
    await person(scheme, { identifier: both.identifier, bank: OTHER_BANK });
    const applicant = await Applicant.arrive(portal.url);
    expect((await applicant.banks(both.identifier)).known.map(({ id }) => id).sort()).toEqual([KNOWN_BANK, OTHER_BANK]);
    const begun = await applicant.apply(both.identifier, KNOWN_BANK);
    await answer(scheme, both, await prompt(scheme, KNOWN_BANK, begun.reference));
    await applicant.reaches(begun.id, 'COMPLETED');
    expect(scheme.backEnd(OTHER_BANK).received.filter(({ text }) => text.includes(begun.reference))).toEqual([]);
  });

  test('a second press makes no second request', async () => {
    const applicant = await Applicant.arrive(portal.url);
    const input = applicant.input(known.identifier, KNOWN_BANK);
    const both = await Promise.all([applicant.post<Application>('/applications', input), applicant.post<Application>('/applications', input)]);
    expect(new Set(both.map(({ body }) => body.id)).size).toBe(1);
    await answer(scheme, known, await prompt(scheme, KNOWN_BANK, both[0].body.reference));
    await applicant.reaches(both[0].body.id, 'COMPLETED');
    expect(scheme.backEnd(KNOWN_BANK).received.filter(({ body, text }) => body.type === 'incoming_request' && text.includes(both[0].body.reference))).toHaveLength(1);
  });
});

describe('the other ends', () => {
  test('KB-93, AC-KB-59 rejected: the request is closed, no data came', async () => {
    const applicant = await Applicant.arrive(portal.url);
    const begun = await applicant.apply(known.identifier, KNOWN_BANK);
    const incoming = await prompt(scheme, KNOWN_BANK, begun.reference);
    await answer(scheme, known, incoming, 'reject');
    const ended = await applicant.reaches(begun.id, 'REJECTED');
    expect(ended).toMatchObject({ end: { code: 'REJECTED', action: 'CHOOSE_BANK' } });
    expect(ended.result).toBeUndefined();
    await scheme.backEnd(KNOWN_BANK).waitFor(({ body }) => body.request_id === incoming.body.request_id && body['closed'] === true, 'the bank told that it is closed');
    expect(scheme.backEnd('as1').all('data_request', { request_id: incoming.body.request_id })).toEqual([]);
  });

  test('KB-67, AC-KB-46 an error of the bank comes at once, in plain words', async () => {
    const applicant = await Applicant.arrive(portal.url);
    const begun = await applicant.apply(newCitizenId(), ON_THE_FLY_BANK);
    await answerWithError(scheme, ON_THE_FLY_BANK, await prompt(scheme, ON_THE_FLY_BANK, begun.reference));
    const { end } = await applicant.reaches(begun.id, 'ERRORED');
    expect(end).toMatchObject({ code: 'BANK_ERROR', action: 'CHOOSE_BANK', next: { en: 'Choose another bank, or contact your bank.' } });
    expect(JSON.stringify(end)).not.toContain('30000');
  });

  test('an error code of a bank may have words of its own', async () => {
    const words = { message: { th: 'นอกเวลาให้บริการ', en: 'Outside the bank’s hours.' }, next: { th: 'ลองใหม่พรุ่งนี้', en: 'Try again tomorrow.' } };
    const own = await configured({ bank_errors: { 30000: words } });
    try {
      const applicant = await Applicant.arrive(own.url);
      const begun = await applicant.apply(known.identifier, KNOWN_BANK);
      await answerWithError(scheme, KNOWN_BANK, await prompt(scheme, KNOWN_BANK, begun.reference));
      expect((await applicant.reaches(begun.id, 'ERRORED')).end).toMatchObject(words);
    } finally {
      await own.close();
    }
  });

  test('an error of the source', async () => {
    scheme.backEnd('as1').reply = ({ body }) => (body.type === 'data_request' ? { status: 200, body: { error_code: 40_000 } } : undefined);
    const applicant = await Applicant.arrive(portal.url);
    const begun = await applicant.apply(known.identifier, KNOWN_BANK);
    await answer(scheme, known, await prompt(scheme, KNOWN_BANK, begun.reference));
    expect((await applicant.reaches(begun.id, 'ERRORED')).end).toMatchObject({ code: 'SOURCE_ERROR', action: 'START_AGAIN' });
  });

  test('KB-93, AC-KB-48 timed out: nobody answered, or the source did not', async () => {
    scheme.backEnd('as1').reply = () => undefined;
    const own = await configured({ timeout_seconds: 4 });
    try {
      const applicant = await Applicant.arrive(own.url);
      const [silent, slow] = [await applicant.apply(known.identifier, KNOWN_BANK), await applicant.apply(known.identifier, KNOWN_BANK)];
      await answer(scheme, known, await prompt(scheme, KNOWN_BANK, slow.reference));
      expect((await applicant.reaches(silent.id, 'TIMED_OUT')).end).toMatchObject({ code: 'BANK_TIMED_OUT', action: 'CHOOSE_BANK' });
      expect((await applicant.reaches(slow.id, 'TIMED_OUT')).end).toMatchObject({ code: 'SOURCE_TIMED_OUT', action: 'START_AGAIN' });
    } finally {
      await own.close();
    }
  });

  test('AC-KB-70 without the flag somebody whom no bank knows gets “no bank found”, and no bank is told', async () => {
    const identifier = newCitizenId();
    const own = await configured({ on_the_fly: false });
    try {
      const applicant = await Applicant.arrive(own.url);
      expect(await applicant.banks(identifier)).toEqual({ known: [], on_the_fly: [] });
      const begun = await applicant.apply(identifier, ON_THE_FLY_BANK);
      expect((await applicant.reaches(begun.id, 'NO_BANK')).end).toMatchObject({ code: 'NO_BANK', action: 'CHOOSE_BANK' });
      expect(scheme.backEnd(ON_THE_FLY_BANK).received.filter(({ text }) => text.includes(begun.reference))).toEqual([]);
    } finally {
      await own.close();
    }
  });

  test('AC-KB-72 a higher level than the person has is refused, and on the way never accepted', async () => {
    const low = await person(scheme, { ial: 1.1 });
    const lowOnTheFly = await person(scheme, { ial: 1.1, bank: ON_THE_FLY_BANK });
    const applicant = await Applicant.arrive(portal.url);
    expect((await applicant.banks(low.identifier)).known).toEqual([]);
    const refused = await applicant.apply(low.identifier, KNOWN_BANK);
    expect((await applicant.reaches(refused.id, 'NO_BANK')).result).toBeUndefined();

    const asked = await applicant.apply(lowOnTheFly.identifier, ON_THE_FLY_BANK);
    const incoming = await prompt(scheme, ON_THE_FLY_BANK, asked.reference);
    expect(await answer(scheme, lowOnTheFly, incoming)).toMatchObject({ status: 400, body: { error: { code: 20055 } } });
    expect((await answer(scheme, lowOnTheFly, incoming, 'accept', 2.3)).status).toBe(400);
    expect((await applicant.get<Application>(`/applications/${asked.id}`)).body.state).toBe('PENDING');
    await applicant.post(`/applications/${asked.id}/cancel`);
  });

  test('cancelled: the bank is told, and a later answer is refused', async () => {
    const applicant = await Applicant.arrive(portal.url);
    const begun = await applicant.apply(known.identifier, KNOWN_BANK);
    const incoming = await prompt(scheme, KNOWN_BANK, begun.reference);
    expect((await applicant.post<Application>(`/applications/${begun.id}/cancel`)).body).toMatchObject({ state: 'CANCELLED', end: { code: 'CANCELLED', action: 'START_AGAIN' } });
    await scheme.backEnd(KNOWN_BANK).waitFor(({ body }) => body.request_id === incoming.body.request_id && body['closed'] === true, 'the bank told that it is closed');
    expect((await answer(scheme, known, incoming)).body).toMatchObject({ error: { code: 20025 } });
    expect((await applicant.post<Application>(`/applications/${begun.id}/cancel`)).body.state).toBe('CANCELLED');
  });
});

describe('whose application it is', () => {
  test('nobody else sees it, follows it or cancels it', async () => {
    const [applicant, stranger] = [await Applicant.arrive(portal.url), await Applicant.arrive(portal.url)];
    const { id } = await applicant.apply(known.identifier, KNOWN_BANK);
    for (const reply of [await stranger.get(`/applications/${id}`), await stranger.get(`/applications/${id}/events`), await stranger.post(`/applications/${id}/cancel`), await stranger.post(`/applications/${id}/retry`)]) {
      expect(reply).toMatchObject({ status: 404, body: { error: { code: 'NOT_FOUND' } } });
    }
    expect((await applicant.get<{ application: Application }>('/session')).body.application.id).toBe(id);
    expect((await stranger.get<{ application?: Application }>('/session')).body.application).toBeUndefined();
    await applicant.post(`/applications/${id}/cancel`);
  });

  test('a call without the token, or with another one, is refused', async () => {
    const [applicant, stranger] = [await Applicant.arrive(portal.url), await Applicant.arrive(portal.url)];
    for (const token of ['', 'x', stranger.token]) {
      expect(await applicant.post('/banks', { citizen_id: known.identifier }, { 'x-csrf-token': token })).toMatchObject({ status: 403, body: { error: { code: 'CSRF_TOKEN_WRONG' } } });
    }
  });

  test('a callback that the gateway did not sign changes nothing', async () => {
    const applicant = await Applicant.arrive(portal.url);
    const { id } = await applicant.apply(known.identifier, KNOWN_BANK);
    await applicant.reaches(id, 'PENDING');
    const forged = { node_id: 'rp1', type: 'create_request_result', success: false, reference_id: id, request_id: 'ab'.repeat(32), error: { code: 20005, message: 'no' } };
    const post = (path: string): Promise<Response> => fetch(`${portal.callbackUrl}/${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(forged) });
    expect((await post(id)).status).toBe(401);
    expect((await post('none')).status).toBe(400);
    expect((await applicant.get<Application>(`/applications/${id}`)).body.state).toBe('PENDING');
    await applicant.post(`/applications/${id}/cancel`);
  });

  test('AC-GN-05 and other bad input is refused with words for people', async () => {
    const applicant = await Applicant.arrive(portal.url);
    for (const [path, body, code] of [
      ['/banks', { citizen_id: '9000000000013' }, 'CITIZEN_ID_INVALID'],
      ['/banks', {}, 'INPUT_INVALID'],
      ['/banks', { citizen_id: { $ne: 1 } }, 'INPUT_INVALID'],
      ['/applications', applicant.input('123', KNOWN_BANK), 'CITIZEN_ID_INVALID'],
      ['/applications', applicant.input(known.identifier, KNOWN_BANK, { items: [] }), 'INPUT_INVALID'],
      ['/applications', applicant.input(known.identifier, KNOWN_BANK, { items: ['customer_info', 'bank_statement'] }), 'INPUT_INVALID'],
      ['/applications', applicant.input(known.identifier, '<script>'), 'INPUT_INVALID'],
      ['/applications', applicant.input(known.identifier, KNOWN_BANK, { product: 'none' }), 'INPUT_INVALID'],
      ['/applications', applicant.input(known.identifier, KNOWN_BANK, { consent_version: '0' }), 'CONSENT_CHANGED'],
      ['/applications/none/cancel', undefined, 'INPUT_INVALID'],
    ] as const) {
      const reply = await applicant.post<ErrorBody>(path, body);
      expect([path, reply.status >= 400 && reply.status < 500, reply.body.error.code]).toEqual([path, true, code]);
      expect(reply.body.error).toMatchObject({ message: { th: expect.stringMatching(/[ก-๙]/) }, next: { th: expect.stringMatching(/[ก-๙]/), en: expect.any(String) } });
    }
  });

  test('nobody is flooded with prompts', async () => {
    const whom = await person(scheme);
    const own = await start(environment({ DATABASE_URL: await testDatabase('portal'), PORTAL_REQUESTS_PER_PERSON: '2' }));
    try {
      for (let n = 0; n < 2; n += 1) await (await Applicant.arrive(own.url)).apply(whom.identifier, KNOWN_BANK);
      const third = await Applicant.arrive(own.url);
      expect(await third.post('/applications', third.input(whom.identifier, KNOWN_BANK))).toMatchObject({ status: 429, body: { error: { code: 'TOO_MANY_REQUESTS' } } });
      expect((await third.apply(known.identifier, KNOWN_BANK)).state).toBe('ASKING');
    } finally {
      await own.close();
    }
  });

  test('pages and replies carry a strict policy, and lookups are limited', async () => {
    const own = await start(environment({ DATABASE_URL: await testDatabase('portal'), PORTAL_LOOKUPS_PER_MINUTE: '2', PORTAL_PUBLIC_URL: 'https://portal.example', PORTAL_SANDBOX: 'true', PORTAL_BANK_APP_URL: 'http://127.0.0.1:9700' }));
    try {
      const response = await fetch(`${own.url}/api/session`);
      expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none';script-src 'self'/);
      expect(response.headers.get('set-cookie')).toMatch(/^__Host-portal=.*; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
      expect(response.headers.get('cache-control')).toBe('no-store');
      const info = (await (await fetch(`${own.url}/api/portal`)).json()) as PortalInfo;
      expect(info.sandbox).toMatchObject({ bank_app_url: 'http://127.0.0.1:9700' });
      for (const { citizen_id } of info.sandbox!.people) expect(citizen_id).toMatch(/^9\d{12}$/);
      const applicant = await Applicant.arrive(own.url);
      const tries = [await applicant.post('/banks', { citizen_id: known.identifier }), await applicant.post('/banks', { citizen_id: known.identifier }), await applicant.post('/banks', { citizen_id: known.identifier })];
      expect(tries.map(({ status }) => status)).toEqual([200, 200, 429]);
      expect(tries[2]!.body).toMatchObject({ error: { code: 'TOO_MANY_REQUESTS' } });
    } finally {
      await own.close();
    }
  });
});
