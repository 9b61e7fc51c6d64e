import type { Sql } from 'sql-template-tag';
import type { Companion } from '../../../core/write/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import { removeMailFiles } from './mail-folder.ts';
import { cancelMailsAbout, cancelMailsAboutAll, listMailIds } from './repository.ts';

/** By `also` of a write: what waits to be sent about the subject is not sent any more, and what was sealed for it is gone. */
export function cancelMails(subjectKind: string, subjectId: string): Companion {
  return { statement: cancelMailsAbout(subjectKind, subjectId) };
}

/** The same for many. `subjects`: a select of their ids, as text, out of a CTE of the statement. */
export function cancelMailsOf(subjectKind: string, subjects: Sql): Companion {
  return { statement: cancelMailsAboutAll(subjectKind, subjects) };
}

export interface MailSubject {
  readonly kind: string;
  readonly id: string;
}

/** Removes mails about the subject that became files, which hold addresses; safe to repeat. The rows, which hold none, stay. */
export async function forgetMailFiles(
  { db, dataDir }: { readonly db: Database; readonly dataDir: string },
  { kind, id }: MailSubject,
): Promise<void> {
  await removeMailFiles(dataDir, await listMailIds(db, kind, id));
}
