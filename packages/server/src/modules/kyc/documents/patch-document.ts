import { type Call, type Decision, refuseOtherValues } from '../../../core/api/index.ts';
import { presentDocument } from './document.ts';
import { refuseUnlikelyExpiry } from './expires-on.ts';
import type { DocumentDeps } from './read-document-content.ts';
import { setExpiry } from './repository.ts';
import { requireActiveDocument } from './require-active-document.ts';
import { type DocumentPath, FIXED_OF_DOCUMENT, type PatchDocumentBody } from './schemas.ts';

/** Until when an identity document is valid, as a reviewer reads it there: buyers are not asked for it (contract 5). */
export async function patchDocument(
  { db }: Pick<DocumentDeps, 'db'>,
  { params, body }: Call<{ params: DocumentPath; body: PatchDocumentBody }>,
): Promise<Decision> {
  const row = await requireActiveDocument(db, params);
  const shown = presentDocument(row);
  refuseOtherValues(body, shown, FIXED_OF_DOCUMENT);
  const { expiresOn = row.expires_on } = body;
  if (expiresOn === row.expires_on) return { answer: { status: 200, body: shown } };
  refuseUnlikelyExpiry(row.type, expiresOn ?? undefined, row.now);
  return {
    answer: { status: 200, body: presentDocument({ ...row, expires_on: expiresOn }) },
    effect: setExpiry(params, expiresOn),
    audit: [
      {
        action: 'document.patch',
        sellerId: params.sellerId,
        subjectId: row.id,
        details: { type: row.type, fields: ['expiresOn'] },
      },
    ],
  };
}
