import type { AdminMessage, AdminPerson, AdminPersonInput, AdminRequest, AdminRequestLife, LifeEntry, NdidStatus, Product, Text } from '../api.js';
import { BankError } from '../errors.js';
import { hashedSecret } from '../access/secrets.js';
import { customerIdOf, seedPeople } from '../people.js';
import type { Parts } from '../parts.js';
import { openCallback, type KeptCallback } from '../scheme/inbox.js';
import { insertRegistration, newRegistration } from './enrolments.js';
import type { RequestRow } from './request-steps.js';

/** Before everything that a sandbox does, so that a later visit to a verification point is later also when the clock is moved back. */
const SEEDED_AT = '2020-01-01T00:00:00Z';

interface PersonRow {
  key: string;
  citizen_id: string;
  customer_id: string;
  name: Text;
  birth_date: string;
  nationality: string;
  products: Product[];
  note: Text;
}

/** What only a sandbox has: people, and the view of the bank's developers. */
export class Sandbox {
  constructor(private readonly parts: Parts) {}

  /** The people of the sandbox; those who are there already stay as they are. */
  async seed(): Promise<void> {
    const { store, clock } = this.parts;
    for (const person of seedPeople(clock.now())) {
      const customerId = customerIdOf(person.key);
      if (await store.one('select 1 from person where customer_id = $1', [customerId])) continue;
      const hash = person.pin && person.phones.some(({ kplus }) => kplus) ? await hashedSecret(person.pin) : null;
      const registration = person.registeredWith ? await newRegistration(this.parts) : undefined;
      await store.within(async (change) => {
        const [made] = await change.all('insert into person values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing returning 1', [
          customerId, person.key, person.citizenId, JSON.stringify(person.name), person.birthDate, person.nationality, person.products, JSON.stringify(person.note), hash, person.pin,
        ]);
        if (!made) return;
        for (const { phone, kplus } of person.phones) await change.all('insert into phone values ($1, $2, $3)', [phone, customerId, kplus]);
        for (const list of person.sanctionLists) await change.all('insert into sanction_entry values ($1, $2)', [list, person.citizenId]);
        await change.all('insert into identity_record values ($1, $2, $3)', [customerId, 'CURRENT', person.chipVerified ? SEEDED_AT : null]);
        if (registration) await insertRegistration(change, this.parts, { ...registration, customerId, phone: person.registeredWith!, silent: true });
      });
    }
  }

  async people(): Promise<AdminPerson[]> {
    const { store } = this.parts;
    const rows = await store.all<PersonRow & { phones: AdminPerson['phones'] | null; lists: AdminPerson['sanction_lists'] | null; chip: boolean; picture: boolean; state: NdidStatus['status'] | 'REGISTERING' | null }>(
      `select person.*, (select json_agg(json_build_object('phone', phone, 'kplus', kplus) order by phone) from phone where phone.customer_id = person.customer_id) as phones,
         (select json_agg(list order by list) from sanction_entry where sanction_entry.citizen_id = person.citizen_id) as lists,
         coalesce(chip_read_at is not null, false) as chip, coalesce(reference_picture is not null, false) as picture, registration.state
       from person left join identity_record using (customer_id) left join registration using (customer_id) order by key`,
    );
    return rows.map((row) => ({
      key: row.key, citizen_id: row.citizen_id, name: row.name, birth_date: row.birth_date, nationality: row.nationality, products: row.products, phones: row.phones ?? [],
      sanction_lists: row.lists ?? [], chip_verified: row.chip, has_reference_picture: row.picture, note: row.note, status: row.state === null || row.state === 'REGISTERING' ? 'NOT_REGISTERED' : row.state,
    }));
  }

  async changePerson(key: string, input: AdminPersonInput): Promise<AdminPerson> {
    const { store, clock } = this.parts;
    const { customer_id: id, citizen_id: citizenId } = await this.person(key);
    await store.within(async (change) => {
      for (const column of ['birth_date', 'nationality', 'products'] as const) if (input[column] !== undefined) await change.all(`update person set ${column} = $2 where customer_id = $1`, [id, input[column]]);
      if (input.phones) {
        await change.all('delete from phone where customer_id = $1', [id]);
        for (const { phone, kplus } of input.phones) await change.all('insert into phone values ($1, $2, $3) on conflict do nothing', [phone, id, kplus]);
      }
      if (input.sanction_lists) {
        await change.all('delete from sanction_entry where citizen_id = $1', [citizenId]);
        for (const list of input.sanction_lists) await change.all('insert into sanction_entry values ($1, $2)', [list, citizenId]);
      }
      if (input.chip_verified !== undefined) await change.all('update identity_record set chip_read_at = $2 where customer_id = $1', [id, input.chip_verified ? clock.now() : null]);
    });
    return (await this.people()).find((each) => each.key === key)!;
  }

