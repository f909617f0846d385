import { isCitizenId, type RequestStatus } from '@trine/protocol';

/** What one bank does when it is asked about a person. */
export interface BankScript {
  /** Enrolled when the sandbox starts, up to this mode. Absent: the bank doesn't know the person yet. */
  enrolled?: 2 | 3;
  ial: number;
  answer: 'accept' | 'reject' | 'error' | 'none';
  /** Answers this long after the request was created. */
  delayMs?: number;
  /** Sends a signature that doesn't fit first, then the right one. */
  wrongSignatureFirst?: true;
}

/** What every data source does when it is asked for this person's data. */
export interface SourceScript {
  /** `reply`: data in the reply to the callback; `post`: 204 and `POST /as/data`; `error`: an error code; `none`: nothing. */
  answer: 'reply' | 'post' | 'error' | 'none';
  delayMs?: number;
  /** Sends data that the gateway must refuse first, then good data. */
  wrongDataFirst?: true;
  bytesMin?: number;
}

/** How a request ends: refused at once with a code, or with a status, closed or timed out. */
export type Outcome = { refused: number } | { status: RequestStatus; end: 'closed' | 'timed_out' };

/** A fictional person whose requests always end the same way, as test card numbers do. */
export interface Person {
  /** Name on the command line. */
  id: string;
  citizenId: string;
  description: string;
  /** By the bank's place in the sandbox's list of IdPs. */
  banks: readonly BankScript[];
  source: SourceScript;
  /** The request that shows the outcome. */
  request: { mode: 1 | 2 | 3; minIdp: number; timeoutSeconds: number; onTheFly: boolean };
  expected: Outcome;
}

/** Levels of the sandbox's requests and of what its sources demand; the AAL is also what its banks answer with. */
export const MIN_IAL = 2.3;
export const MIN_AAL = 2.2;
/** IdP and AS error codes of the scripts; the scheme must register them. */
export const IDP_ERROR_CODE = 30000;
export const AS_ERROR_CODE = 40000;

const LATE_MS = 3000;
const TIMEOUT_SECONDS = 60;
const SILENCE_SECONDS = 5;
/** Leaves a busy machine the time to get as far as the sources. */
const SOURCE_SILENCE_SECONDS = 8;

type Script = Pick<Person, 'id' | 'citizenId' | 'description' | 'expected'> &
  { banks?: Partial<BankScript>[]; source?: SourceScript; request?: Partial<Person['request']> };

const person = ({ banks = [{}], source = { answer: 'reply' }, request, ...rest }: Script): Person => ({
  ...rest,
  banks: banks.map((bank) => ({ enrolled: 3, ial: MIN_IAL, answer: 'accept', ...bank })),
  source,
  request: { mode: 3, minIdp: 1, timeoutSeconds: TIMEOUT_SECONDS, onTheFly: false, ...request },
});

const completed: Outcome = { status: 'completed', end: 'closed' };

