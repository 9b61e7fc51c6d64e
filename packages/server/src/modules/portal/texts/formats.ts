import { languages } from './texts.ts';
import type { Language } from './texts.ts';

/** An instant to the minute, with the zone spelled out, because the reader may sit in any country. */
export function formatInstant(instant: Date, language: Language): string {
  const options = { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' } as const;
  return `${new Intl.DateTimeFormat(languages[language].locale, options).format(instant)} UTC`;
}

/** Decimal units as file managers and phones show them. */
export function formatByteSize(byteSize: number, language: Language): string {
  const [value, unit, digits] =
    byteSize >= 1_000_000
      ? ([byteSize / 1_000_000, 'megabyte', 1] as const)
      : ([Math.max(1, Math.round(byteSize / 1000)), 'kilobyte', 0] as const);
  const options = { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: digits } as const;
  return new Intl.NumberFormat(languages[language].locale, options).format(value);
}

/** The country's name for an ISO 3166-1 alpha-2 code; the code itself where it has none. */
export function formatCountry(code: string, language: Language): string {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  return new Intl.DisplayNames([languages[language].locale], { type: 'region' }).of(code) ?? code;
}

/** A whole number with the separators of the language. */
export function formatNumber(value: number, language: Language): string {
  return new Intl.NumberFormat(languages[language].locale).format(value);
}
