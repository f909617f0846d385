import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SignedIn } from '../access/customers.js';
import { BankError } from '../errors.js';
import type { Events } from '../api.js';
import type { Service } from '../service.js';

const LOOK_MS = 2_000;
const BATCH = 100;

/**
 * Server-sent events of one customer. The id of an event tells how far both the bank's events and the notifications have been sent,
 * so `last-event-id` resumes without a gap. Each event carries the object as it is now, so some may be skipped by newer ones.
 */
export async function followEvents(request: FastifyRequest, reply: FastifyReply, { parts: { store, notices, logger }, ndid, enrolments, requests, customers, visitors }: Service, who: SignedIn): Promise<FastifyReply> {
  const [lastEvent, lastNotification] = String(request.headers['last-event-id'] ?? '').split('-');
  const newest = await store.one<{ id: number | null }>('select max(id) as id from event where customer_id = $1', [who.customerId]);
  let position = lastEvent && /^\d{1,15}$/.test(lastEvent) ? Math.min(Number(lastEvent), newest?.id ?? 0) : (newest?.id ?? 0);
  // Known from the beginning, so that who is cut off before the first notification misses none. Event ids of notifications are positions.
  const newestNotification = await store.one<{ last_position: number }>('select last_position from notification_recipient where recipient = $1', [who.customerId]);
  let notificationPosition = lastNotification || String(newestNotification?.last_position ?? 0);

  void reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  const send = (kind: keyof Events, data: unknown): void => void raw.write(`event: ${kind}\nid: ${position}-${notificationPosition}\ndata: ${JSON.stringify(data)}\n\n`);
  raw.write(': connected\n\n');

  const objectOf = async (kind: string, id: string): Promise<unknown> => {
    try {
      if (kind === 'ndid') return await ndid.status(who);
      return kind === 'enrolment' ? await enrolments.get(id, who) : await requests.get(id, who);
    } catch (error) {
      // Of the customer's other phone, or gone.
      if (error instanceof BankError && error.code === 'NOT_FOUND') return undefined;
      throw error;
    }
  };
  const { device, session } = visitors.tokens(request);
  let sending = Promise.resolve();
  const undo: (() => void)[] = [];
  const stop = (): void => {
    for (const each of undo.splice(0)) each();
    raw.end();
  };
  const sendNew = async (): Promise<void> => {
    const rows = await store.all<{ id: number; kind: keyof Events; object_id: string }>('select id, kind, object_id from event where customer_id = $1 and id > $2 order by id limit $3', [who.customerId, position, BATCH]);
    if (rows.length > 0 && !(await customers.signedIn(await customers.deviceOf(device), session))) return stop();
    for (const { id, kind, object_id } of rows) {
      position = id;
      // Only the latest of several changes of one object is worth sending.
      if (rows.some((later) => later.id > id && later.kind === kind && later.object_id === object_id)) continue;
      const object = await objectOf(kind, object_id);
      if (object) send(kind, object);
    }
    if (rows.length === BATCH) await sendNew();
  };
  const look = (customerId?: string): void => {
    if (customerId !== undefined && customerId !== who.customerId) return;
    sending = sending.then(sendNew).catch((error: unknown) => {
      logger.warn({ reason: (error as Error).message }, 'events could not be sent; the phone connects again');
      stop();
    });
  };
  undo.push(await notices.notifications.subscribe(who.customerId, notificationPosition, (notification, eventId) => {
    notificationPosition = eventId;
    send('notification', notification);
  }, stop));
  store.wake.on('event', look);
  undo.push(() => store.wake.off('event', look));
  const timer = setInterval(() => {
    raw.write(': still here\n\n');
    look();
  }, LOOK_MS);
  undo.push(() => clearInterval(timer));
  // Who has left while all this was looked up is told to nobody by an event any more.
  if (raw.destroyed || raw.writableEnded) stop();
  else raw.on('close', stop);
  look();
  return reply;
}
