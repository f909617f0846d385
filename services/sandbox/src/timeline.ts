import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Callback } from '@trine/client';
import type { RequestStatus } from '@trine/protocol';

/** One line of a request's story. */
export interface TimelineEntry {
  request_id: string;
  /** Unix time in milliseconds, with fractions. */
  at: number;
  /** Node id of the member to whom it happened. */
  who: string;
  what: string;
  /** What the RP learnt by it. */
  news?: RequestNews;
}

/** What the RP knows about a request that it made. */
export interface RequestNews {
  person?: string;
  status?: RequestStatus;
  /** Number of the ledger block that reported the status. */
  height?: number;
  closed?: boolean;
  timed_out?: boolean;
  /** The request could not be created after it had been accepted. */
  failed?: { code: number; message: string };
}

/** Enough to look back at a day of trying things out. */
const REQUEST_COUNT_MAX = 1000;

/** The present time in milliseconds, finer than `Date.now()`. */
export const now = (): number => performance.timeOrigin + performance.now();

/**
 * What happened to each request at all members of the sandbox, newest requests only. With a file every entry is kept
 * durably before `add` returns, so that a restarted sandbox knows its requests.
 */
export class Timeline {
  private readonly requests = new Map<string, TimelineEntry[]>();

  constructor(private readonly file?: string) {
    if (!file) return;
    mkdirSync(dirname(file), { recursive: true });
    if (existsSync(file)) for (const line of readFileSync(file, 'utf8').split('\n')) this.keep(parse(line));
    const kept = [...this.requests.values()].flat();
    writeFileSync(file, kept.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  }

  add(requestId: string, who: string, what: string, { at = now(), news }: { at?: number; news?: RequestNews } = {}): void {
    const entry: TimelineEntry = { request_id: requestId, at, who, what, ...(news && { news }) };
    if (this.file) appendFileSync(this.file, `${JSON.stringify(entry)}\n`);
    this.keep(entry);
  }

  /** In order of time; empty for an unknown request. */
  of(requestId: string): TimelineEntry[] {
    return [...(this.requests.get(requestId) ?? [])].sort((a, b) => a.at - b.at);
  }

  private keep(entry: TimelineEntry | undefined): void {
    if (!entry) return;
    const entries = this.requests.get(entry.request_id);
    if (entries) return void entries.push(entry);
    this.requests.set(entry.request_id, [entry]);
    if (this.requests.size > REQUEST_COUNT_MAX) this.requests.delete(this.requests.keys().next().value!);
  }
}

/** A line that the end of the process cut off is no entry. */
function parse(line: string): TimelineEntry | undefined {
  try {
    return JSON.parse(line) as TimelineEntry;
  } catch {
    return undefined;
  }
}

/** What the RP knows by now: news may repeat and arrive in any order, so the highest block decides; an end is final. */
export function latestNews(entries: readonly TimelineEntry[]): RequestNews {
  return entries.map(({ news }) => news ?? {}).reduce<RequestNews>((known, news) => ({
    ...known,
    ...(news.person !== undefined && { person: news.person }),
    ...(news.failed && { failed: news.failed }),
    ...((news.height ?? -1) >= (known.height ?? -1) && news.status && { status: news.status, height: news.height }),
    closed: known.closed || news.closed || false,
    timed_out: known.timed_out || news.timed_out || false,
  }), {});
}

/** Lines such as `+12.3 ms  idp1  incoming_request`, timed from the first entry. */
export function formatTimeline(entries: readonly TimelineEntry[]): string[] {
  const start = entries[0]?.at ?? 0;
  const times = entries.map(({ at }) => `+${(at - start).toFixed(1)} ms`);
  const timeWidth = Math.max(...times.map(({ length }) => length));
  const whoWidth = Math.max(...entries.map(({ who }) => who.length));
  return entries.map(({ who, what }, index) => `${times[index]!.padStart(timeWidth)}  ${who.padEnd(whoWidth)}  ${what}`);
}

/** How members write a status into the timeline, e.g. `request_status confirmed (answers 1, data signed 2, received 1)`. */
export function statusText({ status, closed, timed_out, response_list, data_request_list }: Callback<'request_status'>): string {
  const data = data_request_list.flatMap((service) => service.response_list);
  const counts = [['answers', response_list.length], ['data signed', count(data, 'signed')], ['received', count(data, 'received_data')], ['data errors', count(data, 'error_code')]] as const;
  const seen = counts.filter(([, number]) => number > 0).map((each) => each.join(' ')).join(', ');
  return `request_status ${status}${closed ? ', closed' : ''}${timed_out ? ', timed out' : ''}${seen && ` (${seen})`}`;
}

const count = (answers: readonly object[], member: 'signed' | 'received_data' | 'error_code'): number => answers.filter((answer) => (answer as Record<string, unknown>)[member]).length;
