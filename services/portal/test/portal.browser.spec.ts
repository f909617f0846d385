import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { comparisonCode } from '@trine/client';
import { testDatabase } from '@trine/devstack';
import { newCitizenId, TestBrowser, type PageOptions, type TestPage, type TestPerson, type TestScheme } from '@trine/testkit';
import { start, type RunningPortal } from '../src/index.js';
import { accept, answer, answerWithError, DATA, KNOWN_BANK, ON_THE_FLY_BANK, person, prompt, startScheme } from './scheme.js';

/** How people go through the portal, in a real browser against a real scheme. */
jest.setTimeout(240_000);

let scheme: TestScheme;
let portal: RunningPortal;
let browser: TestBrowser;
let known: TestPerson;

beforeAll(async () => {
  scheme = await startScheme('portal_web');
  scheme.backEnd('as1').reply = ({ body }) => (body.type === 'data_request' ? { status: 200, body: { data: DATA } } : undefined);
  known = await person(scheme);
  portal = await start({
    DATABASE_URL: await testDatabase('portal'), GATEWAY_URL: scheme.running.nodes['rp1']!.url, PORTAL_DATA_KEY: randomBytes(32).toString('base64'), PORTAL_PORT: '0', PORTAL_CALLBACK_PORT: '0',
    PORTAL_LOOKUPS_PER_MINUTE: '1000', PORTAL_REQUESTS_PER_MINUTE: '10000', PORTAL_SANDBOX: 'true', PORTAL_BANK_APP_URL: 'http://127.0.0.1:9700',
    PORTAL_CONFIG: JSON.stringify({ people: [{ citizen_id: known.identifier, name: { th: 'สมมุติ ทดสอบดี', en: 'Sommut Thotsobdi' }, note: { th: 'ลงทะเบียนแล้ว', en: 'Registered' } }] }),
  });
  browser = await TestBrowser.start();
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await portal?.close();
  await scheme?.stop();
}, 60_000);

/** Every screen works for everybody and fits. */
async function isGood(page: TestPage, name: string): Promise<void> {
  await page.keepScreen(`portal-${name}`);
  expect({ name, problems: await page.accessibilityProblems(), overflows: await page.overflows() }).toEqual({ name, problems: [], overflows: false });
}

/** From the start to the request at the bank; leaves the page waiting and gives the reference. */
async function applyTo(page: TestPage, citizenId: string, bank: string, look: (name: string) => Promise<void> = () => Promise.resolve()): Promise<string> {
  const { page: screen } = page;
  await screen.getByRole('link', { name: /ประกันสุขภาพ/ }).click();
  await screen.getByRole('textbox', { name: 'เลขประจำตัวประชาชน 13 หลัก' }).fill(citizenId);
  await look('number');
  await screen.getByRole('button', { name: 'ต่อไป' }).click();
  await screen.getByRole('checkbox', { name: /ข้าพเจ้าขอให้/ }).check();
  await look('consent');
  await screen.getByRole('button', { name: 'ยินยอมและเลือกธนาคาร' }).click();
  await screen.getByRole('radio', { name: bank }).check();
  await look('bank');
  await screen.getByRole('button', { name: 'ส่งคำขอไปที่ธนาคาร' }).click();
  await screen.getByRole('heading', { name: 'ยืนยันในแอปธนาคารของท่าน' }).waitFor();
  return (await screen.locator('.reference').textContent())!;
}

test.each<NonNullable<PageOptions['size']>>(['phone', 'desktop'])('KB-90, KB-93, AC-KB-67 on a %s: from the start to the verified data, with the same code as the bank’s app', async (size) => {
  const page = await browser.open(portal.url, { size });
  const { page: screen } = page;
  const look = (name: string): Promise<void> => isGood(page, `${name}-${size}`);
  await screen.getByRole('heading', { level: 1 }).waitFor();
  await look('start');
  const reference = await applyTo(page, known.identifier, 'ธนาคารสมมุติ', look);
  const incoming = await prompt(scheme, KNOWN_BANK, reference);
  await screen.getByRole('img', { name: [...comparisonCode(String(incoming.body.request_id))].join(' ') }).waitFor();
  await look('wait');
  await accept(scheme, known, incoming);
  await screen.getByRole('heading', { name: 'ยืนยันตัวตนสำเร็จ' }).waitFor();
  await screen.getByText('สมมุติ ทดสอบดี (Sommut Thotsobdi)').waitFor();
  await screen.getByText('1 ม.ค. 2533').waitFor();
  await screen.getByText('ข้อมูลจาก สำนักข้อมูลสมมุติ ตรวจสอบลายมือชื่อดิจิทัลแล้ว').waitFor();
  await look('result');
  await screen.getByRole('button', { name: 'EN English' }).click();
  await screen.getByRole('heading', { name: 'Your identity is verified' }).waitFor();
  await screen.getByText('1 Jan 1990').waitFor();
  await look('result-en');
  expect(await page.scriptBytes()).toBeLessThan(200_000);
  expect(await page.layoutShift()).toBeLessThan(0.1);
  expect(page.wrong).toEqual([]);
  await page.close();
});