  /** As if the people had been made now: C and D have their birthdays today and tomorrow. */
  async setBirthdays(): Promise<void> {
    for (const { key, birthDate } of seedPeople(this.parts.clock.now())) await this.parts.store.all('update person set birth_date = $2 where key = $1', [key, birthDate]);
  }

  /** The picture against which the face engine compares. */
  async setFace(key: string, picture: Buffer): Promise<void> {
    const { store, vault } = this.parts;
    const { customer_id: id } = await this.person(key);
    await store.all('update identity_record set reference_picture = $2 where customer_id = $1', [id, vault.seal(`picture ${id}`, picture)]);
  }

  /** A person who locked themselves out. */
  async unlock(key: string): Promise<void> {
    await this.parts.store.all('delete from pin_state where customer_id = $1', [(await this.person(key)).customer_id]);
  }

  async messages(): Promise<AdminMessage[]> {
    const { store, notices } = this.parts;
    const [sms, outbox] = await Promise.all([
      store.all<{ id: string; channel: 'SMS'; recipient: string; text: string; at: Date }>('select * from message order by at desc limit 100'),
      notices.notifications.outbox({ limit: 100 }),
    ]);
    return [
      ...sms.map(({ id, channel, recipient, text, at }) => ({ id, channel, to: recipient, text, at: at.toISOString(), simulated: true })),
      ...outbox.map((entry) => ({
        id: `${entry.notification_id}:${entry.position}`, channel: entry.channel.toUpperCase() as AdminMessage['channel'], to: entry.recipient, text: `${entry.body.th} / ${entry.body.en}`, at: entry.created_at, simulated: entry.simulated,
      })),
    ].sort((a, b) => b.at.localeCompare(a.at)).slice(0, 100);
  }

  async requests(): Promise<AdminRequest[]> {
    const rows = await this.parts.store.all<RequestRow & { key: string | null }>('select request.*, person.key from request left join person using (customer_id) order by asked_at desc limit 200');
    return rows.map((row) => this.summary(row));
  }

  /** All that happened to a request, without what is private or secret. */
  async request(id: string): Promise<AdminRequestLife> {
    const { store } = this.parts;
    const row = await store.one<RequestRow & { key: string | null }>('select request.*, person.key from request left join person using (customer_id) where id = $1', [id]);
    if (!row) throw new BankError('NOT_FOUND');
    const [lives, callbacks] = await Promise.all([
      store.all<{ id: number; kind: LifeEntry['kind']; what: string; detail: Record<string, unknown>; at: Date }>('select * from life where request_id = $1 order by id', [id]),
      this.callbacks('where request_id = $1', [id]),
    ]);
    const life = [...lives.map(({ id: n, kind, what, detail, at }) => ({ id: String(n), kind, what, detail, at: at.toISOString() })), ...callbacks].sort((a, b) => a.at.localeCompare(b.at));
    return { ...this.summary(row), life };
  }

  async callbacks(condition = '', values: unknown[] = []): Promise<LifeEntry[]> {
    const rows = await this.parts.store.all<KeptCallback & { received_at: Date; processed: boolean; taken_up: number }>(`select * from callback ${condition} order by received_at desc limit 200`, values);
    return rows.map((row) => ({ id: row.id, kind: 'CALLBACK', what: row.type, at: row.received_at.toISOString(), detail: { ...toldOf(openCallback(this.parts, row)), processed: row.processed, taken_up: row.taken_up } }));
  }

  /** Takes a callback up again, as if it had been delivered once more. */
  async replay(callbackId: string): Promise<void> {
    const { store } = this.parts;
    const found = await store.one('update callback set processed = false, due_at = now() where id = $1 returning 1', [callbackId]);
    if (!found) throw new BankError('NOT_FOUND');
    store.wake.emit('work');
  }

  private summary(row: RequestRow & { key: string | null }): AdminRequest {
    return { id: row.id, step: row.step, asked_at: this.parts.clock.shown(row.asked_at), requester: row.requester_node_id, ...(row.key && { person: row.key }) };
  }

  private async person(key: string): Promise<{ customer_id: string; citizen_id: string }> {
    const row = await this.parts.store.one<{ customer_id: string; citizen_id: string }>('select customer_id, citizen_id from person where key = $1', [key]);
    if (!row) throw new BankError('NOT_FOUND');
    return row;
  }
}

/** Members of callbacks that name nobody and hold no secret. */
const TOLD = ['success', 'error', 'reference_id', 'request_id', 'mode', 'min_ial', 'min_aal', 'request_timeout', 'requester_node_id', 'request_type', 'status', 'closed', 'timed_out', 'action', 'block_height', 'creation_block_height'];
const toldOf = (callback: object): Record<string, unknown> => Object.fromEntries(Object.entries(callback).filter(([name]) => TOLD.includes(name)));
