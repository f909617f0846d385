import fc from 'fast-check';
import { idpAnswersWanted, requestStatus, type AsResponse, type DataRequestDetail, type IdpResponse, type RequestStatus } from '../src/index.js';

/*
 * The status that all members show (contract: flows.md 6.8). Answers are written as letters: A accepts, R rejects, E is an
 * error; for data: D is signed and received, S signed only, E an error.
 */
const IDP_ANSWERS: Record<string, (idp_id: string) => IdpResponse> = {
  A: (idp_id) => ({ idp_id, status: 'accept', ial: 2.3, aal: 2.2, signature: 's', valid_ial: null, valid_signature: null }),
  R: (idp_id) => ({ idp_id, status: 'reject', ial: 2.3, aal: 2.2, signature: 's', valid_ial: null, valid_signature: null }),
  E: (idp_id) => ({ idp_id, error_code: 1, valid_ial: null, valid_signature: null }),
};
const AS_ANSWERS: Record<string, (as_id: string) => AsResponse> = {
  D: (as_id) => ({ as_id, signed: true, received_data: true }),
  S: (as_id) => ({ as_id, signed: true, received_data: false }),
  E: (as_id) => ({ as_id, error_code: 1 }),
};

const ids = (count: number): string[] => [...Array(count).keys()].map(String);
const answersIn = <T>(letters: string, table: Record<string, (id: string) => T>): T[] => [...letters].flatMap((letter, i) => table[letter]?.(String(i)) ?? []);

const asked = (min_idp: number, listed: number, answers: string, ...services: [min_as: number, listed: number, answers: string][]): Parameters<typeof requestStatus>[0] => ({
  min_idp,
  idp_id_list: ids(listed),
  response_list: answersIn(answers, IDP_ANSWERS),
  purpose: '',
  data_request_list: services.map(([min_as, sources, letters], i): DataRequestDetail => ({
    service_id: String(i),
    min_as,
    as_id_list: ids(sources),
    request_params_hash: '',
    response_list: answersIn(letters, AS_ANSWERS),
  })),
});

describe('without services', () => {
  test.each<[number, number, string, RequestStatus]>([
    [1, 1, '', 'pending'],
    [1, 1, 'A', 'completed'],
    [1, 1, 'R', 'rejected'],
    [1, 1, 'E', 'errored'],
    [1, 2, 'E', 'pending'],
    [1, 2, 'EA', 'completed'],
    [2, 2, 'A', 'confirmed'],
    [2, 2, 'AA', 'completed'],
    [2, 2, 'AR', 'complicated'],
    [2, 2, 'RR', 'rejected'],
    [2, 3, 'AEA', 'completed'],
    [2, 3, 'EE', 'errored'],
    [2, 3, 'AEE', 'errored'],
    [2, 3, 'RE', 'rejected'],
  ])('%i of %i, answers %j: %s', (min, listed, answers, expected) => expect(requestStatus(asked(min, listed, answers))).toBe(expected));
});

describe('with services that all want a number', () => {
  test.each<[string, [number, number, string][], RequestStatus]>([
    ['', [[1, 1, '']], 'pending'],
    ['A', [[1, 1, '']], 'confirmed'],
    ['R', [[1, 1, '']], 'rejected'],
    ['A', [[1, 1, 'S']], 'confirmed'],
    ['A', [[1, 1, 'D']], 'completed'],
    ['A', [[1, 1, 'E']], 'errored'],
    ['A', [[1, 2, 'E']], 'confirmed'],
    ['A', [[1, 2, 'ED']], 'completed'],
    ['A', [[2, 2, 'DS']], 'confirmed'],
    ['A', [[1, 1, 'D'], [1, 1, '']], 'confirmed'],
    ['A', [[1, 1, 'D'], [1, 1, 'D']], 'completed'],
    ['A', [[1, 1, 'D'], [1, 1, 'E']], 'errored'],
  ])('%j, services %j: %s', (answers, services, expected) => expect(requestStatus(asked(1, 1, answers, ...services))).toBe(expected));
});

