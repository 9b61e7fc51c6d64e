/**
 * Languages of the page, the mails and their dates, as BCP 47 language subtags: the official ones of the European Union, in the
 * order of its own style guide, by each one's own name.
 */
export const LANGUAGES = [
  'bg',
  'es',
  'cs',
  'da',
  'de',
  'et',
  'el',
  'en',
  'fr',
  'ga',
  'hr',
  'it',
  'lv',
  'lt',
  'hu',
  'mt',
  'nl',
  'pl',
  'pt',
  'ro',
  'sk',
  'sl',
  'fi',
  'sv',
] as const;

export type Language = (typeof LANGUAGES)[number];

export const FALLBACK_LANGUAGE: Language = 'en';

const primary = LANGUAGES.map((language) =>
  language.replaceAll(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`),
);

/** A tag of one of them as RFC 5646, 2.1 has it, in any case, as a pattern: the language, script, region, variants, extensions, private use. */
export const LANGUAGE_TAG = [
  `^(${primary.join('|')})`,
  '(-[A-Za-z]{4})?',
  '(-([A-Za-z]{2}|[0-9]{3}))?',
  '(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*',
  '(-[0-9A-WY-Za-wy-z](-[A-Za-z0-9]{2,8})+)*',
  '(-[xX](-[A-Za-z0-9]{1,8})+)?$',
].join('');

/** The supported language of a BCP 47 tag such as `de-AT`; undefined for others and for what is no tag. */
export function languageOf(tag: string): Language | undefined {
  try {
    const { language } = new Intl.Locale(tag);
    return LANGUAGES.find((known) => known === language);
  } catch {
    return undefined;
  }
}

/** The language that most people of a country (ISO 3166-1 alpha-2) read, by CLDR's likely subtags, where it is one of them. */
export function languageOfCountry(country: string): Language | undefined {
  return languageOf(new Intl.Locale(`und-${country}`).maximize().language);
}
