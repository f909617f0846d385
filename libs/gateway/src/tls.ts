import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { GatewayConfig } from './config.js';

/** Key and certificate of a gateway that serves HTTPS; the error says which variable to correct. Renewed files count from the next start. */
export function tlsOf({ keyPath, certPath }: NonNullable<GatewayConfig['https']>): { key: Buffer; cert: Buffer } {
  const read = (variable: string, path: string): Buffer => {
    try {
      return readFileSync(path);
    } catch (cause) {
      throw new Error(`${variable} cannot be read: ${(cause as Error).message}`, { cause });
    }
  };
  const tls = { key: read('HTTPS_KEY_PATH', keyPath), cert: read('HTTPS_CERT_PATH', certPath) };
  try {
    createSecureContext(tls);
  } catch (cause) {
    throw new Error(`HTTPS_KEY_PATH and HTTPS_CERT_PATH must be an unencrypted private key and its certificate, both PEM: ${(cause as Error).message}`, { cause });
  }
  return tls;
}
