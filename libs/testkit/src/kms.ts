import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { isEncryptionAlgorithm, isSigningAlgorithm, signBytes, unwrapBytes } from '@trine/crypto';
import { recordUse } from './coverage.js';
import { LocalServer } from './local-server.js';

export type KeyOperation = 'sign' | 'master_sign' | 'decrypt';

/** The private keys of one node by registered version: the first is version 1. */
export type KmsKeys = Record<KeyOperation, KeyObject[]>;

/** One call as the service received it. */
export interface KmsCall {
  operation: KeyOperation;
  body: Record<string, unknown>;
}

/**
 * A member's crypto service as the contract describes it (callbacks.md section 8): holds the private keys, signs by `sign_url` and
 * `master_sign_url`, decrypts by `decrypt_url`. It can be switched off and on, and be made to reply wrongly.
 */
export class ReferenceKms {
  readonly calls: KmsCall[] = [];
  /** What to reply in place of the right thing; `none`: nothing at all, undefined: the right thing. */
  fault: (call: KmsCall) => { status: number; text: string } | 'none' | undefined = () => undefined;
  private readonly server = new LocalServer((request, text, response) => void this.serve(request.url ?? '', text, response));

  /** @param ofOthers the keys of further nodes, by node id: those behind a proxy */
  constructor(
    readonly keys: KmsKeys,
    readonly ofOthers: Readonly<Record<string, KmsKeys>> = {},
  ) {}

  async start(): Promise<this> {
    await this.server.start();
    return this;
  }

  /** Refuses connections until started again, on the same port. */
  stop(): Promise<void> {
    return this.server.stop();
  }

  /** The URLs by the name that `POST /node/callback` and scheme files give them. */
  get urls(): Record<'sign_url' | 'master_sign_url' | 'decrypt_url', string> {
    const base = this.server.url;
    return { sign_url: `${base}/sign`, master_sign_url: `${base}/master_sign`, decrypt_url: `${base}/decrypt` };
  }

  /** Calls of one operation so far. */
  asked(operation: KeyOperation): Record<string, unknown>[] {
    return this.calls.filter((call) => call.operation === operation).map(({ body }) => body);
  }

  private async serve(path: string, text: string, response: ServerResponse): Promise<void> {
    try {
      const call: KmsCall = { operation: path.slice(1) as KeyOperation, body: JSON.parse(text) as KmsCall['body'] };
      this.calls.push(call);
      const fault = this.fault(call);
      if (fault === 'none') return;
      const reply = fault?.text ?? JSON.stringify(await this.reply(call));
      if (!fault) recordUse({ callback: call.operation });
      response.writeHead(fault?.status ?? 200, { 'content-type': 'application/json' }).end(reply);
    } catch (error) {
      response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ message: (error as Error).message }));
    }
  }

  private async reply({ operation, body }: KmsCall): Promise<object> {
    const key = (this.ofOthers[String(body['node_id'])] ?? this.keys)[operation][Number(body['key_version']) - 1];
    if (!key) throw new Error('no such key version');
    const bytes = (name: string): Buffer => Buffer.from(String(body[name]), 'base64');
    const algorithm = String(body[operation === 'decrypt' ? 'encryption_algorithm' : 'signing_algorithm']);
    if (operation === 'decrypt') {
      if (!isEncryptionAlgorithm(algorithm)) throw new Error('unknown algorithm');
      return { decrypted_message: unwrapBytes(key, algorithm, bytes('encrypted_message')).toString('base64') };
    }
    if (!isSigningAlgorithm(algorithm)) throw new Error('unknown algorithm');
    return { signature: (await signBytes(algorithm, key, bytes('request_message'))).toString('base64') };
  }
}

/** New private keys, one version of each: RSA or EC (P-256) or Ed25519 for signing, RSA for decryption. */
export function newKeys(signing: 'rsa' | 'ec' | 'ed25519'): KmsKeys {
  const rsa = (): KeyObject => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const signer = (): KeyObject =>
    signing === 'rsa' ? rsa() : signing === 'ec' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey : generateKeyPairSync('ed25519').privateKey;
  return { sign: [signer()], master_sign: [signer()], decrypt: [rsa()] };
}