test('AC-GN-01, AC-GN-03, AC-GN-05 the number is checked on the spot, Thai digits are read, and switching the language keeps what is typed', async () => {
  const page = await browser.open(`${portal.url}/apply/health`);
  const field = page.page.getByRole('textbox');
  await field.fill('9000000000013');
  await page.page.getByText('เลขประจำตัวประชาชนไม่ถูกต้อง กรุณาตรวจสอบอีกครั้ง').waitFor();
  await page.page.getByRole('button', { name: 'EN English' }).click();
  await page.page.getByText('This citizen number is not valid, please check it').waitFor();
  expect(await field.inputValue()).toBe('9000000000013');
  await isGood(page, 'number-wrong');
  await field.fill('๙๐๐๐๐๐๐๐๐๐๐๑๒');
  expect(await field.inputValue()).toBe('9-0000-00000-01-2');
  expect(page.wrong).toEqual([]);
  await page.close();
});

test('the sandbox’s people can be picked, by keyboard alone', async () => {
  const page = await browser.open(`${portal.url}/apply/health`, { size: 'desktop' });
  await page.page.getByRole('button', { name: /ใช้เลข/ }).focus();
  await page.page.keyboard.press('Enter');
  await page.page.getByRole('textbox').press('Enter');
  await page.page.getByRole('heading', { name: 'ข้อมูลที่เราขอจากท่าน' }).waitFor();
  await page.close();
});

test('KB-93, GN-10 each end says what happened and leads on', async () => {
  const page = await browser.open(portal.url);
  const { page: screen } = page;
  // Rejected: another bank, without typing the number again.
  await answer(scheme, known, await prompt(scheme, KNOWN_BANK, await applyTo(page, known.identifier, 'ธนาคารสมมุติ')), 'reject');
  await screen.getByText('ท่านปฏิเสธคำขอในแอปธนาคาร').waitFor();
  await isGood(page, 'rejected');
  await screen.getByRole('link', { name: 'เลือกธนาคารใหม่' }).click();
  await screen.getByRole('radio', { name: 'ธนาคารสมมุติ' }).waitFor();
  await screen.getByRole('link', { name: 'บริษัท ตัวอย่างประกัน จำกัด' }).click();

  // The bank says no to somebody who is not its customer.
  await answerWithError(scheme, ON_THE_FLY_BANK, await prompt(scheme, ON_THE_FLY_BANK, await applyTo(page, newCitizenId(), 'ธนาคารตัวอย่าง')));
  await screen.getByText('ธนาคารที่เลือกไม่สามารถยืนยันตัวตนของท่านได้ในขณะนี้').waitFor();
  await isGood(page, 'bank-error');
  await screen.getByRole('link', { name: 'กลับหน้าแรก' }).click();

  // Cancelled, after a question.
  const reference = await applyTo(page, known.identifier, 'ธนาคารสมมุติ');
  const incoming = await prompt(scheme, KNOWN_BANK, reference);
  await screen.getByRole('button', { name: 'ยกเลิกการสมัคร' }).click();
  await isGood(page, 'cancelling');
  await screen.getByRole('dialog').getByRole('button', { name: 'ยกเลิกการสมัคร' }).click();
  await screen.getByText('ท่านยกเลิกการสมัครแล้ว').waitFor();
  await isGood(page, 'cancelled');
  await scheme.backEnd(KNOWN_BANK).waitFor(({ body }) => body.request_id === incoming.body.request_id && body['closed'] === true, 'the bank told that it is closed');
  expect(page.wrong).toEqual([]);
  await page.close();
});

test('the wait page survives a reload, and another browser does not see it', async () => {
  const page = await browser.open(portal.url);
  const reference = await applyTo(page, known.identifier, 'ธนาคารสมมุติ');
  await page.page.reload();
  await page.page.getByRole('heading', { name: 'ยืนยันในแอปธนาคารของท่าน' }).waitFor();
  const stranger = await browser.open(page.page.url());
  await stranger.page.getByText('ไม่พบรายการนี้ในอุปกรณ์ของท่าน').waitFor();
  await accept(scheme, known, await prompt(scheme, KNOWN_BANK, reference));
  await page.page.getByRole('heading', { name: 'ยืนยันตัวตนสำเร็จ' }).waitFor();
  await stranger.close();
  await page.close();
});
