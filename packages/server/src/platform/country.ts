// Not by the library's index, which holds the thousands of subdivisions as well.
import { iso31661 } from 'iso-3166/1.js';

/** The codes that ISO 3166-1 alpha-2 assigns to a country today, in capitals: neither reserved, nor withdrawn, nor for private use. */
export const COUNTRY_CODES: readonly string[] = iso31661.map(({ alpha2 }) => alpha2).sort();

const ASSIGNED: ReadonlySet<string> = new Set(COUNTRY_CODES);

export function isCountryCode(code: string): boolean {
  return ASSIGNED.has(code);
}
