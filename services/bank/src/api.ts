/**
 * The bank's HTTP API as types: what the phone app, the staff page and the admin page send and get, as JSON below `/api`.
 * This file imports nothing, so that a web app can import it as types. Members are in snake_case, instants are ISO 8601 in
 * UTC, texts for people come in both languages.
 *
 * Every POST, PUT and DELETE carries the header `x-csrf-token` with the token of `GET /api/session`.
 */

export interface Text {
  th: string;
  en: string;
}

/** ISO 8601 in UTC, e.g. `2023-12-06T03:00:00.000Z`. */
export type Instant = string;
export type Language = 'th' | 'en';

// --- Errors -------------------------------------------------------------------------------------------------------------

export type ErrorCode =
  // Why somebody cannot register (KB-23..KB-29), in no order.
  | 'KB_OUTSIDE_HOURS' | 'KB_BOUND_TO_OTHER_NUMBER' | 'KB_ALREADY_REGISTERED' | 'KB_NOT_KPLUS_USER' | 'KB_NO_PRODUCT' | 'KB_NOT_THAI'
  | 'KB_UNDER_AGE' | 'KB_NOT_ELIGIBLE' | 'KB_VERIFICATION_POINT_NEEDED' | 'KB_ENROLMENT_EXPIRED' | 'KB_REGISTRATION_FAILED'
  // Pictures (KB-36, KB-39). All but the mismatch cost no attempt.
  | 'KB_FACE_MISMATCH' | 'KB_NO_FACE' | 'KB_SEVERAL_FACES' | 'KB_PICTURE_BLURRED' | 'KB_PICTURE_TOO_DARK' | 'KB_FACE_TOO_SMALL' | 'KB_FACE_NOT_FRONTAL' | 'KB_LIVENESS_FAILED'
  | 'KB_CHALLENGE_EXPIRED' | 'KB_PICTURE_INVALID'
  // Requests and cancellation.
  | 'KB_REQUEST_EXPIRED' | 'KB_MESSAGE_CHANGED' | 'KB_NOT_REGISTERED' | 'KB_CANCELLING' | 'KB_CANCEL_FAILED'
  // A step out of order, or an answer to terms that are no longer the current ones.
  | 'KB_STEP_OUT_OF_ORDER' | 'KB_TERMS_CHANGED'
  // Device, PIN and passkey.
  | 'PHONE_INVALID' | 'OTP_WRONG' | 'OTP_EXPIRED' | 'OTP_TOO_MANY' | 'PIN_WRONG' | 'PIN_LOCKED' | 'PASSKEY_REFUSED'
  | 'DEVICE_NEEDED' | 'SIGN_IN_NEEDED' | 'CSRF_TOKEN_WRONG'
  // Everywhere.
  | 'SYSTEM_UNAVAILABLE' | 'TOO_MANY_REQUESTS' | 'INPUT_INVALID' | 'NOT_FOUND' | 'STAFF_ONLY' | 'ADMIN_ONLY' | 'STAFF_SIGN_IN_WRONG' | 'CARD_NOT_CURRENT';

/** The button that leads on (GN-10). */
export type ErrorAction = 'CLOSE' | 'CONTACT_BANK' | 'GET_KPLUS' | 'RETRY' | 'RETAKE' | 'SHOW_REGISTRATION' | 'GO_TO_POINT' | 'SIGN_IN';

export interface ErrorDetail {
  code: ErrorCode;
  /** What happened. */
  message: Text;
  /** What to do next. */
  next: Text;
  action: ErrorAction;
  attempts_left?: number;
  locked_until?: Instant;
}

/** Body of every 4xx and 503. */
export interface ErrorBody {
  error: ErrorDetail;
}

// --- The bank, session and device ---------------------------------------------------------------------------------------

/** GET /api/bank */
export interface Bank {
  name: Text;
  short_name: Text;
  theme_colour: string;
  policy: Policy;
  /** The bank's clock: hours and ages are decided by it. */
  now: Instant;
  hotline: string;
  sandbox: boolean;
  passkeys: boolean;
  /** VAPID public key; absent: no Web Push. */
  web_push_key?: string;
  /** Sandbox only. */
  demo_people?: DemoPerson[];
  /** Sandbox only: whether faces are compared, or simulated without a look at any picture. */
  faces?: 'REAL' | 'SIMULATED';
}

