import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Agent } from 'undici';
import { isEncryptionAlgorithm, isSigningAlgorithm, letterOpener, plainEcSignature, publicKeyOf, signingParts, verifyBytes, type Opener, type Signer } from '@trine/crypto';
import { ApiError } from '../api/api-error.js';
import { httpCall, type HttpReply } from '../http-call.js';
import type { NodeKey } from '../ledger/ledger-facts.js';

/** Contract: a service that takes the connection but doesn't reply is given at least 60 s. */
const REPLY_TIMEOUT_MS = 60_000;
const REPLY_BYTES_MAX = 1024 * 1024;
const CONNECTIONS_MAX = 64;
/** Transport failures are retried this long within one operation; what can wait longer is repeated by those who keep it. */
const PATIENCE_MS = 10_000;
const RETRY_MS_FIRST = 250;
const RETRY_MS_MAX = 2_000;

/** With these a service says that it can't decrypt the message; others (401, 404, 429, 5xx) tell of a service in trouble. */
const UNDECRYPTABLE = new Set([400, 422]);

/** The URLs of the member's crypto service, by the name that `POST /node/callback` gives them. */
export const KEY_OPERATIONS = ['sign_url', 'master_sign_url', 'decrypt_url'] as const;
export type KeyOperation = (typeof KEY_OPERATIONS)[number];

const URL_MISSING = { sign_url: 10010, master_sign_url: 10011, decrypt_url: 10012 } as const;

/** Names of the bodies' members: those of version 6, or the older ones (contract: callbacks.md section 8). */
export type KeyOperationVersion = '6.0' | '5.3';

/** The crypto service did not do what it was asked. What waits for the outcome fails with its code (contract: callbacks.md section 8). */
export class CryptoServiceError extends ApiError {}

/** It did not reply at all: what was accepted waits for it as long as callbacks are retried. */
export class CryptoServiceAway extends CryptoServiceError {}

/** What is asked of `sign_url` and `master_sign_url` (contract: callbacks.md section 8). */
export function signingBody(nodeId: string, key: NodeKey, data: Buffer, version: KeyOperationVersion = '6.0'): Record<string, unknown> {
  if (!isSigningAlgorithm(key.algorithm)) throw new ApiError(10000, 'the registered signing algorithm is not known here');
  const { key_algorithm, hash_algorithm } = signingParts(key.algorithm);
  const content = {
    node_id: nodeId,
    request_message: data.toString('base64'),
    request_message_hash: hash_algorithm === null ? null : createHash(hash_algorithm).update(data).digest('base64'),
  };
  if (version === '5.3') return { ...content, hash_method: hash_algorithm, key_type: key_algorithm, sign_method: key.algorithm };
  return { ...content, hash_algorithm, key_algorithm, signing_algorithm: key.algorithm, key_version: key.version };
}

/** What is asked of `decrypt_url`. */
export function decryptionBody(nodeId: string, key: NodeKey, encrypted: Buffer, version: KeyOperationVersion = '6.0'): Record<string, unknown> {
  const content = { node_id: nodeId, encrypted_message: encrypted.toString('base64') };
  if (version === '5.3') return { ...content, key_type: 'RSA' };
  return { ...content, key_algorithm: 'RSA', encryption_algorithm: key.algorithm, key_version: key.version };
}

