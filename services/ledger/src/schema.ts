import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The ledger's tables. `registry` holds the small kinds (read into memory at start), the others are read by key.
 * `command` is the log: what members signed, in order, with its fate.
 */
export class Ledger1 implements MigrationInterface {
  name = 'Ledger1750000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table chain (
        chain_id text primary key,
        height bigint not null,
        log_size bigint not null,
        log_edge bytea[] not null,
        commands_position bigint not null,
        at bigint not null
      );
      create table block (
        height bigint primary key,
        at bigint not null,
        log_size bigint not null,
        checkpoint text not null
      );
      create table command (
        node_id text not null,
        command_id text not null,
        height bigint not null,
        leaf_index bigint,
        type text not null,
        code integer not null,
        jws text not null,
        primary key (node_id, command_id)
      );
      create index command_leaf on command (leaf_index) where leaf_index is not null;
      create table registry (
        seq bigserial,
        kind text not null,
        key text not null,
        doc jsonb not null,
        primary key (kind, key)
      );
      create table request (
        key text primary key,
        doc jsonb not null,
        expires_at bigint generated always as (
          case when (doc->>'closed')::boolean or (doc->>'timed_out')::boolean then null else (doc->>'expires_at')::bigint end) stored
      );
      create index request_expiry on request (expires_at) where expires_at is not null;
      create table message (key text primary key, doc jsonb not null);
      create table reference_group (key text primary key, doc jsonb not null);
      create table identity (key text primary key, doc jsonb not null);
      create table accessor (key text primary key, doc jsonb not null);
      create table recipient (node_id text primary key, seq bigint not null);
      create table event (
        node_id text not null,
        seq bigint not null,
        body text not null,
        primary key (node_id, seq)
      );
    `);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('Migrations go forward only.'));
  }
}
