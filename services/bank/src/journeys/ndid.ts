import type { NdidStatus, Registration } from '../api.js';
import type { SignedIn } from '../access/customers.js';
import { BankError } from '../errors.js';
import { toldError, type Parts } from '../parts.js';
import { maskedCitizenId, maskedPhone } from '../rules/masks.js';
import type { Change, Reader } from '../store/store.js';
import type { Enrolments } from './enrolments.js';
import { TERMS } from '../terms.js';
import { recordConsent } from './consents.js';
import { errorAnswer } from './answers.js';

/** A customer's place on the scheme, or the way there and back. */
export interface RegistrationRow {
  customer_id: string;
  /** The K PLUS number to which it is bound (KB-16). */
  phone: string;
  state: 'REGISTERING' | 'REGISTERED' | 'CANCELLING';
  reference_id: string;
  accessor_id: string;
  public_key: string;
  /** Sealed. */
  private_key: Buffer;
  reference_group_code: string | null;
  /** Registered before the bank's reference IdP began: nobody waits for the news. */
  silent: boolean;
  registered_at: Date | null;
  cancel_reference_id: string | null;
  cancel_failed: boolean;
}

export const registrationOf = (reader: Reader, customerId: string, lock = ''): Promise<RegistrationRow | undefined> =>
  reader.one<RegistrationRow>(`select * from registration where customer_id = $1 ${lock}`, [customerId]);

/** Status and cancellation (KB-55 to KB-59, KB-70 to KB-79). */
export class Ndid {
  constructor(private readonly parts: Parts, private readonly enrolments: Enrolments) {}

  async status(who: Pick<SignedIn, 'customerId' | 'citizenId' | 'phone'>): Promise<NdidStatus> {
    const { store, clock } = this.parts;
    const row = await registrationOf(store, who.customerId);
    const waiting = await store.one<{ n: number }>(
      `select count(*) as n from request where customer_id = $1 and step in ('REGISTRATION_NEEDED', 'DETAIL', 'PHOTO_TERMS', 'PHOTO', 'COMPARING', 'CONSENT') and not over and expires_at > $2`,
      [who.customerId, clock.real()],
    );
    const base = { requests_waiting: waiting?.n ?? 0 };
    if (row && row.state !== 'REGISTERING') {
      return {
        status: row.state,
        registration: this.registration(row, who),
        ...base,
        ...(row.cancel_failed && { error: toldError(this.parts, 'KB_CANCEL_FAILED') }),
      };
    }
    const enrolment = await this.enrolments.underWay(who.phone);
    return {
      status: await this.enrolments.pointNeeded(who) ? 'VERIFICATION_POINT_NEEDED' : 'NOT_REGISTERED',
      ...base,
      ...(enrolment && { enrolment: await this.enrolments.view(enrolment, who) }),
    };
  }

  registration(row: RegistrationRow, who: Pick<SignedIn, 'citizenId' | 'phone'>): Registration {
    return {
      citizen_id_masked: maskedCitizenId(who.citizenId),
      phone_masked: maskedPhone(row.phone),
      registered_at: (row.registered_at ?? this.parts.clock.now()).toISOString(),
      bank: this.parts.config.bank.name,
      on_this_number: row.phone === who.phone,
    };
  }

  /**
   * Begins the cancellation (KB-72); its result comes as a notification. Open requests are answered with an error at once (KB-76).
   * Pressed again it changes nothing.
   */
  async cancel(who: SignedIn): Promise<NdidStatus> {
    const { store, clock } = this.parts;
    await store.within(async (change) => {
      const row = await registrationOf(change, who.customerId, 'for update');
      if (!row || row.state === 'REGISTERING') throw new BankError('KB_NOT_REGISTERED');
      if (row.phone !== who.phone) throw new BankError('KB_BOUND_TO_OTHER_NUMBER');
      if (row.state === 'CANCELLING') return;
      const referenceId = `cancel-${row.reference_id}-${clock.real().getTime()}`;
      await recordConsent(change, { customerId: who.customerId, kind: 'CANCELLATION', version: TERMS.REGISTRATION.version, deviceId: who.deviceId, at: clock.now() });
      await change.all("update registration set state = 'CANCELLING', cancel_reference_id = $2, cancel_failed = false where customer_id = $1", [who.customerId, referenceId]);
      await this.answerOpenRequests(change, who.customerId);
      await change.enqueue('CANCEL', referenceId);
      await change.audit('cancellation begun', who.customerId, { device: who.deviceId }, clock.now());
      await change.emit(who.customerId, 'ndid', who.customerId);
    });
    return this.status(who);
  }

  private async answerOpenRequests(change: Change, customerId: string): Promise<void> {
    const open = await change.all<{ id: string }>(
      "select id from request where customer_id = $1 and step in ('DETAIL', 'PHOTO_TERMS', 'PHOTO', 'COMPARING', 'CONSENT') and not over order by asked_at for update",
      [customerId],
    );
    for (const { id } of open) await errorAnswer(change, this.parts, id, 'CANCELLED', 'KB_CANCELLING');
  }
}
