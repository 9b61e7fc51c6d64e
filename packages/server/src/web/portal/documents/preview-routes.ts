import type { FastifyRequest } from 'fastify';
import { isUuid } from '../../../platform/ids.ts';
import { ErrorPage } from '../ended/error-page.ts';
import { requestSummary } from '../page-models.ts';
import type { PortalDeps } from '../portal-deps.ts';
import { FROM_REVIEW } from './file-list.ts';
import { type FileViewModel, renderFileView } from './file-view-page.ts';
import type { Visit, Visits } from '../session/visits.ts';
import { type KycFileRow, listDraftFiles, reviewFileName } from '../../../modules/kyc/documents/index.ts';
import { type LinkRow, type LinkState, listSubmittedFiles } from '../../../modules/self-service/submissions/index.ts';

/** Pictures of the visitor's own files, small and large: of the draft, or, once it is sent, of this session's submission. */
export function registerPreviewRoutes(visits: Visits, { db, files }: PortalDeps): void {
  async function ownFile({ link, isSubmitted }: Visit<LinkState>, request: FastifyRequest): Promise<KycFileRow> {
    const { fileId = '' } = request.params as { fileId?: string };
    const own = isSubmitted ? listSubmittedFiles(db, link) : listDraftFiles(db, link.id);
    const file = isUuid(fileId) ? (await own).find(({ id }) => id === fileId.toLowerCase()) : undefined;
    if (!file) throw new ErrorPage('notFound');
    return file;
  }

  visits.quickRoute(
    { method: 'GET', step: 'documents/:fileId/preview', operationId: 'portalPreview' },
    async (visit, request) => {
      const { preview_storage_key: key } = await ownFile(visit, request);
      if (key === null) throw new ErrorPage('notFound');
      return { picture: await files.open(key) };
    },
  );

  visits.quickRoute(
    { method: 'GET', step: 'documents/:fileId/copy', operationId: 'portalCopy' },
    async (visit, request) => {
      const file = await ownFile(visit, request);
      const { review_storage_key: key, review_media_type: mediaType, review_byte_size: byteSize } = file;
      if (key === null || mediaType === null || byteSize === null) throw new ErrorPage('notFound');
      const fileName = reviewFileName(file.file_name, mediaType);
      return { copy: { fileName, mediaType, byteSize, content: await files.open(key) } };
    },
  );

  visits.route(
    { method: 'GET', step: 'documents/:fileId/view', operationId: 'portalFileView' },
    async (visit, request) => {
      const { from } = request.query as { from?: unknown };
      const file = await ownFile(visit, request);
      const waiting = from === FROM_REVIEW ? 'review' : `documents?file=${file.id}`;
      const model = fileView(file, { link: visit.link, back: visit.isSubmitted ? 'done' : waiting });
      return { page: (context) => renderFileView(model, context) };
    },
  );
}

function fileView(file: KycFileRow, { link, back }: { link: LinkRow; back: string }): FileViewModel {
  const { id, file_name: fileName, preview_width: width, preview_height: height } = file;
  return {
    request: requestSummary(link),
    id,
    fileName,
    preview: width === null || height === null ? undefined : { width, height },
    copy:
      file.review_media_type === null ? undefined : file.review_media_type === 'application/pdf' ? 'pdf' : 'picture',
    back,
  };
}
