import { isDocumentType, listDraftFiles } from '../../../modules/kyc/documents/index.ts';
import type { DocumentType } from '../../../modules/kyc/documents/index.ts';
import {
  answerNotSupplied,
  isFulfilled,
  REASON_MAX_LENGTH,
  takeBackNotSupplied,
} from '../../../modules/self-service/submissions/index.ts';
import { hasVisibleCharacter } from '../../../platform/spelling.ts';
import { isStorable, storableOf } from '../../../platform/storable-text.ts';
import { codePointsOf, fieldOf } from '../../shared/form-fields.ts';
import { ErrorPage } from '../ended/error-page.ts';
import { refuseIfEnded } from '../ended/refuse-if-ended.ts';
import type { PortalDeps } from '../portal-deps.ts';
import type { Visit, Visits } from '../session/visits.ts';
import type { DocumentsErrorCode } from './documents-model.ts';
import { createDocumentsPages } from './documents-pages.ts';

/** "I cannot supply this, because ...", said of a requested document and taken back. */
export function registerNotSuppliedRoutes(visits: Visits, deps: PortalDeps): void {
  const { db, completeDocuments } = deps;
  const pages = createDocumentsPages(deps);

  async function isThere({ link }: Visit, type: DocumentType): Promise<boolean> {
    const present = (await listDraftFiles(db, link.id)).map((file) => file.type);
    return isFulfilled(type, present, completeDocuments);
  }

  visits.route(
    { method: 'POST', step: 'documents/not-supplied/:type', operationId: 'portalAnswerNotSupplied' },
    async (visit, request) => {
      if (visit.isSubmitted) return { redirect: 'done' };
      const type = requestedType(visit, request.params);
      const { reason, error } = readReason(request.body);
      if (error) return pages.page(visit, [{ code: error, type, words: reason }]);
      // A document counts, whatever a page of before says of it.
      if (await isThere(visit, type)) return { redirect: 'documents' };
      const isKept = await answerNotSupplied(deps, visit, { type, reason });
      if (!isKept) await refuseIfEnded(db, visit);
      return {
        redirect: 'documents',
        ...(isKept && { notice: { kind: 'answered', type } as const, isContribution: true }),
      };
    },
  );

  visits.route(
    { method: 'POST', step: 'documents/not-supplied/:type/take-back', operationId: 'portalTakeBackNotSupplied' },
    async (visit, request) => {
      if (visit.isSubmitted) return { redirect: 'done' };
      const type = requestedType(visit, request.params);
      const isGone = await takeBackNotSupplied(db, visit, type);
      if (!isGone) await refuseIfEnded(db, visit);
      return { redirect: 'documents', ...(isGone && { notice: { kind: 'answerRemoved', type } as const }) };
    },
  );
}

/** @throws where the invitation does not ask for it */
function requestedType({ link }: Visit, params: unknown): DocumentType {
  const { type = '' } = params as { type?: string };
  if (isDocumentType(type) && link.requested_documents.includes(type)) return type;
  throw new ErrorPage('notFound', { link });
}

interface ReadReason {
  /** As it is kept, or shown again. */
  readonly reason: string;
  readonly error?: DocumentsErrorCode;
}

function readReason(body: unknown): ReadReason {
  const written = (fieldOf(body, 'reason') ?? '').trim();
  const reason = storableOf(written).replaceAll('\r\n', '\n');
  if (!isStorable(written) || !hasVisibleCharacter(reason)) return { reason, error: 'reason-missing' };
  return codePointsOf(reason) > REASON_MAX_LENGTH ? { reason, error: 'reason-too-long' } : { reason };
}
