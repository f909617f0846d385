import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { DeviceOtp, Language, Session } from '../api.js';
import { BankError } from '../errors.js';
import type { Parts } from '../parts.js';
import type { BankCustomer } from '../adapters/ports.js';
import { maskedPhone, typedDigits } from '../rules/masks.js';
import { hashedSecret, isSecret, newToken, tokenHash } from './secrets.js';

/** Who sits at a browser: a customer on one K PLUS number, signed in with PIN or passkey. */
export interface SignedIn {
  customerId: string;
  citizenId: string;
  phone: string;
  deviceId: string;
  language: Language;
  name: BankCustomer['name'];
}

export interface Device {
  id: string;
  phone: string;
  language: Language;
}

const MOBILE = /^0[689]\d{8}$/;
const MINUTE_MS = 60_000;

/** Binding of a phone's browser, sign-in by PIN, locking (KB-46). */
export class Customers {
  constructor(private readonly parts: Parts) {}

  /** Sends an OTP. An unknown number gets the same answer and no message, so that nobody can ask who is a customer. */
  async beginDevice(typedPhone: string): Promise<DeviceOtp> {
    const { store, clock, ports, config: { bank: { otp } } } = this.parts;
    const phone = typedDigits(typedPhone);
    if (!MOBILE.test(phone)) throw new BankError('PHONE_INVALID');
    // By the real time, whatever a sandbox does with its clock.
    const now = clock.real();
    const since = new Date(now.getTime() - 60 * MINUTE_MS);
    const sent = await store.all<{ created_at: Date }>('select created_at from otp where phone = $1 and created_at > $2 order by created_at desc', [phone, since]);
    const resendMs = otp.resend_seconds * 1000;
    if (sent.length >= otp.per_hour_max || (sent[0] && now.getTime() - sent[0].created_at.getTime() < resendMs)) throw new BankError('OTP_TOO_MANY');
    const customer = await ports.core.byPhone(phone);
    const ref = [...randomBytes(4)].map((byte) => 'ABCDEFGHJKLMNPRSTUVWXYZ'[byte % 23]).join('') + randomBytes(6).toString('hex');
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    const expiresAt = new Date(now.getTime() + otp.minutes * MINUTE_MS);
    const codeHash = await hashedSecret(code);
    // Kept after the message went: a number without a message can ask again at once.
    if (customer) {
      const shortRef = ref.slice(0, 4);
      await ports.sms.send({ to: phone, text: `รหัส OTP ของท่านคือ ${code} (Ref: ${shortRef}) ใช้ได้ภายใน ${otp.minutes} นาที / Your OTP is ${code} (Ref: ${shortRef}), valid for ${otp.minutes} minutes` });
    }
    await store.all('insert into otp (ref, phone, code_hash, created_at, expires_at) values ($1, $2, $3, $4, $5)', [ref, phone, codeHash, now, expiresAt]);
    return { otp_ref: ref.slice(0, 4), expires_at: clock.shown(expiresAt), resend_after: clock.shown(new Date(now.getTime() + resendMs)) };
  }

  /** Binds the browser; another browser of the same number is signed out. Resolves to the tokens of its two cookies. */
  async confirmDevice({ phone: typedPhone, otp, pin }: { phone: string; otp: string; pin: string }, language: Language): Promise<{ device: string; session: string }> {
    const { store, clock, ports } = this.parts;
    const phone = typedDigits(typedPhone);
    await this.useOtp(phone, typedDigits(otp));
    const customer = await ports.core.byPhone(phone);
    if (!customer) throw new BankError('OTP_WRONG');
    if (!customer.pinHash || !customer.phones.some((each) => each.phone === phone && each.kplus)) throw new BankError('KB_NOT_KPLUS_USER');
    await this.checkPin(customer, pin);
    const token = newToken();
    const id = randomUUID();
    await store.within(async (change) => {
      await change.all('delete from session where device_id in (select id from device where phone = $1)', [phone]);
      await change.all('update device set revoked = true where phone = $1 and not revoked', [phone]);
      await change.all('insert into device (id, token_hash, phone, language, bound_at) values ($1, $2, $3, $4, $5)', [id, tokenHash(token), phone, language, clock.now()]);
      await change.all('update otp set used = true where phone = $1', [phone]);
      await change.audit('device bound', customer.customerId, { device: id }, clock.now());
    });
    return { device: token, session: await this.newSession(id) };
  }

  async signIn(device: Device, pin: string): Promise<string> {
    await this.checkPin(await this.customerAt(device), pin);
    return this.newSession(device.id);
  }

  async newSession(deviceId: string): Promise<string> {
    const { store, config: { bank } } = this.parts;
    const token = newToken();
    // Sessions end by the real time, whatever a sandbox does with its clock.
    await store.all('insert into session (token_hash, device_id, expires_at) values ($1, $2, $3)', [tokenHash(token), deviceId, new Date(Date.now() + bank.session_minutes * MINUTE_MS)]);
    return token;
  }

  async signOut(sessionToken: string): Promise<void> {
    await this.parts.store.all('delete from session where token_hash = $1', [tokenHash(sessionToken)]);
  }

  async deviceOf(token: string | undefined): Promise<Device | undefined> {
    if (!token) return undefined;
    return this.parts.store.one<Device>('select id, phone, language from device where token_hash = $1 and not revoked', [tokenHash(token)]);
  }

