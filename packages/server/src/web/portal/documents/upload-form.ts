import { describedBy, renderFocusedErrors } from '../../shared/error-summary.ts';
import { html } from '../../../platform/markup/html.ts';
import { ACCEPTED_FILES } from '../../../modules/files/index.ts';
import { DOCUMENT_TYPES } from '../../../modules/kyc/documents/index.ts';
import type { TextKey, Translate } from '../../../modules/texts/index.ts';
import type { FieldMessage } from '../../shared/error-summary.ts';
import type { Html } from '../../../platform/markup/html.ts';
import type { DocumentType } from '../../../modules/kyc/documents/index.ts';

/** The words at the top of the page that say what files are taken; each file field points to them. */
export const limitsId = 'file-limits';

/** Where words about a card stand that has no field. */
export function cardHeadingId(type: DocumentType | undefined): string {
  return `heading-${type ?? 'other'}`;
}

export const otherTypeFieldId = 'type-other';

export function fileFieldId(type: DocumentType | undefined): string {
  return `file-${type ?? 'other'}`;
}

interface UploadForm {
  /** Of the card. */
  readonly type: DocumentType;
  readonly kinds: readonly DocumentType[];
  readonly action: string;
}

/** `type` stands before `file`, so that whoever reads the stream knows the type when the bytes come. */
export function renderUploadForm(
  { type, kinds, action }: UploadForm,
  messages: readonly FieldMessage[],
  translate: Translate,
): Html {
  return html`<form class="upload" method="post" action="${action}" enctype="multipart/form-data" novalidate>
    !${kinds.length > 1 ? renderKinds(kinds, translate) : html`<input type="hidden" name="type" value="${type}" />`}
    !${renderFileField({ id: fileFieldId(type), name: translate(`documentType.${type}`), messages }, translate)}
  </form>`;
}

/** The card says already whose it is. */
const SHORT_NAMES: Readonly<Partial<Record<DocumentType, TextKey>>> = {
  CONTACT_ID_CARD: 'documents.kind.CONTACT_ID_CARD',
  CONTACT_PASSPORT: 'documents.kind.CONTACT_PASSPORT',
  CONTACT_DRIVING_LICENCE: 'documents.kind.CONTACT_DRIVING_LICENCE',
};

/** The kind that was asked for is chosen, so that most need not choose. What is chosen is plain to see, and asked only aloud. */
function renderKinds(kinds: readonly DocumentType[], translate: Translate): Html {
  const choices = kinds.map(
    (kind, at) =>
      html`<label class="choice">
        <input type="radio" name="type" value="${kind}" ${at === 0 ? 'checked' : ''} />
        <span>${translate(SHORT_NAMES[kind] ?? `documentType.${kind}`)}</span>
      </label>`,
  );
  return html`<fieldset class="choices kinds">
    <legend class="visually-hidden">${translate('documents.otherType')}</legend>
    !${choices}
  </fieldset>`;
}

interface OtherTypes {
  readonly asked: readonly DocumentType[];
  readonly chosen: DocumentType | undefined;
  readonly action: string;
}

export function renderOtherForm(types: OtherTypes, messages: readonly FieldMessage[], translate: Translate): Html {
  const options = DOCUMENT_TYPES.filter((type) => !types.asked.includes(type)).map(
    (type) =>
      html`<option value="${type}" ${type === types.chosen ? 'selected' : ''}>
        ${translate(`documentType.${type}`)}
      </option>`,
  );
  return html`<form class="upload" method="post" action="${types.action}" enctype="multipart/form-data" novalidate>
    <div class="field">
      <label for="${otherTypeFieldId}">${translate('documents.otherType')}</label>
      !${renderFocusedErrors(otherTypeFieldId, messages)}
      <select id="${otherTypeFieldId}" name="type" required !${describedBy(otherTypeFieldId, messages)}>
        <option value="">${translate('documents.otherChoose')}</option>
        !${options}
      </select>
    </div>
    !${renderFileField({ id: fileFieldId(undefined), name: translate('documents.other'), messages }, translate)}
  </form>`;
}

interface FileField {
  readonly id: string;
  readonly name: string;
  readonly messages: readonly FieldMessage[];
}

function renderFileField({ id, name, messages }: FileField, translate: Translate): Html {
  return html`<div class="field">
    !${renderFocusedErrors(id, messages)}
    <div class="upload-row">
      <label class="button file-button" for="${id}"
        ><span aria-hidden="true">${translate('documents.fileLabel')}</span
        ><span class="visually-hidden">${translate('documents.file', { name })}</span></label
      >
      <input
        type="file"
        id="${id}"
        name="file"
        accept="${ACCEPTED_FILES}"
        multiple
        required
        !${describedBy(id, messages, limitsId)}
      />
      <button class="button button-secondary" type="submit" aria-label="${translate('documents.uploadFor', { name })}">
        ${translate('documents.upload')}
      </button>
    </div>
  </div>`;
}
