import type { AsDataKey, AsDataRecord, CallbackRecord, OutboxRecord, PrivateMessageRecord, Reference, RequestRecord } from './documents.js';

const referenceKey = (r: Pick<Reference, 'node_id' | 'family' | 'reference_id'>): string => JSON.stringify([r.node_id, r.family, r.reference_id]);
const requestKey = (r: Pick<RequestRecord, 'node_id' | 'request_id'>): string => JSON.stringify([r.node_id, r.request_id]);

const dataKey = (r: AsDataKey): string => JSON.stringify([r.node_id, r.request_id, r.service_id, r.as_id]);

/** A request's new state. `frozen` is how it is to be stored when it may change before it is. */
export interface RequestChange {
  key: { node_id: string; request_id: string };
  record: RequestRecord | null;
  withContent: boolean;
  frozen?: { doc: string; content: string | undefined };
}

/**
 * Everything that one piece of work changes, committed all or nothing. A later change of the same row replaces an earlier
 * one; `null` deletes. Effects run only when the changes are durable.
 */
export class UnitOfWork {
  readonly requests = new Map<string, RequestChange>();
  readonly references = new Map<string, { key: Pick<Reference, 'node_id' | 'family' | 'reference_id'>; record: Reference | null }>();
  readonly outbox = new Map<string, OutboxRecord | null>();
  readonly callbacks = new Map<string, CallbackRecord | null>();
  readonly settings = new Map<string, unknown>();
  readonly cursors = new Map<string, number>();
  readonly asData = new Map<string, AsDataRecord>();
  readonly readableAsData = new Map<string, AsDataKey>();
  readonly privateMessages = new Map<string, PrivateMessageRecord>();
  private readonly effects: (() => void)[] = [];
  private awaited = false;

  putRequest(record: RequestRecord, withContent = false): void {
    const key = requestKey(record);
    const earlier = this.requests.get(key);
    this.requests.set(key, { key: record, record, withContent: withContent || earlier?.withContent === true });
  }

  deleteRequest(record: Pick<RequestRecord, 'node_id' | 'request_id'>): void {
    this.requests.set(requestKey(record), { key: record, record: null, withContent: false });
  }

  putReference(reference: Reference): void {
    this.references.set(referenceKey(reference), { key: reference, record: reference });
  }

  deleteReference(reference: Pick<Reference, 'node_id' | 'family' | 'reference_id'>): void {
    this.references.set(referenceKey(reference), { key: reference, record: null });
  }

  putAsData(record: AsDataRecord): void {
    this.asData.set(dataKey(record), record);
  }

  /** The back end may read it from now on. */
  makeAsDataReadable(key: AsDataKey): void {
    this.readableAsData.set(dataKey(key), key);
  }

  /** Something that somebody waits for: a callback, a command, a letter. */
  afterCommit(effect: () => void): void {
    this.awaited = true;
    this.effects.push(effect);
  }

  /** Something that may as well happen a moment later. */
  onceStored(effect: () => void): void {
    this.effects.push(effect);
  }

  /** Whether anybody waits for it to be durable. */
  get isAwaited(): boolean {
    return this.awaited;
  }

  /** From here on the records may change without this piece of work changing with them. */
  freeze(): void {
    for (const change of this.requests.values()) {
      const { record, withContent } = change;
      if (record) change.frozen ??= { doc: JSON.stringify(record.doc), content: withContent ? JSON.stringify(record.content) : undefined };
    }
  }

  runEffects(): void {
    for (const effect of this.effects) effect();
  }

  get isEmpty(): boolean {
    return [this.requests, this.references, this.outbox, this.callbacks, this.settings, this.cursors, this.asData, this.readableAsData, this.privateMessages].every(
      (changes) => changes.size === 0,
    );
  }

  /** Takes over the changes of a later piece of work, for one commit of both. */
  merge(later: UnitOfWork): void {
    for (const [key, change] of later.requests) {
      const earlier = this.requests.get(key);
      const withContent = change.withContent || earlier?.withContent === true;
      const content = change.frozen?.content ?? earlier?.frozen?.content;
      this.requests.set(key, { ...change, withContent, ...(change.frozen && { frozen: { ...change.frozen, content } }) });
    }
    const maps: [Map<string, unknown>, Map<string, unknown>][] = [
      [this.references, later.references],
      [this.outbox, later.outbox],
      [this.callbacks, later.callbacks],
      [this.settings, later.settings],
      [this.cursors, later.cursors],
      [this.asData, later.asData],
      [this.readableAsData, later.readableAsData],
      [this.privateMessages, later.privateMessages],
    ];
    for (const [into, from] of maps) for (const [key, value] of from) into.set(key, value);
    this.effects.push(...later.effects);
    this.awaited ||= later.awaited;
  }
}
