import { randomUUID } from 'node:crypto';
import type { Product, Text } from '../api.js';
import type { Clock } from './clock.js';
import type { BankCustomer, CardState, CardStatus, CoreBanking, IdentityRecords, SanctionLists, Sms } from './ports.js';
import type { Switches } from './switches.js';
import { birthDateFor } from '../rules/bangkok.js';
import type { Store } from '../store/store.js';
import type { Vault } from '../store/vault.js';

interface PersonRow {
  customer_id: string;
  citizen_id: string;
  name: Text;
  birth_date: string;
  nationality: string;
  products: Product[];
  pin_hash: string | null;
}

/** Core banking, played by tables of the bank's own database. */
export class SeededCoreBanking implements CoreBanking {
  constructor(private readonly store: Store, private readonly switches: Switches, private readonly clock: Clock) {}

  byCustomerId(customerId: string): Promise<BankCustomer | undefined> {
    return this.find('person.customer_id = $1', customerId);
  }

  byCitizenId(citizenId: string): Promise<BankCustomer | undefined> {
    return this.find('person.citizen_id = $1', citizenId);
  }

  byPhone(phone: string): Promise<BankCustomer | undefined> {
    return this.find('person.customer_id = (select customer_id from phone where phone = $1)', phone);
  }

  private async find(condition: string, value: string): Promise<BankCustomer | undefined> {
    const failure = await this.switches.failure('core-banking');
    const row = await this.store.one<PersonRow>(`select * from person where ${condition}`, [value]);
    if (!row) return undefined;
    const phones = await this.store.all<{ phone: string; kplus: boolean }>('select phone, kplus from phone where customer_id = $1 order by phone', [row.customer_id]);
    return {
      customerId: row.customer_id,
      citizenId: row.citizen_id,
      name: row.name,
      birthDate: failure === 'UNDER_AGE' ? birthDateFor(1, this.clock.now()) : row.birth_date,
      nationality: failure === 'NOT_THAI' ? 'XX' : row.nationality,
      products: failure === 'NO_PRODUCT' ? [] : row.products,
      phones: failure === 'NO_KPLUS' ? phones.map((each) => ({ ...each, kplus: false })) : phones,
      ...(row.pin_hash && { pinHash: row.pin_hash }),
    };
  }
}

export class SeededSanctionLists implements SanctionLists {
  constructor(private readonly store: Store, private readonly switches: Switches) {}

  async listsNaming(citizenId: string): Promise<string[]> {
    const failure = await this.switches.failure('sanction-lists');
    if (failure) return [failure];
    return (await this.store.all<{ list: string }>('select list from sanction_entry where citizen_id = $1 order by list', [citizenId])).map(({ list }) => list);
  }
}

interface RecordRow {
  card_status: CardState;
  chip_read_at: Date | null;
  reference_picture: Buffer | null;
}

/** K CHECK ID captures, pictures encrypted. */
export class SeededIdentityRecords implements IdentityRecords, CardStatus {
  constructor(private readonly store: Store, private readonly switches: Switches, private readonly vault: Vault) {}

  async verified(customerId: string): Promise<{ referencePicture: Buffer | undefined; verifiedAt: Date } | undefined> {
    if (await this.switches.failure('identity-records')) return undefined;
    const record = await this.record(customerId);
    if (!record?.chip_read_at) return undefined;
    return {
      referencePicture: record.reference_picture ? this.vault.open(`picture ${customerId}`, record.reference_picture) : undefined,
      verifiedAt: record.chip_read_at,
    };
  }

  async statusOf(customerId: string): Promise<CardState> {
    const failure = await this.switches.failure('card-status');
    return (failure as CardState | undefined) ?? (await this.record(customerId))?.card_status ?? 'CURRENT';
  }

  private record(customerId: string): Promise<RecordRow | undefined> {
    return this.store.one<RecordRow>('select card_status, chip_read_at, reference_picture from identity_record where customer_id = $1', [customerId]);
  }
}

/** Sends nothing: keeps each message for the sandbox's admin page, which says that it is simulated. */
export class SimulatedSms implements Sms {
  constructor(private readonly store: Store, private readonly switches: Switches, private readonly clock: Clock) {}

  async send({ to, text }: { to: string; text: string }): Promise<void> {
    await this.switches.failure('sms');
    await this.store.all('insert into message (id, channel, recipient, text, at) values ($1, $2, $3, $4, $5)', [randomUUID(), 'SMS', to, text, this.clock.now()]);
  }
}
