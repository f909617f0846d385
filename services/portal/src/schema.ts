import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The portal's tables: what is looked up has a column of its own, the rest is in `doc`. */
export class Portal1 implements MigrationInterface {
  name = 'Portal1760000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table application (
        id uuid primary key,
        session_id text not null,
        key text not null,
        person text not null,
        version int not null,
        errand text,
        awaited_until timestamptz,
        created_at timestamptz not null,
        doc jsonb not null,
        unique (session_id, key)
      );
      create index application_session on application (session_id, created_at desc);
      create index application_person on application (person, created_at);
      create index application_errand on application (id) where errand is not null;
      create index application_awaited on application (awaited_until) where awaited_until is not null;
      create index application_left_behind on application (created_at) where doc->>'state' = 'UNAVAILABLE';
      create index application_created on application (created_at);
      create table consent (
        application_id uuid primary key references application on delete cascade,
        person text not null,
        text_version text not null,
        text jsonb not null,
        organisation jsonb not null,
        items jsonb not null,
        device text not null,
        at timestamptz not null
      );
    `);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('Migrations go forward only.'));
  }
}