export interface Policy {
  min_age: number;
  /** Bangkok time; open from `from` on and closed from `to` on. */
  hours: { from: string; to: string };
  attempts_max: number;
  enrolment_minutes: number;
}

export interface DemoPerson {
  key: string;
  name: Text;
  phone: string;
  note: Text;
  pin: string;
}

/** GET /api/session, and the answer of every sign-in. */
export interface Session {
  state: 'NO_DEVICE' | 'SIGNED_OUT' | 'SIGNED_IN';
  csrf_token: string;
  language: Language;
  /** With a bound device; before the sign-in without a name. */
  customer?: { name?: Text; phone_masked: string; has_passkey: boolean };
  locked_until?: Instant;
}

/** POST /api/device */
export interface DeviceInput { phone: string }
/** The same answer for a number the bank does not know, which then gets no OTP. */
export interface DeviceOtp { otp_ref: string; expires_at: Instant; resend_after: Instant }
/** POST /api/device/confirm -> Session */
export interface DeviceConfirmInput { phone: string; otp: string; pin: string }
/** POST /api/session -> Session */
export interface SignInInput { pin: string }
/** PUT /api/session/language -> Session */
export interface LanguageInput { language: Language }

/** GET /api/passkeys */
export interface Passkeys {
  passkeys: { id: string; created_at: Instant; last_used_at?: Instant }[];
}
/**
 * `POST /api/passkeys/options` and `POST /api/session/passkey/options` answer the options of WebAuthn as
 * `@simplewebauthn/browser` takes them (`optionsJSON`); `POST /api/passkeys` and `POST /api/session/passkey` take what it
 * gives back. `POST /api/session/passkey/options` also makes the options for a passkey in place of the PIN at a request.
 */
export type WebAuthnJson = Record<string, unknown>;

// --- Registration -------------------------------------------------------------------------------------------------------

/** GET /api/ndid; POST /api/ndid/cancellation; event `ndid` */
export interface NdidStatus {
  status: 'NOT_REGISTERED' | 'VERIFICATION_POINT_NEEDED' | 'REGISTERED' | 'CANCELLING';
  registration?: Registration;
  /** Requests of organisations that the customer can answer now or after registering. */
  requests_waiting: number;
  /** The one that is under way. */
  enrolment?: Enrolment;
  /** Why the last cancellation did not work (KB-77); gone when the next one begins. */
  error?: ErrorDetail;
}

export interface Registration {
  citizen_id_masked: string;
  /** Masked but for its last four digits. */
  phone_masked: string;
  registered_at: Instant;
  bank: Text;
  /** false: registered on another K PLUS number of this customer (KB-57). */
  on_this_number: boolean;
}

/** GET /api/ndid/terms (registration); `terms` of an enrolment or request. Body: paragraphs separated by an empty line. */
export interface Terms {
  kind: 'REGISTRATION' | 'PHOTO';
  version: string;
  title: Text;
  body: Text;
}

/** POST /api/ndid/enrolments -> Enrolment. Checks in the order of KB-22; goes on with the one that is under way. */
export interface EnrolmentInput { request_id?: string }

export type EnrolmentStep = 'TERMS' | 'VERIFICATION_POINT' | 'PHOTO_TERMS' | 'SELFIE' | 'COMPARING' | 'REGISTERING' | 'REGISTERED' | 'EXPIRED' | 'DECLINED' | 'FAILED';

/** GET /api/ndid/enrolments/:id; event `enrolment` */
export interface Enrolment {
  id: string;
  step: EnrolmentStep;
  /** At TERMS and PHOTO_TERMS. */
  terms?: Terms;
  attempts_left: number;
  expires_at: Instant;
  /** At SELFIE: why the last picture did not do; at VERIFICATION_POINT, EXPIRED, FAILED: why. */
  error?: ErrorDetail;
  /** At REGISTERED. */
  registration?: Registration;
}

/** POST …/terms, …/photo-terms (enrolment -> Enrolment; request -> RequestDetail) */
export interface TermsInput { version: string; accepted: boolean }

/** Left and right are the person's own. */
export type ChallengeAction = 'TURN_LEFT' | 'TURN_RIGHT' | 'MOVE_CLOSER';
/**
 * POST …/challenge: what the person does while the frames are taken, in this order; the first frame before any movement, some
 * four a second. One challenge serves one picture.
 */
