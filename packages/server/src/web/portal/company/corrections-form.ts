import { describedBy, renderFieldErrors } from '../../shared/error-summary.ts';
import { html, when } from '../../../platform/markup/html.ts';
import { COMPANY_FIELDS, type CompanyField } from '../../../modules/self-service/submissions/index.ts';
import { countriesByName, formatCountry, type Language, type Translate } from '../../../modules/texts/index.ts';
import type { FieldMessage } from '../../shared/error-summary.ts';
import type { Html } from '../../../platform/markup/html.ts';
import { companyFieldId, companyFields } from './company-fields.ts';
import type { CompanyModel } from './company-model.ts';

interface FormContext {
  readonly language: Language;
  readonly messages: readonly FieldMessage[];
  readonly translate: Translate;
}

/** Every field with what the seller has, or with what the buyer has put in its place, and then the former beside it. */
export function renderCorrections({ company, answer }: CompanyModel, context: FormContext): Html {
  const fields = COMPANY_FIELDS.map((field) => {
    const correction = answer.corrections?.find((one) => one.field === field);
    const given = companyFields[field].of(company);
    return renderField({ field, given, value: correction?.corrected ?? given }, context);
  });
  return html`<div class="corrections">!${fields}</div>`;
}

interface FieldValue {
  readonly field: CompanyField;
  readonly given: string;
  readonly value: string;
}

function renderField(value: FieldValue, context: FormContext): Html {
  const { messages, translate } = context;
  const id = companyFieldId(value.field);
  return html`<div class="field">
    <label for="${id}">${translate(companyFields[value.field].label)}</label>
    !${when(
      value.value !== value.given,
      () =>
        html`<p class="hint" id="${givenId(value.field)}">
          ${translate('company.given')} <bdi>${shownValue(value.field, value.given, context.language)}</bdi>
        </p>`,
    )}
    !${renderFieldErrors(id, messages)}
    !${value.field === 'address.country' ? renderCountry(value, context) : renderLine(value, context)}
  </div>`;
}

/** Without a maxlength: what is too long is shown again, not cut without a word. */
function renderLine({ field, given, value }: FieldValue, { messages }: FormContext): Html {
  const { name, autocomplete } = companyFields[field];
  const id = companyFieldId(field);
  return html`<input
    type="text"
    id="${id}"
    name="${name}"
    value="${value}"
    dir="auto"
    autocomplete="${autocomplete}"
    !${describedBy(id, messages, value === given ? undefined : givenId(field))}
  />`;
}

function renderCountry({ field, given, value }: FieldValue, { language, messages }: FormContext): Html {
  const { name, autocomplete } = companyFields[field];
  const id = companyFieldId(field);
  const options = countriesByName(language, given).map(
    (country) =>
      html`<option value="${country.code}" ${country.code === value ? 'selected' : ''}>${country.name}</option>`,
  );
  return html`<select
    id="${id}"
    name="${name}"
    autocomplete="${autocomplete}"
    !${describedBy(id, messages, value === given ? undefined : givenId(field))}
  >
    !${options}
  </select>`;
}

function givenId(field: CompanyField): string {
  return `${companyFieldId(field)}-given`;
}

function shownValue(field: CompanyField, value: string, language: Language): string {
  return field === 'address.country' ? formatCountry(value, language) : value;
}
