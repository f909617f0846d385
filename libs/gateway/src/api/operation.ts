/** One call of the API v6, parsed and validated against its description. */
export interface Call<Body = Record<string, unknown>> {
  /** The acting node. */
  nodeId: string;
  params: Record<string, string>;
  query: Record<string, string | undefined>;
  body: Body;
}

/** Answer of an operation other than its description's success status. */
export class Answer {
  constructor(
    readonly status: number,
    readonly body?: unknown,
    readonly contentType?: string,
  ) {}
}

/** 404 with an empty body: the target does not exist. */
export const notFound = (): Answer => new Answer(404);

export type OperationHandler = (call: Call<never>) => Promise<unknown>;

const operations = Symbol('operations');
type Described = Record<typeof operations, Map<string, string> | undefined>;

/**
 * Marks a provider's method as the implementation of an operation of the API document. The method gets a {@link Call} and
 * returns the body of the success answer (undefined: empty), or an {@link Answer}; it throws ApiError to refuse.
 */
export function Operation(operationId: string) {
  return (prototype: object, method: string): void => {
    const described = prototype as Described;
    if (!Object.hasOwn(described, operations)) described[operations] = new Map();
    described[operations]?.set(operationId, method);
  };
}

/** The operations that a provider implements, bound to it. */
export function operationsOf(provider: object): Map<string, OperationHandler> {
  const methods = (provider as Described)[operations] ?? new Map<string, string>();
  return new Map([...methods].map(([id, method]) => [id, ((call) => (provider as Record<string, OperationHandler>)[method]?.(call)) as OperationHandler]));
}
