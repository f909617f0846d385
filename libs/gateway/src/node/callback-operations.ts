import { Agent, request } from 'undici';
import { isEncryptionAlgorithm, publicKeyOf, verifyBytes, wrapBytes } from '@trine/crypto';
import { ApiError } from '../api/api-error.js';
import { notFound, Operation, type Call } from '../api/operation.js';
import type { LedgerClient } from '../ledger/ledger-client.js';
import type { NodeInfo, NodeKey } from '../ledger/ledger-facts.js';
import { CALLBACK_URL_NAMES } from '../store/callback-urls.js';
import type { CallbackGroup, Settings } from '../store/settings.js';
import { canonicalBytes, decryptionBody, signingBody, type KeyOperationVersion } from './crypto-service.js';
import { given } from './node-operations.js';

type Urls = Record<string, string>;

/** What the live tests sign and encrypt (contract: callbacks.md section 8). */
const TEST_CONTENT = Buffer.from('test', 'utf8');
const TEST_TIMEOUT_MS = 60_000;
const REPLY_BYTES_MAX = 25 * 1024 * 1024;

/** Codes of one live test: no key on the ledger, unreachable, reply is not JSON, reply is wrong. */
interface TestCodes {
  noKey: 20008 | 20009 | 20010;
  unreachable: 20050 | 20053 | 20047;
  notJson: 20051 | 20054 | 20048;
  wrong: 20049 | 20052 | 20046;
}

const SIGN_CODES: TestCodes = { noKey: 20008, unreachable: 20050, notJson: 20051, wrong: 20049 };
const MASTER_SIGN_CODES: TestCodes = { noKey: 20009, unreachable: 20053, notJson: 20054, wrong: 20052 };
const DECRYPT_CODES: TestCodes = { noKey: 20010, unreachable: 20047, notJson: 20048, wrong: 20046 };

/** Where callbacks go (contract: callbacks.md section 1). A `node_id` in the body means nothing here: one set serves all nodes. */
export class CallbackOperations {
  private readonly agent: Agent;

  constructor(
    private readonly nodeId: string,
    private readonly settings: Settings,
    private readonly ledger: LedgerClient,
    private readonly version: () => KeyOperationVersion,
    timeoutMs = TEST_TIMEOUT_MS,
  ) {
    this.agent = new Agent({ headersTimeout: timeoutMs, bodyTimeout: timeoutMs, maxResponseSize: REPLY_BYTES_MAX });
  }

  @Operation('getRpCallback')
  async getRpCallback(): Promise<unknown> {
    return this.read('rp');
  }

  @Operation('setRpCallback')
  async setRpCallback({ body }: Call<Urls>): Promise<void> {
    await this.store('rp', body);
  }

  @Operation('getIdpCallback')
  async getIdpCallback(): Promise<unknown> {
    return this.read('idp');
  }

  @Operation('setIdpCallback')
  async setIdpCallback({ body }: Call<Urls>): Promise<void> {
    await this.store('idp', body);
  }

  @Operation('getAsCallback')
  async getAsCallback(): Promise<unknown> {
    return this.read('as');
  }

  @Operation('setAsCallback')
  async setAsCallback({ body }: Call<Urls>): Promise<void> {
    await this.store('as', body);
  }

  @Operation('getProxyCallback')
  async getProxyCallback(): Promise<unknown> {
    return this.read('proxy');
  }

  @Operation('setProxyCallback')
  async setProxyCallback({ body }: Call<Urls>): Promise<void> {
    await this.store('proxy', body);
  }

  @Operation('getNodeCallback')
  async getNodeCallback(): Promise<unknown> {
    return this.read('node');
  }

  /** Each key operation is tried out before its URL is stored, one after the other (contract: callbacks.md section 8). */
  @Operation('setNodeCallback')
  async setNodeCallback({ body }: Call<Urls>): Promise<void> {
    const { sign_url, master_sign_url, decrypt_url, ...rest } = body;
    const node = await this.ownNode(sign_url !== undefined || master_sign_url !== undefined || decrypt_url !== undefined);
    if (sign_url !== undefined) {
      await this.testSigning(sign_url, node?.signing_public_key, SIGN_CODES);
      await this.store('node', { sign_url });
    }
    if (master_sign_url !== undefined) {
      await this.testSigning(master_sign_url, node?.signing_master_public_key, MASTER_SIGN_CODES);
      await this.store('node', { master_sign_url });
    }
    if (decrypt_url !== undefined) {
      await this.testDecryption(decrypt_url, node?.encryption_public_key);
      await this.store('node', { decrypt_url });
    }
    await this.store('node', rest);
  }

  private read(group: CallbackGroup): Promise<unknown> {
    const urls = this.settings.callbackUrls(group);
    return Promise.resolve(Object.keys(urls).length === 0 ? notFound() : urls);
  }

  private async store(group: CallbackGroup, body: Urls): Promise<void> {
    const urls = given(body, CALLBACK_URL_NAMES[group]);
    if (Object.keys(urls).length > 0) await this.settings.setCallbackUrls(group, urls);
  }

  /** Null when the ledger does not know this node (yet): then it has no keys there. */
  private async ownNode(isNeeded: boolean): Promise<NodeInfo | null> {
    if (!isNeeded) return null;
    return this.ledger.askOpenly<NodeInfo>('GetNodeInfo', { node_id: this.nodeId }).catch((error: unknown) => {
      if (error instanceof ApiError && error.code === 10032) return null;
      throw error;
    });
  }

  private async testSigning(url: string, key: NodeKey | undefined, codes: TestCodes): Promise<void> {
    if (!key) throw new ApiError(codes.noKey);
    const { signature } = await this.post(url, codes, signingBody(this.nodeId, key, TEST_CONTENT, this.version()));
    const bytes = canonicalBytes(signature);
    if (!bytes || !(await verifyBytes(key.algorithm, publicKeyOf(key.public_key), TEST_CONTENT, bytes))) throw new ApiError(codes.wrong);
  }

  private async testDecryption(url: string, key: NodeKey | undefined): Promise<void> {
    if (!key) throw new ApiError(DECRYPT_CODES.noKey);
    const encrypted = wrapBytes(key.public_key, isEncryptionAlgorithm(key.algorithm) ? key.algorithm : 'RSAES_OAEP_SHA_256', TEST_CONTENT);
    const { decrypted_message } = await this.post(url, DECRYPT_CODES, decryptionBody(this.nodeId, key, encrypted, this.version()));
    if (canonicalBytes(decrypted_message)?.equals(TEST_CONTENT) !== true) throw new ApiError(DECRYPT_CODES.wrong);
  }

  /** The reply's members; its status does not matter here (contract). */
  private async post(url: string, codes: TestCodes, body: object): Promise<Record<string, unknown>> {
    let text: string;
    try {
      const reply = await request(url, {
        method: 'POST',
        dispatcher: this.agent,
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify(body),
      });
      text = await reply.body.text();
    } catch (cause) {
      throw new ApiError(codes.unreachable, undefined, undefined, { cause });
    }
    try {
      return (JSON.parse(text) ?? {}) as Record<string, unknown>;
    } catch (cause) {
      throw new ApiError(codes.notJson, undefined, undefined, { cause });
    }
  }
}
