import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The bank's tables. The first group is what seeded adapters hold in place of the bank's own systems; the rest is the IdP's own and
 * refers to none of it, so that the adapters can be replaced.
 * Instants are the bank's clock, but for a request's, which are the scheme's.
 */
export class Bank1 implements MigrationInterface {
  name = 'Bank1795000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table person (
        customer_id text primary key,
        key text not null unique,
        citizen_id text not null unique,
        name jsonb not null,
        birth_date text not null,
        nationality text not null,
        products text[] not null,
        note jsonb not null,
        pin_hash text,
        sandbox_pin text
      );
      create table phone (
        phone text primary key,
        customer_id text not null references person on delete cascade,
        kplus boolean not null
      );
      create index on phone (customer_id);
      create table sanction_entry (list text not null, citizen_id text not null, primary key (list, citizen_id));
      create table identity_record (
        customer_id text primary key references person on delete cascade,
        card_status text not null,
        chip_read_at timestamptz,
        reference_picture bytea
      );
      create table visit (
        id uuid primary key,
        customer_id text not null references person on delete cascade,
        point text not null,
        point_id text not null,
        officer text not null,
        card_status text not null,
        at timestamptz not null
      );
      create table adapter (name text primary key, mode text not null, reason text);
      create table message (id uuid primary key, channel text not null, recipient text not null, text text not null, at timestamptz not null);
      create table setting (key text primary key, value jsonb not null);

      create table otp (
        ref text primary key,
        phone text not null,
        code_hash text not null,
        created_at timestamptz not null,
        expires_at timestamptz not null,
        attempts int not null default 0,
        used boolean not null default false
      );
      create index on otp (phone, created_at);
      create table device (
        id uuid primary key,
        token_hash text not null unique,
        phone text not null,
        language text not null,
        bound_at timestamptz not null,
        revoked boolean not null default false
      );
      create unique index one_device on device (phone) where not revoked;
      create table session (
        token_hash text primary key,
        device_id uuid not null references device on delete cascade,
        expires_at timestamptz not null
      );
      create table pin_state (customer_id text primary key, wrong int not null default 0, locked_until timestamptz);
      create table passkey (
        id text primary key,
        customer_id text not null,
        public_key bytea not null,
        counter bigint not null,
        transports text[] not null,
        created_at timestamptz not null,
        last_used_at timestamptz
      );
      create table passkey_challenge (
        device_id uuid not null references device on delete cascade,
        purpose text not null,
        challenge text not null,
        expires_at timestamptz not null,
        primary key (device_id, purpose)
      );

      create table registration (
        customer_id text primary key,
        phone text not null,
        state text not null,
        reference_id text not null unique,
        accessor_id text not null,
        public_key text not null,
        private_key bytea not null,
        reference_group_code text,
        silent boolean not null default false,
        created_at timestamptz not null,
        registered_at timestamptz,
        cancel_reference_id text,
        cancel_failed boolean not null default false
      );
      create unique index on registration (reference_group_code);
      create table enrolment (
        id uuid primary key,
        customer_id text not null,
        phone text not null,
        step text not null,
        error_code text,
        attempts int not null default 0,
        challenge jsonb,
        comparing_since timestamptz,
        started_at timestamptz not null,
        expires_at timestamptz not null
      );
      create unique index one_enrolment on enrolment (phone) where step in ('TERMS', 'PHOTO_TERMS', 'SELFIE', 'COMPARING', 'REGISTERING');
      create table consent_record (
        id uuid primary key,
        customer_id text not null,
        kind text not null,
        version text not null,
        device_id uuid,
        organisation text,
        items jsonb not null,
        at timestamptz not null
      );
      create table request (
        id text primary key,
        customer_id text,
        requester_node_id text not null,
        step text not null,
        error_code text,
        content bytea not null,
        display jsonb not null,
        attempts int not null default 0,
        approval jsonb,
        challenge jsonb,
        comparing_since timestamptz,
        answer jsonb,
        asked_at timestamptz not null,
        expires_at timestamptz not null,
        over boolean not null default false,
        answered_at timestamptz
      );
      create index on request (customer_id, asked_at);
      create index on request (requester_node_id, customer_id, asked_at);

      create table callback (
        id uuid primary key,
        type text not null,
        request_id text,
        reference_id text,
        body bytea not null,
        received_at timestamptz not null,
        taken_up int not null default 0,
        due_at timestamptz not null default now(),
        processed boolean not null default false
      );
      create index on callback (due_at) where not processed;
      create index on callback (request_id);
      create table job (
        id text primary key,
        kind text not null,
        about text not null,
        state jsonb not null default '{}',
        attempts int not null default 0,
        due_at timestamptz not null default now(),
        done boolean not null default false
      );
      create index on job (due_at) where not done;
      create table life (id bigint generated always as identity primary key, request_id text not null, kind text not null, what text not null, detail jsonb not null, at timestamptz not null);
      create index on life (request_id, id);
      create table event (id bigint generated always as identity primary key, customer_id text not null, kind text not null, object_id text not null, at timestamptz not null default now());
      create index on event (customer_id, id);
      create table audit (id bigint generated always as identity primary key, at timestamptz not null, what text not null, customer_id text, detail jsonb not null);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
