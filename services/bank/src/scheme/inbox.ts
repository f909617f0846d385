import { randomUUID } from 'node:crypto';
import { callbackHandler, type Callback, type CallbackListener } from '@trine/client';
import type { Parts } from '../parts.js';

/** A callback as it was kept. */
export interface KeptCallback {
  id: string;
  type: string;
  request_id: string | null;
  reference_id: string | null;
  /** Sealed. */
  body: Buffer;
}

/**
 * Takes every callback of the gateway: it is durable, sealed, before it is acknowledged, and taken up afterwards. A repeated one is
 * kept again and changes nothing.
 */
export function inbox({ store, vault, clock, config, logger }: Parts): CallbackListener {
  const keep = async (callback: Callback): Promise<void> => {
    const id = randomUUID();
    const { request_id, reference_id } = callback as { request_id?: string; reference_id?: string };
    await store.all('insert into callback (id, type, request_id, reference_id, body, received_at) values ($1, $2, $3, $4, $5, $6)', [
      id, callback.type, request_id ?? null, reference_id ?? null, vault.seal(`callback ${id}`, JSON.stringify(callback)), clock.now(),
    ]);
    store.wake.emit('work');
  };
  return callbackHandler({}, {
    ...(config.callbackSecret !== undefined && { secret: config.callbackSecret }),
    otherwise: keep,
    onError: ({ message }, callback) => logger.warn({ callback: callback?.type, reason: message }, callback ? 'a callback must be delivered again' : 'a callback was refused'),
  });
}

export const openCallback = ({ vault }: Pick<Parts, 'vault'>, { id, body }: KeptCallback): Callback => JSON.parse(vault.open(`callback ${id}`, body).toString('utf8')) as Callback;
