import { isUuid } from '../../../platform/ids.ts';
import { ErrorPage } from '../ended/error-page.ts';
import type { PortalDeps } from '../portal-deps.ts';
import type { Visit, Visits } from '../session/visits.ts';
import { listDraftFiles } from '../../../modules/kyc/documents/index.ts';
import { type LinkState, listSubmittedFiles } from '../../../modules/self-service/submissions/index.ts';

/** Small pictures of the visitor's own files: of the draft, or, once it is sent, of this session's submission. */
export function registerPreviewRoutes(visits: Visits, { db, files }: PortalDeps): void {
  async function previewKey(
    { link, isSubmitted }: Visit<LinkState>,
    fileId: string,
  ): Promise<string | null | undefined> {
    if (!isUuid(fileId)) return undefined;
    const own = isSubmitted ? listSubmittedFiles(db, link) : listDraftFiles(db, link.id);
    return (await own).find(({ id }) => id === fileId.toLowerCase())?.preview_storage_key;
  }

  visits.quickRoute(
    { method: 'GET', step: 'documents/:fileId/preview', operationId: 'portalPreview' },
    async (visit, request) => {
      const { fileId = '' } = request.params as { fileId?: string };
      const key = await previewKey(visit, fileId);
      if (!key) throw new ErrorPage('notFound');
      return { picture: await files.open(key) };
    },
  );
}
