import { formatCountry, formatInstant, formatNumber, translatorFor } from '../../../modules/texts/index.ts';
import { html, nothing, when } from '../../../platform/markup/html.ts';
import { describedBy, type FieldMessage, renderErrorSummary, renderFieldErrors } from '../../shared/error-summary.ts';
import { icons } from '../../shared/icons.ts';
import { renderLayout } from '../../shared/layout.ts';
import type { Translate } from '../../../modules/texts/index.ts';
import type { Html } from '../../../platform/markup/html.ts';
import type { PageContext } from '../../shared/page-model.ts';
import { type ReportModel, reportWordsMaxLength } from './report-model.ts';
import { ABUSE_REASONS } from '../../../modules/self-service/submissions/index.ts';

const firstReasonId = `reason-${ABUSE_REASONS[0]}`;
const wordsId = 'words';

/** GET /i/{token}/report and /kyc/{ref}/report: who sent the invitation, and a short form; after it, that the report has come in. */
export function renderReport(model: ReportModel, page: PageContext): Html {
  const translate = translatorFor(page.language);
  const isDone = model.reportedAt !== undefined;
  const title = translate(isDone ? 'report.doneTitle' : 'report.title');
  const messages = (model.errors ?? []).map((error) => messageFor(error, page, translate));
  const main = isDone ? renderDone(model, page, translate) : renderForm(model, messages, page);
  return renderLayout(
    {
      title,
      sellerName: model.seller.name,
      organizationName: model.organizationName,
      hasErrors: messages.length > 0,
      main: html`!${main} !${renderBack(model, translate)}`,
    },
    page,
  );
}

function renderDone(
  { reportedAt, seller, companyCountry }: ReportModel,
  page: PageContext,
  translate: Translate,
): Html {
  const date = reportedAt === undefined ? '' : formatInstant(reportedAt, page.language, companyCountry);
  return html`<div class="card dead-end">
    <span class="dead-end-mark">!${icons.check}</span>
    <h1>${translate('report.doneTitle')}</h1>
    <p class="lead">${translate('report.doneText', { date, operator: page.operatorName })}</p>
    <h2>${translate('report.doneNext')}</h2>
    <p>${translate('report.doneNextText', { operator: page.operatorName, seller: seller.name })}</p>
  </div>`;
}

function renderForm(model: ReportModel, messages: readonly FieldMessage[], page: PageContext): Html {
  const translate = translatorFor(page.language);
  const { answer } = model;
  const hintId = `${wordsId}-hint`;
  const hint = translate('report.wordsHint', {
    max: formatNumber(reportWordsMaxLength, page.language),
    operator: page.operatorName,
    seller: model.seller.name,
  });
  return html`!${renderErrorSummary(messages, translate)}
    <h1>${translate('report.title')}</h1>
    <p class="lead">${translate('report.lead', { operator: page.operatorName })}</p>
    !${renderSender(model, page, translate)}
    <form class="card" method="post" action="${model.action}">
      <input type="hidden" name="lang" value="${page.language}" />
      !${renderReasons(answer.reason, messages, translate)}
      <div class="field">
        <label for="${wordsId}">${translate('report.words')}</label>
        <p class="hint" id="${hintId}">${hint}</p>
        !${renderFieldErrors(wordsId, messages)}
        <textarea id="${wordsId}" name="words" rows="4" !${describedBy(wordsId, messages, hintId)}>
${answer.words ?? ''}</textarea>
      </div>
      <button class="button" type="submit">${translate('report.send')}</button>
    </form>`;
}

function renderSender({ seller, organizationName }: ReportModel, page: PageContext, translate: Translate): Html {
  return html`<dl class="facts">
    <div>
      <dt>${translate('request.from')}</dt>
      <dd><bdi>${seller.name}</bdi>, ${formatCountry(seller.country, page.language)}</dd>
    </div>
    !${when(
      organizationName !== undefined,
      () =>
        html`<div>
          <dt>${translate('request.via')}</dt>
          <dd><bdi>${organizationName}</bdi></dd>
        </div>`,
    )}
  </dl>`;
}

function renderReasons(
  chosen: ReportModel['answer']['reason'],
  messages: readonly FieldMessage[],
  translate: Translate,
): Html {
  const choices = ABUSE_REASONS.map(
    (reason) =>
      html`<label class="choice">
        <input
          type="radio"
          name="reason"
          value="${reason}"
          id="reason-${reason}"
          required
          ${reason === chosen ? 'checked' : ''}
        />
        <span>${translate(`report.reason.${reason}`)}</span>
      </label>`,
  );
  return html`<fieldset class="choices" !${describedBy(firstReasonId, messages)}>
    <legend>${translate('report.reason')}</legend>
    !${renderFieldErrors(firstReasonId, messages)} !${choices}
  </fieldset>`;
}

function renderBack({ backUrl }: ReportModel, translate: Translate): Html {
  return backUrl === undefined
    ? nothing
    : html`<p><a class="link-alone" href="${backUrl}">${translate('report.back')}</a></p>`;
}

function messageFor(
  error: NonNullable<ReportModel['errors']>[number],
  page: PageContext,
  translate: Translate,
): FieldMessage {
  const max = formatNumber(reportWordsMaxLength, page.language);
  return error === 'reason-missing'
    ? { fieldId: firstReasonId, text: translate('report.errorReason') }
    : { fieldId: wordsId, text: translate('report.errorWords', { max }) };
}
