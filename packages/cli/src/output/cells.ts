import { plainText } from './plain-text.ts';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;
/** Its way of writing a date is that of ISO 8601, with a blank. */
const ISO_LIKE = 'sv-SE';

/** One value for people, in one line: times in the zone of this machine. */
export function cellOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return INSTANT.test(value) ? localTime(value) : plainText(value);
  if (Array.isArray(value)) return value.map(cellOf).join(', ');
  return typeof value === 'object' ? plainText(JSON.stringify(value)) : String(value);
}

/** By a path such as `address.city`. */
export function valueAt(entry: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined,
      entry,
    );
}

export function localTime(instant: string): string {
  return new Date(instant).toLocaleString(ISO_LIKE, { timeZoneName: 'short' });
}
