import { type Answer, type Call, presentPage, windowOf } from '../../../core/api/index.ts';
import { listSentFiles, presentFile, type SentFileRow } from '../../kyc/documents/index.ts';
import type { ProspectDeps } from './deps.ts';
import { prospectNotFound } from './prospect.ts';
import { withDocuments } from './prospect-repository.ts';
import type { ListProspectDocumentsQuery, ProspectDocument, ProspectPath } from './schemas.ts';

/** The files that came with it, until it is decided: then they are the buyer's documents, or gone. */
export async function listProspectDocuments(
  { db }: Pick<ProspectDeps, 'db'>,
  { params, query }: Call<{ params: ProspectPath; query: ListProspectDocumentsQuery }>,
): Promise<Answer> {
  const window = windowOf(query);
  const found = await listSentFiles(db, withDocuments(params), window);
  if (!found) throw prospectNotFound();
  return { status: 200, body: presentPage(found.rows.map(presentDocument), found.total, window) };
}

function presentDocument(row: SentFileRow): ProspectDocument {
  return { type: row.type, receivedAt: row.created_at.toISOString(), ...presentFile(row) };
}
