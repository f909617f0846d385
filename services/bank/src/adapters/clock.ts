import type { Store } from '../store/store.js';

/**
 * The one clock of the bank (GN-06). A sandbox may move it; it then goes on from there. Requests live by the scheme's clock, which
 * nobody moves: `shown` tells their instants as this clock would have told them.
 */
export class Clock {
  private offsetMs = 0;

  constructor(private readonly store: Store) {}

  now(): Date {
    return new Date(Date.now() + this.offsetMs);
  }

  /** The scheme's time. */
  real(): Date {
    return new Date();
  }

  shown(real: Date): string {
    return new Date(real.getTime() + this.offsetMs).toISOString();
  }

  get moved(): boolean {
    return this.offsetMs !== 0;
  }

  /** Takes over what another process, or an earlier start, has set. */
  async load(): Promise<void> {
    const row = await this.store.one<{ value: number }>("select value from setting where key = 'clock_offset_ms'");
    this.offsetMs = row?.value ?? 0;
  }

  async move(to: Date | undefined): Promise<void> {
    this.offsetMs = to ? to.getTime() - Date.now() : 0;
    await this.store.all("insert into setting values ('clock_offset_ms', $1) on conflict (key) do update set value = $1", [JSON.stringify(this.offsetMs)]);
  }
}
