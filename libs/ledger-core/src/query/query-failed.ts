/** A query that has no answer at all, as opposed to one that finds nothing. `reason` is the rule's code, for the log. */
export class QueryFailed extends Error {
  override readonly name = 'QueryFailed';
  constructor(readonly reason: number) {
    super(`query failed with ${String(reason)}`);
  }
}
