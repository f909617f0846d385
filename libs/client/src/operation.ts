import type { OPERATIONS } from './api-tables.js';
import type { operations } from './api-types.js';

/** A row of the generated table of operations. */
export interface OperationRow {
  id: string;
  method: 'GET' | 'POST';
  /** With `{name}` for each path parameter. */
  path: string;
  query?: readonly string[];
  /** Where the acting node's id goes; absent when there is none. */
  actingNode?: 'query' | 'body';
  /** Served at the root only. */
  unversioned?: true;
}

type Json<R> = R extends { content: { 'application/json': infer Body } } ? Body : undefined;
type Given<P> = [P] extends [never] ? unknown : P extends object ? P : unknown;
type BodyOf<Op> = Op extends { requestBody: infer B } ? Json<B> : Op extends { requestBody?: infer B } ? ([B] extends [never] ? unknown : Partial<Given<Json<Exclude<B, undefined>>>>) : unknown;
type PathOf<Op> = Op extends { parameters: { path: infer P } } ? Given<P> : unknown;
type QueryOf<Op> = Op extends { parameters: { query: infer Q } } ? Given<Q> : Op extends { parameters: { query?: infer Q } } ? Given<Exclude<Q, undefined>> : unknown;

/** Parameters of an operation, wherever they travel (path, query, body), by their names in the API v6. */
export type Input<Id extends keyof operations> = PathOf<operations[Id]> & QueryOf<operations[Id]> & BodyOf<operations[Id]>;

type Success<R> = { [Status in keyof R & (200 | 201 | 202 | 204)]: Json<R[Status]> }[keyof R & (200 | 201 | 202 | 204)];

/** What an operation resolves to: the body of the success reply, undefined when it has none. */
export type Output<Id extends keyof operations> = Success<operations[Id]['responses']>;

type Method<Id extends keyof operations> = Record<never, never> extends Input<Id> ? (input?: Input<Id>) => Promise<Output<Id>> : (input: Input<Id>) => Promise<Output<Id>>;

/** The methods of a role, e.g. `createRequest` of `rp`. */
export type Group<G extends keyof typeof OPERATIONS> = {
  readonly [M in keyof (typeof OPERATIONS)[G]]: (typeof OPERATIONS)[G][M] extends { id: infer Id extends keyof operations } ? Method<Id> : never;
};

/** Where each parameter of a call goes. `base` is the path of the gateway's URL. */
export function httpCall(row: OperationRow, input: Record<string, unknown>, { base = '', nodeId }: { base?: string; nodeId?: string } = {}): { path: string; body?: string } {
  const rest: Record<string, unknown> = { ...(nodeId !== undefined && row.actingNode && { node_id: nodeId }), ...input };
  const take = (name: string): unknown => {
    const value = rest[name];
    delete rest[name];
    return value;
  };
  const path = row.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = take(name);
    if (value === undefined || value === '') throw new TypeError(`${row.id} needs ${name}`);
    return encodeURIComponent(String(value as string));
  });
  const query = new URLSearchParams();
  for (const name of row.query ?? []) {
    const value = take(name);
    if (value !== undefined) query.set(name, String(value as string));
  }
  const search = query.size > 0 ? `?${query.toString()}` : '';
  return { path: `${base}${row.unversioned ? '' : '/v6'}${path}${search}`, ...(row.method === 'POST' && { body: JSON.stringify(rest) }) };
}