export interface Challenge { id: string; actions: ChallengeAction[]; expires_at: Instant; frames_min: number; frames_max: number }

/**
 * POST …/selfie (enrolment -> Enrolment) and …/photo (request -> RequestDetail) are `multipart/form-data`: the field
 * `challenge_id` first, then one file `still` and `frames_min` to `frames_max` files `frames`, each a JPEG of at most 2 MiB.
 */
export type SelfieFields = 'challenge_id' | 'still' | 'frames';

/** POST /api/ndid/cancellation -> NdidStatus (CANCELLING) */
export interface CancellationInput { confirmed: true }

// --- Requests -----------------------------------------------------------------------------------------------------------

export type RequestStep = 'REGISTRATION_NEEDED' | 'DETAIL' | 'PHOTO_TERMS' | 'PHOTO' | 'COMPARING' | 'CONSENT' | 'SENDING' | 'SENT' | 'REJECTED' | 'EXPIRED' | 'FAILED';

/** GET /api/requests -> { requests } */
export interface Requests { requests: RequestSummary[] }

export interface RequestSummary {
  id: string;
  organisation: Text;
  service: Text;
  short_code: string;
  asked_at: Instant;
  expires_at: Instant;
  step: RequestStep;
}

/** GET /api/requests/:id; event `request` */
export interface RequestDetail extends RequestSummary {
  /** What the organisation wrote, shown as it is: text when the type is `text/plain`, else base64. */
  message: string;
  message_content_type: string;
  /** Hex; what a consent must repeat. */
  message_sha256: string;
  /** The organisation's own number of the request; absent when its message has none. */
  reference?: string;
  /** What sources will send to the organisation after a consent. */
  items: DataItem[];
  /** What the bank itself knows and confirms, with values. */
  bank_items: { name: Text; value: string }[];
  attempts_left: number;
  terms?: Terms;
  error?: ErrorDetail;
}

export interface DataItem { name: Text; source: Text }

/** POST /api/requests/:id/pin -> RequestDetail */
export type PinInput = { pin: string } | { passkey: WebAuthnJson };
/** POST /api/requests/:id/consent -> RequestDetail */
export interface ConsentInput { accepted: true; message_sha256: string }
/** POST /api/requests/:id/reject -> RequestDetail */
export interface RejectInput { reason: 'REJECT' | 'NOT_ME' }

// --- Notifications, history, events -------------------------------------------------------------------------------------

export type NotificationKind = 'NT-01' | 'NT-02' | 'NT-03' | 'NT-07' | 'NT-08';

/** GET /api/notifications?before=<id>; newest first */
export interface Notifications { unread: number; notifications: Notification[] }

/** event `notification` */
export interface Notification {
  id: string;
  kind: NotificationKind;
  title: Text;
  body: Text;
  created_at: Instant;
  read_at?: Instant;
  /** Route of the phone app, e.g. `/requests/…`, `/ndid/register?request_id=…`, `/ndid`. */
  link?: string;
}

/** POST and DELETE /api/push-subscriptions: a `PushSubscriptionJSON` of the browser; for DELETE the endpoint is enough. */
export interface PushSubscriptionInput { endpoint: string; keys?: { p256dh: string; auth: string } }

/** GET /api/history */
export interface History { disclosures: Disclosure[] }

export interface Disclosure {
  id: string;
  organisation: Text;
  service: Text;
  items: DataItem[];
  outcome: 'ACCEPTED' | 'REJECTED' | 'ERROR' | 'EXPIRED';
  at: Instant;
  /** Address of the receipt; only when something was signed. */
  receipt?: string;
}

/** GET /api/history/:id/receipt, as a file */
export interface Receipt {
  request_id: string;
  short_code: string;
  bank: Text;
  organisation: Text;
  service: Text;
  items: DataItem[];
  shown: { message: string; message_content_type: string; message_sha256: string };
  /** base64 of what was signed: the request message's padded hash. */
  signed: string;
  signature: string;
  accessor_id: string;
  accessor_public_key: string;
  consented_at: Instant;
}

