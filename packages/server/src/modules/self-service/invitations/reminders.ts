import { daysAfter } from '../../../platform/clock.ts';

const MAX_REMINDERS = 4;
const FIRST_AFTER_DAYS = 5;
const NEXT_AFTER_DAYS = 3;
const CLOSING_BEFORE_END_DAYS = 2;
/** By the day of the week. */
const DAYS_SINCE_FRIDAY: Readonly<Record<number, number>> = { 6: 1, 0: 2 };

export interface ReminderState {
  /** The last mail, invitation or reminder; or now, where that came late. */
  readonly after: Date;
  /** Reminders sent so far. */
  readonly sent: number;
  readonly expiresAt: Date;
}

/**
 * When the next reminder is due (contract 3.6): 5 days after the invitation, then every 3, at most 4, the last of them kept for 48 h
 * before the end. On a weekend in UTC a regular one waits for Monday; the closing one comes on Friday, since Monday may be too late.
 */
export function nextReminderAt({ after, sent, expiresAt }: ReminderState): Date | null {
  const closing = fridayBefore(daysAfter(expiresAt, -CLOSING_BEFORE_END_DAYS));
  if (sent >= MAX_REMINDERS || closing <= after) return null;
  const isLast = sent === MAX_REMINDERS - 1;
  const regular = mondayAfter(daysAfter(after, sent === 0 ? FIRST_AFTER_DAYS : NEXT_AFTER_DAYS));
  return isLast || regular >= closing ? closing : regular;
}

export function firstReminderAt(reminders: boolean, now: Date, expiresAt: Date): Date | null {
  return reminders ? nextReminderAt({ after: now, sent: 0, expiresAt }) : null;
}

function fridayBefore(at: Date): Date {
  return daysAfter(at, -(DAYS_SINCE_FRIDAY[at.getUTCDay()] ?? 0));
}

function mondayAfter(at: Date): Date {
  const sinceFriday = DAYS_SINCE_FRIDAY[at.getUTCDay()];
  return sinceFriday === undefined ? at : daysAfter(at, 3 - sinceFriday);
}
