import canonicalizeJson from 'canonicalize';
import { jwsAlgorithm, publicKeyOf, verifyBytes, type SigningAlgorithm, type VerifyPlace } from './signing.js';

/** JSON with one spelling per value (RFC 8785), so that equal content has equal bytes. */
// canonicalize is CommonJS with a default export; under nodenext the callable sits behind the namespace type.
export const canonicalJson = canonicalizeJson as unknown as (value: unknown) => string;

/** Whoever can sign for a node: a key file, or the member's own crypto service (KMS). */
export interface Signer {
  readonly algorithm: SigningAlgorithm;
  /** @param ec how an EC signature is spelt: `der` for the API v6, `ieee-p1363` for JWS */
  sign(data: Buffer, ec?: 'der' | 'ieee-p1363'): Promise<Buffer>;
}

const base64url = (text: string): string => Buffer.from(text, 'utf8').toString('base64url');

/** Signs a value as a compact JWS (RFC 7515) over its canonical JSON; `kid` names the signer. */
export const signJws = (signer: Signer, kid: string, value: unknown): Promise<string> => signJwsText(signer, kid, canonicalJson(value));

/** Signs a JSON text as it stands. */
export async function signJwsText(signer: Signer, kid: string, json: string): Promise<string> {
  const input = `${base64url(JSON.stringify({ alg: jwsAlgorithm(signer.algorithm), kid }))}.${base64url(json)}`;
  const signature = await signer.sign(Buffer.from(input, 'ascii'), 'ieee-p1363');
  return `${input}.${signature.toString('base64url')}`;
}

/** A JWS taken apart, its signature not yet checked. */
export interface UnverifiedJws {
  kid: string;
  alg: string;
  payload: unknown;
  input: Buffer;
  signature: Buffer;
}

/** Takes a compact JWS apart; undefined when it isn't one. */
export function readJws(jws: string): UnverifiedJws | undefined {
  const [header, payload, signature, rest] = jws.split('.');
  if (!header || !payload || !signature || rest !== undefined) return undefined;
  try {
    const { alg, kid } = JSON.parse(Buffer.from(header, 'base64url').toString('utf8')) as Record<string, unknown>;
    if (typeof alg !== 'string' || typeof kid !== 'string') return undefined;
    return {
      alg,
      kid,
      payload: JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')),
      input: Buffer.from(`${header}.${payload}`, 'ascii'),
      signature: Buffer.from(signature, 'base64url'),
    };
  } catch {
    return undefined;
  }
}

/** True when `jws` was signed with the key behind `publicKeyPem` by exactly the algorithm registered for it. */
export async function verifyJws(jws: UnverifiedJws, publicKeyPem: string, algorithm: string, place: VerifyPlace = 'here'): Promise<boolean> {
  try {
    if (jwsAlgorithm(algorithm as SigningAlgorithm) !== jws.alg) return false;
    return await verifyBytes(algorithm, publicKeyOf(publicKeyPem), jws.input, jws.signature, { ec: 'ieee-p1363', place });
  } catch {
    return false;
  }
}
