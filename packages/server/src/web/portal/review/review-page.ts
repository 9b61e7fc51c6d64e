import { translatorFor } from '../../../modules/texts/index.ts';
import { renderDetailsList } from '../prospect/details-list.ts';
import { renderCompanyFacts } from '../company/company-facts.ts';
import { renderCorrectionsList } from '../company/corrections-list.ts';
import { describedBy, renderErrorSummary, renderFieldErrors } from '../../shared/error-summary.ts';
import { renderFileList } from '../documents/file-list.ts';
import { answerId } from '../documents/not-supplied-part.ts';
import { isAnswered, type RequestedDocument } from '../documents/documents-model.ts';
import { renderFileNotice } from '../documents/file-notice.ts';
import { renderUnfinishedList, unfinishedId } from '../documents/unfinished-list.ts';
import { html, nothing, when } from '../../../platform/markup/html.ts';
import { icons } from '../../shared/icons.ts';
import { renderStepPage } from '../step-page.ts';
import { areDocumentsDone, renderSteps } from '../steps.ts';
import type { TextKey, Translate } from '../../../modules/texts/index.ts';
import type { FieldMessage } from '../../shared/error-summary.ts';
import type { Html } from '../../../platform/markup/html.ts';
import type { SessionContext } from '../session/session-address.ts';
import type { ReviewError, ReviewModel } from './review-model.ts';

const tickId = 'consent';
const noticeId = 'privacy-notice';

/** Each error names the place where it can be mended: the tick and the notice here, a file that has not come at its row, the rest by a link to its step. */
const errorPlaces = {
  'places-taken': { fieldId: 'change-details', key: 'review.errorPlaces' },
  'details-missing': { fieldId: 'change-details', key: 'review.errorDetails' },
  'tick-missing': { fieldId: tickId, key: 'review.errorTick' },
  'notice-changed': { fieldId: noticeId, key: 'review.errorNotice' },
  'documents-missing': { fieldId: 'change-documents', key: 'review.errorDocuments' },
} as const satisfies Record<Exclude<ReviewError, 'files-unfinished'>, { fieldId: string; key: TextKey }>;

/** GET /kyc/{ref}/review. The form sends `privacyNoticeVersion`, and `consent` (`yes`) where the box stands; it is the buyer's last, deliberate POST. */
export function renderReview(model: ReviewModel, page: SessionContext): Html {
  const translate = translatorFor(page.language);
  const { request, documents, unfinished = [] } = model;
  const messages = (model.errors ?? []).flatMap((error) => messagesFor(error, model, translate));
  const main = html`!${renderErrorSummary(messages, translate)} !${renderFileNotice(model.notice, page)}
    !${renderSteps({ current: 'review', areDocumentsDone: areDocumentsDone(documents, unfinished.length), isPublished: request.isPublished }, translate)}
    <h1>${translate('review.title')}</h1>
    <p class="lead">${translate('review.lead')}</p>
    !${request.isPublished === true ? renderDetailsSection(model, page, translate) : renderCompanySection(model, page, translate)}
    !${renderDocumentsSection(model, page, translate)} !${renderSending(model, messages, page)}`;
  return renderStepPage({ title: translate('review.title'), request, hasErrors: messages.length > 0, main }, page);
}

function messagesFor(
  error: ReviewError,
  { request, unfinished = [] }: ReviewModel,
  translate: Translate,
): readonly FieldMessage[] {
  if (error !== 'files-unfinished') {
    const { fieldId, key } = errorPlaces[error];
    return [{ fieldId, text: translate(key, { seller: request.seller.name }) }];
  }
  return unfinished.map((upload) => ({
    fieldId: unfinishedId(upload),
    text: translate('review.errorUnfinished', { file: upload.fileName }),
  }));
}

function renderSectionHead(
  target: 'company' | 'details' | 'documents',
  page: SessionContext,
  translate: Translate,
): Html {
  const heading = translate(`review.${target}`);
  const label = `${translate('action.change')}: ${heading}`;
  return html`<div class="section-head">
    <h2>${heading}</h2>
    <a
      class="button-quiet"
      id="change-${target}"
      href="${page.sessionPath(target === 'details' ? 'details?from=review' : target)}"
      aria-label="${label}"
      >${translate('action.change')}</a
    >
  </div>`;
}

function renderDetailsSection({ details }: ReviewModel, page: SessionContext, translate: Translate): Html {
  return html`<section class="card">
    !${renderSectionHead('details', page, translate)}
    !${details === undefined ? nothing : renderDetailsList(details, page.language, translate)}
  </section>`;
}

