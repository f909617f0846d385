import { refusalOf, type Applicant } from '../src/rules/eligibility.js';
import { birthDateFor } from '../src/rules/bangkok.js';
import type { Policy, Product } from '../src/api.js';

const POLICY: Policy = { min_age: 12, hours: { from: '06:00', to: '20:00' }, attempts_max: 3, enrolment_minutes: 15 };
const TEN = new Date('2023-12-06T10:00:00+07:00');
const B: Applicant = { phone: '0900000002', kplus: true, products: ['SAVINGS'], nationality: 'TH', birthDate: '1990-05-05', sanctionLists: [] };
const at = (time: string, date = '2023-12-06'): Date => new Date(`${date}T${time}+07:00`);
const check = (given: Partial<Applicant> = {}, now = TEN, policy = POLICY): string | undefined => refusalOf({ ...B, ...given }, policy, now);

describe('who can register', () => {
  test('AC-KB-02 B, for whom all rules hold, can', () => expect(check()).toBeUndefined());
  test('AC-KB-03 C can on the 12th birthday, from the first second of the day in Bangkok', () => {
    expect(check({ birthDate: birthDateFor(12, TEN) })).toBeUndefined();
    expect(check({ birthDate: '2011-12-07' }, at('06:00:00', '2023-12-07'))).toBeUndefined();
  });
  test('AC-KB-04 D cannot one day before the 12th birthday, and can one day later', () => {
    const birthDate = birthDateFor(12, TEN, -1);
    expect(check({ birthDate })).toBe('KB_UNDER_AGE');
    expect(check({ birthDate }, at('10:00:00', '2023-12-07'))).toBeUndefined();
  });
  test('a leap day birthday is on 1 March in other years', () => {
    expect(check({ birthDate: '2012-02-29' }, at('10:00:00', '2024-02-28'))).toBe('KB_UNDER_AGE');
    expect(check({ birthDate: '2012-02-29' }, at('10:00:00', '2024-02-29'))).toBeUndefined();
    expect(refusalOf({ ...B, birthDate: '2012-02-29' }, { ...POLICY, min_age: 13 }, at('10:00:00', '2025-02-28'))).toBe('KB_UNDER_AGE');
    expect(refusalOf({ ...B, birthDate: '2012-02-29' }, { ...POLICY, min_age: 13 }, at('10:00:00', '2025-03-01'))).toBeUndefined();
  });
  test('AC-KB-05, AC-KB-06 nobody on either sanction list can, and the list is not told', () => {
    expect(check({ sanctionLists: ['THAILAND'] })).toBe('KB_NOT_ELIGIBLE');
    expect(check({ sanctionLists: ['UN'] })).toBe('KB_NOT_ELIGIBLE');
  });
  test('AC-KB-07 G, no Thai national, cannot', () => expect(check({ nationality: 'LA' })).toBe('KB_NOT_THAI'));
  test('AC-KB-08 H without a qualifying product cannot; a loan is none', () => {
    expect(check({ products: [] })).toBe('KB_NO_PRODUCT');
    expect(check({ products: ['LOAN'] })).toBe('KB_NO_PRODUCT');
  });
  test.each<Product>(['SAVINGS', 'CURRENT', 'CREDIT_CARD', 'CASH_CARD'])('AC-KB-09 %s alone is enough', (product) => expect(check({ products: [product] })).toBeUndefined());
  test('AC-KB-10 I without K PLUS cannot', () => expect(check({ kplus: false })).toBe('KB_NOT_KPLUS_USER'));
  test('AC-KB-12, AC-KB-13 open from 06:00:00 until before 20:00:00 Bangkok time', () => {
    expect(check({}, at('05:59:59'))).toBe('KB_OUTSIDE_HOURS');
    expect(check({}, at('06:00:00'))).toBeUndefined();
    expect(check({}, at('19:59:59.999'))).toBeUndefined();
    expect(check({}, at('20:00:00'))).toBe('KB_OUTSIDE_HOURS');
  });
  test('AC-KB-14 open on a Saturday, a Sunday and a bank holiday', () => {
    for (const day of ['2023-12-09', '2023-12-10', '2023-12-05']) expect(check({}, at('10:00:00', day))).toBeUndefined();
  });
  test('AC-KB-16 of several reasons only the first in the order of KB-22 is told', () => {
    const bad: Partial<Applicant> = { registeredPhone: '0900000099', kplus: false, products: [], nationality: 'LA', birthDate: '2020-01-01', sanctionLists: ['UN'] };
    const fixes: [string, Partial<Applicant>][] = [
      ['KB_BOUND_TO_OTHER_NUMBER', { registeredPhone: undefined }], ['KB_NOT_KPLUS_USER', { kplus: true }], ['KB_NO_PRODUCT', { products: ['CURRENT'] }],
      ['KB_NOT_THAI', { nationality: 'TH' }], ['KB_UNDER_AGE', { birthDate: '1990-01-01' }], ['KB_NOT_ELIGIBLE', { sanctionLists: [] }],
    ];
    expect(check(bad, at('21:00:00'))).toBe('KB_OUTSIDE_HOURS');
    let applicant = bad;
    for (const [reason, fix] of fixes) {
      expect(check(applicant)).toBe(reason);
      applicant = { ...applicant, ...fix };
    }
    expect(check(applicant)).toBeUndefined();
  });
  test('AC-KB-18 another bank decides by its own age', () => {
    const c = { birthDate: birthDateFor(12, TEN) };
    expect(check(c, TEN, { ...POLICY, min_age: 15 })).toBe('KB_UNDER_AGE');
    expect(check(c)).toBeUndefined();
  });
  test('KB-29 registered on this number and on another number are told apart', () => {
    expect(check({ registeredPhone: B.phone! })).toBe('KB_ALREADY_REGISTERED');
    expect(check({ registeredPhone: '0900000099' })).toBe('KB_BOUND_TO_OTHER_NUMBER');
  });
});
