import type { Database } from '../../../platform/db/database.ts';
import { newId } from '../../../platform/ids.ts';
import { inBatches, type PeriodicTask } from '../../../platform/jobs/index.ts';
import { type DueReminder, listDueReminders, remind } from './jobs-repository.ts';
import { sendMailJob } from './mail-job.ts';
import { nextReminderAt } from './reminders.ts';
import { expireOverdue } from './repository.ts';
import { commitWrite } from '../../../core/write/index.ts';

const BATCH = 500;

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
  const mailId = newId();
  const nextAt = nextReminderAt({ after: due.now, sent: due.reminders_sent + 1, expiresAt: due.expires_at });
  const outcome = await commitWrite(db, {
    actor: { kind: 'SYSTEM' },
    effect: remind(due, nextAt, mailId),
    audit: [
      {
        action: 'mail.queue',
        sellerId: due.seller_id,
        subjectId: due.id,
        invitationId: due.id,
        details: { mail: 'REMINDER' },
      },
    ],
    jobs: [sendMailJob(mailId)],
  });
  return outcome === 'committed';
}
