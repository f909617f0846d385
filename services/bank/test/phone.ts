import { setTimeout as delay } from 'node:timers/promises';
import { seedPeople } from '../src/people.js';
import type { AdapterInput, AdapterName, AdminMessage, Challenge, DeviceOtp, Enrolment, ErrorDetail, NdidStatus, Notifications, RequestDetail, Session } from '../src/api.js';

export interface Answer<T> {
  status: number;
  body: T;
  error: ErrorDetail | undefined;
}

/** The start of a JPEG, which is all that a simulated face engine looks at. */
export const JPEG = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex');

/** A browser of the bank: cookies, CSRF token, HTTP only. */
export class Browser {
  private readonly cookies = new Map<string, string>();
  csrf: string | undefined;

  constructor(readonly url: string) {}

  async call<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer<T>> {
    if (method !== 'GET' && this.csrf === undefined) await this.session();
    const form = body instanceof FormData;
    const reply = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        cookie: this.cookieHeader, ...(method !== 'GET' && { 'x-csrf-token': this.csrf! }),
        ...(body !== undefined && !form && { 'content-type': 'application/json' }), ...headers,
      },
      ...(body !== undefined && { body: form ? body : JSON.stringify(body) }),
    });
    for (const cookie of reply.headers.getSetCookie()) {
      const [name = '', value = ''] = cookie.split(';')[0]!.split('=');
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const text = await reply.text();
    const content = (text && reply.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text) as T & { error?: ErrorDetail };
    return { status: reply.status, body: content, error: reply.status >= 400 ? content.error : undefined };
  }

  get cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  get<T>(path: string): Promise<Answer<T>> {
    return this.call('GET', path);
  }

  async ok<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await this.call<T>(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  async session(): Promise<Session> {
    const { body } = await this.call<Session>('GET', '/api/session');
    this.csrf = body.csrf_token;
    return body;
  }
}

/** The sandbox's admin page. */
export class Admin extends Browser {
  adapter(name: AdapterName, input: AdapterInput): Promise<unknown> {
    return this.ok('PUT', `/api/admin/adapters/${name}`, input);
  }

  async at(time: string, birthdays = false): Promise<void> {
    await this.ok('PUT', '/api/admin/clock', { now: time, birthdays });
  }

  /** The newest by the bank's clock, or the one with the reference. */
  async otpFor(phone: string, ref = ''): Promise<string> {
    const { messages } = await this.ok<{ messages: AdminMessage[] }>('GET', '/api/admin/messages');
    return /\d{6}/.exec(messages.find(({ to, text }) => to === phone && text.includes(`Ref: ${ref}`))?.text ?? '')?.[0] ?? '';
  }
}

/** A customer's phone, signed in. */
export class Phone extends Browser {
  constructor(url: string, readonly phone: string, readonly pin: string) {
    super(url);
  }

  static async of(url: string, key: string, number = 0): Promise<Phone> {
    const person = seedPeople(new Date()).find((each) => each.key === key)!;
    const phone = new Phone(url, person.phones[number]!.phone, person.pin!);
    await phone.signIn();
    return phone;
  }

  async signIn(): Promise<Session> {
    const admin = new Admin(this.url);
    const { otp_ref: ref } = await this.ok<DeviceOtp>('POST', '/api/device', { phone: this.phone });
    return this.ok('POST', '/api/device/confirm', { phone: this.phone, otp: await admin.otpFor(this.phone, ref), pin: this.pin });
  }

  ndid(): Promise<NdidStatus> {
    return this.ok('GET', '/api/ndid');
  }

  async kinds(): Promise<string[]> {
    const { notifications } = await this.ok<Notifications>('GET', '/api/notifications');
    return notifications.map(({ kind }) => kind).reverse();
  }

  begin(): Promise<Answer<Enrolment>> {
    return this.call('POST', '/api/ndid/enrolments', {});
  }

  /** From the beginning to the picture. */
  async toSelfie(): Promise<Enrolment> {
    const begun = await this.ok<Enrolment>('POST', '/api/ndid/enrolments', {});
    const at = `/api/ndid/enrolments/${begun.id}`;
    const terms = await this.ok<Enrolment>('POST', `${at}/terms`, { version: begun.terms!.version, accepted: true });
    if (terms.step !== 'PHOTO_TERMS') return terms;
    return this.ok('POST', `${at}/photo-terms`, { version: terms.terms!.version, accepted: true });
  }

  async picture<T>(at: string, name: 'selfie' | 'photo'): Promise<Answer<T>> {
    const challenge = await this.ok<Challenge>('POST', `${at}/challenge`, {});
    return this.call('POST', `${at}/${name}`, form(challenge.id));
  }

  async register(): Promise<Enrolment> {
    const { id } = await this.toSelfie();
    await this.picture(`/api/ndid/enrolments/${id}`, 'selfie');
    return this.until(() => this.ok<Enrolment>('GET', `/api/ndid/enrolments/${id}`), ({ step }) => step !== 'REGISTERING');
  }

  request(id: string): Promise<RequestDetail> {
    return this.ok('GET', `/api/requests/${id}`);
  }

  /** The request when it has reached this phone. */
  async requestWhen(id: string, fits: (request: RequestDetail) => boolean = () => true): Promise<RequestDetail> {
    return (await this.until(() => this.call<RequestDetail>('GET', `/api/requests/${id}`), ({ status, body }) => status === 200 && fits(body))).body;
  }

  /** From the bell to the consent screen. */
  async toConsent(id: string): Promise<RequestDetail> {
    const at = `/api/requests/${id}`;
    const { terms } = await this.ok<RequestDetail>('POST', `${at}/pin`, { pin: this.pin });
    await this.ok('POST', `${at}/photo-terms`, { version: terms!.version, accepted: true });
    return (await this.picture<RequestDetail>(at, 'photo')).body;
  }

  consent(request: RequestDetail): Promise<Answer<RequestDetail>> {
    return this.call('POST', `/api/requests/${request.id}/consent`, { accepted: true, message_sha256: request.message_sha256 });
  }

  /** What the server sends of itself while something happens, until it fits. */
  async eventsDuring(work: () => Promise<unknown>, fits: (text: string) => boolean, headers: Record<string, string> = {}): Promise<string> {
    const ended = new AbortController();
    const reply = await fetch(`${this.url}/api/events`, { headers: { cookie: this.cookieHeader, ...headers }, signal: AbortSignal.any([ended.signal, AbortSignal.timeout(60_000)]) });
    await work();
    let text = '';
    for await (const chunk of reply.body as unknown as AsyncIterable<Uint8Array>) {
      text += Buffer.from(chunk).toString('utf8');
      if (fits(text)) break;
    }
    ended.abort();
    return text;
  }

  async until<T>(look: () => Promise<T>, fits: (value: T) => boolean, msMax = 60_000): Promise<T> {
    const end = Date.now() + msMax;
    for (;;) {
      const value = await look();
      if (fits(value)) return value;
      if (Date.now() > end) throw new Error(`did not come: ${JSON.stringify(value)}`);
      await delay(50);
    }
  }
}

export function form(challengeId: string, still = JPEG): FormData {
  const data = new FormData();
  data.append('challenge_id', challengeId);
  data.append('still', new Blob([new Uint8Array(still)], { type: 'image/jpeg' }), 'still.jpg');
  for (let n = 0; n < 6; n += 1) data.append('frames', new Blob([new Uint8Array(still)], { type: 'image/jpeg' }), `${n}.jpg`);
  return data;
}
