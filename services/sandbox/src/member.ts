import type { Logger } from '@trine/telemetry';
import type { Callback } from './callbacks.js';
import type { Gateway } from './gateway.js';
import type { Timeline } from './timeline.js';

/** The back end of one member: it talks to its own gateway and to nobody else. */
export interface Member {
  readonly nodeId: string;
  /** Tells the gateway where callbacks go and offers what the member has. May be repeated at any time. */
  setUp(): Promise<void>;
  /**
   * Takes one callback and does what it asks for before it returns: a sandbox that is killed meanwhile gets the callback
   * again. Callbacks may repeat.
   *
   * @returns the body of a 200 reply, or undefined for 204
   */
  handle(callback: Callback): Promise<object | undefined>;
}

/** What each member is made of. */
export interface MemberParts {
  nodeId: string;
  gateway: Gateway;
  timeline: Timeline;
  logger: Logger;
  /** The member's callbacks go to this URL plus a last segment that says which. */
  callbackUrl: string;
}
