import type { Database } from '../../../platform/db/database.ts';
import { newId } from '../../../platform/ids.ts';
import { inBatches, type PeriodicTask } from '../../../platform/jobs/index.ts';
import type { Keyring } from '../../../platform/keyring.ts';
import { commitWrite } from '../../../core/write/index.ts';
import { mailTo, queueMailTo, recipientOf } from '../../delivery/mail/index.ts';
import { tellExpiring } from '../../kyc/documents/index.ts';
import { findSellerContact } from '../../parties/seller-contacts/index.ts';
import { expiryMail } from './expiry-mail.ts';
import { listSellersToTell } from './repository.ts';

export interface ExpiryDeps {
  readonly db: Database;
  readonly keyring: Keyring;
}

const BATCH = 500;
const DOCUMENTS_IN_A_MAIL = 50;

/** Safe in several processes at once. */
export function expiryJobs(deps: ExpiryDeps): PeriodicTask[] {
  return [
    {
      name: 'expiries.tell',
      everyMs: 3_600_000,
      run: (signal) => inBatches(BATCH, signal, (size) => tellBatch(deps, size)),
    },
  ];
}

/** @returns how many were told by this process */
async function tellBatch(deps: ExpiryDeps, size: number): Promise<number> {
  let told = 0;
  for (const sellerId of await listSellersToTell(deps.db, size)) told += (await tell(deps, sellerId)) ? 1 : 0;
  return told;
}

/**
 * One mail of all that is due. Its address is of somebody's choice, so it counts there like those of an organization: what is one too
 * many waits for a later hour, as do documents that did not fit in.
 */
async function tell({ db, keyring }: ExpiryDeps, sellerId: string): Promise<boolean> {
  const contact = await findSellerContact(db, sellerId);
  if (contact?.email === undefined) return false;
  const id = newId();
  const mail = queueMailTo(recipientOf(keyring, contact.email, sellerId), {
    id,
    mail: expiryMail,
    subjectId: sellerId,
    about: { sellerId, subjectId: sellerId },
  });
  const outcome = await commitWrite(db, {
    actor: { kind: 'SYSTEM' },
    effect: tellExpiring({ sellerId, mailId: id, limit: DOCUMENTS_IN_A_MAIL }),
    along: [{ part: mailTo, ...mail }],
  });
  return outcome === 'committed';
}
