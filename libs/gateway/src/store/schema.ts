import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A gateway's own tables. Documents that only the gateway reads, by key, are `json`: cheaper to write than `jsonb`.
 */
export class Gateway1 implements MigrationInterface {
  name = 'Gateway1750000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table setting (key text primary key, value json not null);
      create table cursor (name text primary key, value bigint not null);
      create table request (
        node_id text not null,
        request_id text not null,
        created_at timestamptz not null default now(),
        content json,
        doc json not null,
        primary key (node_id, request_id)
      );
      create table reference (
        node_id text not null,
        family text not null,
        reference_id text not null,
        doc json not null,
        primary key (node_id, family, reference_id)
      );
      create table outbox (id text primary key, kind text not null, doc json not null);
      create table callback (id text primary key, created_at bigint not null, doc json not null);
      create table as_data (
        node_id text not null,
        request_id text not null,
        service_id text not null,
        as_id text not null,
        readable boolean not null default false,
        doc json not null,
        primary key (node_id, request_id, service_id, as_id)
      );
      create table private_message (
        id text not null,
        node_id text not null,
        request_id text not null,
        type text not null,
        direction text not null,
        seq bigserial,
        doc json not null,
        primary key (id, direction)
      );
      create index private_message_request on private_message (node_id, request_id, type, direction, seq);
    `);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('Migrations go forward only.'));
  }
}
