import { readFileSync } from 'node:fs';
import { createInstance } from 'i18next';
import { LANGUAGES, type Language } from './languages.ts';
import type en from './en.json';

type Texts = Readonly<Record<string, string>>;

type PluralSuffix = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other';
type WithoutPlural<Key> = Key extends `${infer Stem}_${PluralSuffix}` ? Stem : Key;

/** A key of the text files; of a plural text, the part before `_one`, `_other`. */
export type TextKey = WithoutPlural<keyof typeof en>;

/** Plain text in one language, never markup: whoever puts it into HTML escapes it there. */
export type Translate = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;

const NAMESPACE = 'page';
const catalogue = createInstance();
void catalogue.init({
  resources: {},
  fallbackLng: false,
  ns: NAMESPACE,
  defaultNS: NAMESPACE,
  keySeparator: false,
  nsSeparator: false,
  initAsync: false,
  // Names and messages come from strangers: they are put in once and never read as templates or references themselves.
  interpolation: { escapeValue: false, skipOnVariables: true },
});

const translators = new Map<Language, Translate>();

/** Reads the language's file when somebody first needs it: a start pays for none of them. */
export function translatorFor(language: Language): Translate {
  const known = translators.get(language);
  if (known) return known;
  catalogue.addResourceBundle(language, NAMESPACE, readTexts(language));
  const translate = catalogue.getFixedT(language) as Translate;
  translators.set(language, translate);
  return translate;
}

/** The forms of a plural text by their category, each with its `{{count}}` still to be filled in. */
export function pluralForms(key: TextKey, language: Language): readonly (readonly [string, string])[] {
  return Object.entries(readTexts(language)).flatMap(([name, text]) =>
    name.startsWith(`${key}_`) ? [[name.slice(key.length + 1), text] as const] : [],
  );
}

/** One file per language, all with the same keys but for the plural forms; page, mails and receipts share them. */
export function readTexts(language: Language): Texts {
  return JSON.parse(readFileSync(new URL(`${language}.json`, import.meta.url), 'utf8')) as Texts;
}

/** Where a language's own default is not European. */
const EUROPEAN: ReadonlyMap<string, string> = new Map([
  ['en', 'en-GB'],
  ['pt', 'pt-PT'],
]);

/** Decides how dates, numbers and names of countries look. */
export function localeOf(language: Language): string {
  return EUROPEAN.get(language) ?? language;
}

/** Every language as its own speakers call it, for the language switch. */
export const languageNames: readonly (readonly [Language, string])[] = LANGUAGES.map((language) => [
  language,
  new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language,
]);
