import type { ErrorCode, RequestStep } from '../api.js';
import { BankError } from '../errors.js';
import type { Answer } from './answers.js';
import { COMPARISON_MS_MAX, type KeptChallenge } from './pictures.js';

/** What a person sees of a request; taken from the callback once. */
export interface RequestDisplay {
  organisation: { th: string; en: string };
  service: { th: string; en: string };
  items: { name: { th: string; en: string }; source: { th: string; en: string } }[];
  /** Never shown to the person: answered by the bank at once. */
  hidden?: boolean;
}

export interface RequestRow {
  id: string;
  customer_id: string | null;
  requester_node_id: string;
  step: RequestStep;
  error_code: ErrorCode | null;
  /** The callback, sealed. */
  content: Buffer;
  display: RequestDisplay;
  attempts: number;
  /** Whose PIN opened the request, and when: a later step needs the same device, in time. */
  approval: { device_id: string; at: string } | null;
  challenge: KeptChallenge | null;
  comparing_since: Date | null;
  answer: Answer | null;
  asked_at: Date;
  expires_at: Date;
  /** Closed or timed out on the scheme. */
  over: boolean;
  answered_at: Date | null;
}

/** The person has still to do something. */
export const OPEN_STEPS: readonly RequestStep[] = ['REGISTRATION_NEEDED', 'DETAIL', 'PHOTO_TERMS', 'PHOTO', 'COMPARING', 'CONSENT'];
const APPROVED_STEPS: readonly RequestStep[] = ['PHOTO_TERMS', 'PHOTO', 'COMPARING', 'CONSENT'];

/**
 * Where a request stands for the person at one device: expired when its time is over (KB-53), back at the beginning when PIN and
 * picture were given on another device, or too long ago.
 */
export function stepOf(row: Pick<RequestRow, 'step' | 'over' | 'expires_at' | 'approval' | 'comparing_since'>, at: { deviceId: string; realNow: Date; approvalMinutes: number }): RequestStep {
  if (!OPEN_STEPS.includes(row.step)) return row.step;
  if (row.over || row.expires_at <= at.realNow) return 'EXPIRED';
  if (!APPROVED_STEPS.includes(row.step)) return row.step;
  const { approval } = row;
  const stale = !approval || approval.device_id !== at.deviceId || at.realNow.getTime() - Date.parse(approval.at) > at.approvalMinutes * 60_000;
  if (row.step === 'COMPARING') {
    const cutOff = at.realNow.getTime() - (row.comparing_since?.getTime() ?? 0) > COMPARISON_MS_MAX;
    return cutOff ? (stale ? 'DETAIL' : 'PHOTO') : 'COMPARING';
  }
  return stale ? 'DETAIL' : row.step;
}

/** @throws BankError when a step is asked for that is not the next one (KB-46 to KB-51) */
export function checkStep(actual: RequestStep, wanted: readonly RequestStep[]): void {
  if (wanted.includes(actual)) return;
  throw new BankError(['EXPIRED', 'SENT', 'SENDING', 'REJECTED', 'FAILED'].includes(actual) ? 'KB_REQUEST_EXPIRED' : 'KB_STEP_OUT_OF_ORDER');
}
