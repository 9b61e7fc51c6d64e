import { FALLBACK_LANGUAGE, type Language } from './languages.ts';

/** The language and English, once where both are one: for papers that go abroad. */
export function withEnglish(language: Language): readonly Language[] {
  return language === FALLBACK_LANGUAGE ? [language] : [language, FALLBACK_LANGUAGE];
}

/** What is said in both; once where it is the same. */
export function saidInBoth(language: Language, say: (language: Language) => string): string[] {
  return [...new Set(withEnglish(language).map(say))];
}

/** The same in one line. */
export function inBoth(language: Language, say: (language: Language) => string): string {
  return saidInBoth(language, say).join(' / ');
}
