/**
 * The portal's HTTP API as types: JSON below `/api`. This file imports nothing, so that the web app can import it as types.
 * Members are in snake_case, instants are ISO 8601 in UTC, texts for people come in both languages.
 *
 * Every POST carries the header `x-csrf-token` with the token of `GET /api/session`.
 */

export interface Text {
  th: string;
  en: string;
}

/** ISO 8601 in UTC, e.g. `2023-12-06T03:00:00.000Z`. */
export type Instant = string;

// --- Errors -------------------------------------------------------------------------------------------------------------

export type ErrorCode =
  | 'INPUT_INVALID' | 'CITIZEN_ID_INVALID' | 'CONSENT_CHANGED' | 'CSRF_TOKEN_WRONG' | 'NOT_FOUND' | 'TOO_LATE' | 'TOO_MANY_REQUESTS' | 'SYSTEM_UNAVAILABLE';

/** The button that leads on (GN-10). */
export type Action = 'RETRY' | 'CHOOSE_BANK' | 'START_AGAIN';

export interface ErrorDetail {
  code: ErrorCode;
  /** What happened. */
  message: Text;
  /** What to do next. */
  next: Text;
  action: Action;
}

/** Body of every 4xx and 503. */
export interface ErrorBody {
  error: ErrorDetail;
}

// --- The portal ---------------------------------------------------------------------------------------------------------

/** GET /api/portal */
export interface PortalInfo {
  organisation: Text;
  products: Product[];
  /** What the person agrees to before anybody is asked. */
  consent: { version: string; text: Text };
  /** How long the bank and the sources have to answer. */
  timeout_seconds: number;
  /** The portal's clock. */
  now: Instant;
  /** Only where everybody is fictional. */
  sandbox?: { bank_app_url?: string; people: { citizen_id: string; name: Text; note: Text }[] };
}

/** What somebody can apply for. */
export interface Product {
  id: string;
  name: Text;
  description: Text;
  items: Item[];
}

/** Data that a source delivers once the person has consented. */
export interface Item {
  service_id: string;
  name: Text;
  source: Text;
  /** false: the person may leave it out. */
  required: boolean;
}

/** GET /api/session */
export interface Session {
  csrf_token: string;
  /** The newest application of this browser. */
  application?: Application;
}

/** POST /api/banks */
export interface BanksInput { citizen_id: string }
export interface Banks {
  /** They have registered the person at the level that is needed. */
  known: Bank[];
  /** They can register the person on the way, if they know them as a customer. */
  on_the_fly: Bank[];
}
export interface Bank { id: string; name: Text }

// --- Applications -------------------------------------------------------------------------------------------------------

/** POST /api/applications -> Application, 201; the same again for the same `key` */
export interface ApplicationInput {
  /** Made by the browser, so that a second press makes no second application. */
  key: string;
  product: string;
  /** GN-04, GN-05: Thai digits, hyphens and spaces are read as well. */
  namespace: 'citizen_id';
  citizen_id: string;
  bank_id: string;
  /** Of the product's items, with all that are required. */
  items: string[];
  consent_version: string;
}

/**
 * `ASKING`: on its way to the bank. `UNAVAILABLE`: it could not be sent (GN-11), can be retried. `PENDING`, `CONFIRMED`: KB-93.
 * `RECEIVING`: everything has come in and is being checked. The others are ends.
 */
export type ApplicationState = 'ASKING' | 'UNAVAILABLE' | 'PENDING' | 'CONFIRMED' | 'RECEIVING' | 'COMPLETED' | 'REJECTED' | 'ERRORED' | 'TIMED_OUT' | 'NO_BANK' | 'CANCELLED';

/** Why an application stands still or ended without data. */
export type EndCode =
  | 'SYSTEM_UNAVAILABLE' | 'REJECTED' | 'BANK_ERROR' | 'SOURCE_ERROR' | 'ANSWER_INVALID' | 'DATA_NOT_TRUSTED' | 'CLOSED' | 'BANK_TIMED_OUT' | 'SOURCE_TIMED_OUT' | 'NO_BANK' | 'CANCELLED';

/** GET /api/applications/:id; POST …/cancel; POST …/retry; event `application` of GET …/events */
export interface Application {
  id: string;
  state: ApplicationState;
  /** Grows with each change; the id of the event. */
  version: number;
  product: { id: string; name: Text };
  /** For people, on both screens. */
  reference: string;
  bank: Bank;
  on_the_fly: boolean;
  items: Item[];
  /** Also shown by the bank's app. Absent until the request exists. */
  short_code?: string;
  created_at: Instant;
  expires_at?: Instant;
  ended_at?: Instant;
  /** Each state once, in order. */
  history: { state: ApplicationState; at: Instant }[];
  end?: { code: EndCode; message: Text; next: Text; action: Action };
  /** COMPLETED only. */
  result?: ApplicationResult;
  now: Instant;
}

export interface ApplicationResult {
  /** How sure the bank is of the person, and how they signed in. */
  ial: number;
  aal: number;
  data: { service_id: string; name: Text; source: Text; verified: true; received_at: Instant; content: string }[];
}
