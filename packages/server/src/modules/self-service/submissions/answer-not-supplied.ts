import type { Database } from '../../../platform/db/database.ts';
import type { Keyring } from '../../../platform/keyring.ts';
import type { DocumentType } from '../../kyc/documents/index.ts';
import { commitWrite } from '../../../core/write/index.ts';
import type { LinkVisitor } from '../invitations/index.ts';
import { type NotSupplied, openNotSupplied, sealReason } from './not-supplied.ts';
import { deleteNotSupplied, selectNotSupplied, upsertNotSupplied } from './not-supplied-repository.ts';

export interface NotSuppliedDeps {
  readonly db: Database;
  readonly keyring: Keyring;
}

/** Keeps why the buyer cannot supply a document; the newest answer counts. False: the link ended meanwhile, nothing was kept. */
export async function answerNotSupplied(
  { db, keyring }: NotSuppliedDeps,
  { link, actor }: LinkVisitor,
  { type, reason }: Required<NotSupplied>,
): Promise<boolean> {
  const sealed = sealReason(keyring, { invitationId: link.id, type }, reason);
  return (await commitWrite(db, { effect: upsertNotSupplied(link, { type, sealed }), actor })) === 'committed';
}

/** False: there is no such answer any more, or the link ended meanwhile. */
export async function takeBackNotSupplied(
  db: Database,
  { link, actor }: LinkVisitor,
  type: DocumentType,
): Promise<boolean> {
  return (await commitWrite(db, { effect: deleteNotSupplied(link, type), actor })) === 'committed';
}

/** What the buyer says he cannot supply: in the draft, with what a document has made needless since, or, once sent, in the submission. */
export async function listNotSupplied({ db, keyring }: NotSuppliedDeps, invitationId: string): Promise<NotSupplied[]> {
  return (await selectNotSupplied(db, invitationId)).map((row) => openNotSupplied(keyring, row));
}
