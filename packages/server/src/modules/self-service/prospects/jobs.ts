import { commitWrite } from '../../../core/write/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import { newId } from '../../../platform/ids.ts';
import { inBatches, type PeriodicTask } from '../../../platform/jobs/index.ts';
import type { Keyring } from '../../../platform/keyring.ts';
import { mailTo, queueMailTo, recipientOf } from '../../delivery/mail/index.ts';
import { findSellerContact } from '../../parties/seller-contacts/index.ts';
import { endingMail } from './mails/ending-mail.ts';
import { listSellersToTell, markTold } from './mails/mail-repository.ts';
import { purgeIdleDrafts, purgeOver, purgeProofs } from './purge-prospects.ts';

export interface ProspectJobDeps {
  readonly db: Database;
  readonly keyring: Keyring;
  /** After so many days what nobody has decided about is removed. */
  readonly prospectRetentionDays: number;
}

const BATCH = 500;
const HOUR_MS = 3_600_000;

/** Safe in several processes at once. */
export function prospectJobs(deps: ProspectJobDeps): PeriodicTask[] {
  const { db, prospectRetentionDays: days } = deps;
  return [
    {
      name: 'prospects.tellEnd',
      everyMs: HOUR_MS,
      run: (signal) => inBatches(BATCH, signal, (size) => tellBatch(deps, size)),
    },
    {
      name: 'prospects.purge',
      everyMs: HOUR_MS,
      run: (signal) => inBatches(BATCH, signal, (size) => purgeOver(db, { days }, size)),
    },
    {
      name: 'prospects.purgeDrafts',
      everyMs: HOUR_MS / 6,
      run: (signal) => inBatches(BATCH, signal, (size) => purgeIdleDrafts(db, size)),
    },
    {
      name: 'prospects.purgeProofs',
      everyMs: HOUR_MS / 6,
      run: (signal) => inBatches(BATCH, signal, (size) => purgeProofs(db, size)),
    },
  ];
}

/** @returns how many were told by this process */
async function tellBatch(deps: ProspectJobDeps, size: number): Promise<number> {
  const { db, prospectRetentionDays: days } = deps;
  let told = 0;
  for (const sellerId of await listSellersToTell(db, { days }, size)) told += (await tell(deps, sellerId)) ? 1 : 0;
  return told;
}

/** One mail of all that is due. Its address is of somebody's choice, so it counts there; what is one too many waits, and so does the end. */
async function tell({ db, keyring, prospectRetentionDays: days }: ProspectJobDeps, sellerId: string): Promise<boolean> {
  const contact = await findSellerContact(db, sellerId);
  if (contact?.email === undefined) return false;
  const mail = queueMailTo(recipientOf(keyring, contact.email, sellerId), {
    id: newId(),
    mail: endingMail,
    subjectId: sellerId,
    about: { sellerId, subjectId: sellerId },
  });
  const outcome = await commitWrite(db, {
    actor: { kind: 'SYSTEM' },
    effect: markTold(sellerId, { days }),
    along: [{ part: mailTo, ...mail }],
  });
  return outcome === 'committed';
}
