/** The only source of the process's time. The database's clock decides expiry and windows; this one only measures. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** Milliseconds since 1970, or a date as text; without a date in it the instant's time is NaN. */
export function instantOf(value: number | string): Date {
  return new Date(value);
}

const DAY_MS = 86_400_000;

export function daysAfter(instant: Date, days: number): Date {
  return new Date(instant.getTime() + days * DAY_MS);
}
