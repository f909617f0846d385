import type { ApplicationState, Bank, EndCode } from './api.js';

/** What the portal still has to do about an application; kept with it, so that a restart goes on. */
export type Errand =
  /** Create the request at the gateway. */
  | 'ask'
  /** Read the data, check the sources' signatures, keep them. */
  | 'fetch'
  /** Close the request, so that nobody answers any more. */
  | 'close'
  /** Remove data and private messages from the gateway. */
  | 'tidy';

/** One application of one person, as it is stored. */
export interface StoredApplication {
  id: string;
  version: number;
  state: ApplicationState;
  errand?: Errand;
  product: string;
  items: string[];
  reference: string;
  bank: Bank;
  onTheFly: boolean;
  message: string;
  /** The citizen number, sealed; gone when it is not needed any more. */
  sealedCitizenId?: string;
  /** When a call that creates the request may have reached the gateway: its reference is looked up before the next one. */
  calledAt?: string;
  askedSince: string;
  requestId?: string;
  /** Of the newest status that was taken in. */
  height: number;
  createdAt: string;
  expiresAt?: string;
  endedAt?: string;
  history: { state: ApplicationState; at: string }[];
  end?: { code: EndCode; bankError?: number };
  levels?: { ial: number; aal: number };
  sealedData?: string;
}

/** What the portal reads of a `request_status`, or of the request itself. */
export interface StatusUpdate {
  request_id: string;
  /** Seconds. */
  request_timeout: number;
  status: string;
  closed: boolean;
  timed_out: boolean;
  /** `<chain id>:<height>`; absent when the request was read, which is only taken in when it has ended. */
  block_height?: string;
  response_list: { error_code?: number; ial?: number; aal?: number; valid_ial?: boolean | null; valid_signature?: boolean | null }[];
  data_request_list: { response_list: { error_code?: number }[] }[];
}

const ENDS: readonly ApplicationState[] = ['COMPLETED', 'REJECTED', 'ERRORED', 'TIMED_OUT', 'NO_BANK', 'CANCELLED'];
export const hasEnded = ({ state }: Pick<StoredApplication, 'state'>): boolean => ENDS.includes(state);
/** Nothing says yet that the request exists. */
const isUnasked = ({ state }: StoredApplication): boolean => state === 'ASKING' || state === 'UNAVAILABLE';
export const canBeCancelled = (it: StoredApplication): boolean => isUnasked(it) || it.state === 'PENDING' || it.state === 'CONFIRMED';

type Change = Partial<Pick<StoredApplication, 'errand' | 'end' | 'levels' | 'height' | 'requestId' | 'expiresAt' | 'sealedCitizenId' | 'sealedData' | 'calledAt' | 'askedSince'>>;

function moved(it: StoredApplication, state: ApplicationState, at: string, change: Change): StoredApplication {
  const next: StoredApplication = { ...it, ...change, state, history: it.state === state ? it.history : [...it.history, { state, at }] };
  if (!hasEnded(next)) return next;
  return { ...next, endedAt: it.endedAt ?? at, sealedCitizenId: undefined };
}

const ended = (it: StoredApplication, state: ApplicationState, at: string, end: StoredApplication['end'], errand: Errand | undefined, change: Change = {}): StoredApplication =>
  moved(it, state, at, { ...change, end, errand });

/** The gateway has accepted the request. Whoever has cancelled meanwhile gets it closed. */
export function accepted(it: StoredApplication, requestId: string, at: string, expiresAt: string): StoredApplication {
  if (it.requestId === requestId) return it;
  if (!isUnasked(it)) return { ...it, requestId, ...(hasEnded(it) && { errand: 'close' }) };
  return moved(it, 'PENDING', at, { requestId, expiresAt, errand: undefined, end: undefined });
}

/** Codes that say that the chosen bank can't answer for this person at the level that is needed (KB-90). */
const NO_BANK_CODES: readonly number[] = [20004, 20005, 20006, 20016, 20058, 20079, 25074];

/** The gateway refused to create the request: for good when no bank fits, else it may be tried again later. */
export function refused(it: StoredApplication, code: number, at: string): StoredApplication {
  if (hasEnded(it)) return { ...it, errand: undefined };
  if (NO_BANK_CODES.includes(code)) return ended(it, 'NO_BANK', at, { code: 'NO_BANK' }, undefined, { requestId: undefined, expiresAt: undefined });
  return unavailable({ ...it, requestId: undefined, expiresAt: undefined, calledAt: undefined }, at);
}

