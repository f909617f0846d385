import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { freePorts, testDatabase } from '@trine/devstack';
import { until, type TestPerson, type TestScheme } from '@trine/testkit';
import type { Application, ErrorBody } from '../src/api.js';
import { Applicant } from './applicant.js';
import { Relay, type Passing, type Trap } from './relay.js';
import { accept, CALLBACK_SECRET, DATA, KNOWN_BANK, person, prompt, startScheme } from './scheme.js';

/*
 * At stake: one request per application, whatever dies in between, and an end for each. Shown by relays on both sides of the
 * portal, which is a process of its own: they kill it, or lose a message, at each step of the way.
 */
jest.setTimeout(120_000);

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));

let scheme: TestScheme;
let known: TestPerson;
let env: NodeJS.ProcessEnv;
let url: string;
let process_: ChildProcess | undefined;
/** From the portal to its gateway, and back. */
let calls: Relay;
let callbacks: Relay;

async function startPortal(): Promise<void> {
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'inherit', 'inherit'] });
  process_ = child;
  await until('the portal to be ready', async () => {
    if (child.exitCode !== null) throw new Error(`the portal ended with ${child.exitCode}`);
    return (await fetch(`${url}/readyz`).catch(() => undefined))?.ok;
  });
}

async function killPortal(): Promise<void> {
  const child = process_;
  process_ = undefined;
  if (!child || child.exitCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

beforeAll(async () => {
  scheme = await startScheme('recovery');
  known = await person(scheme);
  const [port, callbackPort] = await freePorts(2);
  url = `http://127.0.0.1:${port}`;
  calls = await new Relay(() => scheme.running.nodes['rp1']!.url).start();
  callbacks = await new Relay(() => `http://127.0.0.1:${callbackPort}`).start();
  env = {
    ...process.env, DATABASE_URL: await testDatabase('portal'), GATEWAY_URL: calls.url, PORTAL_CALLBACK_URL: callbacks.url, PORTAL_PORT: String(port), PORTAL_CALLBACK_PORT: String(callbackPort),
    PORTAL_DATA_KEY: randomBytes(32).toString('base64'), PORTAL_LOOKUPS_PER_MINUTE: '10000', PORTAL_REQUESTS_PER_MINUTE: '100000', PORTAL_REQUESTS_PER_PERSON: '1000', PORTAL_ASK_SECONDS: '1',
    CALLBACK_SIGNING_SECRET: CALLBACK_SECRET,
  };
}, 180_000);

afterAll(async () => {
  await killPortal();
  await Promise.all([calls?.stop(), callbacks?.stop()]);
  await scheme?.stop();
}, 60_000);

beforeEach(async () => {
  scheme.backEnd('as1').reply = ({ body }) => (body.type === 'data_request' ? { status: 200, body: { data: DATA } } : undefined);
  if (!process_) await startPortal();
});
afterEach(() => {
  calls.cut = false;
  calls.trap = callbacks.trap = undefined;
});

const promptsAbout = (reference: string): unknown[] => scheme.backEnd(KNOWN_BANK).received.filter(({ body, text }) => body.type === 'incoming_request' && text.includes(reference));
const creates = ({ method, path }: Passing): boolean => method === 'POST' && path.includes('/rp/requests/');
const tells = (type: string, status?: string) => ({ body }: Passing): boolean => {
  const callback = JSON.parse(body) as { type: string; status?: string };
  return callback.type === type && (status === undefined || callback.status === status);
};
const calling = (part: string) => ({ path }: Passing): boolean => path.includes(part);

describe('kill -9', () => {
  test.each<[string, 'calls' | 'callbacks', Trap['when'], Trap['fits']]>([
    ['before the request is created', 'calls', 'before', creates],
    ['after the request is created, before the portal knows', 'calls', 'after', creates],
    ['before the creation is told', 'callbacks', 'before', tells('create_request_result')],
    ['before “pending” is told', 'callbacks', 'before', tells('request_status', 'pending')],
    ['after “confirmed” is stored, before it is acknowledged', 'callbacks', 'after', tells('request_status', 'confirmed')],
    ['before “completed” is told', 'callbacks', 'before', tells('request_status', 'completed')],
    ['while the data are fetched', 'calls', 'after', calling('/rp/request_data/')],
    ['while the signature of the source is checked', 'calls', 'before', calling('/public_keys')],
    ['while the gateway is tidied', 'calls', 'after', calling('/rp/request_data_removal/')],
    ['before the private messages are removed', 'calls', 'before', calling('/private_message_removal/')],
  ])('%s: one request, and it completes', async (_, relay, when, fits) => {
    const applicant = await Applicant.arrive(url);
    let killed = false;
    const trap: Trap = { when, fits, spring: async () => {
      await killPortal();
      killed = true;
    } };
    (relay === 'calls' ? calls : callbacks).trap = trap;
    const input = applicant.input(known.identifier, KNOWN_BANK);
    // Whoever gets no reply presses again, as the web app does.
    const begun = await until('the application to be taken', async () => {
      if (killed && !process_) await startPortal();
      const reply = await applicant.post<Application>('/applications', input).catch(() => undefined);
      return reply?.status === 201 && reply.body;
    });
    const restarting = until('the kill and the restart', async () => {
      if (killed && !process_) await startPortal();
      return killed && process_ !== undefined;
    });
    // The person answers while the portal is away, where the request is there already: then it may be over before the portal is back.
    await accept(scheme, known, await prompt(scheme, KNOWN_BANK, begun.reference));
    await restarting;
    const completed = await applicant.reaches(begun.id, 'COMPLETED');
    expect(completed.result?.data).toMatchObject([{ content: DATA, verified: true }]);
    expect(promptsAbout(begun.reference)).toHaveLength(1);
    expect(new Set(completed.history.map(({ state }) => state)).size).toBe(completed.history.length);
  });

  test('after the request is created, and all is over before the portal is back: it learns the end, and nobody is asked again', async () => {
    const applicant = await Applicant.arrive(url);
    const killed = new Promise<void>((resolve) => {
      calls.trap = { when: 'after', fits: creates, spring: () => killPortal().then(resolve) };
    });
    const begun = await applicant.apply(known.identifier, KNOWN_BANK);
    await killed;
    const incoming = await prompt(scheme, KNOWN_BANK, begun.reference);
    await accept(scheme, known, incoming);
    await scheme.backEnd(KNOWN_BANK).waitFor(({ body }) => body.request_id === incoming.body.request_id && body['closed'] === true, 'the bank told that it is closed');
    await startPortal();
    expect((await applicant.reaches(begun.id, 'COMPLETED')).result?.data).toHaveLength(1);
    expect(promptsAbout(begun.reference)).toHaveLength(1);
  });

  test('between cancelling and closing: the bank is told all the same', async () => {
    const applicant = await Applicant.arrive(url);
    const begun = await applicant.apply(known.identifier, KNOWN_BANK);
    const incoming = await prompt(scheme, KNOWN_BANK, begun.reference);
    let killed = false;
    calls.trap = { when: 'before', fits: calling('/rp/request_close'), spring: async () => {
      await killPortal();
      killed = true;
    } };
    await applicant.post(`/applications/${begun.id}/cancel`).catch(() => undefined);
    await until('the kill', () => killed);
    await startPortal();
    expect((await applicant.get<Application>(`/applications/${begun.id}`)).body.state).toBe('CANCELLED');
    await scheme.backEnd(KNOWN_BANK).waitFor(({ body }) => body.request_id === incoming.body.request_id && body['closed'] === true, 'the bank told that it is closed');
  });
});

describe('GN-11, AC-GN-08 the platform is away', () => {
  test('before a bank is chosen: it is said, and works afterwards', async () => {
    const applicant = await Applicant.arrive(url);
    calls.cut = true;
    expect(await applicant.post<ErrorBody>('/banks', { citizen_id: known.identifier })).toMatchObject({
      status: 503, body: { error: { code: 'SYSTEM_UNAVAILABLE', message: { th: 'ระบบขัดข้องชั่วคราว กรุณาลองใหม่อีกครั้ง', en: 'The system is temporarily unavailable. Please try again.' } } },
    });
    expect((await applicant.post('/applications', applicant.input(known.identifier, KNOWN_BANK))).status).toBe(503);
    expect((await applicant.get<{ application?: Application }>('/session')).body.application).toBeUndefined();
    calls.cut = false;
    expect((await applicant.banks(known.identifier)).known).toHaveLength(1);
  });

  test('when the request goes out: the person tries again, and is asked once', async () => {
    const applicant = await Applicant.arrive(url);
    calls.trap = { when: 'before', fits: creates, spring: () => Promise.resolve(void (calls.cut = true)) };
    const begun = await applicant.apply(known.identifier, KNOWN_BANK);
    expect(await applicant.reaches(begun.id, 'UNAVAILABLE')).toMatchObject({ end: { code: 'SYSTEM_UNAVAILABLE', action: 'RETRY' } });
    calls.cut = false;
    await applicant.post(`/applications/${begun.id}/retry`);
    await accept(scheme, known, await prompt(scheme, KNOWN_BANK, begun.reference));
    expect((await applicant.reaches(begun.id, 'COMPLETED')).history.map(({ state }) => state)).toEqual(['ASKING', 'UNAVAILABLE', 'ASKING', 'PENDING', 'CONFIRMED', 'RECEIVING', 'COMPLETED']);
    expect(promptsAbout(begun.reference)).toHaveLength(1);
  });

  test('right after it took the request: nothing is sent twice, not even by pressing again', async () => {
    const applicant = await Applicant.arrive(url);
    // The reply is lost, the callbacks too, and the gateway can't be asked.
    callbacks.cut = true;
    calls.trap = { when: 'after', fits: creates, spring: () => Promise.resolve(void (calls.cut = true)) };
    const begun = await applicant.apply(known.identifier, KNOWN_BANK);
    await applicant.reaches(begun.id, 'UNAVAILABLE');
    calls.cut = callbacks.cut = false;
    await Promise.all([applicant.post(`/applications/${begun.id}/retry`), applicant.post(`/applications/${begun.id}/retry`)]);
    await accept(scheme, known, await prompt(scheme, KNOWN_BANK, begun.reference));
    await applicant.reaches(begun.id, 'COMPLETED');
    expect(promptsAbout(begun.reference)).toHaveLength(1);
  });

  test('right after it took the request, then cancelled: what was sent is found and closed', async () => {
    const applicant = await Applicant.arrive(url);
    callbacks.cut = true;
    calls.trap = { when: 'after', fits: creates, spring: () => Promise.resolve(void (calls.cut = true)) };
    const begun = await applicant.apply(known.identifier, KNOWN_BANK);
    await applicant.reaches(begun.id, 'UNAVAILABLE');
    await applicant.post(`/applications/${begun.id}/cancel`);
    calls.cut = callbacks.cut = false;
    const incoming = await prompt(scheme, KNOWN_BANK, begun.reference);
    await scheme.backEnd(KNOWN_BANK).waitFor(({ body }) => body.request_id === incoming.body.request_id && body['closed'] === true, 'the bank told that it is closed');
    expect((await applicant.get<Application>(`/applications/${begun.id}`)).body.state).toBe('CANCELLED');
  });
});
