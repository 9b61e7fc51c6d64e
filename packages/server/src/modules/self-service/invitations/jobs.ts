import type { Database } from '../../../platform/db/database.ts';
import { inBatches, type PeriodicTask } from '../../../platform/jobs/index.ts';
import { queueMail } from '../../delivery/mail/index.ts';
import { type DueReminder, listDueReminders, remind } from './jobs-repository.ts';
import { reminderMail } from './mails/reminder-mail.ts';
import { nextReminderAt } from './reminders.ts';
import { expireOverdue } from './repository.ts';
import { foldChanges } from './tallies-repository.ts';
import { commitWrite } from '../../../core/write/index.ts';

const BATCH = 500;
const FOLDED = 10_000;

/** What is due by the clock, each safe in several processes at once. */
export function invitationJobs({ db }: { readonly db: Database }): PeriodicTask[] {
  return [
    {
      name: 'invitations.expire',
      everyMs: 5_000,
      run: (signal) => inBatches(BATCH, signal, (size) => expireBatch(db, size)),
    },
    {
      name: 'invitations.remind',
      everyMs: 60_000,
      run: (signal) => inBatches(BATCH, signal, (size) => remindBatch(db, size)),
    },
    {
      name: 'invitations.fold',
      everyMs: 2_000,
      run: (signal) => inBatches(FOLDED, signal, (size) => foldChanges(db, size)),
    },
  ];
}

async function expireBatch(db: Database, size: number): Promise<number> {
  return (await expireOverdue(db, size)).length;
}

/** @returns how many this process took; the others are another one's. */
async function remindBatch(db: Database, size: number): Promise<number> {
  let taken = 0;
  for (const due of await listDueReminders(db, size)) taken += (await queueReminder(db, due)) ? 1 : 0;
  return taken;
}

async function queueReminder(db: Database, due: DueReminder): Promise<boolean> {
  const about = { sellerId: due.seller_id, subjectId: due.id, invitationId: due.id };
  const nextAt = nextReminderAt({ after: due.now, sent: due.reminders_sent + 1, expiresAt: due.expires_at });
  const outcome = await commitWrite(db, {
    actor: { kind: 'SYSTEM' },
    effect: remind(due, nextAt),
    also: [queueMail({ mail: reminderMail, subjectId: due.id, subjectVersion: due.link_version, about })],
  });
  return outcome === 'committed';
}
