import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { ERROR_CATALOGUE } from '@trine/protocol';
import type { Random } from '@trine/testkit';

/*
 * Calls made up from the OpenAPI document, and what it says about their answers.
 */

interface Schema {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  items?: Schema;
  enum?: unknown[];
  const?: unknown;
  format?: string;
  minItems?: number;
  minLength?: number;
  minimum?: number;
}

interface Parameter {
  $ref?: string;
  name: string;
  in: string;
  required?: boolean;
  schema?: Schema;
}

interface Content {
  content?: Record<string, { schema: Schema }>;
}

export interface Operation {
  operationId: string;
  method: 'GET' | 'POST';
  path: string;
  versioned: boolean;
  roles: string[];
  parameters: Parameter[];
  body: Schema | undefined;
  responses: Record<string, Content>;
  /** All codes that its description names, in its lists and texts. */
  codes: Set<number>;
  callbackCodes: Set<number>;
}

interface OperationObject {
  operationId: string;
  parameters?: Parameter[];
  requestBody?: Content;
  responses: Record<string, Content & { $ref?: string }>;
  'x-roles'?: string[];
  'x-callback-error-codes'?: number[];
}

const document = parse(readFileSync(join(import.meta.dirname, '../api/api-v6.yaml'), 'utf8')) as {
  paths: Record<string, { get?: OperationObject; post?: OperationObject; servers?: unknown }>;
  webhooks: Record<string, { post: { requestBody: Content } }>;
};
const ajv = new Ajv2020({ allErrors: true, strict: false });
addFormats.default(ajv);
ajv.addSchema(document, 'api');
const compiled = new WeakMap<object, ValidateFunction>();
function violations(schema: Schema, value: unknown): string | undefined {
  let validate = compiled.get(schema);
  if (!validate) compiled.set(schema, (validate = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"api#/components/')) as object)));
  return validate(value) ? undefined : ajv.errorsText(validate.errors);
}

/** What a reference points to, else the thing itself. */
function resolved<T extends { $ref?: string }>(thing: T): T {
  if (thing.$ref === undefined) return thing;
  return resolved(thing.$ref.split('/').slice(1).reduce((node, name) => (node as Record<string, unknown>)[name], document as unknown) as T);
}

export const operations: Operation[] = Object.entries(document.paths).flatMap(([path, item]) =>
  (['get', 'post'] as const).flatMap((method) => {
    const operation = item[method];
    if (!operation) return [];
    const { responses, ...rest } = operation;
    return {
      operationId: operation.operationId,
      method: method.toUpperCase() as 'GET' | 'POST',
      path,
      versioned: item.servers === undefined,
      roles: operation['x-roles'] ?? ['any'],
      parameters: (operation.parameters ?? []).map(resolved),
      body: operation.requestBody?.content?.['application/json']?.schema,
      responses: Object.fromEntries(Object.entries(responses).map(([status, response]) => [status, resolved(response)])),
      codes: codesIn({ ...rest, parameters: operation.parameters?.map(resolved), 'x-callback-error-codes': undefined }),
      callbackCodes: new Set(operation['x-callback-error-codes']),
    };
  }),
);
export const callbackTypes = Object.keys(document.webhooks);

function codesIn(text: object): Set<number> {
  return new Set([...JSON.stringify(text).matchAll(/\b([123]\d{4})\b/g)].map(([, code]) => Number(code)));
}

/** Contract, info: any write can additionally fail with these. */
const WRITE_CODES = [10006, 10048, 10049, 15022, 15026, 15028, 15029, 25007, 25015];
/** Contract, errors.md: a number that does not fit the ledger's field. */
const UNREADABLE = 15004;
/** What errors.md plans beyond the description of the operation itself. */
function isPlanned(operation: Operation, code: number): boolean {
  const { method, path, codes, body, parameters } = operation;
  if (codes.has(code)) return true;
  // "Order of checks": a body is held against its schema everywhere.
  if (code === 20007 || (code === 20003 && body !== undefined)) return method === 'POST';
  if (code === 10003) return parameters.some(({ name }) => name === 'filter_for_node_id');
  if (code === UNREADABLE) return path.startsWith('/ndid/');
  return method === 'POST' && WRITE_CODES.includes(code);
}

/** A call to be made. `oddity` says what is wrong with it on purpose. */
export interface Probe {
  path: string;
  query: string;
  body: unknown;
  oddity: string | undefined;
}

/** Real values by the name of the property or parameter that takes them. */
export type Values = Record<string, (() => unknown) | undefined>;

export class Fuzzer {
  constructor(private readonly random: Random) {}

  pick<T>(items: readonly T[]): T {
    return items[this.random.between(0, items.length - 1)] as T;
  }

  chance(percent: number): boolean {
    return this.random.between(1, 100) <= percent;
  }

  /** A call that fits its description; `params` and `body` overrule made-up values. */
  valid(operation: Operation, values: Values, given: { params?: Record<string, string>; body?: Record<string, unknown> } = {}): Probe {
    const segment = (name: string): string => encodeURIComponent(given.params?.[name] ?? String(values[name]?.() ?? 'unknown'));
    const query = operation.parameters
      .filter((parameter) => parameter.in === 'query' && (parameter.required || this.chance(50)))
      .map(({ name, schema }) => `${name}=${encodeURIComponent(String((values[`?${name}`] ?? values[name])?.() ?? this.sample(schema ?? {}, values)))}`);
    const made = operation.body ? this.sample(operation.body, values) : undefined;
    return {
      path: `${operation.versioned && this.chance(50) ? '/v6' : ''}${operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => segment(name))}`,
      query: query.join('&'),
      body: given.body ? { ...(made as object), ...given.body } : made,
      oddity: undefined,
    };
  }

  /** The same call with one thing about it changed. */
  odd(operation: Operation, probe: Probe): Probe {
    const places = [...(probe.body !== undefined ? ['body', 'body', 'body', 'body'] : []), ...(operation.path.includes('{') ? ['path'] : []), ...(operation.method === 'GET' ? ['query'] : [])];
    const place = this.pick(places.length > 0 ? places : ['query']);
    if (place === 'body') return this.oddBody(probe);
    if (place === 'path') {
      const value = this.pick(ODD_SEGMENTS);
      const names = operation.path.split('/').flatMap((part, i) => (part.startsWith('{') ? [i] : []));
      const at = this.pick(names) + (probe.path.startsWith('/v6/') ? 1 : 0);
      const path = probe.path.split('/').map((part, i) => (i === at ? encodeURIComponent(value) : part)).join('/');
      return { ...probe, path, oddity: `path: ${short(value)}` };
    }
    const names = operation.parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
    const [name, value] = [this.pick([...names, 'extra']), this.pick(ODD_SEGMENTS)];
    const query = this.chance(20) ? `${name}=a&${name}=b` : `${name}=${encodeURIComponent(value)}`;
    return { ...probe, query: [...probe.query.split('&').filter((part) => part !== '' && !part.startsWith(`${name}=`)), query].join('&'), oddity: `query: ${short(query)}` };
  }

  private oddBody(probe: Probe): Probe {
    const body = structuredClone(probe.body);
    const places: { holder: Record<string, unknown>; name: string; path: string }[] = [];
    const walk = (value: unknown, path: string): void => {
      if (typeof value !== 'object' || value === null) return;
      for (const name of Object.keys(value)) {
        places.push({ holder: value as Record<string, unknown>, name, path: `${path}/${name}` });
        walk((value as Record<string, unknown>)[name], `${path}/${name}`);
      }
    };
    walk(body, '');
    if (places.length === 0 || this.chance(10)) {
      Object.assign(body as object, { extra: this.pick(ODD_VALUES), __proto__: { polluted: true } });
      return { ...probe, body, oddity: 'extra member' };
    }
    const { holder, name, path } = this.pick(places);
    const old = holder[name];
    if (this.chance(15)) {
      if (Array.isArray(holder)) holder.splice(Number(name), 1);
      else delete holder[name];
      return { ...probe, body, oddity: `without ${path}` };
    }
    holder[name] = this.oddValue(old);
    return { ...probe, body, oddity: `${path} = ${short(JSON.stringify(holder[name]) ?? 'undefined')}` };
  }

  private oddValue(old: unknown): unknown {
    if (this.chance(25)) return this.pick([null, ...ODD_VALUES]);
    if (typeof old === 'number') return this.pick([0, -1, -0.5, old + 0.5, old + 1e-9, 4, 1e308, 2 ** 31, 2 ** 53, 2 ** 63, 1e21, String(old)]);
    if (typeof old === 'boolean') return this.pick(['true', 0, 1, !old]);
    if (Array.isArray(old)) return this.pick([[], [...old, ...old], [null], [[]], [''], [{}], Array.from({ length: 300 }, (_, i) => `n${i}`), ['unknown'], {}]);
    // Nobody but this test's back ends is to be called back.
    if (typeof old === 'string' && old.startsWith('http')) return this.pick(['', old.slice(4), old.replace('http', 'ftp'), `${old}/${'x'.repeat(9000)}`, `${old}/ก 🙂`, ` ${old}`, `${old}\u0000`, '//', 'http:', 'http:x', 'javascript:0']);
    if (typeof old === 'string') return this.pick(['', ' ', `${old} `, old.slice(1), old.toUpperCase(), `${old}\u0000`, ...ODD_SEGMENTS]);
    return this.pick(ODD_VALUES);
  }

  private sample(given: Schema, values: Values): unknown {
    const schema = resolved(given);
    if (schema.properties) return this.sampleObject(schema, values);
    const choices = schema.anyOf ?? schema.oneOf;
    if (choices) return this.sample(this.pick(choices), values);
    if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => this.sample(part, values)));
    if (schema.const !== undefined) return schema.const;
    if (schema.enum) return this.pick(schema.enum);
    const type = this.pick([schema.type].flat());
    if (type === 'string') return schema.format === 'date-time' ? new Date(Date.now() + 3_600_000).toISOString() : this.pick(['text', 'ภาษาไทย', 'a b', '🙂']).padEnd(schema.minLength ?? 0, 'x');
    if (type === 'integer') return (schema.minimum ?? 0) + this.pick([0, 1, 2, 60, 3600]);
    if (type === 'number') return (schema.minimum ?? 0) + this.pick([0, 1, 1.1, 2.3, 3, 100]);
    if (type === 'boolean') return this.chance(50);
    if (type === 'null') return null;
    if (type === 'array') return Array.from({ length: Math.max(1, schema.minItems ?? 0) }, () => this.sample(schema.items ?? {}, values));
    return {};
  }

  private sampleObject(schema: Schema, values: Values): object {
    // Further members that are required together, as one alternative of several.
    const together = schema.anyOf ? this.pick(schema.anyOf).required : undefined;
    const required = new Set([...(schema.required ?? []), ...(together ?? [])]);
    const members = Object.entries(schema.properties ?? {}).filter(([name]) => required.has(name) || (!together && this.chance(50)));
    return Object.fromEntries(members.map(([name, property]) => [name, values[name] ? values[name]() : this.sample(property, values)]));
  }
}

