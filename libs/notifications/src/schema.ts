import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Tables in the host service's database. `position` counts the notifications of one recipient: the row in `notification_recipient`
 * stays locked until the transaction that counts ends, so positions become visible in their order and none can appear later.
 */
class Notifications1 implements MigrationInterface {
  name = 'Notifications1760000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table notification_recipient (recipient text primary key, last_position bigint not null);
      create table notification (
        recipient text not null,
        id text not null,
        position bigint not null,
        kind text not null,
        texts json not null,
        link text,
        in_app boolean not null,
        secret boolean not null,
        created_at timestamptz not null,
        read_at timestamptz,
        primary key (recipient, id)
      );
      create unique index notification_position on notification (recipient, position);
      create index notification_unread on notification (recipient) where in_app and read_at is null;
      create index notification_created on notification (created_at);
      create index notification_secret on notification (created_at) where secret;

      -- One row per channel and, for push, per browser (target).
      create table notification_outbox (
        seq bigserial primary key,
        recipient text not null,
        notification_id text not null,
        position bigint not null,
        channel text not null,
        target bigint not null,
        lock_screen_safe boolean not null,
        deliver_until timestamptz not null,
        state text not null default 'WAITING',
        reason text,
        attempts int not null default 0,
        due_at timestamptz not null default now(),
        ended_at timestamptz,
        simulated boolean not null default false,
        foreign key (recipient, notification_id) references notification on delete cascade
      );
      create unique index notification_outbox_of on notification_outbox (recipient, notification_id, channel, target);
      create index notification_outbox_due on notification_outbox (due_at) where state = 'WAITING';
      create index notification_outbox_order on notification_outbox (recipient, channel, target, position) where state = 'WAITING';

      create table notification_push_subscription (
        endpoint text primary key,
        id bigserial unique,
        recipient text not null,
        keys json not null,
        renewed_at timestamptz not null default now()
      );
      create index notification_push_subscription_of on notification_push_subscription (recipient, renewed_at);
      create table notification_setting (key text primary key, value json not null);
    `);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('Migrations go forward only.'));
  }
}

/** To be put among the migrations of the host service. */
export const notificationMigrations: (new () => MigrationInterface)[] = [Notifications1];