/** GET /api/events: server-sent events; the data is the new object. `last-event-id` resumes. */
export interface Events {
  notification: Notification;
  ndid: NdidStatus;
  enrolment: Enrolment;
  request: RequestDetail;
}

// --- Staff (K CHECK ID) -------------------------------------------------------------------------------------------------

/** GET /api/staff/session; POST /api/staff/session { officer, password }; DELETE */
/** `demo_account`: of a sandbox whose accounts nobody configured. */
export interface StaffSession { officer?: string; csrf_token: string; sandbox: boolean; demo_account?: StaffSignInInput }
export interface StaffSignInInput { officer: string; password: string }

/** GET /api/staff/customers/:citizen_id */
export interface StaffCustomer {
  citizen_id: string;
  name: Text;
  birth_date: string;
  phones: string[];
  assurance: { ial: number; card_chip_read: boolean; reference_picture: boolean };
  visits: StaffVisit[];
  /** What the card reader reads for this person. */
  card: { simulated: true; status: 'CURRENT' | 'REPLACED' | 'EXPIRED' | 'LOST' | 'CANCELLED' | 'UNAVAILABLE' };
}

/** POST /api/staff/visits (multipart: fields citizen_id, point, point_id; file `picture`, a JPEG) -> StaffCustomer. The officer is who is signed in. */
export interface StaffVisit {
  id: string;
  point: 'BRANCH' | 'ATM';
  point_id: string;
  officer: string;
  at: Instant;
  card_status: string;
  card_reading: 'SIMULATED';
}

// --- Admin (sandbox only) -----------------------------------------------------------------------------------------------

/** GET /api/admin/people -> { people } */
export interface AdminPerson {
  key: string;
  citizen_id: string;
  name: Text;
  birth_date: string;
  nationality: string;
  products: Product[];
  phones: { phone: string; kplus: boolean }[];
  sanction_lists: ('THAILAND' | 'UN')[];
  chip_verified: boolean;
  has_reference_picture: boolean;
  status: NdidStatus['status'];
  note: Text;
}
export type Product = 'SAVINGS' | 'CURRENT' | 'CREDIT_CARD' | 'CASH_CARD' | 'LOAN';
/** PUT /api/admin/people/:key; what is absent stays. `registered: false` is not possible: cancel instead. */
export type AdminPersonInput = Partial<Pick<AdminPerson, 'birth_date' | 'nationality' | 'products' | 'phones' | 'sanction_lists' | 'chip_verified'>>;

export type AdapterName = 'core-banking' | 'sanction-lists' | 'identity-records' | 'card-status' | 'sms' | 'push' | 'face';
/** GET and PUT /api/admin/adapters/:name; GET /api/admin/adapters -> { adapters } */
export interface Adapter { name: AdapterName; mode: 'SUCCEED' | 'FAIL' | 'UNAVAILABLE' | 'REAL'; reason?: string; modes: Adapter['mode'][]; reasons: string[] }
export interface AdapterInput { mode: Adapter['mode']; reason?: string }

/** GET /api/admin/callbacks -> { callbacks: LifeEntry[] }: the latest, of any kind. POST /api/admin/callbacks/:id/replay -> 204 */
/** GET, PUT and DELETE /api/admin/clock: the bank's clock is moved, and goes on from there. */
export interface AdminClock { now: Instant; moved: boolean }
/** `birthdays`: C and D get birth dates as if the sandbox had begun at this time (12th birthday today and tomorrow). */
export interface AdminClockInput { now: Instant; birthdays?: boolean }

/** GET /api/admin/messages -> { messages }: what went out by simulated channels, with its text. */
export interface AdminMessage { id: string; channel: 'SMS' | 'EMAIL' | 'PUSH'; to: string; text: string; at: Instant; simulated: boolean }

/** GET /api/admin/requests -> { requests } */
export interface AdminRequest { id: string; person?: string; step: RequestStep; asked_at: Instant; requester: string }
/** GET /api/admin/requests/:id */
export interface AdminRequestLife extends AdminRequest { life: LifeEntry[] }
/** One row of what was received, decided or called; without secrets. `id` of a CALLBACK can be replayed. */
export interface LifeEntry {
  id: string;
  kind: 'CALLBACK' | 'DECISION' | 'CALL';
  what: string;
  at: Instant;
  detail: Record<string, unknown>;
}