/** The bytes of canonical base64 text: encoding them again gives the same text. */
export function canonicalBytes(text: unknown): Buffer | undefined {
  if (typeof text !== 'string') return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

/** What a {@link CryptoService} is told. */
export interface CryptoServiceOptions {
  url(operation: KeyOperation): string | undefined;
  version(): KeyOperationVersion;
  replyTimeoutMs?: number;
  /** Told once when an operation begins to fail in another way than before, and once, without an error, when it works again. */
  onChange(operation: KeyOperation, error: ApiError | undefined): void;
}

/**
 * The member's own crypto service, which holds the private keys of its node, or of a proxy and the nodes behind it (contract:
 * callbacks.md section 8). Connections that fail are
 * tried again for some seconds, then it is {@link CryptoServiceAway}; any reply but the right one fails at once. Failures are
 * {@link CryptoServiceError}s: 10010, 10011, 10012 for a missing URL, else 10000 with what happened. Every signature is verified before anybody else sees it.
 */
export class CryptoService {
  private readonly agent: Agent;
  private readonly faults = new Map<KeyOperation, string>();
  private readonly stopping = new AbortController();
  private pendingCount = 0;

  constructor(private readonly options: CryptoServiceOptions) {
    const { replyTimeoutMs = REPLY_TIMEOUT_MS } = options;
    this.agent = new Agent({ connections: CONNECTIONS_MAX, keepAliveTimeout: 30_000, headersTimeout: replyTimeoutMs, bodyTimeout: replyTimeoutMs });
  }

  /** Operations under way. */
  get pending(): number {
    return this.pendingCount;
  }

  /** A signer over one registered key of a node. */
  signer(nodeId: string, operation: 'sign_url' | 'master_sign_url', key: NodeKey): Signer {
    const { algorithm } = key;
    if (!isSigningAlgorithm(algorithm)) throw new ApiError(10000, 'the registered signing algorithm is not known here');
    return {
      algorithm,
      sign: (data, ec = 'der') =>
        this.watched(operation, async () => {
          const { signature } = await this.ask(operation, signingBody(nodeId, key, data, this.options.version()));
          const bytes = canonicalBytes(signature);
          if (!bytes) throw new CryptoServiceError(10000, `${operation} replied without a signature in canonical base64`);
          if (!(await verifyBytes(algorithm, publicKeyOf(key.public_key), data, bytes))) {
            throw new CryptoServiceError(10000, `${operation} replied a signature that the registered key, version ${key.version}, does not verify`);
          }
          return ec === 'ieee-p1363' && (algorithm === 'ECDSA_SHA_256' || algorithm === 'ECDSA_SHA_384') ? plainEcSignature(algorithm, bytes) : bytes;
        }),
    };
  }

  /** Opens letters sealed for any registered version of a node's encryption key. */
  opener(nodeId: string, keys: readonly NodeKey[]): Opener {
    return letterOpener((wrapped, algorithm, keyVersion) => {
      const key = keyVersion === undefined ? keys.at(-1) : keys.find((each) => each.version === keyVersion);
      // The service keeps to the registered algorithm; a letter that says otherwise is nobody's we know.
      if (!key || !isEncryptionAlgorithm(key.algorithm) || key.algorithm !== algorithm) throw new Error('sealed for a key that is not registered');
      return this.watched('decrypt_url', async () => {
        const { decrypted_message } = await this.ask('decrypt_url', decryptionBody(nodeId, key, wrapped, this.options.version()));
        const bytes = canonicalBytes(decrypted_message);
        if (!bytes) throw new CryptoServiceError(10000, 'decrypt_url replied without a decrypted message in canonical base64');
        return bytes;
      });
    });
  }

  /** From now on every operation has one attempt: this process is about to end. */
  endRetries(): void {
    this.stopping.abort();
  }

  async close(): Promise<void> {
    this.endRetries();
    await this.agent.destroy();
  }

  private async watched<T>(operation: KeyOperation, work: () => Promise<T>): Promise<T> {
    this.pendingCount += 1;
    try {
      const result = await work();
      if (this.faults.delete(operation)) this.options.onChange(operation, undefined);
      return result;
    } catch (error) {
      if (error instanceof ApiError && !this.stopping.signal.aborted && this.faults.get(operation) !== error.message) {
        this.faults.set(operation, error.message);
        this.options.onChange(operation, error);
      }
      throw error;
    } finally {
      this.pendingCount -= 1;
    }
  }

  private async ask(operation: KeyOperation, body: Record<string, unknown>): Promise<Record<string, unknown>> {
    const reply = await this.post(operation, JSON.stringify(body));
    // Contract: no retry. A refusal of what was asked is told apart from a service in trouble by the status alone.
    if (operation === 'decrypt_url' && UNDECRYPTABLE.has(reply.status)) throw new Error(`decrypt_url replied with status ${reply.status}`);
    if (reply.status !== 200) throw new CryptoServiceError(10000, `${operation} replied with status ${reply.status}`);
    if (reply.tooLarge) throw new CryptoServiceError(10000, `${operation} replied more than ${REPLY_BYTES_MAX} bytes`);
    try {
      return (JSON.parse(reply.text) ?? {}) as Record<string, unknown>;
    } catch {
      throw new CryptoServiceError(10000, `${operation} replied something that is not JSON`);
    }
  }

  private async post(operation: KeyOperation, body: string): Promise<HttpReply> {
    const { signal } = this.stopping;
    const giveUpAt = Date.now() + PATIENCE_MS;
    for (let wait = RETRY_MS_FIRST; ; wait = Math.min(wait * 2, RETRY_MS_MAX)) {
      // Looked up at each attempt, so that a new URL serves what waits.
      const url = this.options.url(operation);
      if (url === undefined) throw new CryptoServiceError(URL_MISSING[operation]);
      try {
        return await httpCall(this.agent, { method: 'POST', url, headers: { 'content-type': 'application/json', accept: 'application/json' }, body, bytesMax: REPLY_BYTES_MAX });
      } catch (cause) {
        if (signal.aborted || Date.now() + wait > giveUpAt) throw new CryptoServiceAway(10000, `${operation} cannot be reached or does not reply`, undefined, { cause });
      }
      await delay(wait, undefined, { signal }).catch(() => undefined);
    }
  }
}
