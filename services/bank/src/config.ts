import { fileURLToPath } from 'node:url';
import type { Policy, StaffSignInInput, Text } from './api.js';

export interface Organisation {
  name: Text;
  /** What people ask this organisation for, when the request itself does not say. */
  service?: Text;
}

/** Why the bank answers a request with an error; each has a code of the scheme (`GET /utility/idp_error_codes`). */
export type AnswerErrorReason = 'NOT_ELIGIBLE' | 'OUTSIDE_HOURS' | 'FACE_MISMATCH' | 'CANCELLED' | 'LEVEL_TOO_LOW';

/** Everything by which one bank differs from another (KB-19). */
export interface BankProfile {
  name: Text;
  short_name: Text;
  theme_colour: string;
  hotline: string;
  policy: Policy;
  /** Minutes for which PIN and picture of a request stay good until the consent. */
  approval_minutes: number;
  pin: { attempts_max: number; lock_minutes: number };
  otp: { minutes: number; attempts_max: number; resend_seconds: number; per_hour_max: number };
  session_minutes: number;
  /** Requests of one organisation that may wait for one person at a time; further ones are answered with an error, so that nobody is worn down by prompts. */
  prompts_waiting_max: number;
  /** Names of relying parties and sources by node id; others are named as the scheme names them. */
  organisations: Record<string, Organisation>;
  /** Names of data services and request types by their ids. */
  services: Record<string, Text>;
  /** Association and levels that the bank gives its customers on the scheme (KB-42). */
  scheme: { mode: 2 | 3; ial: number; aal: number; error_codes: Record<AnswerErrorReason, number> };
}

export interface BankConfig {
  host: string;
  /** 0: a free one. */
  port: number;
  /** Where phones reach the bank; undefined: this machine, at the port it listens on. */
  publicUrl: string | undefined;
  /** Where the gateway reaches the bank; undefined: as `publicUrl`. */
  callbackUrl: string | undefined;
  databaseUrl: string;
  gatewayUrl: string;
  nodeId: string;
  /** AES-256: keys, pictures and callbacks at rest. */
  dataKey: Buffer;
  /** With demo people, the admin API and simulated adapters that can be switched. */
  sandbox: boolean;
  /** Built web app. */
  webDir: string;
  /** `whsec_...`: callbacks must be signed with it. */
  callbackSecret: string | undefined;
  /** K CHECK ID officers and their passwords. */
  staff: Record<string, string>;
  /** The account of a sandbox where none is configured, which the sign-in page tells. */
  demoAccount: StaffSignInInput | undefined;
  callsPerMinuteMax: number;
  /** Addresses of proxies that name the phone's address in `x-forwarded-for`. */
  trustedProxies: string[];
  bank: BankProfile;
}

const PROFILE: BankProfile = {
  name: { th: 'ธนาคารตัวอย่าง', en: 'Example Bank' },
  short_name: { th: 'เอ็กซ์บี', en: 'EXB' },
  theme_colour: '#00704a',
  hotline: '02-000-0000',
  policy: { min_age: 12, hours: { from: '06:00', to: '20:00' }, attempts_max: 3, enrolment_minutes: 15 },
  approval_minutes: 10,
  pin: { attempts_max: 3, lock_minutes: 30 },
  otp: { minutes: 5, attempts_max: 5, resend_seconds: 60, per_hour_max: 5 },
  session_minutes: 30,
  prompts_waiting_max: 5,
  organisations: {},
  services: {},
  scheme: { mode: 2, ial: 2.3, aal: 2.2, error_codes: { NOT_ELIGIBLE: 30000, OUTSIDE_HOURS: 30000, FACE_MISMATCH: 30000, CANCELLED: 30000, LEVEL_TOO_LOW: 30000 } },
};

const TIME = /^([01]\d|2[0-4]):[0-5]\d$/;

/** Reads the bank's environment (docs/bank.md); throws with what is missing or wrong. */
export function bankConfig(env: Record<string, string | undefined>): BankConfig {
  const needed = (name: string, what: string): string => {
    const value = env[name];
    if (!value) throw new Error(`${name} is missing: ${what}.`);
    return value;
  };
  const port = Number(env['BANK_PORT'] ?? 9600);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`BANK_PORT must be a port number, not "${String(env['BANK_PORT'])}".`);
  const dataKey = Buffer.from(needed('BANK_DATA_KEY', '32 random bytes in base64, which encrypt keys and pictures at rest'), 'base64');
  if (dataKey.length !== 32) throw new Error('BANK_DATA_KEY must be 32 bytes in base64.');
  const sandbox = env['BANK_SANDBOX'] === 'true';
  const demoAccount = sandbox && !env['BANK_STAFF'] ? { officer: 'officer1', password: 'k-check-id' } : undefined;
  const staff = demoAccount ? { [demoAccount.officer]: demoAccount.password } : (JSON.parse(env['BANK_STAFF'] || '{}') as Record<string, string>);
  return {
    host: env['BANK_HOST'] ?? '127.0.0.1',
    port,
    publicUrl: env['BANK_PUBLIC_URL'],
    callbackUrl: env['BANK_CALLBACK_URL'],
    databaseUrl: needed('DATABASE_URL', "the bank's own PostgreSQL database"),
    gatewayUrl: needed('GATEWAY_URL', "base URL of the bank's gateway"),
    nodeId: needed('NODE_ID', "the bank's node id on the scheme"),
    dataKey,
    sandbox,
    webDir: env['BANK_WEB_DIR'] ?? fileURLToPath(new URL('../web/dist', import.meta.url)),
    callbackSecret: env['CALLBACK_SIGNING_SECRET'],
    staff,
    demoAccount,
    callsPerMinuteMax: Number(env['BANK_CALLS_PER_MINUTE'] ?? 600),
    trustedProxies: (env['BANK_TRUSTED_PROXIES'] ?? '').split(',').filter(Boolean),
    bank: profile(env['BANK_CONFIG'] ? (JSON.parse(env['BANK_CONFIG']) as DeepPartial<BankProfile>) : {}),
  };
}

type DeepPartial<T> = { [K in keyof T]?: T[K] extends object ? DeepPartial<T[K]> : T[K] };

function profile(given: DeepPartial<BankProfile>): BankProfile {
  const merged = merge(PROFILE, given) as BankProfile;
  const { policy, scheme } = merged;
  if (!TIME.test(policy.hours.from) || !TIME.test(policy.hours.to)) throw new Error('BANK_CONFIG: policy.hours must be times such as "06:00".');
  if (!(policy.min_age >= 0) || !(policy.attempts_max >= 1) || !(policy.enrolment_minutes > 0)) throw new Error('BANK_CONFIG: policy needs min_age, attempts_max and enrolment_minutes as numbers.');
  if (scheme.mode !== 2 && scheme.mode !== 3) throw new Error('BANK_CONFIG: scheme.mode must be 2 or 3.');
  return merged;
}

function merge(base: unknown, given: unknown): unknown {
  if (given === undefined) return base;
  if (!isObject(base) || !isObject(given)) return given;
  return Object.fromEntries([...new Set([...Object.keys(base), ...Object.keys(given)])].map((key) => [key, merge(base[key], given[key])]));
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
