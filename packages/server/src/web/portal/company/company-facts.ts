import { formatCountry, type Language } from '../../../modules/texts/index.ts';
import { html } from '../../../platform/markup/html.ts';
import type { Translate } from '../../../modules/texts/index.ts';
import type { Html } from '../../../platform/markup/html.ts';
import type { CompanyData } from './company-model.ts';

export function renderCompanyFacts(
  { name, vatNumber, address }: CompanyData,
  language: Language,
  translate: Translate,
): Html {
  return html`<dl class="facts">
    <div>
      <dt>${translate('company.name')}</dt>
      <dd><bdi>${name}</bdi></dd>
    </div>
    <div>
      <dt>${translate('company.vatNumber')}</dt>
      <dd class="code">${vatNumber}</dd>
    </div>
    <div>
      <dt>${translate('company.address')}</dt>
      <dd>
        <bdi>${address.street}</bdi><br />
        <bdi>${address.postCode} ${address.city}</bdi><br />
        ${formatCountry(address.country, language)}
      </dd>
    </div>
  </dl>`;
}
