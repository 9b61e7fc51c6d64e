import { REASON_MAX_LENGTH } from '../../../modules/self-service/submissions/index.ts';
import { formatNumber, translatorFor } from '../../../modules/texts/index.ts';
import type { DocumentType } from '../../../modules/kyc/documents/index.ts';
import { html, nothing } from '../../../platform/markup/html.ts';
import type { Html } from '../../../platform/markup/html.ts';
import { describedBy, type FieldMessage, renderFocusedErrors } from '../../shared/error-summary.ts';
import type { SessionPlace } from '../session/session-address.ts';
import type { DocumentsModel, RequestedDocument } from './documents-model.ts';

export function reasonFieldId(type: DocumentType | undefined): string {
  return `reason-${type ?? 'other'}`;
}

/** Of the buyer's answer, for links to it. */
export function answerId(type: DocumentType): string {
  return `answer-${type}`;
}

interface Surroundings {
  readonly model: DocumentsModel;
  readonly messages: readonly FieldMessage[];
  readonly place: SessionPlace;
}

/** "I cannot supply this, because ...": asked for while there is no document, and said again once it was answered. */
export function renderNotSuppliedPart(document: RequestedDocument, around: Surroundings): Html {
  const { type, reason, isFulfilled } = document;
  const shown =
    reason !== undefined
      ? renderAnswer(type, reason, around.place)
      : isFulfilled
        ? nothing
        : renderQuestion(type, around);
  return html`<div data-part="answer-${type}">!${shown}</div>`;
}

function renderAnswer(type: DocumentType, reason: string, place: SessionPlace): Html {
  const translate = translatorFor(place.language);
  const label = translate('documents.removeAnswerOf', { name: translate(`documentType.${type}`) });
  return html`<div class="said" id="${answerId(type)}">
    <p>${translate('documents.youSay')}</p>
    <blockquote class="plain-text"><bdi>${reason}</bdi></blockquote>
    <form method="post" action="${place.sessionPath(`documents/not-supplied/${type}/take-back`)}" data-answer="${type}">
      <button class="button-quiet" type="submit" aria-label="${label}">${translate('documents.removeAnswer')}</button>
    </form>
  </div>`;
}

function renderQuestion(type: DocumentType, { model, messages, place }: Surroundings): Html {
  const translate = translatorFor(place.language);
  const name = translate(`documentType.${type}`);
  const id = reasonFieldId(type);
  const hintId = `${id}-hint`;
  const isWrong = messages.some(({ fieldId }) => fieldId === id);
  const words = isWrong ? (model.errors?.find((error) => error.type === type)?.words ?? '') : '';
  const values = { seller: model.request.seller.name, max: formatNumber(REASON_MAX_LENGTH, place.language) };
  return html`<details class="more" !${isWrong ? html`open` : nothing}>
    <summary>${translate('documents.cannotSupply')}</summary>
    <form
      class="fields"
      method="post"
      action="${place.sessionPath(`documents/not-supplied/${type}`)}"
      data-answer="${type}"
      novalidate
    >
      <div class="field">
        <label for="${id}">${translate('documents.reason')}<span class="visually-hidden"> (${name})</span></label>
        <p class="hint" id="${hintId}">${translate('documents.reasonHint', values)}</p>
        !${renderFocusedErrors(id, messages)}
        <textarea id="${id}" name="reason" rows="3" required !${describedBy(id, messages, hintId)}>${words}</textarea>
      </div>
      <button
        class="button button-secondary"
        type="submit"
        aria-label="${translate('documents.saveAnswerOf', { name })}"
      >
        ${translate('documents.saveAnswer')}
      </button>
    </form>
  </details>`;
}
