import type { Item, PortalInfo, Text } from './api.js';

export interface ItemConfig extends Item {
  /** Sources that may answer; empty: any that offers the service. */
  as_ids: string[];
}

export interface ProductConfig {
  id: string;
  name: Text;
  description: Text;
  items: ItemConfig[];
}

/** What the portal is told by its environment. */
export interface PortalConfig {
  host: string;
  /** 0: a free one. */
  port: number;
  /** Callbacks have an address of their own, which the public can't reach. */
  callbackHost: string;
  callbackPort: number;
  /** Where the gateway reaches it; undefined: this machine, at the port it listens on. */
  callbackUrl: string | undefined;
  callbackSecret: string | undefined;
  databaseUrl: string;
  gatewayUrl: string;
  gatewayApiKey: string | undefined;
  key: string;
  /** Served over TLS: cookies are for TLS only. */
  secure: boolean;
  trustProxy: boolean;
  /** Built web app; undefined: the one of this package. */
  webDir: string | undefined;
  organisation: Text;
  products: ProductConfig[];
  minIal: number;
  minAal: number;
  timeoutSeconds: number;
  /** Banks may register people on the way (KB-90). */
  onTheFly: boolean;
  /** How long the portal itself tries to reach its gateway before it says so (GN-11). */
  askSeconds: number;
  sessionSeconds: number;
  retentionDays: number;
  /** Texts for error codes of banks, instead of the general one. */
  bankErrors: Record<string, { message: Text; next: Text }>;
  limits: { lookupsPerMinute: number; requestsPerMinute: number; requestsPerPerson: number };
  sandbox: PortalInfo['sandbox'];
}

const DEFAULT_ORGANISATION: Text = { th: 'บริษัท ตัวอย่างประกัน จำกัด', en: 'Example Insurance' };
const DEFAULT_SOURCE: Text = { th: 'สำนักข้อมูลสมมุติ', en: 'Fictional Data Office' };

const DEFAULT_PRODUCTS: ProductConfig[] = [
  {
    id: 'health',
    name: { th: 'ประกันสุขภาพ “อุ่นใจ”', en: 'Health insurance “Un-jai”' },
    description: { th: 'คุ้มครองค่ารักษาพยาบาล ทำสัญญาออนไลน์ ไม่ต้องส่งเอกสาร', en: 'Covers medical costs. Sign up online, no paperwork.' },
    items: [{ service_id: 'customer_info', name: { th: 'ข้อมูลลูกค้า (ชื่อ วันเกิด ที่อยู่)', en: 'Customer information (name, birth date, address)' }, source: DEFAULT_SOURCE, required: true, as_ids: [] }],
  },
  {
    id: 'savings',
    name: { th: 'ประกันออมทรัพย์ “มั่นคง”', en: 'Savings plan “Mankhong”' },
    description: { th: 'ออมเงินพร้อมความคุ้มครอง', en: 'Save money and be covered.' },
    items: [
      { service_id: 'customer_info', name: { th: 'ข้อมูลลูกค้า (ชื่อ วันเกิด ที่อยู่)', en: 'Customer information (name, birth date, address)' }, source: DEFAULT_SOURCE, required: true, as_ids: [] },
      { service_id: 'bank_statement', name: { th: 'รายการเดินบัญชี', en: 'Bank statement' }, source: DEFAULT_SOURCE, required: false, as_ids: [] },
    ],
  },
];

/** People of the acceptance scenarios; every number starts with 9 and belongs to nobody (GN-08). */
const DEFAULT_PEOPLE: NonNullable<PortalInfo['sandbox']>['people'] = [
  { citizen_id: '9000000000012', name: { th: 'สมมุติ ทดสอบดี', en: 'Sommut Thotsobdi' }, note: { th: 'ลงทะเบียนกับธนาคารแล้ว', en: 'Registered at the bank' } },
  { citizen_id: '9000000000021', name: { th: 'ตัวอย่าง จำลองภพ', en: 'Tuayang Chamlongphop' }, note: { th: 'ยังไม่ลงทะเบียน ลงทะเบียนระหว่างทำรายการได้', en: 'Not registered yet: registers on the way' } },
  { citizen_id: '9000000000055', name: { th: 'สมมุติ ในบัญชีไทย', en: 'Sommut Nai-Banchithai' }, note: { th: 'ธนาคารตอบว่าไม่สามารถยืนยันตัวตนได้', en: 'The bank answers that it cannot verify this person' } },
  { citizen_id: '9000000000110', name: { th: 'สมมุติ ยังไม่ได้เสียบบัตร', en: 'Sommut Yangmaidai-Siapbat' }, note: { th: 'ต้องไปจุดยืนยันตัวตนก่อน', en: 'Must visit a verification point first' } },
];

