import { constants, createCipheriv, createPublicKey, generateKeyPairSync, publicEncrypt, randomBytes, type KeyObject } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { keyOpener } from '@trine/crypto';

/*
 * PKCS #1 v1.5 as `RSAES_PKCS1_V1_5` wraps content keys. At stake: a padding that is wrong in any way must look like a letter that was
 * altered (RFC 7516 section 11.5), and one that is right must open. What is right, a decoder by the book says.
 */

const KEY_BYTES = 32;
const bank = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const BYTES = 256;

/** RFC 8017 section 7.2.2, step 3, word by word; undefined: decryption error. */
function decodedByTheBook(encoded: Buffer): Buffer | undefined {
  if (encoded[0] !== 0 || encoded[1] !== 2) return undefined;
  const separator = encoded.indexOf(0, 2);
  if (separator < 0) return undefined;
  const padding = encoded.subarray(2, separator);
  return padding.length < 8 ? undefined : encoded.subarray(separator + 1);
}

/** The RSA operation alone, on bytes that are padded already. */
const encrypted = (encoded: Buffer, key: KeyObject = bank): Buffer => publicEncrypt({ key: createPublicKey(key), padding: constants.RSA_NO_PADDING }, encoded);

function letter(wrapped: Buffer, contentKey: Buffer): string {
  const header = Buffer.from('{"alg":"RSA1_5","enc":"A256GCM"}').toString('base64url');
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', contentKey, iv).setAAD(Buffer.from(header, 'ascii'));
  const sealed = Buffer.concat([cipher.update('text', 'utf8'), cipher.final()]);
  return [header, ...[wrapped, iv, sealed, cipher.getAuthTag()].map((part) => part.toString('base64url'))].join('.');
}

const opens = (wrapped: Buffer, contentKey: Buffer, key: KeyObject = bank): Promise<string> =>
  keyOpener(key, 'RSAES_PKCS1_V1_5').open(letter(wrapped, contentKey)).catch((error: Error) => error.message);
const ALTERED = expect.stringContaining('unable to authenticate') as unknown as string;

/** The letter opens with the key that the book finds, and with no other that a lenient decoder might find. */
async function checkAgainstTheBook(encoded: Buffer): Promise<void> {
  const found = decodedByTheBook(encoded);
  const right = found?.length === KEY_BYTES ? found : undefined;
  const wrapped = encrypted(encoded);
  const guesses = [encoded.subarray(-KEY_BYTES), Buffer.alloc(KEY_BYTES), encoded.subarray(encoded.lastIndexOf(0) + 1), Buffer.from(found ?? [])];
  for (const guess of guesses.filter(({ length }) => length === KEY_BYTES)) {
    expect(await opens(wrapped, guess)).toEqual(right?.equals(guess) === true ? 'text' : ALTERED);
  }
}

const bytes = (length: number, min = 0): fc.Arbitrary<Buffer> => fc.array(fc.integer({ min, max: 255 }), { minLength: length, maxLength: length }).map((each) => Buffer.from(each));
/** Below the modulus, whose first byte is 0x80 or more. */
const first = fc.integer({ min: 0, max: 0x7f });
const encodedWith = (length: number): fc.Arbitrary<Buffer> =>
  fc.tuple(bytes(BYTES - 3 - length, 1), bytes(length)).map(([padding, message]) => Buffer.concat([Buffer.from([0, 2]), padding, Buffer.from([0]), message]));

test('right padding: the letter opens, whatever bytes the padding and the key have', async () => {
  await fc.assert(fc.asyncProperty(encodedWith(KEY_BYTES), async (encoded) => {
    expect(decodedByTheBook(encoded)).toHaveLength(KEY_BYTES);
    await checkAgainstTheBook(encoded);
  }), { numRuns: 100 });
});

test('right padding of a message of another length, up to the least padding and beyond, is no content key', async () => {
  const lengths = fc.oneof(fc.integer({ min: 0, max: BYTES - 3 }), fc.constantFrom(31, 33, BYTES - 11, BYTES - 10, BYTES - 3));
  await fc.assert(fc.asyncProperty(lengths.chain(encodedWith), checkAgainstTheBook), { numRuns: 150 });
});

test('one byte changed anywhere: the letter opens when the book says so', async () => {
  const places = fc.oneof(fc.integer({ min: 1, max: BYTES - 1 }), fc.constantFrom(1, 2, 9, 10, BYTES - KEY_BYTES - 2, BYTES - KEY_BYTES - 1, BYTES - KEY_BYTES));
  const values = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 255 }));
  await fc.assert(fc.asyncProperty(encodedWith(KEY_BYTES), places, values, async (encoded, place, value) => {
    encoded[place] = value;
    await checkAgainstTheBook(encoded);
  }), { numRuns: 200 });
  await fc.assert(fc.asyncProperty(encodedWith(KEY_BYTES), first, async (encoded, value) => {
    encoded[0] = value;
    await checkAgainstTheBook(encoded);
  }), { numRuns: 50 });
});

test('any bytes: they open nothing', async () => {
  await fc.assert(fc.asyncProperty(first, bytes(BYTES - 1), (head, rest) => checkAgainstTheBook(Buffer.concat([Buffer.from([head]), rest]))), { numRuns: 100 });
});

test('what has another length than the modulus is not decrypted, not even when the number is the same', async () => {
  const key = randomBytes(KEY_BYTES);
  const encoded = Buffer.concat([Buffer.from([0, 2]), Buffer.alloc(BYTES - 3 - KEY_BYTES, 7), Buffer.from([0]), key]);
  const wrapped = encrypted(encoded);
  expect(await opens(wrapped, key)).toBe('text');
  for (const other of [Buffer.concat([Buffer.alloc(1), wrapped]), wrapped.subarray(1), Buffer.concat([wrapped, Buffer.alloc(1)]), Buffer.alloc(0), Buffer.alloc(BYTES), Buffer.alloc(BYTES, 255)]) {
    expect(await opens(other, key)).toEqual(ALTERED);
  }
  // One whose number begins with zeros, sent without them.
  for (let salt = 1; ; salt += 1) {
    encoded.fill((salt % 255) + 1, 2, 6).writeUInt8(((salt / 255) % 255) + 1, 7);
    const found = encrypted(encoded);
    if (found[0] !== 0) continue;
    expect([await opens(found, key), await opens(found.subarray(1), key)]).toEqual(['text', ALTERED]);
    break;
  }
});

test.each([2047, 2050])('a modulus of %d bits, which are no whole bytes', async (modulusLength) => {
  const key = generateKeyPairSync('rsa', { modulusLength }).privateKey;
  const contentKey = randomBytes(KEY_BYTES);
  const wrapped = publicEncrypt({ key: createPublicKey(key), padding: constants.RSA_PKCS1_PADDING }, contentKey);
  expect(wrapped).toHaveLength(Math.ceil(modulusLength / 8));
  expect(await opens(wrapped, contentKey, key)).toBe('text');
  expect(await opens(Buffer.alloc(wrapped.length, 255), contentKey, key)).toEqual(ALTERED);
});
