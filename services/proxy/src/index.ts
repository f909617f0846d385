import { startGateway, type RunningService } from '@trine/gateway';
import type { Bus } from '@trine/bus';

/** Starts a gateway of role `proxy`: it acts for the nodes that the operator has put behind it; its environment is described in docs/scheme.md. */
export const start = (env: Record<string, string | undefined>, overrides: { bus?: Bus } = {}): Promise<RunningService> =>
  startGateway({ ...env, ROLE: 'proxy' }, overrides);
