import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { inLanguage, LANGUAGES, type Language, type Text } from './text.js';

interface LanguageValue { language: Language; setLanguage(language: Language): void }

const LanguageContext = createContext<LanguageValue>({ language: 'th', setLanguage: () => undefined });
const STORE = 'language';

/** Thai unless the person chose English on this device before. Switching re-renders texts only, so typed data stay (GN-02). */
export function LanguageProvider({ children, onChange }: { children: ReactNode; onChange?: (language: Language) => void }) {
  const [language, keep] = useState<Language>(storedLanguage);
  const setLanguage = useCallback((next: Language) => {
    keep(next);
    try { localStorage.setItem(STORE, next); } catch { /* private mode: for this visit only */ }
    onChange?.(next);
  }, [onChange]);
  useEffect(() => { document.documentElement.lang = language; }, [language]);
  return <LanguageContext value={useMemo(() => ({ language, setLanguage }), [language, setLanguage])}>{children}</LanguageContext>;
}

export function useLanguage(): LanguageValue {
  return useContext(LanguageContext);
}

type Values = Readonly<Record<string, string | number | Text>>;
const ValuesContext = createContext<Values>({});

/** Values for every text below, such as the name of the app: `{app}`. */
export function TextValues({ values, children }: { values: Values; children: ReactNode }) {
  return <ValuesContext value={values}>{children}</ValuesContext>;
}

/** `t(text, values)`: the text in the person's language. */
export function useText(): (text: Text, values?: Values) => string {
  const { language } = useLanguage();
  const everywhere = useContext(ValuesContext);
  return useCallback((text, values) => inLanguage(text, language, values ? { ...everywhere, ...values } : everywhere), [language, everywhere]);
}

function storedLanguage(): Language {
  try {
    const stored = localStorage.getItem(STORE);
    return LANGUAGES.find((each) => each === stored) ?? 'th';
  } catch {
    return 'th';
  }
}
