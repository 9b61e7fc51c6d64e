import { createInstance } from 'i18next';
import de from './de.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };

/** The languages of page and mails. Each has one file beside this one; `locale` decides how dates and numbers look. */
export const languages = {
  de: { locale: 'de-DE', name: 'Deutsch', texts: de },
  en: { locale: 'en-GB', name: 'English', texts: en },
} as const;

export type Language = keyof typeof languages;

type PluralSuffix = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other';
type WithoutPlural<Key> = Key extends `${infer Stem}_${PluralSuffix}` ? Stem : Key;

/** A key of the text files; of a plural text, the part before `_one`, `_other`. */
export type TextKey = WithoutPlural<keyof typeof en>;

/** Plain text in one language, never markup: whoever puts it into HTML escapes it there. */
export type Translate = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;

const catalogue = createInstance();
void catalogue.init({
  resources: Object.fromEntries(Object.entries(languages).map(([code, { texts }]) => [code, { page: texts }])),
  lng: 'en',
  fallbackLng: false,
  ns: 'page',
  defaultNS: 'page',
  keySeparator: false,
  nsSeparator: false,
  initAsync: false,
  // Names and messages come from strangers: they are put in once and never read as templates or references themselves.
  interpolation: { escapeValue: false, skipOnVariables: true },
});

const translators = Object.fromEntries(
  Object.keys(languages).map((code) => [code, catalogue.getFixedT(code)]),
) as unknown as Record<Language, Translate>;

export function translatorFor(language: Language): Translate {
  return translators[language];
}

export function isLanguage(code: string): code is Language {
  return Object.hasOwn(languages, code);
}

/** The page's language for a BCP 47 tag such as `de-AT`, or undefined where there is none. */
export function languageOfTag(tag: string): Language | undefined {
  const primary = tag.toLowerCase().split('-', 1)[0] ?? '';
  return isLanguage(primary) ? primary : undefined;
}
