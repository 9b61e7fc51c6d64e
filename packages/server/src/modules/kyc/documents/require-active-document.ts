import type { Database } from '../../../platform/db/database.ts';
import { refuseErased } from '../../parties/buyers/index.ts';
import { documentNotActive, documentNotFound, refuseReport } from './document.ts';
import type { DocumentType } from './document-types.ts';
import { findDocument, type ReadDocument } from './repository.ts';
import type { DocumentPath } from './schemas.ts';

/**
 * The document, of which something is to become.
 * @throws ProblemError where there is none, its buyer was erased, nobody sent it, or it has ended
 */
export async function requireActiveDocument(
  db: Database,
  path: DocumentPath,
): Promise<ReadDocument & { type: DocumentType }> {
  const row = await findDocument(db, path);
  if (!row) throw documentNotFound();
  refuseErased(row);
  refuseReport(row);
  if (row.status !== 'ACTIVE') throw documentNotActive(row);
  return row;
}
