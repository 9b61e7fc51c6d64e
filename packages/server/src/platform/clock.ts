/** The only source of the process's time. The database's clock decides expiry and windows; this one only measures. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
