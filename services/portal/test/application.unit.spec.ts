import { describe, expect, test } from '@jest/globals';
import { accepted, cancelled, closed, distrusted, followed, received, refused, retried, tidied, unavailable, type StatusUpdate, type StoredApplication } from '../src/application.js';

const AT = '2023-12-06T03:00:00.000Z';
const LATER = '2023-12-06T03:15:00.000Z';
const REQUEST = 'ab'.repeat(32);

const begun: StoredApplication = {
  id: '00000000-0000-4000-8000-000000000000', version: 1, state: 'ASKING', errand: 'ask', product: 'health', items: ['customer_info'], reference: 'ABCD-2345',
  bank: { id: 'idp1', name: { th: 'ธนาคาร', en: 'Bank' } }, onTheFly: false, message: 'm', sealedCitizenId: 'sealed', calledAt: AT, askedSince: AT, height: 0, createdAt: AT,
  history: [{ state: 'ASKING', at: AT }],
};
const pending = accepted(begun, REQUEST, AT, LATER);

const accept = { ial: 2.3, aal: 3, valid_ial: true, valid_signature: true };
const told = (status: string, height: number, more: Partial<StatusUpdate> = {}): StatusUpdate => ({
  request_id: REQUEST, request_timeout: 900, status, closed: false, timed_out: false, block_height: `chain:1:${height}`, response_list: status === 'pending' ? [] : [accept],
  data_request_list: [], ...more,
});
const after = (it: StoredApplication, ...updates: StatusUpdate[]): StoredApplication => updates.reduce((now, update) => followed(now, update, AT), it);

describe('the way of an application (KB-93)', () => {
  test('asking, pending, confirmed, completed: each state once, the errands that go with them', () => {
    const confirmed = after(pending, told('pending', 1), told('confirmed', 2), told('confirmed', 3));
    expect(confirmed).toMatchObject({ state: 'CONFIRMED', errand: undefined, levels: { ial: 2.3, aal: 3 }, expiresAt: LATER });
    const receiving = after(confirmed, told('completed', 4), told('completed', 5, { closed: true }));
    expect(receiving).toMatchObject({ state: 'RECEIVING', errand: 'fetch' });
    const completed = received(receiving, 'data', LATER);
    expect(completed).toMatchObject({ state: 'COMPLETED', errand: 'tidy', sealedData: 'data', endedAt: LATER });
    expect(completed.sealedCitizenId).toBeUndefined();
    expect(tidied(completed).errand).toBeUndefined();
    expect(completed.history.map(({ state }) => state)).toEqual(['ASKING', 'PENDING', 'CONFIRMED', 'RECEIVING', 'COMPLETED']);
  });

  test('what is older than what is known, or comes after the end, changes nothing', () => {
    const confirmed = after(pending, told('confirmed', 5));
    expect(followed(confirmed, told('pending', 1), AT)).toBe(confirmed);
    const rejected = after(pending, told('rejected', 6));
    expect(followed(rejected, told('completed', 7), AT)).toBe(rejected);
    expect(followed(tidied(closed(rejected)), told('rejected', 8, { closed: true }), AT).errand).toBeUndefined();
  });

  test('the status may overtake the answer to the call that creates the request', () => {
    const first = after(begun, told('pending', 1));
    expect(first).toMatchObject({ state: 'PENDING', requestId: REQUEST, errand: undefined, expiresAt: LATER });
    expect(accepted(first, REQUEST, LATER, 'later')).toBe(first);
  });

  test.each([
    ['rejected: the portal closes it', told('rejected', 2), 'REJECTED', { code: 'REJECTED' }, 'close'],
    ['the bank answers with an error code', told('errored', 2, { response_list: [{ error_code: 30_000 }] }), 'ERRORED', { code: 'BANK_ERROR', bankError: 30_000 }, 'close'],
    ['a source answers with an error code', told('errored', 2, { closed: true, data_request_list: [{ response_list: [{ error_code: 40_000 }] }] }), 'ERRORED', { code: 'SOURCE_ERROR' }, 'tidy'],
    ['AC-KB-66 an answer with a wrong signature counts for nothing', told('confirmed', 2, { response_list: [{ ...accept, valid_signature: false }] }), 'ERRORED', { code: 'ANSWER_INVALID' }, 'close'],
    ['AC-KB-66 not even when nothing else is waited for', told('completed', 2, { response_list: [{ ...accept, valid_ial: false }] }), 'ERRORED', { code: 'ANSWER_INVALID' }, 'close'],
    ['nobody answers in time', told('pending', 2, { timed_out: true }), 'TIMED_OUT', { code: 'BANK_TIMED_OUT' }, 'tidy'],
    ['the source does not answer in time', told('confirmed', 2, { timed_out: true }), 'TIMED_OUT', { code: 'SOURCE_TIMED_OUT' }, 'tidy'],
    ['somebody else closed it', told('pending', 2, { closed: true }), 'ERRORED', { code: 'CLOSED' }, 'tidy'],
  ])('%s', (_, update, state, end, errand) => {
    expect(followed(pending, update, AT)).toMatchObject({ state, end, errand, sealedCitizenId: undefined });
  });

  test('a request that was read, not told, counts only when it is over', () => {
    expect(followed(pending, told('confirmed', 0, { block_height: undefined }), AT)).toBe(pending);
    expect(followed(pending, told('pending', 0, { block_height: undefined, timed_out: true }), AT).state).toBe('TIMED_OUT');
  });
});

describe('what the gateway refuses', () => {
  test.each([20005, 20058, 20079])('AC-KB-70 %d: no bank for this person', (code) => {
    expect(refused(begun, code, AT)).toMatchObject({ state: 'NO_BANK', errand: undefined, sealedCitizenId: undefined });
  });

  test.each([15028, 25007, 20022])('%d: later, with the same reference (GN-11)', (code) => {
    const standing = refused(pending, code, AT);
    expect(standing).toMatchObject({ state: 'UNAVAILABLE', requestId: undefined, sealedCitizenId: 'sealed' });
    expect(retried(standing, LATER)).toMatchObject({ state: 'ASKING', errand: 'ask', askedSince: LATER, end: undefined, id: begun.id });
    expect(accepted(retried(standing, LATER), REQUEST, LATER, LATER).state).toBe('PENDING');
  });

  test('what could not be sent goes on when it turns out to have been sent', () => {
    expect(after(unavailable(begun, AT), told('confirmed', 2))).toMatchObject({ state: 'CONFIRMED', end: undefined });
  });
});

describe('cancelling', () => {
  test('closes what may be open, and an answer that comes later is not used', () => {
    const gone = cancelled(pending, AT);
    expect(gone).toMatchObject({ state: 'CANCELLED', errand: 'close', sealedCitizenId: undefined });
    expect(followed(gone, told('completed', 9), AT)).toBe(gone);
    expect(closed(gone).errand).toBe('tidy');
  });

  test('of what never left has nothing to close; of what may have left finds out', () => {
    expect(cancelled({ ...begun, calledAt: undefined }, AT).errand).toBeUndefined();
    expect(accepted({ ...cancelled(begun, AT), errand: undefined }, REQUEST, AT, LATER)).toMatchObject({ state: 'CANCELLED', errand: 'close', requestId: REQUEST });
  });

  test('comes too late once the data are here', () => {
    const receiving = after(pending, told('completed', 3));
    expect(cancelled(receiving, AT)).toBe(receiving);
    expect(distrusted(receiving, AT)).toMatchObject({ state: 'ERRORED', end: { code: 'DATA_NOT_TRUSTED' }, errand: 'tidy' });
  });
});
