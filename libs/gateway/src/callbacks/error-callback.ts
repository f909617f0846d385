import type { ErrorCode } from '@trine/protocol';
import { ApiError, errorBody } from '../api/api-error.js';
import type { UnitOfWork } from '../store/unit-of-work.js';
import type { CallbackQueue } from './callback-queue.js';

/** Tells the back end of a failure that no call waits for (contract: callbacks.md section 7). One attempt. */
export function addErrorCallback(
  callbacks: CallbackQueue,
  work: UnitOfWork,
  about: { role: 'rp' | 'idp' | 'as' | 'proxy'; node_id: string; action: string; request_id?: string; error: ErrorCode | ApiError },
): void {
  const { role, node_id, action, request_id } = about;
  const error = errorBody(about.error instanceof ApiError ? about.error : new ApiError(about.error));
  callbacks.add(work, {
    target: { name: `${role}.error_url` },
    retry: 'once',
    node_id,
    ...(request_id !== undefined && { request_id }),
    body: { node_id, type: 'error', action, ...(request_id !== undefined && { request_id }), error },
  });
}
