import { Controller, Get, Inject, ServiceUnavailableException } from '@nestjs/common';

/** Injection token of {@link Health}. */
export const HEALTH = Symbol('gateway health');

/** What the gateway is connected to. `ready`: it serves; `announced`: it may be written to (contract: 10017). */
export interface HealthState {
  ready: boolean;
  database: boolean;
  bus: boolean;
  ledger: boolean;
  announced: boolean;
  /** False while the URLs of the crypto service in use are not all set (contract: 10029). */
  keyOperations: boolean;
}
export type Health = () => HealthState;

@Controller()
export class HealthController {
  constructor(@Inject(HEALTH) private readonly health: Health) {}

  /** 200 as long as the process runs. */
  @Get('livez')
  livez(): { status: string } {
    return { status: 'live' };
  }

  /** 200 when connected to database, bus and ledger. */
  @Get('readyz')
  readyz(): HealthState {
    const state = this.health();
    if (!state.ready) throw new ServiceUnavailableException(state);
    return state;
  }
}
