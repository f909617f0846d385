import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import type { GatewayRole } from '../config.js';

/** One operation of the API document, ready to be served. */
export interface ApiOperation {
  operationId: string;
  method: string;
  /** Fastify form, without version prefix, e.g. `/rp/requests/:namespace/:identifier`. */
  path: string;
  /** False for operations that exist only without the version prefix. */
  versioned: boolean;
  roles: (GatewayRole | 'any')[];
  successStatus: number;
  /** Names of the query parameters; others are ignored (contract: openapi, info). */
  queryParameters: string[];
  /** Whether 20002 is among its codes; where it isn't, the operation itself says what it makes of the query. */
  checksQuery: boolean;
  /** Acts for a node that a proxy must be told (20057). */
  actsForNode: boolean;
  /** Violations of the query string (20002) and the body (20003); undefined when fine. */
  queryFaults(query: unknown): unknown[] | undefined;
  bodyFaults(body: unknown): unknown[] | undefined;
}

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema?: object;
  $ref?: string;
}

interface OperationObject {
  operationId: string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<string, unknown>;
  'x-roles'?: (GatewayRole | 'any')[];
  'x-error-codes'?: number[];
}

type PathItem = Partial<Record<(typeof METHODS)[number], OperationObject>> & { servers?: { url: string }[] };

interface Document {
  paths: Record<string, PathItem>;
  components: { parameters: Record<string, Parameter> };
}

const METHODS = ['get', 'post'] as const;
const DOCUMENT_ID = 'api-v6';

const documentText = readFileSync(new URL('../../api/api-v6.yaml', import.meta.url), 'utf8');

/** The OpenAPI 3.1 document of the API v6, as it is served. */
export const apiDocument = parse(documentText) as Document;

/** Every operation of the document with compiled validators: the one source of routes, checks and documentation. */
export function apiOperations(): ApiOperation[] {
  const ajv = new Ajv2020({ allErrors: true, strict: false, coerceTypes: false });
  addFormats.default(ajv);
  refuseUrlsOfNowhere(ajv);
  ajv.addSchema(apiDocument, DOCUMENT_ID);
  const compile = (schema: object): ((value: unknown) => unknown[] | undefined) => {
    const validate = ajv.compile(resolveLocally(schema));
    return (value) => (validate(value) ? undefined : validate.errors?.map(({ instancePath, schemaPath, keyword, params, message }) => ({ instancePath, schemaPath, keyword, params, message })));
  };
  const none = (): undefined => undefined;

  return Object.entries(apiDocument.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method): ApiOperation[] => {
        const operation = item[method];
        if (!operation) return [];
        const query = (operation.parameters ?? []).map(resolveParameter).filter((parameter) => parameter.in === 'query');
        const body = operation.requestBody?.content['application/json']?.schema;
        const checksQuery = operation['x-error-codes']?.includes(20002) === true;
        return [
          {
          operationId: operation.operationId,
          method: method.toUpperCase(),
          path: path.replaceAll(/\{(\w+)\}/g, ':$1'),
          versioned: !item.servers,
          roles: operation['x-roles'] ?? ['any'],
          successStatus: Number(Object.keys(operation.responses).find((status) => status.startsWith('2') || status === '501')),
          queryParameters: query.map(({ name }) => name),
          checksQuery,
          actsForNode: operation['x-error-codes']?.includes(20057) === true,
          queryFaults: checksQuery ? compile(querySchema(query)) : none,
          bodyFaults: body ? compile(body) : none,
          },
        ];
      }),
  );
}

/** The usual format `uri` takes `http://` and `http://a:99999/`, which are no absolute URLs: nobody could ever be called there. */
function refuseUrlsOfNowhere(ajv: Ajv2020): void {
  const isUri = ajv.formats['uri'] as (text: string) => boolean;
  ajv.addFormat('uri', (text) => isUri(text) && URL.canParse(text));
}

function resolveParameter(parameter: Parameter): Parameter {
  const name = parameter.$ref?.split('/').at(-1);
  return name === undefined ? parameter : (apiDocument.components.parameters[name] as Parameter);
}

/** `node_id` of a query is checked by the acting-node rule, not here: servers that are no proxy ignore it. */
const querySchema = (parameters: Parameter[]): object => ({
  type: 'object',
  properties: Object.fromEntries(parameters.map((p) => [p.name, p.schema ?? {}])),
  required: parameters.filter((p) => p.required).map((p) => p.name),
});

/** References inside one schema point into the whole document. */
const resolveLocally = (schema: object): object => JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', `"${DOCUMENT_ID}#/components/`)) as object;
