import { createPublicKey, generateKeyPair, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { publicPem } from '@trine/crypto';
import type { Challenge, Enrolment, EnrolmentStep, ErrorCode, Registration, Terms, TermsInput } from '../api.js';
import type { SignedIn } from '../access/customers.js';
import type { BankCustomer } from '../adapters/ports.js';
import { BankError } from '../errors.js';
import { toldError, type Parts } from '../parts.js';
import { refusalOf, type Refusal } from '../rules/eligibility.js';
import type { Change, Reader } from '../store/store.js';
import { TERMS } from '../terms.js';
import { recordConsent } from './consents.js';
import { registrationOf, type RegistrationRow } from './ndid.js';
import { challengeView, checkChallenge, COMPARISON_MS_MAX, keptChallenge, type KeptChallenge, type Picture } from './pictures.js';

export interface EnrolmentRow {
  id: string;
  customer_id: string;
  phone: string;
  step: EnrolmentStep;
  error_code: ErrorCode | null;
  attempts: number;
  challenge: KeptChallenge | null;
  comparing_since: Date | null;
  started_at: Date;
  expires_at: Date;
}

type Who = Pick<SignedIn, 'customerId' | 'citizenId' | 'phone'>;

const OPEN: readonly EnrolmentStep[] = ['TERMS', 'PHOTO_TERMS', 'SELFIE', 'COMPARING', 'REGISTERING'];
const newKeys = promisify(generateKeyPair);

/** Registration step by step (KB-30 to KB-43). The steps and their order are kept here, whatever a phone shows. */
export class Enrolments {
  /** Set by the service: what a registration looks like to its customer. */
  registrationView: (row: RegistrationRow, who: Who) => Registration = () => {
    throw new Error('not wired');
  };

  constructor(private readonly parts: Parts) {}

  /** Begins, or goes on with the one that is under way (KB-43). */
  async begin(who: SignedIn): Promise<Enrolment> {
    const { store, clock, config: { bank: { policy } } } = this.parts;
    const open = await this.underWay(who.phone);
    if (open) return this.view(open, who);
    const customer = await this.parts.ports.core.byCustomerId(who.customerId);
    if (!customer) throw new BankError('KB_NOT_KPLUS_USER');
    const refusal = await this.refusal(customer, who.phone);
    if (refusal) throw new BankError(refusal);
    const now = clock.now();
    await store.within(async (change) => {
      await this.expire(change, who.phone);
      await change.all(
        "insert into enrolment (id, customer_id, phone, step, started_at, expires_at) values ($1, $2, $3, 'TERMS', $4, $5) on conflict (phone) where step in ('TERMS', 'PHOTO_TERMS', 'SELFIE', 'COMPARING', 'REGISTERING') do nothing",
        [randomUUID(), who.customerId, who.phone, now, new Date(now.getTime() + policy.enrolment_minutes * 60_000)],
      );
    });
    const begun = await this.underWay(who.phone);
    if (!begun) throw new BankError('KB_ENROLMENT_EXPIRED');
    return this.view(begun, who);
  }

  /** Why somebody can't register now; with `phone`, from that K PLUS. A hit on a sanction list is for the audit only (KB-25). */
  async refusal(customer: BankCustomer, phone?: string): Promise<Refusal | undefined> {
    const { store, clock, ports, config: { bank: { policy } } } = this.parts;
    const [row, sanctionLists] = await Promise.all([registrationOf(store, customer.customerId), ports.sanctions.listsNaming(customer.citizenId)]);
    const refusal = refusalOf({
      ...customer,
      ...(phone !== undefined && { phone }),
      ...(row && { registeredPhone: row.phone }),
      kplus: customer.phones.some((each) => each.kplus && (phone === undefined || each.phone === phone)),
      sanctionLists,
    }, policy, clock.now());
    if (refusal) await store.within((change) => change.audit('registration refused', customer.customerId, { refusal, ...(refusal === 'KB_NOT_ELIGIBLE' && { lists: sanctionLists }) }, clock.now()));
    return refusal;
  }

  async get(id: string, who: Who): Promise<Enrolment> {
    return this.view(await this.own(this.parts.store, id, who), who);
  }

  async acceptTerms(id: string, who: SignedIn, input: TermsInput): Promise<Enrolment> {
    return this.answerTerms(id, who, input, 'TERMS');
  }

  async acceptPhotoTerms(id: string, who: SignedIn, input: TermsInput): Promise<Enrolment> {
    return this.answerTerms(id, who, input, 'PHOTO_TERMS');
  }

  /** @returns what the person is to do in front of the camera; one challenge serves one picture */
  async challenge(id: string, who: Who): Promise<Challenge> {
    const { clock, ports, store } = this.parts;
    return store.within(async (change) => {
      await this.at(change, id, who, 'SELFIE');
      const kept = keptChallenge(ports.faces.newChallenge(), clock.real());
      await change.all('update enrolment set challenge = $2 where id = $1', [id, JSON.stringify(kept)]);
      return challengeView(kept, (real) => clock.shown(real));
    });
  }

  /** Judges the picture, which is not kept, and registers on a match (KB-36 to KB-39). */
  async selfie(id: string, who: SignedIn, picture: Picture): Promise<Enrolment> {
    const { clock, ports, store } = this.parts;
    const challenge = await store.within(async (change) => {
      const row = await this.at(change, id, who, 'SELFIE');
      const kept = checkChallenge(row.challenge, picture, clock.real());
      await change.all("update enrolment set step = 'COMPARING', comparing_since = $2, challenge = null, error_code = null where id = $1", [id, clock.real()]);
      await change.emit(who.customerId, 'enrolment', id);
      return kept;
    });
    try {
      const record = await ports.identities.verified(who.customerId);
      const verdict = record ? await ports.faces.judge({ challenge, still: picture.still, frames: picture.frames, reference: record.referencePicture }) : undefined;
      if (verdict?.outcome === 'MATCH') await this.register(id, who);
      else await this.again(id, who, verdict?.outcome === 'UNUSABLE' ? verdict.fault : 'KB_FACE_MISMATCH', verdict?.outcome !== 'UNUSABLE');
    } catch (error) {
      // Nothing was decided: the same step can be taken again (GN-11).
      await store.all("update enrolment set step = 'SELFIE', comparing_since = null where id = $1 and step = 'COMPARING'", [id]);
      throw error;
    }
    return this.get(id, who);
  }

  async underWay(phone: string): Promise<EnrolmentRow | undefined> {
    const row = await this.parts.store.one<EnrolmentRow>('select * from enrolment where phone = $1 and step = any($2::text[])', [phone, OPEN as string[]]);
    return row && !this.isOver(row) ? row : undefined;
  }

  /** Whether the last registration ended at a verification point that has not been visited since (KB-59). */
  async pointNeeded(who: Pick<Who, 'customerId' | 'phone'>): Promise<boolean> {
    const last = await this.parts.store.one<EnrolmentRow>('select * from enrolment where customer_id = $1 order by started_at desc limit 1', [who.customerId]);
    if (last?.step !== 'VERIFICATION_POINT') return false;
    const record = await this.parts.ports.identities.verified(who.customerId);
    return !record || record.verifiedAt < last.started_at;
  }

  async view(row: EnrolmentRow, who: Who): Promise<Enrolment> {
    const { policy } = this.parts.config.bank;
    const step = this.isOver(row) ? 'EXPIRED' : row.step;
    const code: ErrorCode | null = step === 'EXPIRED' ? 'KB_ENROLMENT_EXPIRED' : row.error_code;
    const terms: Terms | undefined = step === 'TERMS' ? TERMS.REGISTRATION : step === 'PHOTO_TERMS' ? TERMS.PHOTO : undefined;
    const attemptsLeft = Math.max(0, policy.attempts_max - row.attempts);
    const registration = step === 'REGISTERED' ? await registrationOf(this.parts.store, row.customer_id) : undefined;
    return {
      id: row.id,
      step,
      attempts_left: attemptsLeft,
      expires_at: row.expires_at.toISOString(),
      ...(terms && { terms }),
      ...(code && { error: toldError(this.parts, code, { ...(code === 'KB_FACE_MISMATCH' && { attempts_left: attemptsLeft, ...(attemptsLeft === 0 && { action: 'GO_TO_POINT' as const }) }) }) }),
      ...(registration && { registration: this.registrationView(registration, who) }),
    };
  }

  private async answerTerms(id: string, who: SignedIn, { version, accepted }: TermsInput, step: 'TERMS' | 'PHOTO_TERMS'): Promise<Enrolment> {
    const { store, clock, ports } = this.parts;
    const terms = step === 'TERMS' ? TERMS.REGISTRATION : TERMS.PHOTO;
    const pointNeeded = step === 'TERMS' && accepted && (!(await ports.identities.verified(who.customerId)) || await this.mismatchedSince(who));
    const row = await store.within(async (change) => {
      const before = await this.at(change, id, who, step);
      if (!accepted) {
        // Nothing is stored of who declines (AC-KB-23).
        await change.all('delete from enrolment where id = $1', [id]);
        await change.all('delete from consent_record where customer_id = $1 and kind = $2 and at >= $3', [who.customerId, 'REGISTRATION', before.started_at]);
        return { ...before, step: 'DECLINED' as const };
      }
      if (version !== terms.version) throw new BankError('KB_TERMS_CHANGED');
      await recordConsent(change, { customerId: who.customerId, kind: terms.kind, version, deviceId: who.deviceId, at: clock.now() });
      const next: EnrolmentStep = step === 'PHOTO_TERMS' ? 'SELFIE' : pointNeeded ? 'VERIFICATION_POINT' : 'PHOTO_TERMS';
      const [after] = await change.all<EnrolmentRow>('update enrolment set step = $2, error_code = $3 where id = $1 returning *', [id, next, pointNeeded ? 'KB_VERIFICATION_POINT_NEEDED' : null]);
      await change.emit(who.customerId, 'enrolment', id);
      await change.emit(who.customerId, 'ndid', who.customerId);
      return after!;
    });
    return this.view(row, who);
  }

  /** After too many mismatches only a visit to a verification point helps (KB-39, KB-40). */
  private async mismatchedSince(who: Who): Promise<boolean> {
    const last = await this.parts.store.one<{ started_at: Date }>("select started_at from enrolment where customer_id = $1 and step = 'VERIFICATION_POINT' and error_code = 'KB_FACE_MISMATCH' order by started_at desc limit 1", [who.customerId]);
    if (!last) return false;
    const record = await this.parts.ports.identities.verified(who.customerId);
    return !record || record.verifiedAt < last.started_at;
  }

  private async again(id: string, who: Who, code: ErrorCode, counts: boolean): Promise<void> {
    await this.parts.store.within(async (change) => {
      await change.all(
        `update enrolment set error_code = $2, comparing_since = null, attempts = attempts + $3::int,
         step = case when attempts + $3::int >= $4::int then 'VERIFICATION_POINT' else 'SELFIE' end where id = $1 and step = 'COMPARING'`,
        [id, code, counts ? 1 : 0, this.parts.config.bank.policy.attempts_max],
      );
      await change.emit(who.customerId, 'enrolment', id);
      await change.emit(who.customerId, 'ndid', who.customerId);
    });
  }

  /** Begins the registration on the scheme. Of several phones of one customer the first one wins (AC-KB-38). */
  private async register(id: string, who: Who): Promise<void> {
    const prepared = await newRegistration(this.parts);
    await this.parts.store.within(async (change) => {
      const [mine] = await change.all("select 1 from enrolment where id = $1 and step = 'COMPARING' for update", [id]);
      if (!mine) return;
      const referenceId = await insertRegistration(change, this.parts, { ...prepared, customerId: who.customerId, phone: who.phone, silent: false });
      if (!referenceId) {
        const bound = await registrationOf(change, who.customerId);
        await change.all("update enrolment set step = 'FAILED', error_code = $2, comparing_since = null where id = $1", [id, bound?.phone === who.phone ? 'KB_ALREADY_REGISTERED' : 'KB_BOUND_TO_OTHER_NUMBER']);
      } else {
        await change.all("update enrolment set step = 'REGISTERING', comparing_since = null where id = $1", [id]);
      }
      await change.emit(who.customerId, 'enrolment', id);
    });
  }

  private async own(reader: Reader, id: string, who: Pick<Who, 'customerId' | 'phone'>, lock = ''): Promise<EnrolmentRow> {
    const row = await reader.one<EnrolmentRow>(`select * from enrolment where id = $1 and customer_id = $2 and phone = $3 ${lock}`, [id, who.customerId, who.phone]);
    if (!row) throw new BankError('NOT_FOUND');
    return row;
  }

  private async at(change: Change, id: string, who: Pick<Who, 'customerId' | 'phone'>, step: EnrolmentStep): Promise<EnrolmentRow> {
    const row = await this.own(change, id, who, 'for update');
    if (this.isOver(row)) throw new BankError('KB_ENROLMENT_EXPIRED');
    const cutOff = step === 'SELFIE' && row.step === 'COMPARING' && this.parts.clock.real().getTime() - (row.comparing_since?.getTime() ?? 0) > COMPARISON_MS_MAX;
    if (row.step !== step && !cutOff) throw new BankError('KB_STEP_OUT_OF_ORDER');
    return row;
  }

  /** What is being registered is not over: the scheme decides. */
  private isOver(row: EnrolmentRow): boolean {
    return row.step !== 'REGISTERING' && OPEN.includes(row.step) && row.expires_at <= this.parts.clock.now();
  }

  private async expire(change: Change, phone: string): Promise<void> {
    await change.all("update enrolment set step = 'EXPIRED', challenge = null where phone = $1 and step = any($2::text[]) and step <> 'REGISTERING' and expires_at <= $3", [phone, OPEN as string[], this.parts.clock.now()]);
  }
}

interface PreparedRegistration {
  referenceId: string;
  accessorId: string;
  publicKey: string;
  privateKey: Buffer;
}

/** Making a key takes a quarter of a second, so it is done outside the transaction. */
export async function newRegistration({ vault }: Pick<Parts, 'vault'>): Promise<PreparedRegistration> {
  const { privateKey } = await newKeys('rsa', { modulusLength: 2048 });
  const accessorId = randomUUID();
  return {
    referenceId: `register-${randomUUID()}`,
    accessorId,
    publicKey: publicPem(createPublicKey(privateKey)),
    privateKey: vault.seal(`accessor ${accessorId}`, privateKey.export({ type: 'pkcs8', format: 'pem' })),
  };
}

/** Undefined when this customer has a registration already. */
export async function insertRegistration(change: Change, { clock }: Pick<Parts, 'clock'>, given: PreparedRegistration & { customerId: string; phone: string; silent: boolean }): Promise<string | undefined> {
  const [made] = await change.all(
    `insert into registration (customer_id, phone, state, reference_id, accessor_id, public_key, private_key, silent, created_at)
     values ($1, $2, 'REGISTERING', $3, $4, $5, $6, $7, $8) on conflict (customer_id) do nothing returning 1`,
    [given.customerId, given.phone, given.referenceId, given.accessorId, given.publicKey, given.privateKey, given.silent, clock.now()],
  );
  if (!made) return undefined;
  await change.enqueue('REGISTER', given.referenceId);
  return given.referenceId;
}
