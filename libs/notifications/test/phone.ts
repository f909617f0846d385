import { createECDH, randomBytes, type ECDH } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { PushSubscription } from '../src/index.js';

// It has no types.
const ece = createRequire(import.meta.url)('http_ece') as {
  decrypt(body: Buffer, parameters: { version: 'aes128gcm'; privateKey: ECDH; authSecret: string }): Buffer;
};

export interface PushedRequest {
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** A browser's side of Web Push, with keys of its own, below a push service on 127.0.0.1. */
export class Phone {
  readonly requests: PushedRequest[] = [];
  /** How the push service answers; a function may wait. */
  answer: (request: PushedRequest) => number | Promise<number> = () => 201;
  retryAfter: string | undefined;
  readonly subscription: PushSubscription;
  private readonly pair = createECDH('prime256v1');

  constructor(endpoint: string) {
    this.subscription = { endpoint, keys: { p256dh: this.pair.generateKeys('base64url'), auth: randomBytes(16).toString('base64url') } };
  }

  /** What was pushed, decrypted, in the order in which it came. */
  get received(): { id: string; title: string; body: string; lang: string; link?: string }[] {
    return this.requests.map(({ body }) =>
      JSON.parse(ece.decrypt(body, { version: 'aes128gcm', privateKey: this.pair, authSecret: this.subscription.keys.auth }).toString('utf8')),
    );
  }
}

export class PushService {
  private readonly phones = new Map<string, Phone>();
  private readonly server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const phone = this.phones.get(request.url!);
      const pushed = { headers: request.headers, body: Buffer.concat(chunks) };
      const status = (await phone?.answer(pushed)) ?? 410;
      if (status === 201) phone!.requests.push(pushed);
      response.writeHead(status, { ...(phone?.retryAfter ? { 'retry-after': phone.retryAfter } : {}), location: 'http://127.0.0.1:1/' }).end();
    });
  });

  start(): Promise<void> {
    return new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  phone(): Phone {
    const path = `/push/${randomBytes(8).toString('hex')}`;
    const phone = new Phone(`http://127.0.0.1:${(this.server.address() as AddressInfo).port}${path}`);
    this.phones.set(path, phone);
    return phone;
  }

  /** The push service says 410 from now on. */
  drop(phone: Phone): void {
    this.phones.delete(new URL(phone.subscription.endpoint).pathname);
  }
}
