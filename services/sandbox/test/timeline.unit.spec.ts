import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatTimeline } from '@trine/sandbox';
import { latestNews, Timeline } from '../src/timeline.js';

let dir: string;
beforeEach(() => { dir = mkdtempSync(join(tmpdir(), 'sandbox-timeline-')); });
afterEach(() => rmSync(dir, { recursive: true }));

test('lines are in order of time, counted from the first and aligned', () => {
  const timeline = new Timeline();
  timeline.add('r1', 'bank-a', 'incoming_request', { at: 1012.345 });
  timeline.add('r1', 'rp', 'POST /rp/requests', { at: 1000 });
  timeline.add('r2', 'rp', 'another request', { at: 1001 });
  expect(formatTimeline(timeline.of('r1'))).toEqual([
    ' +0.0 ms  rp      POST /rp/requests',
    '+12.3 ms  bank-a  incoming_request',
  ]);
});

test('of statuses the one of the highest block counts, and an end is final', () => {
  const timeline = new Timeline();
  timeline.add('r1', 'rp', 'asked', { news: { person: 'accepts' } });
  timeline.add('r1', 'rp', 'closed', { news: { status: 'completed', closed: true, timed_out: false, height: 12 } });
  timeline.add('r1', 'rp', 'late', { news: { status: 'confirmed', closed: false, timed_out: false, height: 9 } });
  expect(latestNews(timeline.of('r1'))).toEqual({ person: 'accepts', status: 'completed', height: 12, closed: true, timed_out: false });
});

test('a new timeline on the same file knows what the old one knew, but for a line that was cut off', () => {
  const file = join(dir, 'timeline.jsonl');
  const before = new Timeline(file);
  before.add('r1', 'rp', 'asked', { news: { person: 'accepts' } });
  before.add('r1', 'bank-a', 'incoming_request');
  appendFileSync(file, '{"request_id":"r1","at":17');

  const after = new Timeline(file);
  expect(after.of('r1')).toEqual(before.of('r1'));
  after.add('r1', 'rp', 'closed');
  expect(new Timeline(file).of('r1').map(({ what }) => what)).toEqual(['asked', 'incoming_request', 'closed']);
});

test('the oldest requests are forgotten', () => {
  const timeline = new Timeline();
  for (let index = 0; index <= 1000; index += 1) timeline.add(`r${index}`, 'rp', 'asked');
  expect(timeline.of('r0')).toEqual([]);
  expect(timeline.of('r1')).toHaveLength(1);
});
