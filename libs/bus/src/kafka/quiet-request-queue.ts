import { createRequire } from 'node:module';

interface RequestQueue {
  pending: unknown[];
  throttledUntil: number;
  scheduleCheckPendingRequests(): void;
}

/**
 * kafkajs 2.2.4 wakes up every millisecond for each connection that was ever used, to look for requests that wait,
 * although there is nothing to look for unless requests wait or the broker throttles: measured 8 % of a core in every
 * idle process. (On Node 24 the same code causes the `TimeoutNegativeWarning`.) kafkajs is pinned, and has no releases
 * any more that could fix it.
 */
export function quietRequestQueue(): void {
  const { prototype } = createRequire(import.meta.url)('kafkajs/src/network/requestQueue/index.js') as { prototype: RequestQueue };
  const schedule = prototype.scheduleCheckPendingRequests;
  if (schedule.name === 'scheduleIfNeeded') return;
  prototype.scheduleCheckPendingRequests = function scheduleIfNeeded(this: RequestQueue) {
    if (this.pending.length > 0 || this.throttledUntil > Date.now()) schedule.call(this);
  };
}
