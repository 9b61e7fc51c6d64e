import type { FastifyRequest } from 'fastify';
import { isUuid } from '../../../platform/ids.ts';
import type { StoredFile } from '../../../modules/files/index.ts';
import { type DocumentType, listDraftFiles, MAX_DRAFT_FILES } from '../../../modules/kyc/documents/index.ts';
import { isCodeAskedFor } from '../device/device-offer.ts';
import { askerOf } from './asker-of.ts';
import { onFailureOf } from './on-failure-of.ts';
import { createDocumentsPages } from './documents-pages.ts';
import { needsDetails } from '../prospect/prospect-models.ts';
import type { PortalDeps } from '../portal-deps.ts';
import { receiveUploads } from './receive-upload.ts';
import { refuseIfEnded } from '../ended/refuse-if-ended.ts';
import type { DocumentsError } from './documents-model.ts';
import type { Visit, Visits } from '../session/visits.ts';
import { recordInfected, removeFile } from '../../../modules/self-service/submissions/index.ts';

/** Files come and leave one by one; each stays with the invitation until it is sent or ends. */
export function registerDocumentRoutes(visits: Visits, deps: PortalDeps): void {
  const { db, files, uploads, fileQuotaBytes } = deps;
  const pages = createDocumentsPages(deps);

  async function attach(visit: Visit, type: DocumentType, stored: StoredFile): Promise<DocumentsError | undefined> {
    if (await uploads.attach(visit, { type, stored })) return undefined;
    await refuseIfEnded(db, visit);
    return { code: 'too-many-files', type };
  }

  visits.route({ method: 'GET', step: 'documents', operationId: 'portalDocuments' }, async (visit, { query }) => {
    if (visit.isSubmitted) return { redirect: 'done' };
    if (needsDetails(visit.link)) return { redirect: 'details' };
    const { file: looked } = query as { file?: unknown };
    return pages.page(visit, [], { looked, isCodeAskedFor: isCodeAskedFor(query) });
  });

  visits.route({ method: 'POST', step: 'documents', operationId: 'portalUpload' }, async (visit, request) => {
    if (visit.isSubmitted) return { redirect: 'done' };
    if (visit.link.draft_file_count >= MAX_DRAFT_FILES) return pages.page(visit, [{ code: 'too-many-files' }]);
    if (visit.link.stored_bytes >= fileQuotaBytes) return pages.page(visit, [{ code: 'no-room' }]);
    const { added, errors } = await receiveUploads(
      request,
      { files, asker: askerOf(visit, request), onFailure: onFailureOf(request) },
      (type, stored) => attach(visit, type, stored),
    );
    for (const { code, type } of errors) {
      if (code === 'file-infected') await recordInfected(db, visit, type);
    }
    const isContribution = added.length > 0;
    if (errors.length > 0) return { ...(await pages.page(visit, errors)), isContribution };
    const fileName = added[0]?.fileName ?? '';
    return { redirect: 'documents', notice: { kind: 'added', fileName, count: added.length }, isContribution };
  });

  visits.route(
    { method: 'POST', step: 'documents/:fileId/remove', operationId: 'portalRemoveFile' },
    async (visit, request) => {
      if (visit.isSubmitted) return { redirect: 'done' };
      const fileId = fileIdOf(request);
      const file = (await listDraftFiles(db, visit.link.id)).find(({ id }) => id === fileId);
      // One that is gone already is what a second press of the button finds.
      if (!file) return { redirect: 'documents' };
      const removed = await removeFile(db, visit, file);
      if (!removed) await refuseIfEnded(db, visit);
      return {
        redirect: 'documents',
        ...(removed && { notice: { kind: 'removed', fileName: file.file_name, fileId: file.id } as const }),
      };
    },
  );

  visits.route(
    { method: 'POST', step: 'documents/:fileId/restore', operationId: 'portalRestoreFile' },
    async (visit, request) => {
      if (visit.isSubmitted) return { redirect: 'done' };
      const fileId = fileIdOf(request);
      const outcome = fileId === undefined ? ({ kind: 'gone' } as const) : await uploads.restore(visit, fileId);
      if (outcome.kind === 'restored') {
        return { redirect: 'documents', notice: { kind: 'restored', fileName: outcome.file.file_name } };
      }
      await refuseIfEnded(db, visit);
      if (outcome.kind === 'gone') return pages.page(visit, [{ code: 'restore-late' }]);
      const { type, file_name: fileName } = outcome.file;
      return pages.page(visit, [{ code: 'restore-full', type, fileName }]);
    },
  );
}

function fileIdOf(request: FastifyRequest): string | undefined {
  const { fileId = '' } = request.params as { fileId?: string };
  return isUuid(fileId) ? fileId.toLowerCase() : undefined;
}