  /** Undefined: not signed in. Using a session prolongs it. */
  async signedIn(device: Device | undefined, sessionToken: string | undefined): Promise<SignedIn | undefined> {
    if (!device || !sessionToken) return undefined;
    const { store, ports, config: { bank } } = this.parts;
    const until = new Date(Date.now() + bank.session_minutes * MINUTE_MS);
    const live = await store.one('update session set expires_at = $3 where token_hash = $1 and device_id = $2 and expires_at > $4 returning 1', [tokenHash(sessionToken), device.id, until, new Date()]);
    if (!live) return undefined;
    const customer = await ports.core.byPhone(device.phone);
    if (!customer) return undefined;
    return { customerId: customer.customerId, citizenId: customer.citizenId, phone: device.phone, deviceId: device.id, language: device.language, name: customer.name };
  }

  async session(csrfToken: string, deviceToken: string | undefined, sessionToken: string | undefined, language: Language): Promise<Session> {
    const { store, clock } = this.parts;
    const device = await this.deviceOf(deviceToken);
    if (!device) return { state: 'NO_DEVICE', csrf_token: csrfToken, language };
    const who = await this.signedIn(device, sessionToken);
    const { customerId } = await this.customerAt(device);
    const customer = await store.one<{ has_passkey: boolean; locked_until: Date | null }>(
      `select exists (select from passkey where customer_id = $1) as has_passkey, (select locked_until from pin_state where customer_id = $1) as locked_until`,
      [customerId],
    );
    const lockedUntil = customer?.locked_until;
    return {
      state: who ? 'SIGNED_IN' : 'SIGNED_OUT',
      csrf_token: csrfToken,
      language: device.language,
      customer: { phone_masked: maskedPhone(device.phone), has_passkey: customer?.has_passkey ?? false, ...(who && { name: who.name }) },
      ...(lockedUntil && lockedUntil > clock.now() && { locked_until: lockedUntil.toISOString() }),
    };
  }

  async setLanguage(device: Device, language: Language): Promise<void> {
    await this.parts.store.all('update device set language = $2 where id = $1', [device.id, language]);
  }

  async customerAt(device: Device): Promise<BankCustomer> {
    const customer = await this.parts.ports.core.byPhone(device.phone);
    if (!customer) throw new BankError('DEVICE_NEEDED');
    return customer;
  }

  /** @throws BankError PIN_WRONG with the attempts that are left, PIN_LOCKED when there are none (KB-46) */
  async checkPin(customer: BankCustomer, pin: string): Promise<void> {
    const { store, clock, config: { bank: { pin: limits } } } = this.parts;
    await this.checkNotLocked(customer.customerId);
    const now = clock.now();
    // An attempt counts before it is judged, so that many at once are not more than there are.
    const counted = await store.one<{ wrong: number }>(
      `insert into pin_state as s (customer_id, wrong) values ($1, 1)
       on conflict (customer_id) do update set wrong = case when s.locked_until <= $3 then 1 else s.wrong + 1 end, locked_until = case when s.locked_until <= $3 then null else s.locked_until end
       where s.wrong < $2 or s.locked_until <= $3 returning wrong`,
      [customer.customerId, limits.attempts_max, now],
    );
    if (!counted) throw await this.locked(customer.customerId);
    if (await isSecret(typedDigits(pin), customer.pinHash ?? '')) {
      await store.all('update pin_state set wrong = 0, locked_until = null where customer_id = $1', [customer.customerId]);
      return;
    }
    if (counted.wrong < limits.attempts_max) throw new BankError('PIN_WRONG', { attempts_left: limits.attempts_max - counted.wrong });
    await store.within(async (change) => {
      await change.all('update pin_state set locked_until = $2 where customer_id = $1', [customer.customerId, new Date(now.getTime() + limits.lock_minutes * MINUTE_MS)]);
      await change.all('delete from session where device_id in (select id from device where phone = any($1::text[]))', [customer.phones.map(({ phone }) => phone)]);
      await change.audit('PIN locked', customer.customerId, {}, now);
    });
    throw await this.locked(customer.customerId);
  }

  /** Also a passkey does not open what too many wrong PINs have locked. */
  async checkNotLocked(customerId: string): Promise<void> {
    const state = await this.parts.store.one<{ locked_until: Date | null }>('select locked_until from pin_state where customer_id = $1', [customerId]);
    if (state?.locked_until && state.locked_until > this.parts.clock.now()) throw await this.locked(customerId);
  }

  private async locked(customerId: string): Promise<BankError> {
    const state = await this.parts.store.one<{ locked_until: Date | null }>('select locked_until from pin_state where customer_id = $1', [customerId]);
    return new BankError('PIN_LOCKED', { attempts_left: 0, ...(state?.locked_until && { locked_until: state.locked_until.toISOString() }) });
  }

  private async useOtp(phone: string, code: string): Promise<void> {
    const { store, clock, config: { bank: { otp } } } = this.parts;
    const sent = await store.one<{ code_hash: string; ref: string }>(
      `update otp set attempts = attempts + 1 where ref = (select ref from otp where phone = $1 order by created_at desc limit 1)
       and not used and expires_at > $2 and attempts < $3 returning code_hash, ref`,
      [phone, clock.real(), otp.attempts_max],
    );
    if (!sent) throw new BankError('OTP_EXPIRED');
    if (!(await isSecret(code, sent.code_hash))) throw new BankError('OTP_WRONG');
  }
}
