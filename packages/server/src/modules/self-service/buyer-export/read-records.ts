import { trailAbout, trailOfInvitation } from '../../../core/audit/index.ts';
import { readingsOfBuyer } from '../../../core/pii-log/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import type { Keyring } from '../../../platform/keyring.ts';
import { selectMailsAbout } from '../../delivery/mail/index.ts';
import type { FileStore } from '../../files/index.ts';
import type { DocumentRecords } from '../../kyc/documents/index.ts';
import { verificationRecords } from '../../kyc/verification/index.ts';
import type { BuyerPath } from '../../parties/buyers/index.ts';
import { contactRecords } from '../../parties/contacts/index.ts';
import { invitationRecords } from '../invitations/index.ts';
import { draftRecord, submissionRecord } from '../submissions/index.ts';
import { listUploads } from '../uploads/index.ts';
import {
  type DraftOfInvitation,
  presentInvitationRecord,
  presentLine,
  presentMail,
  presentReading,
} from './present-records.ts';

export interface BuyerExportDeps {
  readonly db: Database;
  readonly keyring: Keyring;
  readonly files: FileStore;
}

/** Each with what happened to it, and the mails that it was sent by. */
export async function* readInvitations({ db }: BuyerExportDeps, place: BuyerPath): AsyncGenerator<object> {
  for await (const row of invitationRecords(db, place)) {
    const activity: object[] = [];
    for await (const line of trailOfInvitation(db, { sellerId: place.sellerId, invitationId: row.id }))
      activity.push(presentLine(line));
    const mails = await selectMailsAbout(db, 'invitation', row.id);
    yield { ...presentInvitationRecord(row), activity, mails: mails.map(presentMail) };
  }
}

export async function* readSubmissions(deps: BuyerExportDeps, place: BuyerPath): AsyncGenerator<object> {
  for await (const { id } of invitationRecords(deps.db, place)) {
    const submission = await submissionRecord(deps, { sellerId: place.sellerId, invitationId: id });
    if (submission) yield { invitationUuid: id, ...submission };
  }
}

/** Where there is anything: of one that was used, what was taken out and may be put back for a few minutes. */
export async function listDrafts(deps: BuyerExportDeps, place: BuyerPath): Promise<DraftOfInvitation[]> {
  const drafts: DraftOfInvitation[] = [];
  for await (const { id, usage_count: usageCount } of invitationRecords(deps.db, place)) {
    const [{ notSupplied: answers, ...draft }, uploads] = await Promise.all([
      draftRecord(deps, { sellerId: place.sellerId, invitationId: id }),
      listUploads(deps.db, { id, seller_id: place.sellerId }),
    ]);
    // Once it is sent they are the submission's.
    const notSupplied = usageCount > 0 ? [] : answers;
    if (draft.answer || notSupplied.length + draft.files.length + uploads.length > 0)
      drafts.push({ ...draft, notSupplied, invitationId: id, uploads });
  }
  return drafts;
}

export async function* readReadings({ db }: BuyerExportDeps, place: BuyerPath): AsyncGenerator<object> {
  for await (const row of readingsOfBuyer(db, place)) yield presentReading(row);
}

/** Of himself, and of what hangs on him beside his invitations. */
export async function* readTrail(
  deps: BuyerExportDeps,
  { sellerId, buyerId }: BuyerPath,
  { documents }: DocumentRecords,
): AsyncGenerator<object> {
  const [contacts, sessions] = await Promise.all([
    contactRecords(deps, { sellerId, buyerId }),
    verificationRecords(deps.db, { sellerId, buyerId }),
  ]);
  const subjectIds = [buyerId, ...[...documents, ...sessions].map(({ id }) => id), ...contacts.map(({ uuid }) => uuid)];
  for await (const row of trailAbout(deps.db, { sellerId, buyerId, subjectIds })) yield presentLine(row);
}
