import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { arrayParameter, type ArrayType } from '../src/array-parameter.js';

const client = new pg.Client({ connectionString: process.env['DATABASE_URL'] });
beforeAll(() => client.connect());
afterAll(() => client.end());

describe('arrayParameter', () => {
  const read = async (type: ArrayType, values: unknown[]): Promise<unknown[]> =>
    (await client.query<{ v: unknown }>(`select v::text from unnest($1::${type}[]) as t(v)`, [arrayParameter(type, values)])).rows.map(({ v }) => v);

  test.each<[ArrayType, unknown[], unknown[]]>([
    ['text', [], []],
    ['text', ['', 'a', null, undefined, 'NULL', '"{},\\', 'สวัสดี 🎈', 'x'.repeat(100_000)], ['', 'a', null, null, 'NULL', '"{},\\', 'สวัสดี 🎈', 'x'.repeat(100_000)]],
    ['json', ['{"a": 1}', null], ['{"a": 1}', null]],
    ['jsonb', ['{"a":1}', '"é"'], ['{"a": 1}', '"é"']],
    ['bigint', [0, -1, 2 ** 53 - 1, '7', null], ['0', '-1', '9007199254740991', '7', null]],
    ['int', [0, -1, 2 ** 31 - 1, null], ['0', '-1', '2147483647', null]],
  ])('%s, case %#', async (type, values, expected) => expect(await read(type, values)).toEqual(expected));

  test('text that PostgreSQL refuses is refused', async () => {
    await expect(read('text', ['a\u0000b'])).rejects.toMatchObject({ code: '22021' });
    await expect(read('json', ['{'])).rejects.toMatchObject({ code: '22P02' });
  });
});
