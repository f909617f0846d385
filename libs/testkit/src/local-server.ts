import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TestCertificate } from './test-certificate.js';

/** An HTTP server of a test, with a certificate an HTTPS server, on 127.0.0.1, on a port that the system chose once. */
export class LocalServer {
  private server: Server | undefined;
  private port = 0;

  /** @param serve takes a request with its whole body */
  constructor(
    private readonly serve: (request: IncomingMessage, text: string, response: ServerResponse) => void,
    private readonly tls?: TestCertificate,
  ) {}

  async start(): Promise<void> {
    const listener: RequestListener = (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => this.serve(request, Buffer.concat(chunks).toString('utf8'), response));
    };
    const server = this.tls ? createTlsServer({ key: this.tls.key, cert: this.tls.cert }, listener) : createServer(listener);
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  /** Refuses connections until started again, on the same port. */
  async stop(): Promise<void> {
    const server = this.server;
    this.server = undefined;
    server?.closeAllConnections();
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  }

  get url(): string {
    return `${this.tls ? 'https' : 'http'}://127.0.0.1:${this.port}`;
  }
}
