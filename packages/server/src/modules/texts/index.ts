export {
  FALLBACK_LANGUAGE,
  type Language,
  LANGUAGE_TAG,
  LANGUAGES,
  languageOf,
  languageOfCountry,
} from './languages.ts';
export { inBoth, saidInBoth, withEnglish } from './beside-english.ts';
export { countriesByName } from './countries.ts';
export {
  formatByteSize,
  formatCountry,
  formatDay,
  formatInstant,
  formatMinutes,
  formatNumber,
  formatPercent,
  isoDay,
} from './formats.ts';
export { languageNames, localeOf, pluralForms, type TextKey, type Translate, translatorFor } from './texts.ts';
