import { randomBytes } from 'node:crypto';
import type { Vault } from './vault.js';

/** A browser that applies. Nothing is stored for it: the cookie carries its own proof and applications name the session. */
export interface PortalSession {
  id: string;
  /** Goes with each POST; another site can't read it. */
  csrfToken: string;
}

const ID_BYTES = 32;

/** Makes and reads session cookies: `<id>.<begun, Unix seconds>.<proof>`. */
export class Sessions {
  constructor(private readonly vault: Vault, private readonly secondsMax: number, private readonly now: () => number) {}

  begin(): { session: PortalSession; cookie: string } {
    const value = `${randomBytes(ID_BYTES).toString('base64url')}.${Math.floor(this.now() / 1000)}`;
    return { session: this.of(value), cookie: `${value}.${this.vault.mark('session', value)}` };
  }

  /** Undefined for a cookie that is not ours or too old. */
  read(cookie: string | undefined): PortalSession | undefined {
    const [id, begun, proof, ...more] = cookie?.split('.') ?? [];
    if (!id || !begun || !proof || more.length > 0) return undefined;
    const value = `${id}.${begun}`;
    if (!this.vault.isMark('session', value, proof) || this.now() / 1000 - Number(begun) > this.secondsMax) return undefined;
    return this.of(value);
  }

  isCsrfToken(session: PortalSession, token: unknown): boolean {
    return typeof token === 'string' && this.vault.isMark('csrf', session.id, token);
  }

  /** The id that applications keep is no cookie: whoever reads the database can't take over a session. */
  private of(value: string): PortalSession {
    const id = this.vault.mark('session id', value);
    return { id, csrfToken: this.vault.mark('csrf', id) };
  }
}
