import { generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';
import { accessorSign, publicPem, rsaModulus } from '@trine/crypto';
import { paddedMessageHash } from '@trine/protocol';
import type { ReceivedCallback } from './back-end.js';
import type { TestScheme } from './test-scheme.js';

/** A person whom an IdP has registered, with the accessor that signs for them. */
export interface TestPerson {
  idp: string;
  namespace: string;
  identifier: string;
  accessor_id: string;
  key: KeyObject;
  publicPem: string;
  ial: number;
}

/** One RSA key pair serves many persons: making one takes a quarter of a second. */
let sharedKey: KeyObject | undefined;
const accessorKey = (): KeyObject => (sharedKey ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);

let serial = 0;
/** A fictional citizen number that no other call of this process gives. */
export function newCitizenId(): string {
  serial += 1;
  const body = `9${String(process.pid % 1000).padStart(3, '0')}${String(serial).padStart(8, '0')}`;
  const sum = [...body].reduce((total, digit, i) => total + Number(digit) * (13 - i), 0);
  return `${body}${(11 - (sum % 11)) % 10}`;
}

/** Registers a person at an IdP that nobody knows yet, and waits until the ledger has it. */
export async function registerPerson(scheme: TestScheme, idp: string, mode: 2 | 3, options: { identifier?: string; ial?: number } = {}): Promise<TestPerson> {
  const key = accessorKey();
  const person: TestPerson = {
    idp,
    namespace: 'citizen_id',
    identifier: options.identifier ?? newCitizenId(),
    accessor_id: randomUUID(),
    key,
    publicPem: publicPem(key),
    ial: options.ial ?? 2.3,
  };
  const reference_id = `register-${person.accessor_id}`;
  const reply = await scheme.api(idp).post('/identity', {
    reference_id,
    callback_url: scheme.backEnd(idp).url('/result'),
    identity_list: [{ namespace: person.namespace, identifier: person.identifier }],
    mode,
    accessor_type: 'RSA',
    accessor_public_key: person.publicPem,
    accessor_id: person.accessor_id,
    ial: person.ial,
  });
  if (reply.status !== 202) throw new Error(`registration refused: ${JSON.stringify(reply)}`);
  const { body } = await scheme.backEnd(idp).callback('create_identity_result', { reference_id });
  if (body['success'] !== true) throw new Error(`registration failed: ${JSON.stringify(body)}`);
  return person;
}

/** The person's signature under an incoming request, as `POST /idp/response` wants it. */
export function consentSignature(person: TestPerson, { body }: ReceivedCallback): string {
  const block = paddedMessageHash(String(body['request_message']), String(body['initial_salt']), String(body.request_id), rsaModulus(person.publicPem));
  return accessorSign(person.key, block).toString('base64');
}
