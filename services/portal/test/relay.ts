import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Passing {
  method: string;
  path: string;
  body: string;
}

/** `before`: it does not arrive; `after`: it arrives, its reply is lost. */
export interface Trap {
  when: 'before' | 'after';
  fits: (passing: Passing) => boolean;
  spring: () => Promise<void>;
}

/** Stands between two servers, lets everything pass, and may cut one exchange at a chosen moment or all of them. */
export class Relay {
  trap: Trap | undefined;
  /** Nothing passes. */
  cut = false;
  private readonly server = createServer((incoming, reply) => void this.pass(incoming, reply));

  constructor(private readonly target: () => string) {}

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async pass(incoming: IncomingMessage, reply: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const passing: Passing = { method: incoming.method!, path: incoming.url!, body: body.toString('utf8') };
    const trap = this.trap?.fits(passing) ? this.trap : undefined;
    if (trap) this.trap = undefined;
    if (this.cut) return void incoming.socket.destroy();
    if (trap?.when === 'before') {
      await trap.spring();
      return void incoming.socket.destroy();
    }
    const onward = request(`${this.target()}${passing.path}`, { method: passing.method, headers: { ...incoming.headers, connection: 'close' } }, (answer) => {
      void (async () => {
        const parts: Buffer[] = [];
        for await (const part of answer) parts.push(part as Buffer);
        if (trap) {
          await trap.spring();
          return void incoming.socket.destroy();
        }
        reply.writeHead(answer.statusCode!, { 'content-type': answer.headers['content-type'] ?? 'application/json' });
        reply.end(Buffer.concat(parts));
      })().catch(() => incoming.socket.destroy());
    });
    onward.on('error', () => incoming.socket.destroy());
    onward.end(body);
  }
}