describe('with a service that takes what comes', () => {
  test.each<[[number, number, string][], RequestStatus]>([
    [[[0, 2, '']], 'confirmed'],
    [[[0, 2, 'S']], 'confirmed'],
    [[[0, 2, 'D']], 'partial_completed'],
    [[[0, 2, 'DE']], 'partial_completed'],
    [[[0, 2, 'DD']], 'completed'],
    [[[0, 2, 'E']], 'confirmed'],
    [[[0, 2, 'EE']], 'errored'],
    [[[0, 2, 'SE']], 'confirmed'],
    [[[0, 1, 'D'], [1, 1, '']], 'partial_completed'],
    [[[0, 1, 'D'], [1, 1, 'E']], 'partial_completed'],
    [[[0, 1, 'E'], [1, 1, 'D']], 'partial_completed'],
    [[[0, 1, 'D'], [1, 1, 'D']], 'completed'],
    [[[0, 1, 'E'], [1, 1, '']], 'confirmed'],
    [[[0, 1, 'E'], [1, 1, 'E']], 'errored'],
    [[[0, 1, ''], [1, 1, 'E']], 'confirmed'],
    [[[0, 2, 'EE'], [0, 2, 'E']], 'confirmed'],
    [[[0, 2, 'EE'], [0, 2, 'EE']], 'errored'],
  ])('services %j: %s', (services, expected) => expect(requestStatus(asked(1, 1, 'A', ...services))).toBe(expected));
});

test('the examples of the contract', () => {
  expect(requestStatus(asked(2, 2, 'A'))).toBe('confirmed');
  expect(requestStatus(asked(1, 2, 'E'))).toBe('pending');
  expect(requestStatus(asked(2, 3, 'EE'))).toBe('errored');
  expect(requestStatus(asked(1, 1, 'A', [0, 2, 'DE']))).toBe('partial_completed');
});

const letters = (alphabet: string): fc.Arbitrary<string> => fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 4 });
const someRequest = fc
  .record({ min: fc.integer({ min: 1, max: 4 }), more: fc.nat(2), answers: letters('ARE'), services: fc.array(fc.tuple(fc.nat(3), fc.nat(2), letters('DSE')), { maxLength: 3 }) })
  .map(({ min, more, answers, services }) => {
    const listed = Math.max(min, answers.length) + more;
    return asked(min, listed, answers, ...services.map(([m, extra, got]): [number, number, string] => [m, Math.max(m, got.length, 1) + extra, got]));
  });

/** The table of ledger rules 4.5 in its own words, behind step 1 of flows.md 6.8, which it lacks. */
function statusByTheBook({ response_list, min_idp, idp_id_list, data_request_list }: Parameters<typeof requestStatus>[0]): RequestStatus {
  if (response_list.length === 0) return 'pending';
  const count = (wanted: (answer: IdpResponse) => boolean): number => response_list.filter(wanted).length;
  const [accepts, rejects, errors] = [count((a) => 'status' in a && a.status === 'accept'), count((a) => 'status' in a && a.status === 'reject'), count((a) => 'error_code' in a)];
  if (errors > idp_id_list.length - min_idp) return 'errored';
  const base = accepts > 0 ? (rejects > 0 ? 'complicated' : 'confirmed') : rejects > 0 ? 'rejected' : 'pending';
  if (data_request_list.length === 0) return accepts + rejects === min_idp && rejects === 0 && accepts > 0 ? 'completed' : base;
  if (data_request_list.every((data) => data.response_list.length === 0)) return base;
  const services = data_request_list.map(({ min_as: m, as_id_list, response_list: data }) => {
    const [K, g, x] = [as_id_list.length, data.filter((a) => 'signed' in a && a.signed && a.received_data).length, data.filter((a) => 'error_code' in a).length];
    if (m > 0) return x > K - m ? { failed: true } : g === m ? { done: true, some: true } : { waits: true };
    return g === K ? { done: true, some: true, waits: K > x } : x === K ? { failed: true } : { some: g > 0, waits: K > x };
  });
  if (data_request_list.every(({ min_as }) => min_as > 0)) return services.some((s) => s.failed) ? 'errored' : services.every((s) => s.done) ? 'completed' : base;
  const allFailed = services.some((s) => s.failed) && !services.some((s) => s.some);
  if (allFailed) return services.some((s) => s.waits) ? base : 'errored';
  if (services.every((s) => s.done)) return 'completed';
  return services.some((s) => s.some) ? 'partial_completed' : base;
}

test('agrees with the table on any request', () => {
  fc.assert(fc.property(someRequest, (request) => expect(requestStatus(request)).toBe(statusByTheBook(request))), { numRuns: 5000 });
});

test.each([
  [1, 2, '', 1],
  [1, 2, 'A', 0],
  [2, 3, 'AE', 1],
  [2, 3, 'EE', 0],
  [2, 3, 'E', 2],
])('%i of %i, after %j %i more answers are wanted', (min, listed, answers, expected) => expect(idpAnswersWanted(asked(min, listed, answers))).toBe(expected));
