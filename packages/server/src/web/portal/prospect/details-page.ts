import {
  countriesByName,
  formatNumber,
  type Language,
  type Translate,
  translatorFor,
} from '../../../modules/texts/index.ts';
import { html, nothing, when } from '../../../platform/markup/html.ts';
import type { Html } from '../../../platform/markup/html.ts';
import { describedBy, type FieldMessage, renderErrorSummary, renderFieldErrors } from '../../shared/error-summary.ts';
import { renderFactList } from '../../shared/fact-list.ts';
import { renderTextField } from '../../shared/text-field.ts';
import { renderStepPage } from '../step-page.ts';
import type { SessionContext } from '../session/session-address.ts';
import { renderSteps } from '../steps.ts';
import { COMPANY_ONLY, detailsFieldId, detailsFields } from './details-fields.ts';
import type { DetailsError, DetailsField, DetailsModel } from './details-model.ts';
import type { ProspectType } from '../../../modules/self-service/invitations/index.ts';

interface FormContext {
  readonly model: DetailsModel;
  readonly messages: readonly FieldMessage[];
  readonly language: Language;
  readonly translate: Translate;
}

const ADDRESS: readonly DetailsField[] = ['street', 'postCode', 'city', 'country'];
const PERSON: readonly DetailsField[] = ['firstName', 'lastName', 'phone'];

/** GET /kyc/{ref}/details: who the visitor is. What only companies have is hidden by the style sheet once he says that he is none. */
export function renderDetails(model: DetailsModel, page: SessionContext): Html {
  const { language } = page;
  const translate = translatorFor(language);
  const { request, types, email, origin } = model;
  const messages = model.errors.map((error) => messageFor(error, language, translate));
  const context = { model, messages, language, translate };
  const [only] = types;
  const isForConsumers = types.length === 1 && only === 'CONSUMER';
  const main = html`!${renderErrorSummary(messages, translate)}
    !${renderSteps({ current: 'details', areDocumentsDone: false, isPublished: true }, translate)}
    <h1>${translate('details.title')}</h1>
    <p class="lead">${translate('details.lead', { seller: request.seller.name })}</p>
    <form class="details-form" method="post" action="${page.sessionPath('details')}" novalidate>
      <input type="hidden" name="from" value="${origin}" />
      !${when(types.length > 1, () => renderType(context))}
      !${when(!isForConsumers, () => html`<div class="company-only">!${renderGroup('review.company', COMPANY_ONLY, context)}</div>`)}
      !${renderGroup('company.address', ADDRESS, context)}
      !${renderGroup(types.includes('CONSUMER') ? 'details.person' : 'details.contact', PERSON, context)}
      !${renderFactList([[translate('prospect.email'), html`<bdi>${email}</bdi>`]], 'facts facts-short')}
      <div class="actions">
        <button class="button" type="submit">${translate('action.continue')}</button>
      </div>
    </form>`;
  return renderStepPage({ title: translate('details.title'), request, hasErrors: messages.length > 0, main }, page);
}

function renderType({ model, messages, translate }: FormContext): Html {
  const id = detailsFieldId('type');
  const choices = model.types.map((type, at) => renderChoice({ type, id: at === 0 ? id : `${id}-${type}` }));
  function renderChoice(choice: { readonly type: ProspectType; readonly id: string }): Html {
    const isChosen = model.form.type === choice.type;
    return html`<label class="choice">
      <input
        type="radio"
        name="type"
        value="${choice.type}"
        id="${choice.id}"
        !${isChosen ? html`checked` : nothing}
        !${choice.id === id ? describedBy(id, messages) : nothing}
      />
      <span>${translate(`details.${choice.type}`)}</span>
    </label>`;
  }
  return html`<fieldset class="fields">
    <legend>${translate('details.type')}</legend>
    !${renderFieldErrors(id, messages)} !${choices}
  </fieldset>`;
}

function renderGroup(
  legend: 'review.company' | 'company.address' | 'details.person' | 'details.contact',
  fields: readonly DetailsField[],
  context: FormContext,
): Html {
  return html`<fieldset class="fields">
    <legend>${context.translate(legend)}</legend>
    !${fields.map((field) => renderField(field, context))}
  </fieldset>`;
}

function renderField(field: DetailsField, context: FormContext): Html {
  if (field === 'country') return renderCountry(context);
  const { model, messages, translate } = context;
  const { label, autocomplete, isOptional = false } = detailsFields[field];
  return renderTextField(
    {
      id: detailsFieldId(field),
      name: field,
      type: field === 'phone' ? 'tel' : 'text',
      label: translate(label),
      hint: isOptional ? translate('declaration.optional') : undefined,
      value: model.form[field],
      autocomplete,
    },
    messages,
  );
}

function renderCountry({ model, messages, language, translate }: FormContext): Html {
  const id = detailsFieldId('country');
  const value = model.form.country;
  const options = countriesByName(language, value).map(
    (country) =>
      html`<option value="${country.code}" ${country.code === value ? 'selected' : ''}>${country.name}</option>`,
  );
  return html`<div class="field">
    <label for="${id}">${translate(detailsFields.country.label)}</label>
    !${renderFieldErrors(id, messages)}
    <select
      id="${id}"
      name="country"
      autocomplete="${detailsFields.country.autocomplete}"
      !${describedBy(id, messages)}
    >
      !${options}
    </select>
  </div>`;
}

function messageFor({ field, kind }: DetailsError, language: Language, translate: Translate): FieldMessage {
  const fieldId = detailsFieldId(field);
  if (field === 'type') return { fieldId, text: translate('details.errorType') };
  if (kind === 'no-vat-number') return { fieldId, text: translate('company.errorVatNumber') };
  const { label, maxLength = 0 } = detailsFields[field];
  const name = translate(label);
  return kind === 'empty'
    ? { fieldId, text: translate('declaration.errorEmpty', { name }) }
    : { fieldId, text: translate('company.errorFieldLong', { name, max: formatNumber(maxLength, language) }) };
}
