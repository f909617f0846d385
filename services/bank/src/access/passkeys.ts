import { generateAuthenticationOptions, generateRegistrationOptions, verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';
import type { Passkeys as PasskeyList, WebAuthnJson } from '../api.js';
import { BankError } from '../errors.js';
import type { Parts } from '../parts.js';

const CHALLENGE_MS = 5 * 60_000;

type Registration = Parameters<typeof verifyRegistrationResponse>[0]['response'];
type Authentication = Parameters<typeof verifyAuthenticationResponse>[0]['response'];
type Transports = NonNullable<Parameters<typeof verifyAuthenticationResponse>[0]['credential']['transports']>;

interface PasskeyRow {
  id: string;
  public_key: Buffer;
  counter: number;
  transports: Transports;
  created_at: Date;
  last_used_at: Date | null;
}

/** WebAuthn beside the PIN. Every use needs the person (user verification): a passkey replaces the PIN, so it must be as much. */
export class Passkeys {
  constructor(private readonly parts: Parts, private readonly origin: () => string) {}

  async registrationOptions(customerId: string, deviceId: string, phoneMasked: string): Promise<WebAuthnJson> {
    const options = await generateRegistrationOptions({
      rpName: this.parts.config.bank.name.en,
      rpID: this.rpId,
      userName: phoneMasked,
      userID: new TextEncoder().encode(customerId),
      attestationType: 'none',
      excludeCredentials: (await this.rows(customerId)).map(({ id, transports }) => ({ id, transports })),
      authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
    });
    await this.keep(deviceId, 'REGISTER', options.challenge);
    return options as unknown as WebAuthnJson;
  }

  async register(customerId: string, deviceId: string, response: WebAuthnJson): Promise<void> {
    const { store, clock } = this.parts;
    const { credential } = await this.checked(async () => (await verifyRegistrationResponse({
      response: response as unknown as Registration,
      expectedChallenge: await this.take(deviceId, 'REGISTER'),
      expectedOrigin: this.origin(),
      expectedRPID: this.rpId,
      requireUserVerification: true,
    })).registrationInfo);
    await store.within(async (change) => {
      await change.all('insert into passkey (id, customer_id, public_key, counter, transports, created_at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing', [
        credential.id, customerId, Buffer.from(credential.publicKey), credential.counter, credential.transports ?? [], clock.now(),
      ]);
      await change.audit('passkey added', customerId, {}, clock.now());
    });
  }

  async options(customerId: string, deviceId: string): Promise<WebAuthnJson> {
    const options = await generateAuthenticationOptions({
      rpID: this.rpId,
      userVerification: 'required',
      allowCredentials: (await this.rows(customerId)).map(({ id, transports }) => ({ id, transports })),
    });
    await this.keep(deviceId, 'USE', options.challenge);
    return options as unknown as WebAuthnJson;
  }

  /** @throws BankError PASSKEY_REFUSED unless it is this customer's, and answers the challenge that this device was given */
  async check(customerId: string, deviceId: string, response: WebAuthnJson): Promise<void> {
    const { store, clock } = this.parts;
    const row = (await this.rows(customerId)).find(({ id }) => id === response['id']);
    if (!row) throw new BankError('PASSKEY_REFUSED');
    const { newCounter } = await this.checked(async () => {
      const { verified, authenticationInfo } = await verifyAuthenticationResponse({
        response: response as unknown as Authentication,
        expectedChallenge: await this.take(deviceId, 'USE'),
        expectedOrigin: this.origin(),
        expectedRPID: this.rpId,
        credential: { id: row.id, publicKey: new Uint8Array(row.public_key), counter: row.counter, transports: row.transports },
        requireUserVerification: true,
      });
      return verified ? authenticationInfo : undefined;
    });
    await store.all('update passkey set counter = $2, last_used_at = $3 where id = $1', [row.id, newCounter, clock.now()]);
  }

  async list(customerId: string): Promise<PasskeyList> {
    const rows = await this.rows(customerId);
    return { passkeys: rows.map(({ id, created_at, last_used_at }) => ({ id, created_at: created_at.toISOString(), ...(last_used_at && { last_used_at: last_used_at.toISOString() }) })) };
  }

  async remove(customerId: string, id: string): Promise<void> {
    await this.parts.store.all('delete from passkey where customer_id = $1 and id = $2', [customerId, id]);
  }

  private get rpId(): string {
    return new URL(this.origin()).hostname;
  }

  private rows(customerId: string): Promise<PasskeyRow[]> {
    return this.parts.store.all<PasskeyRow>('select * from passkey where customer_id = $1 order by created_at', [customerId]);
  }

  private async keep(deviceId: string, purpose: string, challenge: string): Promise<void> {
    await this.parts.store.all(
      `insert into passkey_challenge values ($1, $2, $3, $4) on conflict (device_id, purpose) do update set challenge = excluded.challenge, expires_at = excluded.expires_at`,
      [deviceId, purpose, challenge, new Date(Date.now() + CHALLENGE_MS)],
    );
  }

  /** A challenge serves once. */
  private async take(deviceId: string, purpose: string): Promise<string> {
    const row = await this.parts.store.one<{ challenge: string }>('delete from passkey_challenge where device_id = $1 and purpose = $2 and expires_at > $3 returning challenge', [deviceId, purpose, new Date()]);
    if (!row) throw new BankError('PASSKEY_REFUSED');
    return row.challenge;
  }

  private async checked<T>(verify: () => Promise<T | undefined>): Promise<T> {
    const result = await verify().catch((cause: unknown) => {
      throw cause instanceof BankError ? cause : new BankError('PASSKEY_REFUSED', {}, { cause });
    });
    if (!result) throw new BankError('PASSKEY_REFUSED');
    return result;
  }
}
