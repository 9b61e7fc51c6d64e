import { html, nothing } from '../../../platform/markup/html.ts';
import { formatCountry, type Language, type Translate } from '../../../modules/texts/index.ts';
import type { Html } from '../../../platform/markup/html.ts';
import type { CompanyField } from '../../../modules/self-service/submissions/index.ts';
import { companyFields } from './company-fields.ts';
import type { CompanyAnswer } from './company-model.ts';

/** Each corrected field: what the seller has, and what it should be. */
export function renderCorrectionsList(
  { isCorrect, corrections = [] }: CompanyAnswer,
  language: Language,
  translate: Translate,
): Html {
  if (isCorrect !== false || corrections.length === 0) return nothing;
  const shown = (field: CompanyField, value: string): string =>
    field === 'address.country' ? formatCountry(value, language) : value;
  const items = corrections.map(
    ({ field, given, corrected }) =>
      html`<div>
        <dt>${translate(companyFields[field].label)}</dt>
        <dd>
          <span class="hint">${translate('company.given')}</span>
          <del><bdi>${shown(field, given)}</bdi></del>
        </dd>
        <dd>
          <span class="hint">${translate('company.corrected')}</span>
          <ins><bdi>${shown(field, corrected)}</bdi></ins>
        </dd>
      </div>`,
  );
  return html`<dl class="facts corrected">!${items}</dl>`;
}
