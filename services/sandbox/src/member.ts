import { callbackHandler, type CallbackHandlers, type CallbackListener, type TrineClient } from '@trine/client';
import type { Logger } from '@trine/telemetry';
import type { Timeline } from './timeline.js';

/** The back end of one member: it talks to its own gateway and to nobody else. */
export interface Member {
  readonly nodeId: string;
  /**
   * Takes the member's callbacks. Each is done with before it is acknowledged: a sandbox that is killed meanwhile gets it
   * again. Callbacks may repeat.
   */
  readonly callbacks: CallbackListener;
  /** Tells the gateway where callbacks go and offers what the member has. May be repeated at any time. */
  setUp(): Promise<void>;
}

/** What each member is made of. */
export interface MemberParts {
  nodeId: string;
  gateway: TrineClient;
  timeline: Timeline;
  logger: Logger;
  /** The member's callbacks go to this URL plus a last segment that says which. */
  callbackUrl: string;
}

/** A member's callbacks, with what every member does about a reported error. */
export const memberCallbacks = ({ nodeId, timeline, logger }: MemberParts, handlers: CallbackHandlers): CallbackListener =>
  callbackHandler({
    error: ({ error: { code }, action, request_id }) => {
      logger.warn({ node: nodeId, code, action }, 'the gateway reports an error');
      if (request_id) timeline.add(request_id, nodeId, `error ${code}`);
    },
    ...handlers,
  }, { onError: ({ message }, callback) => logger.warn({ node: nodeId, callback: callback?.type, reason: message }, callback ? 'a callback must be delivered again' : 'a callback was refused') });

/** How the timeline names the outcome of a call. */
export const resultText = ({ type, success, error }: { type: string; success: boolean; error?: { code: number } }): string => `${type} ${success ? 'ok' : String(error?.code)}`;
