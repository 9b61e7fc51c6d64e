import { COUNTRY_CODES } from '../../platform/country.ts';
import type { Language } from './languages.ts';
import { localeOf } from './texts.ts';

export interface NamedCountry {
  readonly code: string;
  readonly name: string;
}

const known = new Map<Language, readonly NamedCountry[]>();

/** All countries in the order of their names; with `also`, a code that may be assigned no more. */
export function countriesByName(language: Language, also: string): readonly NamedCountry[] {
  const countries = known.get(language) ?? named(language);
  known.set(language, countries);
  return COUNTRY_CODES.includes(also) ? countries : [{ code: also, name: also }, ...countries];
}

function named(language: Language): readonly NamedCountry[] {
  const names = new Intl.DisplayNames([localeOf(language)], { type: 'region' });
  const { compare } = new Intl.Collator(localeOf(language));
  return COUNTRY_CODES.map((code) => ({ code, name: names.of(code) ?? code })).sort((one, other) =>
    compare(one.name, other.name),
  );
}
