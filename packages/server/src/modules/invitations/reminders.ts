import { daysAfter } from '../../platform/clock.ts';

const FIRST_AFTER_DAYS = 5;
const LAST_BEFORE_END_DAYS = 2;

/** When the first reminder is due (contract 3.6): after 5 days, or 48 h before the end where that comes first. */
export function firstReminderAt(reminders: boolean, now: Date, expiresAt: Date): Date | null {
  if (!reminders) return null;
  return earliestStillAhead(
    [daysAfter(now, FIRST_AFTER_DAYS), daysAfter(expiresAt, -LAST_BEFORE_END_DAYS)],
    now,
    expiresAt,
  );
}

function earliestStillAhead(candidates: readonly Date[], now: Date, expiresAt: Date): Date | null {
  const ahead = candidates.filter((at) => at > now && at < expiresAt);
  return ahead.length === 0 ? null : ahead.reduce((first, at) => (at < first ? at : first));
}
