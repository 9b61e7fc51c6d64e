import type { Call, Decision } from '../../../core/api/index.ts';
import { presentDocument } from './document.ts';
import type { DocumentDeps } from './read-document-content.ts';
import { endDocument } from './repository.ts';
import { requireActiveDocument } from './require-active-document.ts';
import type { DocumentPath, EndDocumentBody } from './schemas.ts';

/** It counts no more, and stays in the file with the reason (contract 5). Nobody is asked for another one. */
export async function withdrawDocument(
  { db }: Pick<DocumentDeps, 'db'>,
  { params, body }: Call<{ params: DocumentPath; body: EndDocumentBody }>,
): Promise<Decision> {
  const row = await requireActiveDocument(db, params);
  const { reason } = body;
  const withdrawn = { ...row, status: 'WITHDRAWN', ended_at: row.now, end_reason: reason } as const;
  return {
    answer: { status: 200, body: presentDocument(withdrawn) },
    effect: endDocument(params, { status: 'WITHDRAWN', reason, endedAt: row.now }),
    audit: [{ action: 'document.withdraw', sellerId: params.sellerId, subjectId: row.id, details: { type: row.type } }],
  };
}
