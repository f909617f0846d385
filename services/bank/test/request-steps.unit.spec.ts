import { checkStep, stepOf, type RequestRow } from '../src/journeys/request-steps.js';

const NOW = new Date('2026-01-01T12:00:00Z');
const ago = (minutes: number): Date => new Date(NOW.getTime() - minutes * 60_000);
const row = (more: Partial<RequestRow>): RequestRow => ({ step: 'DETAIL', over: false, expires_at: ago(-60), approval: { device_id: 'mine', at: ago(1).toISOString() }, comparing_since: null, ...more }) as RequestRow;
const at = (more: Partial<RequestRow>, deviceId = 'mine'): string => stepOf(row(more), { deviceId, realNow: NOW, approvalMinutes: 10 });

test('AC-KB-63 what is over, or late, has expired, unless it has been answered', () => {
  expect(at({ over: true, step: 'CONSENT' })).toBe('EXPIRED');
  expect(at({ expires_at: NOW, step: 'DETAIL' })).toBe('EXPIRED');
  expect(at({ over: true, step: 'SENT' })).toBe('SENT');
});
test('PIN and picture count on one device, for a time', () => {
  expect(at({ step: 'CONSENT' })).toBe('CONSENT');
  expect(at({ step: 'CONSENT' }, 'another')).toBe('DETAIL');
  expect(at({ step: 'PHOTO', approval: { device_id: 'mine', at: ago(11).toISOString() } })).toBe('DETAIL');
});
test('a comparison that was cut off is taken up at the picture', () => {
  expect(at({ step: 'COMPARING', comparing_since: ago(0.5) })).toBe('COMPARING');
  expect(at({ step: 'COMPARING', comparing_since: ago(2) })).toBe('PHOTO');
});
test('AC-KB-56 no step is possible but the next one', () => {
  expect(() => checkStep('DETAIL', ['CONSENT'])).toThrow('KB_STEP_OUT_OF_ORDER');
  expect(() => checkStep('SENT', ['CONSENT'])).toThrow('KB_REQUEST_EXPIRED');
  expect(() => checkStep('CONSENT', ['CONSENT'])).not.toThrow();
});
