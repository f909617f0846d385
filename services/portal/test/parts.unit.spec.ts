import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { readCitizenId } from '../src/citizen-id.js';
import { portalConfig } from '../src/config.js';
import { requestMessage } from '../src/message.js';
import { Sessions } from '../src/session.js';
import { END_TEXTS, ERRORS } from '../src/texts.js';
import { Vault } from '../src/vault.js';

const key = randomBytes(32).toString('base64');

describe('citizen number', () => {
  test.each(['9000000000012', '9-0000-00000-01-2', ' 9 0000 00000 01 2 ', '๙๐๐๐๐๐๐๐๐๐๐๑๒'])('AC-GN-03, AC-GN-04 %s', (typed) => expect(readCitizenId(typed)).toBe('9000000000012'));
  test.each(['9000000000080', '9000000000047'])('AC-GN-06 %s', (typed) => expect(readCitizenId(typed)).toBe(typed));
  test.each(['900000000001', '90000000000123', '9000000000013', 'abc', '', '900000000001x', '٩000000000012'])('AC-GN-05 "%s" is refused', (typed) => expect(readCitizenId(typed)).toBeUndefined());
});

describe('vault', () => {
  const vault = new Vault(key);
  test('opens what it sealed, for the same thing only, and nothing that was altered', () => {
    const sealed = vault.seal('a', 'ข้อมูล');
    expect(sealed).not.toContain('ข้อมูล');
    expect(vault.open('a', sealed)).toBe('ข้อมูล');
    expect(() => vault.open('b', sealed)).toThrow();
    const bytes = Buffer.from(sealed, 'base64');
    bytes[14]! ^= 1;
    expect(() => vault.open('a', bytes.toString('base64'))).toThrow();
    expect(() => new Vault(randomBytes(32).toString('base64')).open('a', sealed)).toThrow();
  });
  test('wants 32 bytes', () => expect(() => new Vault('c2hvcnQ=')).toThrow(/PORTAL_DATA_KEY/));
});

describe('session', () => {
  let now = 1_700_000_000_000;
  const sessions = new Sessions(new Vault(key), 60, () => now);
  const { session, cookie } = sessions.begin();
  test('is read from its cookie until it is too old', () => {
    expect(sessions.read(cookie)).toEqual(session);
    now += 61_000;
    expect(sessions.read(cookie)).toBeUndefined();
    now -= 61_000;
  });
  test.each([undefined, '', 'a.b.c', `${cookie}x`, `x${cookie}`, cookie.replace(/\.\d+\./, '.9999999999.'), `${cookie}.x`])('a cookie that is not ours: %s', (other) => expect(sessions.read(other)).toBeUndefined());
  test('has a token of its own', () => {
    expect(sessions.isCsrfToken(session, session.csrfToken)).toBe(true);
    expect(sessions.isCsrfToken(session, sessions.begin().session.csrfToken)).toBe(false);
    expect(sessions.isCsrfToken(session, undefined)).toBe(false);
  });
});

test('KB-45, KB-85 the message names organisation, service, reference and what is asked, in both languages', () => {
  const { organisation, products } = portalConfig({ DATABASE_URL: 'x', GATEWAY_URL: 'x', PORTAL_DATA_KEY: key });
  const message = requestMessage({ organisation, service: products[0]!.name, reference: 'ABCD-2345', items: products[0]!.items });
  for (const part of [organisation.th, organisation.en, products[0]!.name.th, products[0]!.name.en, 'ABCD-2345', 'ข้อมูลลูกค้า', 'Customer information', 'สำนักข้อมูลสมมุติ']) expect(message).toContain(part);
  expect(requestMessage({ organisation, service: products[0]!.name, reference: 'R', items: [] })).toMatch(/ข้อมูลที่ขอ: ไม่มี[^]*Data asked for: none/);
});

test('GN-10 every error and end says what happened and what to do, in both languages', () => {
  for (const { message, next, action } of [...Object.values(ERRORS), ...Object.values(END_TEXTS)]) {
    for (const text of [message, next]) {
      expect(text.th).toMatch(/[ก-๙]/);
      expect(text.en).toMatch(/^[ -~’“”]+$/);
    }
    expect(action).toMatch(/^[A-Z_]+$/);
  }
});

test.each([
  [{}, /DATABASE_URL is missing/], [{ DATABASE_URL: 'x' }, /GATEWAY_URL is missing/], [{ DATABASE_URL: 'x', GATEWAY_URL: 'x' }, /PORTAL_DATA_KEY is missing/],
  [{ DATABASE_URL: 'x', GATEWAY_URL: 'x', PORTAL_DATA_KEY: 'x', PORTAL_PORT: 'many' }, /PORTAL_PORT must be/],
])('a set-up that can not work says why: %#', (env, why) => expect(() => portalConfig(env)).toThrow(why));
