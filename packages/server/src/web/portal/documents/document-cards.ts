import { formatByteSize, translatorFor, type Language, type Translate } from '../../../modules/texts/index.ts';
import { countOf, isFull } from './documents-message.ts';
import {
  cardHeadingId,
  fileFieldId,
  limitsId,
  otherTypeFieldId,
  renderOtherForm,
  renderUploadForm,
} from './upload-form.ts';
import { holdsOpen, renderFileList } from './file-list.ts';
import { renderLocalName } from './local-names.ts';
import { reasonFieldId, renderNotSuppliedPart } from './not-supplied-part.ts';
import { renderUnfinishedList } from './unfinished-list.ts';
import { inWholeWords } from './whole-words.ts';
import { renderDeclarationLink } from '../declaration/declaration-link.ts';
import { html, nothing, when } from '../../../platform/markup/html.ts';
import { icons } from '../../shared/icons.ts';
import { type FieldMessage, renderFocusedErrors } from '../../shared/error-summary.ts';
import type { Html } from '../../../platform/markup/html.ts';
import type { SessionPlace } from '../session/session-address.ts';
import { type DocumentsModel, isAnswered, type RequestedDocument, type UnfinishedUpload } from './documents-model.ts';

/** How far it is, a card for each document, and what files are taken. Open is what is to be done next, and what asks something. */
export function renderDocumentCards(
  model: DocumentsModel,
  messages: readonly FieldMessage[],
  place: SessionPlace,
): Html {
  const next = model.documents.requested.find((document) => !isAnswered(document));
  const cards = model.documents.requested.map((document) =>
    renderCard(document, { model, messages, place, isNext: document === next }),
  );
  return html`!${renderProgress(model, place.language)} !${cards} !${renderOtherCard({ model, messages, place })}
  !${renderLimits(model, messages, place.language)}`;
}

function renderProgress({ documents }: DocumentsModel, language: Language): Html {
  const { requested } = documents;
  const translate = translatorFor(language);
  const done = requested.filter(isAnswered).length;
  const answered = requested.filter(({ reason }) => reason !== undefined).length;
  const values = { done, count: requested.length, answered };
  const words = translate(answered === 0 ? 'documents.progress' : 'documents.progressAnswered', values);
  return html`<div class="progress" data-part="progress" aria-live="polite">
    !${when(requested.length > 0, () => html`<p>${words}</p>`)}
  </div>`;
}

/** So few places left that the count matters. */
const FEW_PLACES = 5;

function renderLimits(model: DocumentsModel, messages: readonly FieldMessage[], language: Language): Html {
  const translate = translatorFor(language);
  const { maxFiles, maxBytes } = model.limits;
  const count = countOf(model);
  return html`<div class="limits" id="file-count" tabindex="-1">
    <p id="${limitsId}">
      ${translate('documents.lead', { size: formatByteSize(maxBytes, language) })}
      <span data-hint>${translate('documents.pressAdd')}</span>
    </p>
    <div data-part="count">
      !${when(
        count > maxFiles - FEW_PLACES,
        () => html`<p class="count">${translate('documents.count', { count, max: maxFiles })}</p>`,
      )}
      !${when(
        isFull(model),
        () =>
          html`<p class="warning">!${icons.alert}<span>${translate('documents.full', { max: maxFiles })}</span></p>`,
      )}
    </div>
    !${renderFocusedErrors('file-count', messages)}
  </div>`;
}

export interface CardSurroundings {
  readonly model: DocumentsModel;
  readonly messages: readonly FieldMessage[];
  readonly place: SessionPlace;
}

