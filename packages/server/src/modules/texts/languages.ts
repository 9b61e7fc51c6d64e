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

/** The supported language of a BCP 47 tag such as `de-AT`; undefined for others and for what is no tag. */
export function languageOf(tag: string): Language | undefined {
  try {
    const { language } = new Intl.Locale(tag);
    return LANGUAGES.find((known) => known === language);
  } catch {
    return undefined;
  }
}
