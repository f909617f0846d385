export const LANGUAGES = ['th', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What people read, in both languages: the shape of the APIs and of the apps' own texts alike (GN-02). */
export interface Text { readonly th: string; readonly en: string }

/** A text in one language with its `{placeholders}` filled; values may themselves be texts. */
export function inLanguage(text: Text, language: Language, values: Readonly<Record<string, string | number | Text>> = {}): string {
  return text[language].replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : typeof value === 'object' ? value[language] : String(value);
  });
}
