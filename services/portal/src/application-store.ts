import { hasEnded, type StoredApplication } from './application.js';
import type { Database } from '@trine/database';
import type { Item, Text } from './api.js';

/** What somebody agreed to (GN-12). */
export interface ConsentRecord {
  person: string;
  textVersion: string;
  text: Text;
  organisation: Text;
  items: Item[];
  device: string;
  at: string;
}

interface Row { doc: StoredApplication }

/** The portal's applications. Whoever changes one names the version that was read, so that no change is lost. */
export class ApplicationStore {
  constructor(private readonly database: Database) {}

  /** With its consent, in one transaction; false when the session already has one with this key. */
  async add(application: StoredApplication, sessionId: string, key: string, consent: ConsentRecord): Promise<boolean> {
    const [inserted] = await this.database.transaction([
      {
        text: `insert into application (id, session_id, key, person, version, errand, awaited_until, created_at, doc)
          values ($1, $2, $3, $4, $5, $6, null, $7, $8) on conflict (session_id, key) do nothing`,
        values: [application.id, sessionId, key, consent.person, application.version, application.errand ?? null, application.createdAt, JSON.stringify(application)],
      },
      {
        text: `insert into consent (application_id, person, text_version, text, organisation, items, device, at)
          select $1, $2, $3, $4, $5, $6, $7, $8 where exists (select from application where id = $1)`,
        values: [application.id, consent.person, consent.textVersion, JSON.stringify(consent.text), JSON.stringify(consent.organisation), JSON.stringify(consent.items), consent.device, consent.at],
      },
    ]);
    return inserted?.rowCount === 1;
  }

  async read(id: string): Promise<StoredApplication | undefined> {
    return (await this.database.query<Row>({ text: 'select doc from application where id = $1', values: [id] }))[0]?.doc;
  }

  /** The application of this session; another session's is as good as none. */
  async readFor(sessionId: string, id: string): Promise<StoredApplication | undefined> {
    return (await this.database.query<Row>({ text: 'select doc from application where id = $1 and session_id = $2', values: [id, sessionId] }))[0]?.doc;
  }

  async readByKey(sessionId: string, key: string): Promise<StoredApplication | undefined> {
    return (await this.database.query<Row>({ text: 'select doc from application where session_id = $1 and key = $2', values: [sessionId, key] }))[0]?.doc;
  }

  async newest(sessionId: string): Promise<StoredApplication | undefined> {
    return (await this.database.query<Row>({ text: 'select doc from application where session_id = $1 order by created_at desc limit 1', values: [sessionId] }))[0]?.doc;
  }

  /** How many were begun about this person since then. */
  async countAbout(person: string, since: Date): Promise<number> {
    return (await this.database.query<{ n: number }>({ text: 'select count(*) as n from application where person = $1 and created_at > $2', values: [person, since] }))[0]!.n;
  }

  /** False when somebody else changed it since it was read. */
  async save(application: StoredApplication): Promise<boolean> {
    const awaitedUntil = hasEnded(application) ? null : (application.expiresAt ?? null);
    const [updated] = await this.database.transaction([{
      text: 'update application set version = $2, errand = $3, awaited_until = $4, doc = $5 where id = $1 and version = $2 - 1',
      values: [application.id, application.version, application.errand ?? null, awaitedUntil, JSON.stringify(application)],
    }]);
    return updated?.rowCount === 1;
  }

  async withErrands(): Promise<string[]> {
    return (await this.database.query<{ id: string }>({ text: 'select id from application where errand is not null', values: [] })).map(({ id }) => id);
  }

  /** Open ones whose time was over before then. */
  async overdue(before: Date): Promise<string[]> {
    return (await this.database.query<{ id: string }>({ text: 'select id from application where awaited_until < $1', values: [before] })).map(({ id }) => id);
  }

  /** Begun before then and never sent. */
  async leftBehind(before: Date): Promise<string[]> {
    return (await this.database.query<{ id: string }>({ text: `select id from application where doc->>'state' = 'UNAVAILABLE' and created_at < $1`, values: [before] })).map(({ id }) => id);
  }

  async removeOlder(before: Date): Promise<number> {
    const [removed] = await this.database.transaction([{ text: 'delete from application where created_at < $1 and errand is null', values: [before] }]);
    return removed?.rowCount ?? 0;
  }
}
