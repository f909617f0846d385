import { LRUCache } from 'lru-cache';
import { readJws, verifyJws } from '@trine/crypto';
import type { StateReader } from '@trine/ledger-core';

const TOKEN_CACHE_COUNT_MAX = 20_000;
/** Tokens that claim to live longer are refused. */
const TOKEN_LIFE_MS_MAX = 5 * 60 * 1000;

/**
 * Tells which member asks: the query API takes a short-lived token, a JWS `{iss: node_id, aud: chain_id, exp}` signed with
 * the member's signing key. A token is verified once and then remembered until it expires.
 */
export class MemberAuthentication {
  private readonly verified = new LRUCache<string, { nodeId: string; key: string; exp: number }>({ max: TOKEN_CACHE_COUNT_MAX });

  constructor(
    private readonly state: () => StateReader,
    private readonly chainId: string,
  ) {}

  /** The node id of the member behind an `Authorization` header; undefined when it proves nothing. */
  async nodeOf(authorization: string | undefined): Promise<string | undefined> {
    const token = authorization?.startsWith('Bearer ') ? authorization.slice('Bearer '.length) : undefined;
    if (token === undefined) return undefined;
    const now = Date.now();
    const remembered = this.verified.get(token);
    if (remembered && remembered.exp > now && this.key(remembered.nodeId)?.public_key === remembered.key) return remembered.nodeId;
    const jws = readJws(token);
    if (!jws) return undefined;
    const { iss, aud, exp } = jws.payload as Record<string, unknown>;
    if (typeof iss !== 'string' || iss !== jws.kid || aud !== this.chainId || typeof exp !== 'number') return undefined;
    if (exp <= now || exp > now + TOKEN_LIFE_MS_MAX) return undefined;
    const key = this.key(iss);
    if (!key || !(await verifyJws(jws, key.public_key, key.algorithm))) return undefined;
    this.verified.set(token, { nodeId: iss, key: key.public_key, exp });
    return iss;
  }

  private key(nodeId: string): { public_key: string; algorithm: string } | undefined {
    return this.state().get('node', nodeId)?.keys.signing.at(-1);
  }
}
