import { formatInstant, type Language } from '../../../modules/texts/index.ts';
import { translatorFor } from '../../../modules/texts/index.ts';
import { httpsUrl } from '../../../platform/markup/web-address.ts';
import { renderCorrectionsList } from '../company/corrections-list.ts';
import { renderDetailsList } from '../prospect/details-list.ts';
import { type Fact, renderFactList } from '../../shared/fact-list.ts';
import { renderFileList } from '../documents/file-list.ts';
import { html, nothing, when } from '../../../platform/markup/html.ts';
import { icons } from '../../shared/icons.ts';
import { renderLayout } from '../../shared/layout.ts';
import { renderSteps } from '../steps.ts';
import type { Translate } from '../../../modules/texts/index.ts';
import type { Html } from '../../../platform/markup/html.ts';
import type { SessionContext, SessionPlace } from '../session/session-address.ts';
import type { ReceiptModel } from './review-model.ts';

/** GET /kyc/{ref}/done: what was sent, when, for whom and to whom, fit for printing. */
export function renderReceipt(model: ReceiptModel, page: SessionContext): Html {
  const translate = translatorFor(page.language);
  const seller = model.request.seller.name;
  const title = translate(model.details ? 'prospect.receiptTitle' : 'receipt.title');
  const main = html`<div class="success">
      <span class="success-mark">!${icons.check}</span>
      <h1>${title}</h1>
      <p class="lead">${translate('receipt.lead', { seller })}</p>
    </div>
    !${renderRedirect(model, translate)} !${renderRecord(model, page, translate)}
    <section>
      <h2>${translate('receipt.next')}</h2>
      <p>${translate('receipt.nextText', { seller })}</p>
      <p>${translate(model.details ? 'prospect.keep' : 'receipt.keep')}</p>
      <p class="no-print">
        <a class="button button-secondary" href="${page.sessionPath('receipt.pdf')}" download
          >${translate('receipt.savePdf')}</a
        >
      </p>
    </section>`;
  return renderLayout(
    {
      title,
      sellerName: seller,
      organizationName: model.request.organizationName,
      main: html`!${renderSteps({ current: 'finished', areDocumentsDone: true, isPublished: model.request.isPublished }, translate)}
      !${main}`,
    },
    page,
  );
}

function renderRedirect({ redirectUrl }: ReceiptModel, translate: Translate): Html {
  const url = redirectUrl === undefined ? undefined : httpsUrl(redirectUrl);
  if (url === undefined) return nothing;
  return html`<p class="no-print">
    <a class="button" href="${url.href}" rel="noopener noreferrer"
      >${translate('receipt.redirect', { host: url.host })}</a
    >
  </p>`;
}

function renderRecord(model: ReceiptModel, page: SessionPlace, translate: Translate): Html {
  const { language } = page;
  const { request, details } = model;
  const facts: readonly Fact[] = [
    [translate('receipt.reference'), html`<span class="code">${model.reference}</span>`],
    [
      translate('receipt.sentAt'),
      html`<time datetime="${model.submittedAt.toISOString()}"
        >${formatInstant(model.submittedAt, language, model.request.companyCountry)}</time
      >`,
    ],
    ...(details
      ? []
      : ([
          [translate('request.for'), html`<bdi>${request.companyName ?? ''}</bdi>`],
          [translate('company.vatNumber'), html`<span class="code">${model.vatNumber}</span>`],
        ] as const)),
    ...optionalFact(translate('receipt.recipient'), model.recipientEmail),
    [translate('receipt.to'), html`<bdi>${request.seller.name}</bdi>`],
    ...optionalFact(translate('request.via'), request.organizationName),
    ...(details ? [] : ([[translate('receipt.companyData'), renderAnswer(model, language, translate)]] as const)),
    [translate('privacy.title'), html`${translate('privacy.version', { version: model.privacyNoticeVersion })}`],
  ];
  return html`<section class="card receipt">
    <h2>${translate('receipt.heading')}</h2>
    !${renderFactList(facts)} !${details ? renderDetailsList(details, language, translate) : nothing}
    <h3>${translate('receipt.documents')}</h3>
    !${renderFileList({ files: model.files, label: translate('receipt.documents'), showsType: true, showsSize: true }, page, translate)}
    !${renderNotSupplied(model, translate)}
  </section>`;
}

function renderAnswer({ answer }: ReceiptModel, language: Language, translate: Translate): Html {
  return html`${translate(answer.isCorrect === false ? 'receipt.disputed' : 'receipt.confirmed')}
  !${renderCorrectionsList(answer, language, translate)}
  !${when(
    answer.isCorrect === false && answer.remark !== undefined,
    () => html`<blockquote class="plain-text">${answer.remark}</blockquote>`,
  )}`;
}

function renderNotSupplied({ notSupplied = [] }: ReceiptModel, translate: Translate): Html {
  if (notSupplied.length === 0) return nothing;
  const facts = notSupplied.map(({ type, reason }): Fact => [
    translate(`documentType.${type}`),
    when(reason !== undefined, () => html`<blockquote class="plain-text"><bdi>${reason}</bdi></blockquote>`),
  ]);
  return html`<h3>${translate('documents.notSupplied')}</h3>
    !${renderFactList(facts)}`;
}

function optionalFact(term: string, value: string | undefined): readonly Fact[] {
  return value === undefined ? [] : [[term, html`<bdi>${value}</bdi>`]];
}
