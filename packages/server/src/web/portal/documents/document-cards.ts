import { formatByteSize, translatorFor, type Language } from '../../../modules/texts/index.ts';
import { countOf, isFull } from './documents-message.ts';
import { cardHeadingId, limitsId, renderOtherForm, renderUploadForm } from './upload-form.ts';
import { renderFileList } from './file-list.ts';
import { renderUnfinishedList } from './unfinished-list.ts';
import { renderDeclarationLink } from '../declaration/declaration-link.ts';
import { html, nothing, when } from '../../../platform/markup/html.ts';
import { icons } from '../../shared/icons.ts';
import { type FieldMessage, renderFocusedErrors } from '../../shared/error-summary.ts';
import type { Html } from '../../../platform/markup/html.ts';
import type { SessionPlace } from '../session/session-address.ts';
import type { DocumentsModel, RequestedDocument, UnfinishedUpload } from './documents-model.ts';

/** How many files there are, and a card for each document. */
export function renderDocumentCards(
  model: DocumentsModel,
  messages: readonly FieldMessage[],
  place: SessionPlace,
): Html {
  const { language } = place;
  const cards = model.documents.requested.map((document) => renderCard(document, { model, messages, place }));
  return html`!${renderCount(model, messages, language)} !${cards} !${renderOtherCard(model, messages, place)}`;
}

function renderCount(model: DocumentsModel, messages: readonly FieldMessage[], language: Language): Html {
  const translate = translatorFor(language);
  const { maxFiles, maxBytes } = model.limits;
  return html`<div class="limits" id="file-count" tabindex="-1">
    <p id="${limitsId}">
      ${translate('documents.limits', { size: formatByteSize(maxBytes, language) })}
      <span data-hint>${translate('documents.pressAdd')}</span>
    </p>
    <div data-part="count">
      <p class="count">${translate('documents.count', { count: countOf(model), max: maxFiles })}</p>
      !${when(
        isFull(model),
        () =>
          html`<p class="warning">!${icons.alert}<span>${translate('documents.full', { max: maxFiles })}</span></p>`,
      )}
    </div>
    !${renderFocusedErrors('file-count', messages)}
  </div>`;
}

interface CardSurroundings {
  readonly model: DocumentsModel;
  readonly messages: readonly FieldMessage[];
  readonly place: SessionPlace;
}

function renderCard(document: RequestedDocument, { model, messages, place }: CardSurroundings): Html {
  const translate = translatorFor(place.language);
  const { type } = document;
  const name = translate(`documentType.${type}`);
  const headingId = cardHeadingId(type);
  const unfinished = unfinishedOf(model, (upload) => upload.type === type);
  const label = translate('documents.files', { name });
  return html`<section class="card document" aria-labelledby="${headingId}" data-document="${type}" data-name="${name}">
    <div class="document-head">
      <h2 id="${headingId}">${name}</h2>
      <div data-part="state-${type}" data-open="${document.isFulfilled ? 'no' : 'yes'}">
        !${
          document.isFulfilled
            ? html`<p class="badge badge-done">!${icons.check}${translate('documents.added')}</p>`
            : html`<p class="badge">${translate('documents.open')}</p>`
        }
      </div>
    </div>
    !${renderFocusedErrors(headingId, messages)}
    <p>${translate(`documentType.${type}.text`)}</p>
    <div data-part="files-${type}">
      !${renderFileList({ files: document.files, label, isEditable: true }, place, translate)}
      !${renderUnfinishedList({ uploads: unfinished, label: translate('uploads.list', { name }) }, place, translate)}
    </div>
    <div data-part="form-${type}">
      !${isFull(model) && unfinished.length === 0 ? nothing : renderUploadForm({ type, action: place.sessionPath('documents') }, messages, translate)}
    </div>
    !${renderDeclarationLink({ type, isDeclarationOn: model.isDeclarationOn }, place)}
  </section>`;
}

function renderOtherCard(model: DocumentsModel, messages: readonly FieldMessage[], place: SessionPlace): Html {
  const translate = translatorFor(place.language);
  const name = translate('documents.other');
  const asked = model.documents.requested.map(({ type }) => type);
  const unfinished = unfinishedOf(model, (upload) => !asked.includes(upload.type));
  const files = { files: model.documents.others, label: translate('documents.files', { name }) };
  const chosen = model.errors?.[0]?.type;
  const headingId = cardHeadingId(undefined);
  return html`<section class="card document" aria-labelledby="${headingId}" data-document="other" data-name="${name}">
    <h2 id="${headingId}">${name}</h2>
    !${renderFocusedErrors(headingId, messages)}
    <p>${translate('documents.otherText', { seller: model.request.seller.name })}</p>
    <div data-part="files-other">
      !${renderFileList({ ...files, isEditable: true, showsType: true }, place, translate)}
      !${renderUnfinishedList({ uploads: unfinished, label: translate('uploads.list', { name }) }, place, translate)}
    </div>
    <div data-part="form-other">
      !${isFull(model) && unfinished.length === 0 ? nothing : renderOtherForm({ asked, chosen, action: place.sessionPath('documents') }, messages, translate)}
    </div>
    !${renderDeclarationLink({ asked, isDeclarationOn: model.isDeclarationOn }, place)}
  </section>`;
}

function unfinishedOf(
  { unfinished = [] }: DocumentsModel,
  isHere: (upload: UnfinishedUpload) => boolean,
): readonly UnfinishedUpload[] {
  return unfinished.filter(isHere);
}
