/** PostgreSQL stores no NUL, a lone surrogate has no UTF-8 form, and U+001F separates key parts in the ledger. */
const UNSTORABLE = /[\u0000\u001f\p{Surrogate}]/u;
const UNSTORABLE_IN_CONTENT = /[\u0000\p{Surrogate}]/u;
/** Ids are keys of rows, which PostgreSQL limits to 2700 bytes. */
const ID_CHARS_MAX = 500;
/** Texts that are nobody's key. */
const CONTENT: readonly string[] = ['request_message', 'request_params', 'data'];

/** True when the text can be stored, and looked up by. */
export const isStorableText = (text: string): boolean => !UNSTORABLE.test(text);

/** True when every text in a JSON value can be stored. Walks without recursion: callers may nest as deep as they like. */
export function isStorable(value: unknown): boolean {
  const left: unknown[] = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next === 'string' && !isStorableText(next)) return false;
    if (typeof next !== 'object' || next === null) continue;
    if (Array.isArray(next)) {
      for (const item of next) left.push(item);
      continue;
    }
    for (const [name, member] of Object.entries(next)) {
      if (!isStorableText(name)) return false;
      if (typeof member === 'string' && name.endsWith('_id') && member.length > ID_CHARS_MAX) return false;
      if (typeof member !== 'string' || !CONTENT.includes(name)) left.push(member);
      else if (UNSTORABLE_IN_CONTENT.test(member)) return false;
    }
  }
  return true;
}
