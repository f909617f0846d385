/**
 * Writes the generated half of the client from the API v6 document: its types, its table of operations and its table of callbacks.
 *
 * usage: npm run generate -w @trine/client [-- --check]
 *   --check   write nothing; exit code 1 when document and files differ
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import { parse } from 'yaml';

const HEAD = '/* Generated from libs/gateway/api/api-v6.yaml by `npm run generate -w @trine/client`. Do not edit. */\n\n';
const src = join(import.meta.dirname, '../src');
const text = readFileSync(join(import.meta.dirname, '../../gateway/api/api-v6.yaml'), 'utf8');
const document = parse(text);

/** Names of methods that differ from their operationId, which repeats the group. */
const METHOD_NAMES = { createIdpResponse: 'respond', createIdpErrorResponse: 'respondError' };
const GROUP_OF_TAG = { identity_request: 'identity' };
/** Key operations have no `type` and are answered with a signature or plain text: no news, so no callback of the handler. */
const KEY_OPERATIONS = ['sign', 'master_sign', 'decrypt'];

const resolved = (node) => (node.$ref ? resolved(node.$ref.slice(2).split('/').reduce((at, key) => at[key], document)) : node);
const bodySchema = ({ requestBody }) => (requestBody ? resolved(resolved(requestBody).content['application/json'].schema) : {});
const properties = (schema) => Object.assign({}, schema.properties, ...['anyOf', 'oneOf', 'allOf'].flatMap((kind) => schema[kind] ?? []).map((each) => properties(resolved(each))));

function operationTable() {
  const groups = {};
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of ['get', 'post']) {
      const operation = item[method];
      if (!operation) continue;
      const { operationId, tags: [tag] } = operation;
      const parameters = (operation.parameters ?? []).map(resolved);
      const placed = (place) => parameters.filter((each) => each.in === place).map(({ name }) => name);
      const body = properties(bodySchema(operation));
      const outside = [...placed('path'), ...placed('query')];
      const twice = outside.filter((name, index) => name in body || outside.indexOf(name) !== index);
      if (twice.length > 0) throw new Error(`${operationId} has ${twice.join(', ')} in more than one place`);
      const isActing = (node) => node?.description?.startsWith('Acting node') ?? false;
      const acting = isActing(parameters.find(({ name }) => name === 'node_id')) ? 'query' : isActing(body.node_id) ? 'body' : undefined;
      (groups[GROUP_OF_TAG[tag] ?? tag] ??= {})[methodName(operationId, tag)] = {
        id: operationId, method: method.toUpperCase(), path,
        ...(placed('query').length > 0 && { query: placed('query') }),
        ...(acting && { actingNode: acting }),
        // Served at the root only, without the version.
        ...(item.servers?.[0]?.url === '/' && { unversioned: true }),
      };
    }
  }
  return groups;
}

function methodName(operationId, tag) {
  if (METHOD_NAMES[operationId]) return METHOD_NAMES[operationId];
  if (operationId.endsWith('Callback')) return operationId.replace(new RegExp(tag, 'i'), '');
  return operationId.replaceAll(/_([a-z])/g, (_, letter) => letter.toUpperCase());
}

/** Of each member its JSON types; `?` marks an optional one. */
function callbackTable() {
  const typesOf = (schema) => {
    const { type, const: constant, enum: values } = resolved(schema);
    return [type ?? typeof (constant ?? values?.[0])].flat().join('|');
  };
  return Object.fromEntries(Object.entries(document.webhooks).filter(([name]) => !KEY_OPERATIONS.includes(name)).map(([name, { post }]) => {
    const schema = bodySchema(post);
    return [name, Object.fromEntries(Object.entries(schema.properties).map(([field, its]) => [field, typesOf(its) + (schema.required.includes(field) ? '' : '?')]))];
  }));
}

const literal = (value) => JSON.stringify(value, null, 2).replaceAll(/"([a-zA-Z_]\w*)":/g, '$1:').replaceAll('"', "'");
const lines = (table) => `{\n${Object.entries(table).map(([name, value]) => `  ${name}: ${literal(value).replaceAll(/\s+/g, ' ')},\n`).join('')}}`;

const files = {
  'api-types.ts': HEAD + astToString(await openapiTS(text)),
  'api-tables.ts': `${HEAD}/** Every operation of the API v6 by role and method name. */\nexport const OPERATIONS = {\n${Object.entries(operationTable()).map(([group, table]) => `  ${group}: ${lines(table).replaceAll('\n', '\n  ')},\n`).join('')}} as const;\n\n`
    + `/** Every callback by \`type\`: JSON types of its members, \`?\` for an optional one. */\nexport const CALLBACK_MEMBERS = ${lines(callbackTable())} as const;\n`,
};
const stale = Object.entries(files).filter(([name, content]) => {
  try {
    return readFileSync(join(src, name), 'utf8') !== content;
  } catch {
    return true;
  }
});
if (!process.argv.includes('--check')) for (const [name, content] of stale) writeFileSync(join(src, name), content);
else if (stale.length > 0) {
  console.error(`not what the API document says: ${stale.map(([name]) => name).join(', ')}. Run: npm run generate -w @trine/client`);
  process.exitCode = 1;
}
