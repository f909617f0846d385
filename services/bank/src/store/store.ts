import { EventEmitter } from 'node:events';
import type { Database, Statement } from '@trine/database';
import type { Events } from '../api.js';

type Row = Record<string, unknown>;

/** Reads of the bank's database. */
export interface Reader {
  all<R = Row>(text: string, values?: unknown[]): Promise<R[]>;
  one<R = Row>(text: string, values?: unknown[]): Promise<R | undefined>;
}

/** A transaction; who listens is woken when it has committed. */
export interface Change extends Reader {
  query(statement: Statement): Promise<Row[]>;
  /** The customer's phone is told that an object changed. */
  emit(customerId: string, kind: keyof Events, objectId: string): Promise<void>;
  /** Work that must be done even if this process ends now. The same kind about the same thing is one job. */
  enqueue(kind: string, about: string): Promise<void>;
  life(requestId: string, kind: 'DECISION' | 'CALL', what: string, detail: Row, at: Date): Promise<void>;
  audit(what: string, customerId: string | undefined, detail: Row, at: Date): Promise<void>;
}

/** The bank's database as the journeys use it. */
export class Store implements Reader {
  /** `work`: there are jobs; `event`: a customer has news (customer id). */
  readonly wake = new EventEmitter().setMaxListeners(0);

  constructor(private readonly database: Database) {}

  all<R = Row>(text: string, values: unknown[] = []): Promise<R[]> {
    return this.database.query({ text, values }) as Promise<R[]>;
  }

  async one<R = Row>(text: string, values: unknown[] = []): Promise<R | undefined> {
    return (await this.all<R>(text, values))[0];
  }

  async within<T>(work: (change: Change) => Promise<T>): Promise<T> {
    const told = new Set<string>();
    let hasWork = false;
    const result = await this.database.within(async ({ query }) => {
      const all = async <R>(text: string, values: unknown[] = []): Promise<R[]> => (await query({ text, values })) as R[];
      return work({
        query,
        all,
        one: async <R>(text: string, values: unknown[] = []) => (await all<R>(text, values))[0],
        async emit(customerId, kind, objectId) {
          told.add(customerId);
          await all('insert into event (customer_id, kind, object_id) values ($1, $2, $3)', [customerId, kind, objectId]);
        },
        async enqueue(kind, about) {
          hasWork = true;
          await all('insert into job (id, kind, about) values ($1, $2, $3) on conflict do nothing', [`${kind}:${about}`, kind, about]);
        },
        async life(requestId, kind, what, detail, at) {
          await all('insert into life (request_id, kind, what, detail, at) values ($1, $2, $3, $4, $5)', [requestId, kind, what, JSON.stringify(detail), at]);
        },
        async audit(what, customerId, detail, at) {
          await all('insert into audit (at, what, customer_id, detail) values ($1, $2, $3, $4)', [at, what, customerId ?? null, JSON.stringify(detail)]);
        },
      });
    });
    if (hasWork) this.wake.emit('work');
    for (const customerId of told) this.wake.emit('event', customerId);
    return result;
  }
}
