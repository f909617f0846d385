import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands between the bank and its gateway: lets calls through, or refuses those that a test names. */
export class Gate {
  private server: Server | undefined;
  private port = 0;
  /** An error code for a call, as a gateway gives it; `away` cuts the connection before anything arrives. */
  refusing: (method: string, path: string) => number | 'away' | undefined = () => undefined;
  readonly passed: string[] = [];

  constructor(private readonly target: string) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async start(): Promise<this> {
    this.server = createServer((incoming, reply) => {
      const { method = '', url = '' } = incoming;
      const refusal = this.refusing(method, url);
      if (refusal === 'away') return void reply.writeHead(503, { 'content-type': 'application/json' }).end(JSON.stringify({ error: { code: 10008, message: 'away' } }));
      if (refusal !== undefined) return void reply.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ error: { code: refusal, message: 'refused by a test' } }));
      this.passed.push(`${method} ${url.split('?')[0]!}`);
      const outgoing = httpRequest(`${this.target}${url}`, { method, headers: incoming.headers }, (answer) => {
        reply.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(reply);
      });
      outgoing.on('error', () => incoming.socket.destroy());
      incoming.pipe(outgoing);
    });
    this.server.listen(this.port, '127.0.0.1');
    await new Promise((resolve) => this.server!.once('listening', resolve));
    this.port = (this.server.address() as AddressInfo).port;
    return this;
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => this.server?.close(resolve));
  }
}
