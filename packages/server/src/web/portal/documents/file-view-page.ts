import { translatorFor, type Translate } from '../../../modules/texts/index.ts';
import { html, nothing } from '../../../platform/markup/html.ts';
import { icons } from '../../shared/icons.ts';
import { renderLayout } from '../../shared/layout.ts';
import type { Html } from '../../../platform/markup/html.ts';
import type { RequestSummary } from '../request-summary.ts';
import type { SessionContext } from '../session/session-address.ts';
import type { UploadedFile } from './documents-model.ts';

export interface FileViewModel extends Pick<UploadedFile, 'id' | 'fileName' | 'preview'> {
  readonly request: RequestSummary;
  /** What reviewers get of it; left out for files of before there were copies. */
  readonly copy?: 'picture' | 'pdf' | undefined;
  /** The step that leads back. */
  readonly back: string;
}

/** GET /kyc/{ref}/documents/{id}/view: one file, as large as the screen lets it be. */
export function renderFileView(model: FileViewModel, page: SessionContext): string {
  const translate = translatorFor(page.language);
  const { request, fileName } = model;
  const main = html`<h1 class="file-title"><bdi>${fileName}</bdi></h1>
    <div class="file-view">!${renderContent(model, page, translate)}</div>
    <div class="actions">
      !${renderOpen(model, page, translate)}
      <a class="button button-secondary" href="${page.sessionPath(model.back)}">${translate('action.back')}</a>
    </div>`;
  return renderLayout(
    { title: fileName, sellerName: request.seller.name, organizationName: request.organizationName, main },
    page,
  );
}

function renderContent(model: FileViewModel, { sessionPath }: SessionContext, translate: Translate): Html {
  const { id, fileName, preview, copy } = model;
  const alt = translate('documents.preview', { file: fileName });
  if (copy === 'picture')
    return html`<img src="${sessionPath(`documents/${encodeURIComponent(id)}/copy`)}" alt="${alt}" />`;
  if (preview === undefined) return icons.document;
  return html`<img
    src="${sessionPath(`documents/${encodeURIComponent(id)}/preview`)}"
    width="${preview.width}"
    height="${preview.height}"
    alt="${alt}"
  />`;
}

/** Its pages are shown by the device's own program. */
function renderOpen({ id, copy }: FileViewModel, { sessionPath }: SessionContext, translate: Translate): Html {
  if (copy !== 'pdf') return nothing;
  return html`<a class="button" href="${sessionPath(`documents/${encodeURIComponent(id)}/copy`)}" type="application/pdf"
    >${translate('documents.openPdf')}</a
  >`;
}