/** The request could not be sent for now (GN-11). */
export const unavailable = (it: StoredApplication, at: string): StoredApplication =>
  moved(it, 'UNAVAILABLE', at, { end: { code: 'SYSTEM_UNAVAILABLE' }, errand: undefined });

/** `calledAt` stays: what may have reached the gateway is found there by its reference. */
export const retried = (it: StoredApplication, at: string): StoredApplication =>
  it.state === 'UNAVAILABLE' ? moved(it, 'ASKING', at, { end: undefined, errand: 'ask', askedSince: at }) : it;

/** Whoever cancels wants no data any more, whatever comes later. */
export const cancelled = (it: StoredApplication, at: string): StoredApplication =>
  canBeCancelled(it) ? ended(it, 'CANCELLED', at, { code: 'CANCELLED' }, it.requestId !== undefined || it.calledAt !== undefined ? 'close' : undefined) : it;

/** The request is not open any more, as the answer to closing it says. */
export const closed = (it: StoredApplication): StoredApplication => (it.errand === 'close' ? { ...it, errand: 'tidy' } : it);

/**
 * What a status of the request means for the application (KB-93). Statuses may repeat and overtake one another: one that is
 * older than what is known changes nothing, and an end stays.
 */
export function followed(it: StoredApplication, update: StatusUpdate, at: string): StoredApplication {
  const over = update.closed || update.timed_out;
  const height = update.block_height === undefined ? it.height : Number(update.block_height.slice(update.block_height.lastIndexOf(':') + 1));
  if (hasEnded(it) || it.state === 'RECEIVING') return over ? closed(it) : it;
  if (height < it.height || (update.block_height === undefined && !over)) return it;
  const answer = update.response_list.find(({ error_code }) => error_code === undefined);
  const levels = answer?.ial !== undefined && answer.aal !== undefined ? { ial: answer.ial, aal: answer.aal } : undefined;
  const change: Change = { height, requestId: update.request_id, ...(levels && { levels }) };
  const errand = over ? 'tidy' : 'close';
  const bankError = update.response_list.find(({ error_code }) => error_code !== undefined)?.error_code;
  if (update.status === 'completed' && !isInvalid(answer)) return moved(it, 'RECEIVING', at, { ...change, errand: 'fetch', end: undefined });
  if (update.timed_out) return ended(it, 'TIMED_OUT', at, { code: update.status === 'pending' ? 'BANK_TIMED_OUT' : 'SOURCE_TIMED_OUT' }, 'tidy', change);
  if (update.status === 'rejected') return ended(it, 'REJECTED', at, { code: 'REJECTED' }, errand, change);
  if (update.status === 'errored') return ended(it, 'ERRORED', at, bankError === undefined ? { code: 'SOURCE_ERROR' } : { code: 'BANK_ERROR', bankError }, errand, change);
  // No source is asked after such an answer, so nothing would come but the time-out.
  if (isInvalid(answer)) return ended(it, 'ERRORED', at, { code: 'ANSWER_INVALID' }, errand, change);
  if (over) return ended(it, 'ERRORED', at, { code: 'CLOSED' }, 'tidy', change);
  // The status may come before the answer to the call that created the request.
  const expiresAt = it.expiresAt ?? new Date(Date.parse(at) + update.request_timeout * 1000).toISOString();
  return moved(it, update.status === 'confirmed' ? 'CONFIRMED' : 'PENDING', at, { ...change, expiresAt, errand: undefined, end: undefined });
}

const isInvalid = (answer: StatusUpdate['response_list'][number] | undefined): boolean => answer?.valid_ial === false || answer?.valid_signature === false;

/** The data are kept: the application is complete. */
export const received = (it: StoredApplication, sealedData: string, at: string): StoredApplication =>
  it.state === 'RECEIVING' ? moved(it, 'COMPLETED', at, { sealedData, errand: 'tidy' }) : it;

/** Data came that its source did not sign: it is not used. */
export const distrusted = (it: StoredApplication, at: string): StoredApplication =>
  it.state === 'RECEIVING' ? ended(it, 'ERRORED', at, { code: 'DATA_NOT_TRUSTED' }, 'tidy') : it;

export const tidied = (it: StoredApplication): StoredApplication => (it.errand === 'tidy' ? { ...it, errand: undefined } : it);
