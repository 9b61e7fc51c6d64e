export { FALLBACK_LANGUAGE, type Language, LANGUAGE_TAG, LANGUAGES, languageOf } from './languages.ts';
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
