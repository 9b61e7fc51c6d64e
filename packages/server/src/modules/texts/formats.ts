import type { Language } from './languages.ts';
import { localeOf } from './texts.ts';
import { timeZoneOf } from './time-zones.ts';

/**
 * An instant to the minute, on the clock of a country (ISO 3166-1 alpha-2) whose name stands beside it; in UTC where that clock is not known.
 */
export function formatInstant(instant: Date, language: Language, country?: string): string {
  const timeZone = timeZoneOf(country);
  const options = { dateStyle: 'long', timeStyle: 'short', timeZone: timeZone ?? 'UTC' } as const;
  const clock = written(new Intl.DateTimeFormat(localeOf(language), options), instant);
  return timeZone === undefined ? `${clock} UTC` : `${clock} (${zoneName(timeZone, instant, language)})`;
}

/** A day and its month stay in one line, whichever comes first. */
function written(format: Intl.DateTimeFormat, instant: Date): string {
  const parts = format.formatToParts(instant);
  const isOfDay = (part: Intl.DateTimeFormatPart | undefined) => part?.type === 'day' || part?.type === 'month';
  return parts
    .map(({ value }, at) =>
      isOfDay(parts[at - 1]) && isOfDay(parts[at + 1]) ? value.replaceAll(' ', '\u00a0') : value,
    )
    .join('');
}

/** Of summer and winter alike, such as "Central European Time". */
function zoneName(timeZone: string, instant: Date, language: Language): string {
  const options = { timeZone, timeZoneName: 'longGeneric' } as const;
  const parts = new Intl.DateTimeFormat(localeOf(language), options).formatToParts(instant);
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
  return name.replace(/^\((.*)\)$/, '$1');
}

/** Rounded for people. A megabyte is 1024 x 1024 bytes here, as in the limit that the page tells. */
export function formatByteSize(byteSize: number, language: Language): string {
  const kilobytes = byteSize / 1024;
  const isLarge = kilobytes >= 1000;
  const value = isLarge ? kilobytes / 1024 : Math.max(1, Math.round(kilobytes));
  const options = {
    style: 'unit',
    unit: isLarge ? 'megabyte' : 'kilobyte',
    unitDisplay: 'short',
    maximumFractionDigits: 1,
  } as const;
  // A number and its unit stay in one line.
  return new Intl.NumberFormat(localeOf(language), options).format(value).replace(' ', '\u00a0');
}

/** The country's name for an ISO 3166-1 alpha-2 code; the code itself where it has none. */
export function formatCountry(code: string, language: Language): string {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  return new Intl.DisplayNames([localeOf(language)], { type: 'region' }).of(code) ?? code;
}

/** In words, such as "10 minutes". */
export function formatMinutes(count: number, language: Language): string {
  const options = { style: 'unit', unit: 'minute', unitDisplay: 'long' } as const;
  return new Intl.NumberFormat(localeOf(language), options).format(count);
}

/** A whole number with the separators of the language. */
export function formatNumber(value: number, language: Language): string {
  return new Intl.NumberFormat(localeOf(language)).format(value);
}

/** The day of an instant, with the month in words, by the clock of a country; in UTC where that clock is not known. */
export function formatDay(instant: Date, language: Language, country?: string): string {
  const timeZone = timeZoneOf(country) ?? 'UTC';
  return written(new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'long', timeZone }), instant);
}

/** The same day as YYYY-MM-DD. */
export function isoDay(instant: Date, country?: string): string {
  const options = {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    timeZone: timeZoneOf(country) ?? 'UTC',
  } as const;
  const parts = new Map(
    new Intl.DateTimeFormat('en', options).formatToParts(instant).map(({ type, value }) => [type, value]),
  );
  return [parts.get('year'), parts.get('month'), parts.get('day')].join('-');
}

/** Of a hundred, with at most two places behind the separator. */
export function formatPercent(percent: number, language: Language): string {
  const options = { style: 'percent', maximumFractionDigits: 2 } as const;
  return new Intl.NumberFormat(localeOf(language), options).format(percent / 100);
}
