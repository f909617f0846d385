import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, resolve } from 'node:path';
import type { Challenge, Disclosure, Enrolment, ErrorDetail, NdidStatus, Notification, RequestDetail, Session, Terms, Text } from '../../src/api.js';

const dist = resolve(import.meta.dirname, '../../web/dist');
const TYPES: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2', '.svg': 'image/svg+xml', '.webmanifest': 'application/manifest+json' };
const CSP = "default-src 'self'; img-src 'self' blob:; media-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const text = (th: string, en: string): Text => ({ th, en });
const long = (th: string, en: string) => text(Array.from({ length: 14 }, (_, n) => `${n + 1}. ${th}`).join('\n\n'), Array.from({ length: 14 }, (_, n) => `${n + 1}. ${en}`).join('\n\n'));
const TERMS: Terms = { kind: 'REGISTRATION', version: 'registration-1', title: text('ข้อกำหนดและเงื่อนไขการลงทะเบียน', 'Terms and conditions of registration'), body: long('ธนาคารจะยืนยันตัวตนของท่านต่อองค์กรที่ท่านขอใช้บริการ เฉพาะเมื่อท่านให้ความยินยอมในแต่ละครั้งเท่านั้น', 'The bank confirms who you are to an organisation whose service you asked for, only when you consent, each time anew.') };
const PHOTO_TERMS: Terms = { kind: 'PHOTO', version: 'photo-1', title: text('ข้อกำหนดและเงื่อนไขการขอถ่ายรูป', 'Terms and conditions of taking a photo'), body: text('1. ธนาคารขอถ่ายรูปใบหน้าของท่าน\n\n2. รูปจะถูกลบหลังการเปรียบเทียบ', '1. The bank takes a picture of your face.\n\n2. It is deleted after the comparison.') };
export const problem = (code: ErrorDetail['code'], message: Text, action: ErrorDetail['action'] = 'CLOSE', more: Partial<ErrorDetail> = {}): ErrorDetail => ({ code, message, next: text('กรุณาลองใหม่อีกครั้ง', 'Please try again.'), action, ...more });

interface Call { method: string; path: string; body: Record<string, unknown>; form: string }
class Refusal extends Error { constructor(readonly status: number, readonly detail: ErrorDetail) { super(detail.code); } }

/**
 * What the phone app sees of a bank, in memory, for tests of the app alone: one customer, whose registration and requests
 * go on step by step, and failures put in by the test. It serves the built app with the bank's content security policy.
 */
