import type { ErrorCode } from '../api.js';
import type { AnswerErrorReason } from '../config.js';
import type { Parts } from '../parts.js';
import type { Change } from '../store/store.js';

/** What the bank tells the scheme about a request; sent by the job `ANSWER` until the gateway has taken it. */
export type Answer =
  | { kind: 'ACCEPT' | 'REJECT'; accessor_id: string; public_key: string; signature: string; signed: string; not_me?: boolean }
  | { kind: 'ERROR'; error_code: number };

/**
 * Answers a request with an error code of the scheme (KB-91). The organisation learns the code only.
 *
 * @param shown why, as the customer sees it
 */
export async function errorAnswer(change: Change, parts: Pick<Parts, 'clock' | 'config'>, requestId: string, reason: AnswerErrorReason, shown: ErrorCode, step: 'FAILED' | 'REJECTED' = 'FAILED'): Promise<void> {
  const answer: Answer = { kind: 'ERROR', error_code: parts.config.bank.scheme.error_codes[reason] };
  const now = parts.clock.now();
  const [row] = await change.all<{ customer_id: string | null }>('update request set step = $4, error_code = $2, answer = $3, answered_at = $5, challenge = null where id = $1 returning customer_id', [
    requestId, step === 'REJECTED' ? null : shown, JSON.stringify(answer), step, now,
  ]);
  await change.life(requestId, 'DECISION', `error answer ${answer.error_code}`, { reason }, now);
  await change.enqueue('ANSWER', requestId);
  if (row?.customer_id) await change.emit(row.customer_id, 'request', requestId);
}
