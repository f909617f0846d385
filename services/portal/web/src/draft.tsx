import { createContext, useContext, useMemo, useState, type ReactNode } from 'react';

/** What was filled in so far. It lives in memory only: a citizen number is not left behind in a browser. */
export interface Draft {
  citizenId?: string | undefined;
  /** Items that the person left out. */
  without: readonly string[];
  /** The product whose consent was given; each way from the start asks anew (GN-12). */
  agreed?: string | undefined;
  /** Makes a second press the same application. */
  key: string;
}

interface DraftValue { draft: Draft; change(part: Partial<Draft>): void }

const fresh = (): Draft => ({ without: [], key: newKey() });
export const newKey = (): string => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

const DraftContext = createContext<DraftValue>({ draft: fresh(), change: () => undefined });

export function DraftProvider({ children }: { children: ReactNode }) {
  const [draft, setDraft] = useState(fresh);
  const value = useMemo(() => ({ draft, change: (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part })) }), [draft]);
  return <DraftContext value={value}>{children}</DraftContext>;
}

export const useDraft = (): DraftValue => useContext(DraftContext);
