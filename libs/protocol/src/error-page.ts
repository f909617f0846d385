import { ERROR_CATALOGUE, type ErrorEntry } from './error-catalogue.js';

const HTTP: Record<ErrorEntry['status'], string> = { client: '400', server: '500', unavailable: '503', forbidden: '403', callback: 'callback' };

/** The classes of codes, by the first number of each. */
const CLASSES: [from: number, title: string, about: string][] = [
  [10_000, 'Platform', 'Something between the members does not work, or an answer did not pass a check.'],
  [15_000, 'Ledger, server side', 'The ledger cannot do it at present, or the command was not in order.'],
  [20_000, 'Client', 'Your call cannot be accepted as it is. Calls that go on after the 202 report the same codes in their result callback.'],
  [25_000, 'Ledger, client side', "The ledger's rules do not allow it."],
  [35_000, 'Ledger authorisation', 'Reserved.'],
];

const INTRODUCTION = `<!-- Generated from libs/protocol/src/error-catalogue.ts: \`npm run build && node scripts/error-docs.mjs\` writes it again. -->

# Error codes

A refused call is answered with \`{"error": {"code": 20045, "message": "reference_id in use"}}\`, a failed piece of work with the
same \`error\` object in its result callback, or in an \`error\` callback when no call waits for it. **Branch on the code only**;
texts may change and may say more about the particular case.

- \`details\`, beside \`error\`, lists all violations for 20002, 20003 and 20059.
- \`CLIENT_HTTP_ERROR_CODE\` and \`SERVER_HTTP_ERROR_CODE\` replace 400 and 500. 404 and 501 have an empty body.
- Codes of the ledger come over HTTP for \`/ndid/*\` calls, which wait for the ledger, otherwise in the result callback.
- HTTP "callback": seen only in callbacks.
- The codes that an IdP or AS answers with (\`error_code\`) are other numbers: \`GET /utility/idp_error_codes\` and \`as_error_codes\`.
`;

/** `docs/errors/README.md`: every code with its HTTP status, what it means and what to do about it. */
export function errorPage(): string {
  const entries = Object.entries<ErrorEntry>(ERROR_CATALOGUE);
  const sections = CLASSES.map(([from, title, about], i) => {
    const to = CLASSES[i + 1]?.[0] ?? Infinity;
    const rows = entries.filter(([code]) => Number(code) >= from && Number(code) < to).map(([code, entry]) => row([code, HTTP[entry.status], entry.message, entry.when, entry.action]));
    return `## ${title}\n\n${about}\n\n${[row(['code', 'HTTP', 'message', 'what it means', 'what to do']), '|---|---|---|---|---|', ...rows].join('\n')}\n`;
  });
  return [INTRODUCTION, ...sections].join('\n');
}

const row = (cells: string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