export class BankStandIn {
  readonly calls: Call[] = [];
  session: Session = { state: 'NO_DEVICE', csrf_token: 'token-1', language: 'th' };
  ndid: NdidStatus = { status: 'NOT_REGISTERED', requests_waiting: 0 };
  enrolment: Enrolment | undefined;
  requests: RequestDetail[] = [];
  notifications: Notification[] = [];
  disclosures: Disclosure[] = [];
  faces: 'REAL' | 'SIMULATED' | undefined;
  /** Refuses the next call of `METHOD path`. */
  readonly refusals = new Map<string, Refusal>();
  /** Delivers the next answer to `METHOD path`, as it was when asked for, only when this is done. */
  readonly held = new Map<string, Promise<unknown>>();
  pinsWrong = 0;
  url = '';
  readonly #streams = new Set<ServerResponse>();
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  static async start(): Promise<BankStandIn> {
    const bank = new BankStandIn();
    await new Promise<void>((done) => bank.#server.listen(0, '127.0.0.1', done));
    bank.url = `http://localhost:${(bank.#server.address() as AddressInfo).port}`;
    return bank;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  refuse(call: string, status: number, detail: ErrorDetail): void {
    this.refusals.set(call, new Refusal(status, detail));
  }

  signIn(): void {
    this.session = { ...this.session, state: 'SIGNED_IN', customer: { name: text('สมมุติ ทดสอบดี', 'Sommut Thotsobdi'), phone_masked: 'XXX-XXX-0001', has_passkey: false } };
  }

  register(): void {
    this.ndid = { ...this.ndid, status: 'REGISTERED', registration: { citizen_id_masked: '9-XXXX-XXXXX-01-2', phone_masked: 'XXX-XXX-0001', registered_at: '2023-12-01T03:00:00Z', bank: text('ธนาคารกสิกรไทย', 'Kasikornbank'), on_this_number: true } };
  }

  ask(more: Partial<RequestDetail> = {}): RequestDetail {
    const message = 'ขอยืนยันตัวตนเพื่อสมัครประกันชีวิต แบบออมทรัพย์ 10/5';
    const request: RequestDetail = {
      id: randomUUID(), organisation: text('บริษัท ตัวอย่างประกัน จำกัด', 'Example Insurance Co., Ltd.'), service: text('สมัครประกันชีวิต', 'Apply for life insurance'), short_code: 'K7Q2',
      asked_at: new Date(Date.now() - 20_000).toISOString(), expires_at: new Date(Date.now() + 880_000).toISOString(), step: 'DETAIL', message, message_content_type: 'text/plain',
      message_sha256: createHash('sha256').update(message).digest('hex'), reference: 'EX-2566-000123', attempts_left: 3,
      items: [{ name: text('รายการเดินบัญชี 6 เดือน', 'Bank statement of 6 months'), source: text('สำนักข้อมูลสมมุติ', 'Fictional Data Office') }],
      bank_items: [{ name: text('ชื่อและนามสกุล', 'Name'), value: 'สมมุติ ทดสอบดี' }], ...more,
    };
    this.requests.unshift(request);
    return request;
  }

  notify(kind: Notification['kind'], title: Text, body: Text, link: string): Notification {
    const notification: Notification = { id: randomUUID(), kind, title, body, created_at: new Date().toISOString(), link };
    this.notifications.unshift(notification);
    this.tell('notification', notification);
    return notification;
  }

  tell(event: string, data: unknown): void {
    for (const stream of this.#streams) stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** As when the bank restarts: the app connects again by itself. */
  endStreams(): void {
    for (const stream of this.#streams) stream.end();
  }

  get listeners(): number {
    return this.#streams.size;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', this.url).pathname;
    if (!path.startsWith('/api/')) return this.#file(path, response);
    if (path === '/api/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' }).write(':\n\n');
      this.#streams.add(response);
      request.on('close', () => this.#streams.delete(response));
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks).toString('latin1');
    const json = request.headers['content-type']?.startsWith('application/json') ?? false;
    const call: Call = { method: request.method ?? '', path: path.slice(4), body: json ? JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown> : {}, form: json ? '' : raw };
    this.calls.push(call);
    const reply = (status: number, body: unknown) => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    try {
      const refusal = this.refusals.get(`${call.method} ${call.path}`);
      this.refusals.delete(`${call.method} ${call.path}`);
      if (refusal) throw refusal;
      if (call.method !== 'GET' && request.headers['x-csrf-token'] !== this.session.csrf_token) throw new Refusal(403, problem('CSRF_TOKEN_WRONG', text('หน้านี้เปิดไว้นานเกินไป', 'This page was open for too long.'), 'RETRY'));
      const body = structuredClone(this.#reply(call));
      const release = this.held.get(`${call.method} ${call.path}`);
      this.held.delete(`${call.method} ${call.path}`);
      await release;
      reply(200, body);
    } catch (error) {
      if (error instanceof Refusal) reply(error.status, { error: error.detail });
      else reply(500, { why: String(error) });
    }
  }

  async #file(path: string, response: ServerResponse): Promise<void> {
    const file = path === '/staff' ? '/staff.html' : path === '/admin' ? '/admin.html' : extname(path) ? path : '/index.html';
    const body = await readFile(dist + file).catch(() => undefined);
    response.writeHead(body ? 200 : 404, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'content-security-policy': CSP }).end(body);
  }

  #reply({ method, path, body }: Call): unknown {
    const [, place, id, action] = path.split('/');
    switch (`${method} ${path}`) {
      case 'GET /bank':
        return {
          name: text('ธนาคารกสิกรไทย', 'Kasikornbank'), short_name: text('K PLUS', 'K PLUS'), theme_colour: '#0b6b46', policy: { min_age: 12, hours: { from: '06:00', to: '20:00' }, attempts_max: 3, enrolment_minutes: 15 },
          now: new Date().toISOString(), hotline: '02-000-0000', sandbox: true, passkeys: true,
          demo_people: [{ key: 'A', name: text('สมมุติ ทดสอบดี', 'Sommut Thotsobdi'), phone: '0900000001', note: text('ลงทะเบียนแล้ว', 'Registered'), pin: '258001' }, { key: 'B', name: text('ตัวอย่าง จำลองภพ', 'Tuayang Chamlongphop'), phone: '0900000002', note: text('ยังไม่ได้ลงทะเบียน', 'Not registered'), pin: '258002' }],
          faces: this.faces,
        };
      case 'GET /session': case 'PUT /session/language': return this.session;
      case 'POST /device': return { otp_ref: 'ABCD', expires_at: new Date(Date.now() + 300_000).toISOString(), resend_after: new Date(Date.now() + 60_000).toISOString() };
      case 'GET /admin/messages': return { messages: [{ id: '1', channel: 'SMS', to: '0900000001', text: 'รหัส OTP ของท่านคือ 123456 (Ref: ABCD) ใช้ได้ภายใน 5 นาที', at: new Date().toISOString(), simulated: true }] };
      case 'POST /device/confirm': case 'POST /session':
        this.#pin(String(body.pin));
        this.signIn();
        return this.session;
      case 'DELETE /session': this.session = { ...this.session, state: 'SIGNED_OUT' }; return this.session;
      case 'GET /passkeys': return { passkeys: [] };
      case 'GET /ndid': return this.ndid;
      case 'GET /ndid/terms': return TERMS;
      case 'POST /ndid/enrolments': return (this.enrolment ??= { id: randomUUID(), step: 'TERMS', terms: TERMS, attempts_left: 3, expires_at: new Date(Date.now() + 900_000).toISOString() });
      case 'POST /ndid/cancellation': return (this.ndid = { ...this.ndid, status: 'CANCELLING' });
      case 'GET /requests': return { requests: this.requests };
      case 'GET /notifications': return { unread: this.notifications.filter((each) => !each.read_at).length, notifications: this.notifications };
      case 'GET /history': return { disclosures: this.disclosures };
    }
    if (place === 'notifications') return this.notifications = this.notifications.map((each) => (each.id === id ? { ...each, read_at: new Date().toISOString() } : each));
    if (path.startsWith('/ndid/enrolments/') && this.enrolment) return this.#enrol(method, path.split('/')[4], body);
    const request = place === 'requests' ? this.requests.find((each) => each.id === id) : undefined;
    if (!request) throw new Refusal(404, problem('NOT_FOUND', text('ไม่พบรายการนี้', 'This does not exist.')));
    return method === 'GET' ? request : this.#go(request, action ?? '', body);
  }

  #pin(pin: string): void {
    if (pin.startsWith('2580')) return void (this.pinsWrong = 0);
    this.pinsWrong++;
    throw this.pinsWrong >= 3 ? new Refusal(423, problem('PIN_LOCKED', text('K PLUS ถูกล็อกเพราะใส่ PIN ผิดเกินจำนวนครั้งที่กำหนด', 'K PLUS is locked after too many wrong PINs.'), 'CONTACT_BANK'))
      : new Refusal(401, problem('PIN_WRONG', text('PIN ไม่ถูกต้อง', 'The PIN is wrong.'), 'RETRY', { attempts_left: 3 - this.pinsWrong }));
  }

  #enrol(method: string, action: string | undefined, body: Record<string, unknown>): unknown {
    const now = this.enrolment as Enrolment;
    const step = (next: Partial<Enrolment>) => (this.enrolment = { id: now.id, attempts_left: now.attempts_left, expires_at: now.expires_at, step: now.step, ...next });
    if (method === 'GET') return now;
    if (action === 'challenge') return { id: 'challenge-1', actions: ['TURN_LEFT', 'MOVE_CLOSER'], expires_at: new Date(Date.now() + 60_000).toISOString(), frames_min: 6, frames_max: 40 } satisfies Challenge;
    if (action === 'selfie') { this.register(); return step({ step: 'REGISTERED', ...(this.ndid.registration && { registration: this.ndid.registration }) }); }
    if (body.accepted !== true) { const declined = step({ step: 'DECLINED' }); this.enrolment = undefined; return declined; }
    return action === 'terms' ? step({ step: 'PHOTO_TERMS', terms: PHOTO_TERMS }) : step({ step: 'SELFIE' });
  }

  #go(request: RequestDetail, action: string, body: Record<string, unknown>): unknown {
    const step = (next: Partial<RequestDetail>) => Object.assign(request, { terms: undefined, error: undefined }, next);
    switch (action) {
      case 'pin': this.#pin(String(body.pin)); return step({ step: 'PHOTO_TERMS', terms: PHOTO_TERMS });
      case 'photo-terms': return step(body.accepted === true ? { step: 'PHOTO' } : { step: 'DETAIL' });
      case 'challenge': return { id: 'challenge-1', actions: ['TURN_LEFT', 'MOVE_CLOSER'], expires_at: new Date(Date.now() + 60_000).toISOString(), frames_min: 6, frames_max: 40 } satisfies Challenge;
      case 'photo': return step({ step: 'CONSENT' });
      case 'consent':
        if (body.message_sha256 !== request.message_sha256) throw new Refusal(409, problem('KB_MESSAGE_CHANGED', text('ข้อความที่ยืนยันไม่ตรงกับคำขอ', 'What you confirmed is not what the request says.'), 'RETRY'));
        return step({ step: 'SENT' });
      case 'reject': return step({ step: 'REJECTED' });
    }
    return request;
  }
}
