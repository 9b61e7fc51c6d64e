import sql from 'sql-template-tag';
import type { OperatorFigure } from '../../../platform/http/operator-figures.ts';

/** What an operator sees of the mails. A mail that is tried again is not due in between, so work that waits does not show a dead mail server. */
export const mailFigures: readonly OperatorFigure[] = [
  {
    name: 'nt24_mails',
    help: 'Mails queued in the last 24 hours, by kind and by what has become of them.',
    labelNames: ['kind', 'outcome'],
    values: sql`select kind, lower(status) as outcome, count(*)::int as value from mails
      where created_at > now() - interval '24 hours' group by kind, status`,
  },
  {
    name: 'nt24_mails_oldest_unsent_seconds',
    help: 'Age of the oldest mail that is still to be sent, those that are tried again included, those that wait their turn not; 0 when there is none.',
    labelNames: [],
    values: sql`select coalesce(extract(epoch from now() - min(greatest(created_at, not_before))), 0)::float8 as value from mails
      where status in ('QUEUED', 'SENDING') and (not_before is null or not_before <= now())`,
  },
];