const ODD_SEGMENTS = ['unknown', 'ก🙂\u202e', '0', '-1', '1.5', '1e400', 'NaN', 'true', 'null', '../../etc/passwd', "x'; drop table requests;--", '%', '%00', '\u001f', 'x'.repeat(600), '__proto__', 'constructor', '{"$gt":1}', ',', ',,1', '1,2,9', 'a\tb\n'];
const ODD_VALUES: unknown[] = ['text', '', 0, -1, 1.5, true, false, [], [1], {}, { a: { b: [] } }, 'x'.repeat(20_000), 'ก🙂\u202e', '\u0000', Number.MAX_SAFE_INTEGER];

const short = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}... (${text.length})` : text);

/** What about an answer is against the description of the operation; undefined when nothing is. */
export function fault(operation: Operation, probe: Probe, reply: { status: number; type: string; text: string }): string | undefined {
  const { status, type, text } = reply;
  const inPath = probe.oddity?.startsWith('path') === true;
  const response = operation.responses[status];
  // A path that holds what can't be a name leads nowhere.
  if (!response) return status === 404 && inPath && text === '' ? undefined : `status ${status} is not described: ${text.slice(0, 300)}`;
  const contents = Object.entries(response.content ?? {});
  if (contents.length === 0) return text === '' ? undefined : `${status} must be empty: ${text.slice(0, 300)}`;
  const content = contents.find(([media]) => type.startsWith(media));
  if (!content) return `${status} is of type "${type}", described: ${contents.map(([media]) => media).join()}`;
  let body: unknown = text;
  if (content[0].includes('json')) {
    try {
      body = JSON.parse(text);
    } catch {
      return `${status} is no JSON: ${text.slice(0, 300)}`;
    }
  }
  const wrong = violations(content[1].schema, body);
  if (wrong !== undefined) return `${status} does not fit: ${wrong}: ${text.slice(0, 600)}`;
  const isError = typeof body === 'object' && body !== null && 'error' in body;
  return status < 400 || !isError ? undefined : errorFault(operation, probe, status, body as { error: { code: number; message: string } });
}

function errorFault(operation: Operation, probe: Probe, status: number, body: { error: { code: number; message: string }; details?: unknown }): string | undefined {
  const { code, message } = body.error;
  if (!isPlanned(operation, code)) return `code ${code} is not described: ${message}`;
  if (status !== statusOf(code)) return `code ${code} came with ${status}`;
  if (Object.keys(body).some((name) => name !== 'error' && name !== 'details') || Object.keys(body.error).length !== 2) return `the error has members that the contract does not know: ${JSON.stringify(body)}`;
  if ((body.details !== undefined) !== [20002, 20003, 20059].includes(code)) return `details with ${code}: ${JSON.stringify(body.details)}`;
  if (/\bat .*\.[jt]s:\d|node_modules|\bselect |\binsert /i.test(message)) return `the message tells of the inside: ${message}`;
  if (code === 20003 && probe.oddity === undefined) return `a valid body was refused: ${JSON.stringify(body.details).slice(0, 600)}`;
  return undefined;
}

function statusOf(code: number): number | undefined {
  const entry = (ERROR_CATALOGUE as Record<number, { status: string } | undefined>)[code];
  return entry && { client: 400, server: 500, unavailable: 503, forbidden: 403, callback: 400 }[entry.status];
}

/** Whether the callbacks that an operation leads to may carry the code. */
export const isCallbackCode = ({ callbackCodes }: Operation, code: number): boolean => callbackCodes.has(code) || WRITE_CODES.includes(code) || code === UNREADABLE;

/** What about a callback is against the description of its type; undefined when nothing is. */
export function callbackFault(type: string, body: unknown): string | undefined {
  const schema = document.webhooks[type]?.post.requestBody.content?.['application/json']?.schema;
  return schema ? violations(schema, body) : `no callback is called ${type}`;
}
