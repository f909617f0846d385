import { arrayParameter, type ArrayType } from './array-parameter.js';
import type { Statement } from './database.js';

/** One kind of change: its statement, with `?::type[]` for each array of values, and the values. Without rows it is left out. */
export interface Part {
  /** One or two letters, unique among the parts of a statement. */
  name: string;
  text: string;
  values: unknown[][];
}

/**
 * One statement for all parts that have rows: a single round trip that is a transaction by itself. Each combination of parts is
 * prepared once, under a name that tells them.
 *
 * @param end what the statement selects; may refer to the parts by name. `values` go before those of the parts
 */
export function oneStatement(parts: Part[], end = { text: 'select 1', values: [] as unknown[] }): Statement {
  const present = parts.filter(({ values }) => (values[0]?.length ?? 0) > 0);
  const values = [...end.values];
  const ctes = present.map((part) => {
    let column = 0;
    const text = part.text.replaceAll(/\?::(\w+)\[\]/g, (_, type: ArrayType) => `$${values.push(arrayParameter(type, part.values[column++] ?? []))}::${type}[]`);
    return `${part.name} as (${text})`;
  });
  return {
    name: `of ${present.map(({ name }) => name).join(' ')}`,
    text: `${ctes.length > 0 ? `with ${ctes.join(',\n')} ` : ''}${end.text}`,
    values,
  };
}