function renderCompanySection({ company, answer }: ReviewModel, page: SessionContext, translate: Translate): Html {
  return html`<section class="card">
    !${renderSectionHead('company', page, translate)} !${renderCompanyFacts(company, page.language, translate)}
    !${when(answer.isCorrect === false, () => html`<p class="answer">${translate('review.disputed')}</p>`)}
    !${renderCorrectionsList(answer, page.language, translate)}
    !${when(
      answer.isCorrect === false && answer.remark !== undefined,
      () => html`<blockquote class="plain-text">${answer.remark}</blockquote>`,
    )}
  </section>`;
}

function renderDocumentsSection(model: ReviewModel, page: SessionContext, translate: Translate): Html {
  const { documents, request } = model;
  const missing = documents.requested.filter((document) => !isAnswered(document));
  const groups = documents.requested.map((document) => {
    const { type, files } = document;
    const name = translate(`documentType.${type}`);
    return html`<div class="document-group">
      <div class="document-head">
        <h3>${name}</h3>
        !${renderState(document, translate)}
      </div>
      !${renderFileList({ files, label: translate('documents.files', { name }) }, page, translate)}
      !${renderReason(document, page, translate)}
    </div>`;
  });
  const other = translate('documents.other');
  return html`<section class="card">
    !${renderSectionHead('documents', page, translate)}
    !${when(
      missing.length > 0,
      () =>
        html`<p class="warning">
          !${icons.alert}<span
            >${translate('review.missingText', { count: missing.length, seller: request.seller.name })}
            <a href="${page.sessionPath('documents')}">${translate('review.addMissing')}</a></span
          >
        </p>`,
    )}
    !${renderUnfinishedSection(model, page, translate)} !${groups}
    !${when(
      documents.requested.length + documents.others.length === 0,
      () => html`<p class="answer">${translate('review.noDocuments')}</p>`,
    )}
    !${when(
      documents.others.length > 0,
      () =>
        html`<div class="document-group">
          <h3>${other}</h3>
          !${renderFileList(
            { files: documents.others, label: translate('documents.files', { name: other }), showsType: true },
            page,
            translate,
          )}
        </div>`,
    )}
  </section>`;
}

function renderState(document: RequestedDocument, translate: Translate): Html {
  if (document.reason !== undefined) return html`<p class="badge">${translate('documents.notSupplied')}</p>`;
  if (document.isFulfilled) return nothing;
  return html`<p class="badge badge-missing">!${icons.alert}${translate('review.missing')}</p>`;
}

function renderReason({ type, reason }: RequestedDocument, page: SessionContext, translate: Translate): Html {
  if (reason === undefined) return nothing;
  const label = `${translate('action.change')}: ${translate(`documentType.${type}`)}`;
  return html`<div class="said">
    <p>${translate('documents.youSay')}</p>
    <blockquote class="plain-text"><bdi>${reason}</bdi></blockquote>
    <p>
      <a class="button-quiet" href="${page.sessionPath('documents')}#${answerId(type)}" aria-label="${label}"
        >${translate('action.change')}</a
      >
    </p>
  </div>`;
}

function renderUnfinishedSection({ unfinished = [] }: ReviewModel, page: SessionContext, translate: Translate): Html {
  if (unfinished.length === 0) return nothing;
  const label = translate('uploads.list', { name: translate('review.documents') });
  return html`<p class="warning">
      !${icons.alert}<span
        >${translate('uploads.onTheirWay', { count: unfinished.length })}
        <a href="${page.sessionPath('documents')}">${translate('review.finishUploads')}</a></span
      >
    </p>
    !${renderUnfinishedList({ uploads: unfinished, label, isBeforeSending: true }, page, translate)}`;
}

function renderSending(model: ReviewModel, messages: readonly FieldMessage[], page: SessionContext): Html {
  const translate = translatorFor(page.language);
  const seller = model.request.seller.name;
  return html`<form method="post" action="${page.sessionPath('review')}" novalidate>
    <input type="hidden" name="privacyNoticeVersion" value="${model.privacyNoticeVersion}" />
    <div class="sending">
      !${model.needsTick ? renderTick(messages, translate) : html`<p>${translate('review.bySending')}</p>`}
      !${renderFieldErrors(noticeId, messages)}
      <p>
        <a class="link-alone" id="${noticeId}" href="${page.sessionPath('privacy')}"
          >${translate('review.readNotice')}</a
        >
      </p>
    </div>
    <div class="actions">
      <button class="button" type="submit">${translate('action.send', { seller })}</button>
      <a class="button button-secondary" href="${page.sessionPath('documents')}">${translate('action.back')}</a>
    </div>
    <p class="below-button">${translate('review.once')}</p>
  </form>`;
}

function renderTick(messages: readonly FieldMessage[], translate: Translate): Html {
  return html`!${renderFieldErrors(tickId, messages)}
    <label class="choice">
      <input type="checkbox" name="consent" value="yes" id="${tickId}" required !${describedBy(tickId, messages)} />
      <span>${translate('review.tick')}</span>
    </label>`;
}
