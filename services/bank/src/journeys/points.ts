import { randomUUID } from 'node:crypto';
import type { StaffCustomer, StaffVisit } from '../api.js';
import { BankError, Unavailable } from '../errors.js';
import type { Parts } from '../parts.js';
import { typedDigits } from '../rules/masks.js';
import type { BankCustomer } from '../adapters/ports.js';

/** K CHECK ID: verification at a branch or an ATM (KB-04, KB-41). It raises the customer's level; it registers nobody (KB-15). */
export class VerificationPoints {
  constructor(private readonly parts: Parts) {}

  async customer(typedCitizenId: string): Promise<StaffCustomer> {
    const { store, ports, config: { bank } } = this.parts;
    const customer = await this.find(typedCitizenId);
    const [record, status, visits] = await Promise.all([
      ports.identities.verified(customer.customerId),
      ports.cards.statusOf(customer.customerId).catch((error: unknown) => {
        if (error instanceof Unavailable) return 'UNAVAILABLE' as const;
        throw error;
      }),
      store.all<Omit<StaffVisit, 'at' | 'card_reading'> & { at: Date }>('select id, point, point_id, officer, at, card_status from visit where customer_id = $1 order by at desc limit 50', [customer.customerId]),
    ]);
    return {
      citizen_id: customer.citizenId,
      name: customer.name,
      birth_date: customer.birthDate,
      phones: customer.phones.map(({ phone }) => phone),
      assurance: { ial: record ? bank.scheme.ial : 1.3, card_chip_read: record !== undefined, reference_picture: record?.referencePicture !== undefined },
      visits: visits.map((visit) => ({ ...visit, at: visit.at.toISOString(), card_reading: 'SIMULATED' })),
      card: { simulated: true, status },
    };
  }

  /** @throws BankError CARD_NOT_CURRENT unless the card office says that this is the person's latest card */
  async visit(officer: string, { citizenId, point, pointId, picture }: { citizenId: string; point: 'BRANCH' | 'ATM'; pointId: string; picture: Buffer }): Promise<StaffCustomer> {
    const { store, vault, clock, ports } = this.parts;
    const { customerId } = await this.find(citizenId);
    const status = await ports.cards.statusOf(customerId);
    if (status !== 'CURRENT') {
      await store.within((change) => change.audit('card refused at a verification point', customerId, { status, officer, point, point_id: pointId }, clock.now()));
      throw new BankError('CARD_NOT_CURRENT');
    }
    const now = clock.now();
    await store.within(async (change) => {
      await change.all(
        `insert into identity_record values ($1, $2, $3, $4) on conflict (customer_id) do update set card_status = $2, chip_read_at = $3, reference_picture = $4`,
        [customerId, status, now, vault.seal(`picture ${customerId}`, picture)],
      );
      await change.all('insert into visit values ($1, $2, $3, $4, $5, $6, $7)', [randomUUID(), customerId, point, pointId, officer, status, now]);
      await change.audit('verified at a verification point', customerId, { officer, point, point_id: pointId }, now);
      await change.emit(customerId, 'ndid', customerId);
    });
    return this.customer(citizenId);
  }

  private async find(typedCitizenId: string): Promise<BankCustomer> {
    const customer = await this.parts.ports.core.byCitizenId(typedDigits(typedCitizenId));
    if (!customer) throw new BankError('NOT_FOUND');
    return customer;
  }
}
