import { formatByteSize } from '../../texts/index.ts';
import { translatorFor } from '../../texts/index.ts';
import { fileFieldId, limitsId, otherTypeFieldId, renderOtherForm, renderUploadForm } from './upload-form.ts';
import { renderErrorSummary } from './error-summary.ts';
import { renderFileList } from './file-list.ts';
import { html, nothing, when } from '../../../platform/markup/html.ts';
import { icons } from './icons.ts';
import { renderLayout } from './layout.ts';
import { renderRequestAside } from './request-aside.ts';
import { renderSteps } from './steps.ts';
import type { Translate } from '../../texts/index.ts';
import type { FieldMessage } from './error-summary.ts';
import type { Html } from '../../../platform/markup/html.ts';
import type {
  DocumentsError,
  DocumentsErrorCode,
  DocumentsModel,
  PageContext,
  RequestedDocument,
} from './view-models.ts';

/** GET /kyc/documents. Each upload form sends `type` and one `file` as multipart to the same address; files are removed one by one. */
export function renderDocuments(model: DocumentsModel, page: PageContext): Html {
  const translate = translatorFor(page.language);
  const { request } = model;
  const messages = model.error === undefined ? [] : [messageFor(model.error, model, page)];
  const main = html`!${renderErrorSummary(messages, translate)} !${renderNotice(model, translate)}
    !${renderSteps('documents', translate)}
    <h1>${translate('documents.title')}</h1>
    <p class="lead">${translate('documents.lead')}</p>
    !${renderCount(model, page, translate)}
    !${model.documents.requested.map((document) => renderCard(document, model, messages, page))}
    !${renderOtherCard(model, messages, page)}
    <div class="actions">
      <a class="button" href="/kyc/review">${translate('action.continue')}</a>
      <a class="button button-secondary" href="/kyc/company">${translate('action.back')}</a>
    </div>`;
  return renderLayout(
    {
      title: translate('documents.title'),
      sellerName: request.seller.name,
      organizationName: request.organizationName,
      hasErrors: messages.length > 0,
      main,
      aside: renderRequestAside(request, page, translate('request.saved')),
    },
    page,
  );
}

const errorTexts = {
  'file-missing': 'documents.errorFileMissing',
  'file-empty': 'documents.errorFileEmpty',
  'file-too-large': 'documents.errorFileTooLarge',
  'file-type': 'documents.errorFileType',
  'file-unsafe': 'documents.errorFileUnsafe',
  'file-damaged': 'documents.errorFileDamaged',
  'upload-incomplete': 'documents.errorIncomplete',
  'too-many-files': 'documents.errorTooManyFiles',
  'type-missing': 'documents.errorTypeMissing',
} as const satisfies Record<DocumentsErrorCode, string>;

function messageFor(error: DocumentsError, model: DocumentsModel, { language }: PageContext): FieldMessage {
  const translate = translatorFor(language);
  const card = model.documents.requested.find(({ type }) => type === error.type);
  const values = {
    name: card === undefined ? translate('documents.other') : translate(`documentType.${card.type}`),
    size: formatByteSize(model.limits.maxBytes, language),
    max: model.limits.maxFiles,
  };
  const fieldId =
    error.code === 'type-missing' ? otherTypeFieldId : isFull(model) ? 'file-count' : fileFieldId(card?.type);
  return { fieldId, text: translate(errorTexts[error.code], values) };
}

function countOf({ documents }: DocumentsModel): number {
  return documents.requested.reduce((sum, { files }) => sum + files.length, documents.others.length);
}

function isFull(model: DocumentsModel): boolean {
  return countOf(model) >= model.limits.maxFiles;
}

function renderNotice({ notice }: DocumentsModel, translate: Translate): Html {
  if (notice === undefined) return nothing;
  const key = notice.kind === 'added' ? 'documents.noticeAdded' : 'documents.noticeRemoved';
  return html`<p class="notice" role="status">
    !${icons.check}<span>${translate(key, { file: notice.fileName })}</span>
  </p>`;
}

function renderCount(model: DocumentsModel, { language }: PageContext, translate: Translate): Html {
  const { maxFiles, maxBytes } = model.limits;
  return html`<div class="limits" id="file-count" tabindex="-1">
    <p id="${limitsId}">
      ${translate('documents.limits', { size: formatByteSize(maxBytes, language) })} ${translate('documents.pressAdd')}
    </p>
    <p class="count">${translate('documents.count', { count: countOf(model), max: maxFiles })}</p>
    !${when(
      isFull(model),
      () => html`<p class="warning">!${icons.alert}<span>${translate('documents.full', { max: maxFiles })}</span></p>`,
    )}
  </div>`;
}

function renderCard(
  document: RequestedDocument,
  model: DocumentsModel,
  messages: readonly FieldMessage[],
  { language }: PageContext,
): Html {
  const translate = translatorFor(language);
  const name = translate(`documentType.${document.type}`);
  const headingId = `heading-${document.type}`;
  return html`<section class="card document" aria-labelledby="${headingId}">
    <div class="document-head">
      <h2 id="${headingId}">${name}</h2>
      !${
        document.isFulfilled
          ? html`<p class="badge badge-done">!${icons.check}${translate('documents.added')}</p>`
          : html`<p class="badge">${translate('documents.open')}</p>`
      }
    </div>
    <p>${translate(`documentType.${document.type}.text`)}</p>
    !${renderFileList(
      { files: document.files, label: translate('documents.files', { name }), isEditable: true },
      language,
      translate,
    )}
    !${isFull(model) ? nothing : renderUploadForm(document.type, messages, translate)}
  </section>`;
}

function renderOtherCard(model: DocumentsModel, messages: readonly FieldMessage[], { language }: PageContext): Html {
  const translate = translatorFor(language);
  const name = translate('documents.other');
  const asked = model.documents.requested.map(({ type }) => type);
  return html`<section class="card document" aria-labelledby="heading-other">
    <h2 id="heading-other">${name}</h2>
    <p>${translate('documents.otherText', { seller: model.request.seller.name })}</p>
    !${renderFileList(
      {
        files: model.documents.others,
        label: translate('documents.files', { name }),
        isEditable: true,
        showsType: true,
      },
      language,
      translate,
    )}
    !${isFull(model) ? nothing : renderOtherForm({ asked, chosen: model.error?.type }, messages, translate)}
  </section>`;
}