function renderCard(
  document: RequestedDocument,
  { model, messages, place, isNext }: CardSurroundings & { readonly isNext: boolean },
): Html {
  const translate = translatorFor(place.language);
  const { type, kinds, files } = document;
  const name = translate(`documentType.${type}`);
  const headingId = cardHeadingId(type);
  const unfinished = unfinishedOf(model, (upload) => kinds.includes(upload.type));
  const places = new Set([headingId, fileFieldId(type), reasonFieldId(type)]);
  const isTold = messages.some(({ fieldId }) => places.has(fieldId));
  const showsType = kinds.length > 1;
  return html`<section class="card document" aria-labelledby="${headingId}" data-document="${type}" data-name="${name}">
    <details !${isNext || isTold || unfinished.length > 0 || files.some(holdsOpen) ? html`open` : nothing}>
      <summary class="document-head">
        <h2 id="${headingId}">!${inWholeWords(name)}</h2>
        <div data-part="state-${type}" data-open="${isAnswered(document) ? 'no' : 'yes'}">
          !${renderState(document, translate)}
        </div>
      </summary>
      <div class="document-body">
        !${renderFocusedErrors(headingId, messages)}
        <p>${translate(`documentType.${type}.text`)}</p>
        !${renderLocalName(type, model, place.language)} !${renderRejection(document, model, translate)}
        <div data-part="files-${type}">
          !${renderFileList({ files, label: translate('documents.files', { name }), isEditable: true, showsSize: true, showsType }, place, translate)}
          !${renderUnfinishedList({ uploads: unfinished, label: translate('uploads.list', { name }) }, place, translate)}
        </div>
        <div data-part="form-${type}">
          !${isFull(model) && unfinished.length === 0 ? nothing : renderUploadForm({ type, kinds, action: place.sessionPath('documents') }, messages, translate)}
        </div>
        !${renderDeclarationLink({ type, isDeclarationOn: model.isDeclarationOn }, place)}
        !${renderNotSuppliedPart(document, { model, messages, place })}
      </div>
    </details>
  </section>`;
}

/** Why it is asked for once more. */
function renderRejection({ rejection }: RequestedDocument, { request }: DocumentsModel, translate: Translate): Html {
  if (rejection === undefined) return nothing;
  return html`<div class="said">
    <p>${translate('documents.askedAgain', { seller: request.seller.name })}</p>
    <blockquote class="plain-text"><bdi>${rejection}</bdi></blockquote>
  </div>`;
}

/**
 * Never "added" where the card is empty: what does as well stands in another one then. What all cards would say is said aloud only:
 * how many are done stands above them.
 */
function renderState({ isFulfilled, files, reason }: RequestedDocument, translate: Translate): Html {
  if (reason !== undefined) return html`<p class="badge">${translate('documents.notSupplied')}</p>`;
  if (!isFulfilled) return html`<p class="visually-hidden">${translate('documents.open')}</p>`;
  if (files.length === 0) return nothing;
  return html`<p class="badge badge-done">
    !${icons.check}<span class="visually-hidden">${translate('documents.added')}</span>
    ${translate('documents.fileCount', { count: files.length })}
  </p>`;
}

function renderOtherCard({ model, messages, place }: CardSurroundings): Html {
  const translate = translatorFor(place.language);
  const { requested, others } = model.documents;
  const name = translate('documents.other');
  const inCards = requested.flatMap(({ kinds }) => kinds);
  const unfinished = unfinishedOf(model, (upload) => !inCards.includes(upload.type));
  const files = { files: others, label: translate('documents.files', { name }) };
  const chosen = model.errors?.[0]?.type;
  const headingId = cardHeadingId(undefined);
  const places = new Set([headingId, otherTypeFieldId, fileFieldId(undefined)]);
  const isTold = messages.some(({ fieldId }) => places.has(fieldId));
  const isOpen = isTold || unfinished.length > 0 || requested.length === 0 || others.some(holdsOpen);
  return html`<section class="card document" aria-labelledby="${headingId}" data-document="other" data-name="${name}">
    <details !${isOpen ? html`open` : nothing}>
      <summary class="document-head"><h2 id="${headingId}">!${inWholeWords(name)}</h2></summary>
      <div class="document-body">
        !${renderFocusedErrors(headingId, messages)}
        <p>${translate('documents.otherText', { seller: model.request.seller.name })}</p>
        <div data-part="files-other">
          !${renderFileList({ ...files, isEditable: true, showsSize: true, showsType: true }, place, translate)}
          !${renderUnfinishedList({ uploads: unfinished, label: translate('uploads.list', { name }) }, place, translate)}
        </div>
        <div data-part="form-other">
          !${isFull(model) && unfinished.length === 0 ? nothing : renderOtherForm({ asked: inCards, chosen, action: place.sessionPath('documents') }, messages, translate)}
        </div>
        !${renderDeclarationLink({ asked: inCards, isDeclarationOn: model.isDeclarationOn }, place)}
      </div>
    </details>
  </section>`;
}

function unfinishedOf(
  { unfinished = [] }: DocumentsModel,
  isHere: (upload: UnfinishedUpload) => boolean,
): readonly UnfinishedUpload[] {
  return unfinished.filter(isHere);
}
