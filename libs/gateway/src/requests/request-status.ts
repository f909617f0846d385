import { requestStatus, type RequestDetail } from '@trine/protocol';
import type { CallbackQueue } from '../callbacks/callback-queue.js';
import type { CallbackTarget } from '../store/documents.js';
import type { UnitOfWork } from '../store/unit-of-work.js';

/** Tells a back end of one change of a request (contract: callbacks.md, `request_status`). */
export function addRequestStatus(
  callbacks: CallbackQueue,
  work: UnitOfWork,
  target: CallbackTarget,
  nodeId: string,
  detail: RequestDetail,
  height: string,
): void {
  const { creation_block_height: _height, purpose: _purpose, ...told } = detail;
  callbacks.add(work, {
    target,
    retry: 'window',
    node_id: nodeId,
    request_id: detail.request_id,
    body: { node_id: nodeId, type: 'request_status', ...told, status: requestStatus(detail), block_height: height },
  });
}
