import { formatNumber, type Language } from '../../../modules/texts/index.ts';
import { translatorFor } from '../../../modules/texts/index.ts';
import { describedBy, renderErrorSummary, renderFieldErrors } from '../../shared/error-summary.ts';
import { html } from '../../../platform/markup/html.ts';
import { renderStepPage } from '../step-page.ts';
import { companyFieldId, companyFields } from './company-fields.ts';
import { renderCorrections } from './corrections-form.ts';
import { remarkMaxLength } from './company-model.ts';
import type { Translate } from '../../../modules/texts/index.ts';
import type { FieldMessage } from '../../shared/error-summary.ts';
import type { Html } from '../../../platform/markup/html.ts';
import type { CompanyAnswer, CompanyError, CompanyFieldError, CompanyModel } from './company-model.ts';
import type { SessionContext } from '../session/session-address.ts';

const remarkId = 'remark';

/** GET /kyc/{ref}/company. The form sends each field of the company and `remark`; where nothing is written, nothing is kept. */
export function renderCompany(model: CompanyModel, page: SessionContext): Html {
  const translate = translatorFor(page.language);
  const { request, answer, origin } = model;
  const messages = (model.errors ?? []).map((error) => messageFor(error, page.language, translate));
  const main = html`!${renderErrorSummary(messages, translate)}
    <h1>${translate('company.title')}</h1>
    <p class="lead">${translate('company.lead', { seller: request.seller.name })}</p>
    <form method="post" action="${page.sessionPath('company')}" novalidate>
      <input type="hidden" name="from" value="${origin}" />
      !${renderCorrections(model, { language: page.language, messages, translate })}
      !${renderRemark({ remark: answer.remark, messages, hint: translate('company.remarkHint', remarkHintValues(model, page.language)) }, translate)}
      <div class="actions">
        <button class="button" type="submit">${translate('action.continue')}</button>
        <a class="button button-secondary" href="${page.sessionPath(origin)}">${translate('action.back')}</a>
      </div>
    </form>`;
  return renderStepPage({ title: translate('company.title'), request, hasErrors: messages.length > 0, main }, page);
}

function remarkHintValues({ request }: CompanyModel, language: Language) {
  return { max: formatNumber(remarkMaxLength, language), seller: request.seller.name };
}

function messageFor(error: CompanyError, language: Language, translate: Translate): FieldMessage {
  if (typeof error === 'object') return fieldMessage(error, language, translate);
  switch (error) {
    case 'remark-unreadable':
      return { fieldId: remarkId, text: translate('company.errorRemark') };
    case 'remark-too-long':
      return {
        fieldId: remarkId,
        text: translate('company.errorRemarkLong', { max: formatNumber(remarkMaxLength, language) }),
      };
  }
}

function fieldMessage({ field, kind }: CompanyFieldError, language: Language, translate: Translate): FieldMessage {
  const { label, maxLength = 0 } = companyFields[field];
  const fieldId = companyFieldId(field);
  if (kind === 'no-vat-number') return { fieldId, text: translate('company.errorVatNumber') };
  const name = translate(label);
  if (kind === 'empty') return { fieldId, text: translate('company.errorField', { name }) };
  return { fieldId, text: translate('company.errorFieldLong', { name, max: formatNumber(maxLength, language) }) };
}

interface RemarkField {
  readonly remark: CompanyAnswer['remark'];
  readonly messages: readonly FieldMessage[];
  readonly hint: string;
}

function renderRemark({ remark, messages, hint }: RemarkField, translate: Translate): Html {
  const hintId = 'remark-hint';
  return html`<div class="field remark">
    <label for="${remarkId}">${translate('company.remark')}</label>
    <p class="hint" id="${hintId}">${hint}</p>
    !${renderFieldErrors(remarkId, messages)}
    <textarea id="${remarkId}" name="remark" rows="4" !${describedBy(remarkId, messages, hintId)}>
${remark ?? ''}</textarea>
  </div>`;
}
