import { translatorFor } from '../../../modules/texts/index.ts';
import { renderErrorLinks, renderErrorTemplate } from '../../shared/error-summary.ts';
import { documentsMessage } from './documents-message.ts';
import { renderDocumentCards } from './document-cards.ts';
import { renderFileNotice } from './file-notice.ts';
import { renderDeviceOffer } from '../device/device-offer.ts';
import { html, nothing } from '../../../platform/markup/html.ts';
import { renderStepPage } from '../step-page.ts';
import { renderScriptTexts } from './script-texts.ts';
import { renderSteps } from '../steps.ts';
import { formatByteSize } from '../../../modules/texts/index.ts';
import type { Html } from '../../../platform/markup/html.ts';
import type { DocumentsModel } from './documents-model.ts';
import type { SessionContext, SessionPlace } from '../session/session-address.ts';

/**
 * GET /kyc/{ref}/documents. Each upload form sends `type` and its files as multipart to the same address; files are removed one by one.
 * The script sends them in pieces instead, and puts the parts marked `data-part` in place anew.
 */
export function renderDocuments(model: DocumentsModel, page: SessionContext): Html {
  const { language } = page;
  const translate = translatorFor(language);
  const { request, limits } = model;
  const messages = (model.errors ?? []).map((error) => documentsMessage(error, model, language));
  const size = formatByteSize(limits.maxBytes, language);
  const main = html`!${renderErrorLinks(messages, translate)} !${renderFileNotice(model.notice, page, model.documents)}
    !${renderSteps({ current: 'documents', areDocumentsDone: false, isPublished: request.isPublished }, translate)}
    <h1>${translate('documents.title')}</h1>
    !${model.device === undefined ? nothing : renderDeviceOffer(model.device, page)}
    <div
      class="documents"
      data-uploads="${page.sessionPath('uploads')}"
      data-parts="${page.sessionPath('documents/parts')}"
      data-max-bytes="${limits.maxBytes}"
      !${renderScriptTexts(language, { size })}
    >
      !${renderErrorTemplate()} !${renderDocumentCards(model, messages, page)}
    </div>
    <div class="actions">
      <a class="button" href="${page.sessionPath('review')}" data-continue>${translate('action.continue')}</a>
    </div>`;
  return renderStepPage(
    { title: translate('documents.title'), request, hasErrors: messages.length > 0, hasScript: true, main },
    page,
  );
}

/** GET /kyc/{ref}/documents/parts: for the script, when files came or went. */
export function renderDocumentParts(model: DocumentsModel, place: SessionPlace): Html {
  return renderDocumentCards(model, [], place);
}
