import { formatInstant } from '../../../modules/texts/index.ts';
import { translatorFor } from '../../../modules/texts/index.ts';
import { httpsUrl } from '../../../platform/markup/web-address.ts';
import { renderCorrectionsList } from '../company/corrections-list.ts';
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
  const main = html`<div class="success">
      <span class="success-mark">!${icons.check}</span>
      <h1>${translate('receipt.title')}</h1>
      <p class="lead">${translate('receipt.lead', { seller })}</p>
    </div>
    !${renderRedirect(model, translate)} !${renderRecord(model, page, translate)}
    <section>
      <h2>${translate('receipt.next')}</h2>
      <p>${translate('receipt.nextText', { seller })}</p>
      <p>${translate('receipt.keep')}</p>
      <p class="no-print">
        <a class="button button-secondary" href="${page.sessionPath('receipt.pdf')}" download
          >${translate('receipt.savePdf')}</a
        >
      </p>
    </section>`;
  return renderLayout(
    {
      title: translate('receipt.title'),
      sellerName: seller,
      organizationName: model.request.organizationName,
      main: html`!${renderSteps({ current: 'finished', areDocumentsDone: true }, translate)} !${main}`,
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
  const { request, answer } = model;
  const facts: readonly (readonly [string, Html])[] = [
    [translate('receipt.reference'), html`<span class="code">${model.reference}</span>`],
    [
      translate('receipt.sentAt'),
      html`<time datetime="${model.submittedAt.toISOString()}"
        >${formatInstant(model.submittedAt, language, model.request.companyCountry)}</time
      >`,
    ],
    [translate('request.for'), html`<bdi>${request.companyName}</bdi>`],
    [translate('company.vatNumber'), html`<span class="code">${model.vatNumber}</span>`],
    ...optionalFact(translate('receipt.recipient'), model.recipientEmail),
    [translate('receipt.to'), html`<bdi>${request.seller.name}</bdi>`],
    ...optionalFact(translate('request.via'), request.organizationName),
    [
      translate('receipt.companyData'),
      html`${translate(answer.isCorrect === false ? 'receipt.disputed' : 'receipt.confirmed')}
      !${renderCorrectionsList(answer, language, translate)}
      !${when(
        answer.isCorrect === false && answer.remark !== undefined,
        () => html`<blockquote class="plain-text">${answer.remark}</blockquote>`,
      )}`,
    ],
    [translate('privacy.title'), html`${translate('privacy.version', { version: model.privacyNoticeVersion })}`],
  ];
  const rows = facts.map(
    ([term, fact]) =>
      html`<div>
        <dt>${term}</dt>
        <dd>!${fact}</dd>
      </div>`,
  );
  return html`<section class="card receipt">
    <h2>${translate('receipt.heading')}</h2>
    <dl class="facts">!${rows}</dl>
    <h3>${translate('receipt.documents')}</h3>
    !${renderFileList({ files: model.files, label: translate('receipt.documents'), showsType: true, showsSize: true }, page, translate)}
    !${renderNotSupplied(model, translate)}
  </section>`;
}

function renderNotSupplied({ notSupplied = [] }: ReceiptModel, translate: Translate): Html {
  if (notSupplied.length === 0) return nothing;
  const rows = notSupplied.map(
    ({ type, reason }) =>
      html`<div>
        <dt>${translate(`documentType.${type}`)}</dt>
        <dd>
          !${when(reason !== undefined, () => html`<blockquote class="plain-text"><bdi>${reason}</bdi></blockquote>`)}
        </dd>
      </div>`,
  );
  return html`<h3>${translate('documents.notSupplied')}</h3>
    <dl class="facts">!${rows}</dl>`;
}

function optionalFact(term: string, value: string | undefined): readonly (readonly [string, Html])[] {
  return value === undefined ? [] : [[term, html`<bdi>${value}</bdi>`]];
}
