import { createInstance } from 'i18next';
import { LANGUAGES, type Language } from '../../platform/languages.ts';
import de from './de.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };

interface LanguageFile {
  /** Decides how dates, numbers and names of countries look. */
  readonly locale: string;
  /** As its own speakers call it. */
  readonly name: string;
  readonly texts: Readonly<Record<string, string>>;
}

/** One file per language, all with the same keys; page and mails share them. */
export const languageFiles: Readonly<Record<Language, LanguageFile>> = {
  de: { locale: 'de-DE', name: 'Deutsch', texts: de },
  en: { locale: 'en-GB', name: 'English', texts: en },
};

type PluralSuffix = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other';
type WithoutPlural<Key> = Key extends `${infer Stem}_${PluralSuffix}` ? Stem : Key;

/** A key of the text files; of a plural text, the part before `_one`, `_other`. */
export type TextKey = WithoutPlural<keyof typeof en>;

/** Plain text in one language, never markup: whoever puts it into HTML escapes it there. */
export type Translate = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;

const catalogue = createInstance();
void catalogue.init({
  resources: Object.fromEntries(Object.entries(languageFiles).map(([code, { texts }]) => [code, { page: texts }])),
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

const translators = new Map(LANGUAGES.map((language) => [language, catalogue.getFixedT(language) as Translate]));

export function translatorFor(language: Language): Translate {
  const translate = translators.get(language);
  if (translate === undefined) throw new Error(`no texts in ${language}`);
  return translate;
}

export function localeOf(language: Language): string {
  return languageFiles[language].locale;
}

/** Every language with its own name, for the language switch. */
export const languageNames: readonly (readonly [Language, string])[] = LANGUAGES.map((language) => [
  language,
  languageFiles[language].name,
]);