/** Everybody the sandbox plays. The order is that of `npm run demo -- --list`. */
export const PEOPLE: readonly Person[] = [
  person({ id: 'accepts', citizenId: '9100000000011', description: 'Accepts; the data arrive.', expected: completed }),
  person({
    id: 'rejects', citizenId: '9100000000020', description: 'Says no; the RP closes the request.',
    banks: [{ answer: 'reject' }], expected: { status: 'rejected', end: 'closed' },
  }),
  person({
    id: 'errors', citizenId: '9100000000038', description: `The bank answers with error code ${IDP_ERROR_CODE}.`,
    banks: [{ enrolled: 2, answer: 'error' }], request: { mode: 2 }, expected: { status: 'errored', end: 'closed' },
  }),
  person({
    id: 'silent', citizenId: '9100000000046', description: 'Never answers.',
    banks: [{ enrolled: 2, answer: 'none' }], request: { mode: 2, timeoutSeconds: SILENCE_SECONDS }, expected: { status: 'pending', end: 'timed_out' },
  }),
  person({ id: 'late', citizenId: '9100000000054', description: `Accepts after ${LATE_MS / 1000} s.`, banks: [{ delayMs: LATE_MS }], expected: completed }),
  person({
    id: 'wrong-signature', citizenId: '9100000000062', description: 'The bank signs wrongly (20028), then rightly.',
    banks: [{ enrolled: 2, wrongSignatureFirst: true }], request: { mode: 2 }, expected: completed,
  }),
  person({
    id: 'two-banks', citizenId: '9100000000071', description: 'Known to two banks, both are asked: one accepts, one rejects.',
    banks: [{ enrolled: 2 }, { enrolled: 2, answer: 'reject' }], request: { mode: 2, minIdp: 2 }, expected: { status: 'complicated', end: 'closed' },
  }),
  person({
    id: 'both-accept', citizenId: '9100000000089', description: 'Known to two banks, both accept; the second enrolled with consent given at the first.',
    banks: [{}, {}], request: { minIdp: 2 }, expected: completed,
  }),
  person({
    id: 'source-error', citizenId: '9100000000097', description: `Accepts; the sources answer with error code ${AS_ERROR_CODE}.`,
    source: { answer: 'error' }, expected: { status: 'errored', end: 'closed' },
  }),
  person({
    id: 'source-silent', citizenId: '9100000000101', description: 'Accepts; the sources never answer.',
    source: { answer: 'none' }, request: { timeoutSeconds: SOURCE_SILENCE_SECONDS }, expected: { status: 'confirmed', end: 'timed_out' },
  }),
  person({
    id: 'source-late', citizenId: '9100000000119', description: `Accepts; the sources send data ${LATE_MS / 1000} s after the request, by POST /as/data.`,
    source: { answer: 'post', delayMs: LATE_MS }, expected: completed,
  }),
  person({
    id: 'wrong-data', citizenId: '9100000000127', description: 'Accepts; the sources send malformed data (20070), then good data.',
    source: { answer: 'post', wrongDataFirst: true }, expected: completed,
  }),
  person({ id: 'large-data', citizenId: '9100000000135', description: 'Accepts; each source sends 200 kB, compressed on the way.', source: { answer: 'reply', bytesMin: 200_000 }, expected: completed }),
  person({ id: 'not-enrolled', citizenId: '9100000000143', description: 'No bank knows this person.', banks: [], expected: { refused: 20005 } }),
  person({ id: 'low-level', citizenId: '9100000000151', description: `Known at IAL 1.1 only; the request wants ${MIN_IAL}.`, banks: [{ ial: 1.1 }], expected: { refused: 20005 } }),
  person({ id: 'mode-2-only', citizenId: '9100000000160', description: 'Enrolled for mode 2; the request is of mode 3.', banks: [{ enrolled: 2 }], expected: { refused: 20005 } }),
  person({
    id: 'on-the-fly', citizenId: '9100000000178', description: 'Known to nobody at first; the bank enrols the person during the request, then accepts.',
    banks: [{ enrolled: undefined }], request: { mode: 2, onTheFly: true }, expected: completed,
  }),
  person({
    id: 'mode-1', citizenId: '9100000000186', description: 'Mode 1: the bank is named, needs no enrolment and accepts.',
    banks: [{ enrolled: undefined }], request: { mode: 1 }, expected: completed,
  }),
];

export const personById = (id: string): Person | undefined => PEOPLE.find((each) => each.id === id);
export const personByCitizenId = (citizenId: string): Person | undefined => PEOPLE.find((each) => each.citizenId === citizenId);

/** `completed, closed`, `pending, timed_out`, `refused with 20005`. */
export const outcomeText = (outcome: Outcome): string => ('refused' in outcome ? `refused with ${outcome.refused}` : `${outcome.status}, ${outcome.end}`);

/** The n-th fictional citizen number of a series; it begins with 9 and the series, and has a valid check digit. */
export function fictionalCitizenId(series: number, n: number): string {
  const body = `9${series}${String(n).padStart(10, '0')}`;
  return [...'0123456789'].map((digit) => body + digit).find(isCitizenId)!;
}
