// Writes docs/api-v6.md: every endpoint and callback of the API v6 with the tests that use it, from the notes of a test run.
//   TRINE_COVERAGE_DIR=.trine/coverage npm test
//   node scripts/api-coverage.mjs .trine/coverage
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parse } from 'yaml';

const SHOWN_MAX = 3;
const METHODS = ['get', 'post'];

const root = resolve(import.meta.dirname, '..');
const [dir] = process.argv.slice(2);
if (dir === undefined) {
  console.error('usage: node scripts/api-coverage.mjs <the TRINE_COVERAGE_DIR of a test run>');
  process.exit(2);
}

const document = parse(readFileSync(join(root, 'libs/gateway/api/api-v6.yaml'), 'utf8'));
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  METHODS.filter((method) => item[method]).map((method) => ({ id: item[method].operationId, method: method.toUpperCase(), path, roles: item[method]['x-roles'] ?? ['any'] })),
);
const notes = readdirSync(dir).filter((file) => file.endsWith('.jsonl')).flatMap((file) => readFileSync(join(dir, file), 'utf8').trim().split('\n').map((line) => JSON.parse(line)));

// A fixed segment is a better match than a parameter: /utility/as/service_price/{service_id} over /utility/as/{service_id}.
const patterns = operations
  .map(({ id, method, path }) => ({ id, method, pattern: new RegExp(`^(/v6)?${path.replaceAll(/\{\w+\}/g, '[^/]+')}/?$`), parameters: path.split('{').length }))
  .sort((a, b) => a.parameters - b.parameters);
const operationOf = (note) => patterns.find(({ method, pattern }) => method === note.method && pattern.test(note.path.split('?')[0]))?.id;

const testOf = ({ file, test }) => `${basename(file).replace('.spec.ts', '')}: ${test}`;
const [succeeded, refused, called] = [new Map(), new Map(), new Map()];
const add = (map, key, test) => map.set(key, (map.get(key) ?? new Set()).add(test));
for (const note of notes) {
  if (note.callback !== undefined) add(called, note.callback, testOf(note));
  else {
    const id = operationOf(note);
    if (id !== undefined) add(note.status < 400 || note.status === 501 ? succeeded : refused, id, testOf(note));
  }
}

// The tests that use the fewest endpoints say the most about each.
const breadth = new Map();
for (const map of [succeeded, refused, called]) for (const tests of map.values()) for (const test of tests) breadth.set(test, (breadth.get(test) ?? 0) + 1);

const text = (value) => value.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ');
function cell(tests = new Set()) {
  if (tests.size === 0) return '**none**';
  const sorted = [...tests].sort((a, b) => breadth.get(a) - breadth.get(b) || a.localeCompare(b));
  return sorted.slice(0, SHOWN_MAX).map(text).join('<br>') + (sorted.length > SHOWN_MAX ? `<br>and ${sorted.length - SHOWN_MAX} more` : '');
}

const callbackTypes = Object.keys(document.webhooks);
const untested = [...operations.filter(({ id }) => !succeeded.has(id)).map(({ id }) => id), ...callbackTypes.filter((type) => !called.has(type))];
const page = `# API v6: endpoints, callbacks and their tests

Generated from a test run by \`scripts/api-coverage.mjs\`, whose head says how; don't edit. Tests on whole schemes are counted, at most
${SHOWN_MAX} named, the most specific first. Unit tests and the set-up of schemes are not counted. **none**: no such test in that run.

No success or callback in any counted test: ${untested.length === 0 ? 'none is missing' : untested.map((id) => `\`${id}\``).join(', ')}.

## Endpoints

| method | path | operationId | roles | succeeds in | refused in |
|---|---|---|---|---|---|
${operations.map(({ id, method, path, roles }) => `| ${method} | \`${path}\` | \`${id}\` | ${roles.join(', ')} | ${cell(succeeded.get(id))} | ${cell(refused.get(id))} |`).join('\n')}

## Callbacks

| type | expected in |
|---|---|
${callbackTypes.map((type) => `| \`${type}\` | ${cell(called.get(type))} |`).join('\n')}
`;
writeFileSync(join(root, 'docs/api-v6.md'), page);
console.log(`docs/api-v6.md: ${operations.length} endpoints, ${callbackTypes.length} callbacks, ${untested.length} without a success`);
