import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { DemoRequest, DemoWish } from './demo-routes.js';
import { outcomeText, PEOPLE, personById, type Outcome, type Person } from './people.js';
import { formatTimeline, type TimelineEntry } from './timeline.js';

const USAGE = `usage: npm run demo -- [--person <id>] [--mode 1|2|3] [--services a,b] [--self-check] [--json]
       npm run demo -- --list | --all [--json]

Lets the sandbox's relying party ask about one of its people and shows what happens.
  --person <id>     who; default "accepts"
  --mode <n>        another mode than the person's own
  --services a,b    ask for these services' data only; an empty text for none
  --self-check      say in one line whether the request ended as it should
  --list            everybody, and how their requests end
  --all             ask about everybody; fails unless every request ends as it should
  --json            one JSON object instead of text
The sandbox is looked for at SANDBOX_URL (default http://127.0.0.1:9500).`;

const POLL_MS = 50;
/** What a request may take beyond its own time-out, on a busy machine. */
const GRACE_MS = 60_000;
const SHOWN_DATA_LENGTH_MAX = 300;
/** Few enough that their timelines stay readable on a laptop. */
const EVERYBODY_CONCURRENCY = 4;

const sandboxUrl = process.env['SANDBOX_URL'] ?? 'http://127.0.0.1:9500';

/** What one run of the demo saw. */
interface DemoRun {
  person: string;
  request_id?: string;
  outcome: Outcome | { failed: string };
  expected: Outcome;
  as_expected: boolean;
  timeline: TimelineEntry[];
  data: DemoRequest['data'];
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      person: { type: 'string', default: 'accepts' }, mode: { type: 'string' }, services: { type: 'string' },
      list: { type: 'boolean' }, all: { type: 'boolean' }, 'self-check': { type: 'boolean' }, json: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  if (values.list) {
    console.log(values.json ? JSON.stringify(PEOPLE) : list());
    return 0;
  }
  if (values.all) return everybody(values.json);

  const person = personById(values.person);
  if (!person) throw new Error(`nobody here is called "${values.person}"; --list shows everybody`);
  const run = await demo(person, {
    ...(values.mode !== undefined && { mode: Number(values.mode) as 1 | 2 | 3 }),
    ...(values.services !== undefined && { services: values.services.split(',').filter(Boolean) }),
  });
  console.log(values.json ? JSON.stringify(run) : values['self-check'] ? verdict(run) : story(person, run));
  return run.as_expected ? 0 : 1;
}

async function demo(person: Person, wishes: Omit<DemoWish, 'person'> = {}): Promise<DemoRun> {
  const finish = (outcome: DemoRun['outcome'], seen: Partial<DemoRequest> = {}): DemoRun => ({
    person: person.id, ...(seen.request_id && { request_id: seen.request_id }),
    outcome, expected: person.expected, as_expected: text(outcome) === outcomeText(person.expected),
    timeline: seen.timeline ?? [], data: seen.data ?? [],
  });
  const reply = await call('/demo/requests', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ person: person.id, ...wishes }) });
  const body = (await reply.json()) as { request_id: string; error?: { code: number }; message?: string };
  if (reply.status !== 202) {
    if (!body.error?.code) throw new Error(`the sandbox answers ${reply.status}: ${body.message ?? JSON.stringify(body)}`);
    return finish({ refused: body.error.code });
  }
  const until = Date.now() + person.request.timeoutSeconds * 1000 + GRACE_MS;
  for (;;) {
    const request = (await (await call(`/demo/requests/${body.request_id}`)).json()) as DemoRequest;
    if (request.failed) return finish({ failed: `creation failed with ${request.failed.code}` }, request);
    if (request.closed || request.timed_out) return finish({ status: request.status!, end: request.closed ? 'closed' : 'timed_out' }, request);
    if (Date.now() > until) return finish({ failed: `no end in time, status ${String(request.status)}` }, request);
    await delay(POLL_MS);
  }
}

async function call(path: string, init?: RequestInit): Promise<Response> {
  return fetch(`${sandboxUrl}${path}`, init).catch((cause: unknown) => {
    throw new Error(`no sandbox answers at ${sandboxUrl}; is the scheme running (npm start)? SANDBOX_URL names another place`, { cause });
  });
}

async function everybody(json: boolean): Promise<number> {
  const waiting = [...PEOPLE];
  const runs: DemoRun[] = [];
  await Promise.all(Array.from({ length: EVERYBODY_CONCURRENCY }, async () => {
    for (let person = waiting.shift(); person; person = waiting.shift()) {
      const run = await demo(person);
      runs.push(run);
      if (!json) console.log(verdict(run));
    }
  }));
  const failed = runs.filter((run) => !run.as_expected).length;
  console.log(json ? JSON.stringify({ ok: failed === 0, runs }) : `${runs.length - failed} of ${runs.length} as expected`);
  return failed === 0 ? 0 : 1;
}

const idWidth = Math.max(...PEOPLE.map(({ id }) => id.length));
const text = (outcome: DemoRun['outcome']): string => ('failed' in outcome ? outcome.failed : outcomeText(outcome));

const verdict = ({ person, outcome, expected, as_expected, timeline }: DemoRun): string =>
  `${as_expected ? 'ok  ' : 'FAIL'}  ${person.padEnd(idWidth)}  ${text(outcome)}${as_expected ? '' : `, expected ${outcomeText(expected)}`}${timeline.length > 0 ? `, ${Math.round(timeline.at(-1)!.at - timeline[0]!.at)} ms` : ''}`;

const list = (): string => PEOPLE.map(({ id, citizenId, expected, description }) => `${id.padEnd(idWidth)}  ${citizenId}  ${outcomeText(expected).padEnd(20)}  ${description}`).join('\n');

function story(person: Person, run: DemoRun): string {
  const shown = (data: string): string => (data.length > SHOWN_DATA_LENGTH_MAX ? `${data.slice(0, SHOWN_DATA_LENGTH_MAX)}… (${data.length} characters)` : data);
  return [
    `${person.id} (${person.citizenId}): ${person.description}`,
    ...(run.request_id ? [`request ${run.request_id}`] : []),
    '',
    ...(run.timeline.length > 0 ? [...formatTimeline(run.timeline), ''] : []),
    `${text(run.outcome)}: ${run.as_expected ? 'as expected' : `expected ${outcomeText(run.expected)}`}`,
    ...run.data.map(({ source_node_id, service_id, data }) => `data from ${source_node_id}, ${service_id}: ${shown(data)}`),
  ].join('\n');
}

process.exitCode = await main().catch((error: Error) => {
  console.error(`demo: ${error.message}`);
  return 2;
});
