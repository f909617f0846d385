import { RESULT } from '@trine/protocol';
import { refuse } from './refusal.js';

/*
 * Arguments of commands and queries as they come from outside. Lenient like the contract (ledger rules 2.2): unknown
 * members are ignored, missing ones and null take the zero value; a wrong JSON type is an UnmarshalError.
 */

export type Decoder<T> = (value: unknown) => T;
export type Shape = Record<string, Decoder<unknown>>;
export type Decoded<S extends Shape> = { [K in keyof S]: ReturnType<S[K]> };

const INT32_MAX = 2 ** 31 - 1;
const UINT32_MAX = 2 ** 32 - 1;
/** The number below it is 1024 less. */
const INT64_END = 2 ** 63;

/** NUL separates key parts (U+001F where NUL can't be stored), and a lone surrogate has no UTF-8 form. */
const UNSTORABLE = /[\u0000\u001f\p{Surrogate}]/u;

export const isText = (value: unknown): value is string => typeof value === 'string' && !UNSTORABLE.test(value);

const isAbsent = (value: unknown): value is null | undefined => value === undefined || value === null;
const isWhole = (min: number, max: number) => (value: unknown): value is number => Number.isInteger(value) && Number(value) >= min && Number(value) <= max;

const scalar =
  <T>(zero: T, fits: (value: unknown) => value is T): Decoder<T> =>
  (value) =>
    isAbsent(value) ? zero : fits(value) ? value : refuse(RESULT.UnmarshalError);

export const text = scalar('', isText);
export const flag = scalar(false, (value): value is boolean => typeof value === 'boolean');
export const real = scalar(0, (value): value is number => Number.isFinite(value));
export const int32 = scalar(0, isWhole(-INT32_MAX - 1, INT32_MAX));
export const uint32 = scalar(0, isWhole(0, UINT32_MAX));
/** As exact as JSON numbers are, which above 2^53 leave out some. */
export const int64 = scalar(0, isWhole(-INT64_END, INT64_END - 1024));

/** Keeps "absent" distinct from zero. */
export const nullable =
  <T>(decode: Decoder<T>): Decoder<T | null> =>
  (value) =>
    isAbsent(value) ? null : decode(value);

export const listOf =
  <T>(decode: Decoder<T>): Decoder<T[]> =>
  (value) => {
    if (isAbsent(value)) return [];
    return Array.isArray(value) ? value.map((item) => decode(item)) : refuse(RESULT.UnmarshalError);
  };

export const record =
  <S extends Shape>(shape: S): Decoder<Decoded<S>> =>
  (value) => {
    const members = isAbsent(value) ? {} : value;
    if (typeof members !== 'object' || Array.isArray(members)) return refuse(RESULT.UnmarshalError);
    const decoded = Object.entries(shape).map(([name, decode]) => [name, decode(Object.hasOwn(members, name) ? (members as Record<string, unknown>)[name] : undefined)]);
    return Object.fromEntries(decoded) as Decoded<S>;
  };

export const texts = listOf(text);
