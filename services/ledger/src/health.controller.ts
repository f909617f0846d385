import { Controller, Get, Inject, ServiceUnavailableException } from '@nestjs/common';

/** Injection token of {@link Health}. */
export const HEALTH = Symbol('ledger health');

export interface HealthState {
  ready: boolean;
  bus: boolean;
  database: boolean;
  height: string;
}
/** What the process is connected to. */
export type Health = () => HealthState;

@Controller()
export class HealthController {
  constructor(@Inject(HEALTH) private readonly health: Health) {}

  @Get('livez')
  livez(): { status: string } {
    return { status: 'live' };
  }

  @Get('readyz')
  readyz(): HealthState {
    const state = this.health();
    if (!state.ready) throw new ServiceUnavailableException(state);
    return state;
  }
}
