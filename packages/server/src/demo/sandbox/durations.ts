const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;

const ISO = /^P(?=.)(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?$/;
const ISO_UNITS_MS = [WEEK_MS, DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS];
const SHORT = /^(\d{1,9})([dhms])$/;
const SHORT_UNITS_MS: Readonly<Record<string, number>> = { d: DAY_MS, h: HOUR_MS, m: MINUTE_MS, s: SECOND_MS };

/** How a duration may be written, for people. */
export const DURATION_FORMS = 'an ISO 8601 duration such as P31D or PT90M, or 31d, 12h, 90m, 45s';

/**
 * Milliseconds of an ISO 8601 duration, or of a number with `d`, `h`, `m` or `s`. A day has 24 hours. Years and months are none: how long
 * one is depends on where it begins. Undefined where it is no duration.
 */
export function durationMsOf(text: string): number | undefined {
  const [, count, unit = ''] = SHORT.exec(text) ?? [];
  if (count !== undefined) return Number(count) * (SHORT_UNITS_MS[unit] ?? 0);
  const parts = ISO.exec(text)?.slice(1);
  return parts?.reduce((sum, part, at) => sum + Number(part ?? 0) * (ISO_UNITS_MS[at] ?? 0), 0);
}
