import { isUuid } from '../../platform/ids.ts';
import { attachFile, listDraftFiles, MAX_DRAFT_FILES, removeFile } from '../invitations/index.ts';
import { MAX_FILE_BYTES } from '../kyc/index.ts';
import { draftDocuments, requestSummary } from './page-models.ts';
import type { PortalParts } from './portal-parts.ts';
import { receiveUpload } from './receive-upload.ts';
import { refuseIfEnded } from './refuse-if-ended.ts';
import { type DocumentsError, renderDocuments } from './views/index.ts';
import type { Visit, VisitAnswer, Visits } from './visits.ts';

const LIMITS = { maxFiles: MAX_DRAFT_FILES, maxBytes: MAX_FILE_BYTES };
const STATUS_OF_ERROR: Readonly<Partial<Record<DocumentsError['code'], number>>> = {
  'file-too-large': 413,
  'file-type': 415,
};

/** Files come one by one and leave one by one; each stays with the invitation until it is sent or ends. */
export function registerDocumentRoutes(visits: Visits, parts: PortalParts): void {
  const { db, files } = parts;

  async function documentsPage({ link, session }: Visit, error?: DocumentsError): Promise<VisitAnswer> {
    const documents = draftDocuments(link, await listDraftFiles(db, link.id), parts.completeDocuments);
    const notice = error ? undefined : session.notice;
    const model = { request: requestSummary(link), documents, limits: LIMITS, error, notice };
    const status = error ? (STATUS_OF_ERROR[error.code] ?? 422) : 200;
    return { status, page: (context) => renderDocuments(model, context) };
  }

  visits.route('GET', '/kyc/documents', 'portalDocuments', async (visit) =>
    visit.isSubmitted ? { redirect: '/kyc/done' } : documentsPage(visit),
  );

  visits.route('POST', '/kyc/documents', 'portalUpload', async (visit, request) => {
    if (visit.isSubmitted) return { redirect: '/kyc/done' };
    if (visit.link.draft_file_count >= MAX_DRAFT_FILES) return documentsPage(visit, { code: 'too-many-files' });
    const received = await receiveUpload(request, files);
    if ('error' in received) return documentsPage(visit, received.error);
    if (!(await attachFile(parts, visit.link, received, visit.actor))) {
      await refuseIfEnded(db, visit);
      return documentsPage(visit, { code: 'too-many-files', type: received.type });
    }
    return { redirect: '/kyc/documents', notice: { kind: 'added', fileName: received.stored.fileName } };
  });

  visits.route('POST', '/kyc/documents/:fileId/remove', 'portalRemoveFile', async (visit, request) => {
    if (visit.isSubmitted) return { redirect: '/kyc/done' };
    const { fileId = '' } = request.params as { fileId?: string };
    const file = isUuid(fileId)
      ? (await listDraftFiles(db, visit.link.id)).find(({ id }) => id === fileId.toLowerCase())
      : undefined;
    // One that is gone already is what a second press of the button finds.
    if (!file) return { redirect: '/kyc/documents' };
    const removed = await removeFile(parts, visit.link, file, visit.actor);
    if (!removed) await refuseIfEnded(db, visit);
    return {
      redirect: '/kyc/documents',
      ...(removed && { notice: { kind: 'removed', fileName: file.file_name } as const }),
    };
  });
}