/** Members that `PORTAL_CONFIG` (JSON) may set. */
type Wishes = Partial<{
  organisation: Text; products: ProductConfig[]; min_ial: number; min_aal: number; timeout_seconds: number; on_the_fly: boolean;
  bank_errors: PortalConfig['bankErrors']; people: NonNullable<PortalInfo['sandbox']>['people'];
}>;

/**
 * Reads `DATABASE_URL`, `GATEWAY_URL` and `PORTAL_DATA_KEY` (needed), `PORTAL_PORT` (9600), `PORTAL_HOST`, `PORTAL_CALLBACK_PORT`
 * (9601), `PORTAL_CALLBACK_HOST`, `PORTAL_CALLBACK_URL`, `PORTAL_PUBLIC_URL`, `CALLBACK_SIGNING_SECRET` and the others that docs/portal.md lists.
 */
export function portalConfig(env: Record<string, string | undefined>): PortalConfig {
  const needed = (name: string, what: string): string => {
    const value = env[name];
    if (!value) throw new Error(`${name} is missing: ${what}.`);
    return value;
  };
  const number = (name: string, fallback: number): number => {
    const value = Number(env[name] ?? fallback);
    if (!Number.isInteger(value) || value < 0) throw new Error(`${name} must be a whole number, not "${String(env[name])}".`);
    return value;
  };
  const wishes = JSON.parse(env['PORTAL_CONFIG'] ?? '{}') as Wishes;
  return {
    host: env['PORTAL_HOST'] ?? '127.0.0.1',
    port: number('PORTAL_PORT', 9600),
    callbackHost: env['PORTAL_CALLBACK_HOST'] ?? '127.0.0.1',
    callbackPort: number('PORTAL_CALLBACK_PORT', 9601),
    callbackUrl: env['PORTAL_CALLBACK_URL']?.replace(/\/+$/, ''),
    callbackSecret: env['CALLBACK_SIGNING_SECRET'] || undefined,
    databaseUrl: needed('DATABASE_URL', "the portal's own PostgreSQL database"),
    gatewayUrl: needed('GATEWAY_URL', "the address of the organisation's gateway (role rp)"),
    gatewayApiKey: env['GATEWAY_API_KEY'] || undefined,
    key: needed('PORTAL_DATA_KEY', '32 random bytes in base64, which protect data at rest and sessions (openssl rand -base64 32)'),
    secure: env['PORTAL_PUBLIC_URL']?.startsWith('https:') ?? false,
    trustProxy: env['PORTAL_TRUST_PROXY'] === 'true',
    webDir: env['PORTAL_WEB_DIR'],
    organisation: wishes.organisation ?? DEFAULT_ORGANISATION,
    products: wishes.products ?? DEFAULT_PRODUCTS,
    minIal: wishes.min_ial ?? 2.3,
    minAal: wishes.min_aal ?? 2.2,
    timeoutSeconds: wishes.timeout_seconds ?? 900,
    onTheFly: wishes.on_the_fly ?? true,
    askSeconds: number('PORTAL_ASK_SECONDS', 10),
    sessionSeconds: number('PORTAL_SESSION_SECONDS', 12 * 3600),
    retentionDays: number('PORTAL_RETENTION_DAYS', 30),
    bankErrors: wishes.bank_errors ?? {},
    limits: {
      lookupsPerMinute: number('PORTAL_LOOKUPS_PER_MINUTE', 20),
      requestsPerMinute: number('PORTAL_REQUESTS_PER_MINUTE', 300),
      requestsPerPerson: number('PORTAL_REQUESTS_PER_PERSON', 5),
    },
    sandbox: env['PORTAL_SANDBOX'] === 'true' ? { bank_app_url: env['PORTAL_BANK_APP_URL'], people: wishes.people ?? DEFAULT_PEOPLE } : undefined,
  };
}
