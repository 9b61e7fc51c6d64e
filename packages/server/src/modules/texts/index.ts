export { formatByteSize, formatCountry, formatInstant, formatNumber } from './formats.ts';
export { languageNames, localeOf, type TextKey, type Translate, translatorFor } from './texts.ts';
