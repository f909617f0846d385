import type { Adapter, AdapterName } from '../api.js';
import { BankError, Unavailable } from '../errors.js';
import type { Store } from '../store/store.js';

type Mode = Adapter['mode'];

/** What each adapter can be told to do (GN-09), and by which names it can fail. */
export const SWITCHABLE: Record<AdapterName, { modes: Mode[]; reasons: string[]; usual: Mode }> = {
  'core-banking': { modes: ['SUCCEED', 'FAIL', 'UNAVAILABLE'], reasons: ['NO_KPLUS', 'NO_PRODUCT', 'NOT_THAI', 'UNDER_AGE'], usual: 'SUCCEED' },
  'sanction-lists': { modes: ['SUCCEED', 'FAIL', 'UNAVAILABLE'], reasons: ['THAILAND', 'UN'], usual: 'SUCCEED' },
  'identity-records': { modes: ['SUCCEED', 'FAIL', 'UNAVAILABLE'], reasons: ['NOT_VERIFIED'], usual: 'SUCCEED' },
  'card-status': { modes: ['SUCCEED', 'FAIL', 'UNAVAILABLE'], reasons: ['REPLACED', 'EXPIRED', 'LOST', 'CANCELLED'], usual: 'SUCCEED' },
  sms: { modes: ['SUCCEED', 'UNAVAILABLE'], reasons: [], usual: 'SUCCEED' },
  push: { modes: ['SUCCEED', 'FAIL', 'UNAVAILABLE'], reasons: [], usual: 'SUCCEED' },
  face: { modes: ['SUCCEED', 'FAIL', 'UNAVAILABLE', 'REAL'], reasons: ['MISMATCH', 'NO_FACE', 'SEVERAL_FACES', 'BLURRED', 'TOO_DARK', 'TOO_SMALL', 'NOT_FRONTAL', 'NOT_LIVE'], usual: 'SUCCEED' },
};

/** How the bank's adapters behave now; kept in the database, so the same for every process. */
export class Switches {
  constructor(private readonly store: Store) {}

  async of(name: AdapterName): Promise<Adapter> {
    const { modes, reasons, usual } = SWITCHABLE[name];
    const set = await this.store.one<{ mode: Mode; reason: string | null }>('select mode, reason from adapter where name = $1', [name]);
    return { name, mode: set?.mode ?? usual, ...(set?.reason && { reason: set.reason }), modes, reasons };
  }

  /** @throws BankError INPUT_INVALID for a mode or reason that the adapter does not know */
  async set(name: AdapterName, mode: Mode, reason?: string): Promise<Adapter> {
    const { modes, reasons } = SWITCHABLE[name];
    if (!modes.includes(mode) || (reason !== undefined && !reasons.includes(reason)) || (mode === 'FAIL' && reasons.length > 0 && reason === undefined)) throw new BankError('INPUT_INVALID');
    await this.store.all('insert into adapter values ($1, $2, $3) on conflict (name) do update set mode = $2, reason = $3', [name, mode, reason ?? null]);
    return this.of(name);
  }

  /** The reason to fail with; undefined: work. */
  async failure(name: AdapterName): Promise<string | undefined> {
    const { mode, reason } = await this.of(name);
    if (mode === 'UNAVAILABLE') throw new Unavailable(name);
    return mode === 'FAIL' ? reason : undefined;
  }
}
