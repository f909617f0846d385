import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from 'selfsigned';

/** A certificate that nobody but a test trusts, for 127.0.0.1 and localhost, with its private key; PEM, also as files. */
export interface TestCertificate {
  key: string;
  cert: string;
  keyPath: string;
  certPath: string;
}

/** @param dir where the files go */
export async function newCertificate(dir: string, name = 'tls'): Promise<TestCertificate> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }, { type: 7, ip: '127.0.0.1' }] },
    ],
  });
  const [keyPath, certPath] = [join(dir, `${name}_key.pem`), join(dir, `${name}_cert.pem`)];
  writeFileSync(keyPath, key, { mode: 0o600 });
  writeFileSync(certPath, cert);
  return { key, cert, keyPath, certPath };
}
