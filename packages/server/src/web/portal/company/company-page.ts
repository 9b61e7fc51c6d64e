import { formatNumber, type Language } from '../../../modules/texts/index.ts';
import { translatorFor } from '../../../modules/texts/index.ts';
import { renderCompanyFacts } from './company-facts.ts';
import { describedBy, renderErrorSummary, renderFieldErrors } from '../../shared/error-summary.ts';
import { html, nothing, when } from '../../../platform/markup/html.ts';
import { icons } from '../../shared/icons.ts';
import { renderLayout } from '../../shared/layout.ts';
import { renderRequestAside } from '../request-aside.ts';
import { renderSteps } from '../steps.ts';
import { companyFieldId, companyFields } from './company-fields.ts';
import { renderCorrections } from './corrections-form.ts';
import { remarkMaxLength } from './company-model.ts';
import type { Translate } from '../../../modules/texts/index.ts';
import type { FieldMessage } from '../../shared/error-summary.ts';
import type { Html } from '../../../platform/markup/html.ts';
import type { CompanyAnswer, CompanyError, CompanyFieldError, CompanyModel } from './company-model.ts';
import type { SessionContext } from '../session/session-address.ts';

const choiceId = 'company-correct';
const remarkId = 'remark';

/** GET /kyc/{ref}/company. One press says `company=correct`; the other form says `wrong`, with `remark` and each field of the company. */
export function renderCompany(model: CompanyModel, page: SessionContext): Html {
  const translate = translatorFor(page.language);
  const { request, company, answer } = model;
  const messages = (model.errors ?? []).map((error) => messageFor(error, page.language, translate));
  const action = page.sessionPath('company');
  const main = html`!${renderErrorSummary(messages, translate)} !${renderSteps('company', translate)}
    <h1>${translate('company.title')}</h1>
    <p class="lead">${translate('company.lead', { seller: request.seller.name })}</p>
    <div class="card">!${renderCompanyFacts(company, page.language, translate)}</div>
    <div class="company-answer">
      <h2>${translate('company.question')}</h2>
      !${renderAllCorrect(answer, { action, messages, translate })}
      <details class="wrong" !${isDisputed(model) ? html`open` : nothing}>
        <summary>${translate('company.wrong')}</summary>
        !${renderWrong(model, { action, language: page.language, messages, translate })}
      </details>
    </div>`;
  return renderLayout(
    {
      title: translate('company.title'),
      sellerName: request.seller.name,
      organizationName: request.organizationName,
      hasErrors: messages.length > 0,
      main,
      aside: renderRequestAside(request, page, translate('request.saved')),
    },
    page,
  );
}

function remarkHintValues({ request }: CompanyModel, language: Language) {
  return { max: formatNumber(remarkMaxLength, language), seller: request.seller.name };
}

function messageFor(error: CompanyError, language: Language, translate: Translate): FieldMessage {
  if (typeof error === 'object') return fieldMessage(error, language, translate);
  switch (error) {
    case 'choice-missing':
      return { fieldId: choiceId, text: translate('company.errorChoice') };
    case 'remark-missing':
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

interface AnswerForm {
  readonly action: string;
  readonly messages: readonly FieldMessage[];
  readonly translate: Translate;
}

/** A form of its own: Enter in a field of the other one must not say that all is correct. */
function renderAllCorrect({ isCorrect }: CompanyAnswer, { action, messages, translate }: AnswerForm): Html {
  return html`<form class="all-correct" method="post" action="${action}" novalidate>
    !${when(isCorrect === true, () => html`<p class="said">!${icons.check}<span>${translate('review.confirmed')}</span></p>`)}
    !${renderFieldErrors(choiceId, messages)}
    <button
      class="button"
      type="submit"
      name="company"
      value="correct"
      id="${choiceId}"
      !${describedBy(choiceId, messages)}
    >
      ${translate('company.correct')}
    </button>
  </form>`;
}

function isDisputed({ answer, errors = [] }: CompanyModel): boolean {
  return answer.isCorrect === false || errors.some((error) => error !== 'choice-missing');
}

function renderWrong(model: CompanyModel, form: AnswerForm & { readonly language: Language }): Html {
  const { language, messages, translate } = form;
  const hint = translate('company.remarkHint', remarkHintValues(model, language));
  return html`<form method="post" action="${form.action}" novalidate>
    <input type="hidden" name="company" value="wrong" />
    !${renderCorrections(model, { language, messages, translate })}
    !${renderRemark({ remark: model.answer.remark, messages, hint }, translate)}
    <div class="actions"><button class="button" type="submit">${translate('action.continue')}</button></div>
  </form>`;
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
