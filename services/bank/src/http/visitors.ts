import { derivedKey } from '@trine/crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Language } from '../api.js';
import type { Customers, Device, SignedIn } from '../access/customers.js';
import { hmac, newToken, sameText } from '../access/secrets.js';
import { BankError } from '../errors.js';

const COOKIES = { visitor: 'bank_visitor', device: 'bank_device', session: 'bank_session', language: 'bank_language', staff: 'bank_staff' } as const;
const YEAR_SECONDS = 31_536_000;
const STAFF_MS = 8 * 3_600_000;
const SAFE = ['GET', 'HEAD', 'OPTIONS'];

/** Cookies, the CSRF token, and who is behind a call. */
export class Visitors {
  private readonly csrfKey: Buffer;
  private readonly staffKey: Buffer;

  constructor(private readonly customers: Customers, dataKey: Buffer, private readonly secure: boolean) {
    this.csrfKey = derivedKey(dataKey, 'bank csrf');
    this.staffKey = derivedKey(dataKey, 'bank staff');
  }

  /** The token belongs to the browser, before anybody has signed in. */
  csrfToken(request: FastifyRequest, reply: FastifyReply): string {
    let visitor = request.cookies[COOKIES.visitor];
    if (!visitor) {
      visitor = newToken();
      this.set(reply, COOKIES.visitor, visitor, YEAR_SECONDS);
    }
    return hmac(this.csrfKey, visitor);
  }

  checkCsrf(request: FastifyRequest): void {
    if (SAFE.includes(request.method)) return;
    const visitor = request.cookies[COOKIES.visitor];
    const token = request.headers['x-csrf-token'];
    if (!visitor || typeof token !== 'string' || !sameText(token, hmac(this.csrfKey, visitor))) throw new BankError('CSRF_TOKEN_WRONG');
  }

  tokens(request: FastifyRequest): { device: string | undefined; session: string | undefined } {
    return { device: request.cookies[COOKIES.device], session: request.cookies[COOKIES.session] };
  }

  language(request: FastifyRequest): Language {
    return request.cookies[COOKIES.language] === 'en' ? 'en' : 'th';
  }

  keepLanguage(reply: FastifyReply, language: Language): void {
    this.set(reply, COOKIES.language, language, YEAR_SECONDS);
  }

  keepDevice(reply: FastifyReply, token: string): void {
    this.set(reply, COOKIES.device, token, YEAR_SECONDS);
  }

  keepSession(reply: FastifyReply, token: string): void {
    this.set(reply, COOKIES.session, token);
  }

  dropSession(reply: FastifyReply): void {
    void reply.clearCookie(COOKIES.session, { path: '/' });
  }

  async device(request: FastifyRequest): Promise<Device> {
    const device = await this.customers.deviceOf(request.cookies[COOKIES.device]);
    if (!device) throw new BankError('DEVICE_NEEDED');
    return device;
  }

  /** Only a K PLUS session registers, reads or answers (KB-15). */
  async customer(request: FastifyRequest): Promise<SignedIn> {
    const device = await this.device(request);
    const who = await this.customers.signedIn(device, request.cookies[COOKIES.session]);
    if (!who) throw new BankError('SIGN_IN_NEEDED');
    return who;
  }

  keepOfficer(reply: FastifyReply, officer: string): void {
    const content = `${Buffer.from(officer).toString('base64url')}.${Date.now() + STAFF_MS}`;
    this.set(reply, COOKIES.staff, `${content}.${hmac(this.staffKey, content)}`);
  }

  dropOfficer(reply: FastifyReply): void {
    void reply.clearCookie(COOKIES.staff, { path: '/' });
  }

  officer(request: FastifyRequest): string | undefined {
    const [name = '', until = '', signature = ''] = (request.cookies[COOKIES.staff] ?? '').split('.');
    if (!sameText(signature, hmac(this.staffKey, `${name}.${until}`)) || Number(until) < Date.now()) return undefined;
    return Buffer.from(name, 'base64url').toString('utf8');
  }

  private set(reply: FastifyReply, name: string, value: string, maxAge?: number): void {
    void reply.setCookie(name, value, { path: '/', httpOnly: true, sameSite: 'strict', secure: this.secure, ...(maxAge !== undefined && { maxAge }) });
  }
}
