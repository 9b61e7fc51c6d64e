import { formatCountry, type Language, type Translate } from '../../../modules/texts/index.ts';
import { html, nothing } from '../../../platform/markup/html.ts';
import type { Html } from '../../../platform/markup/html.ts';
import { type Fact, renderFactList } from '../../shared/fact-list.ts';
import { renderCompanyFacts } from '../company/company-facts.ts';
import type { DetailsFacts } from './details-model.ts';

/** What the visitor has said of himself. */
export function renderDetailsList(details: DetailsFacts, language: Language, translate: Translate): Html {
  const { company, address, personName, email, phone } = details;
  const facts: readonly Fact[] = [
    [translate(company ? 'details.contact' : 'details.name'), html`<bdi>${personName}</bdi>`],
    ...(address ? [[translate('company.address'), renderAddress(address, language)] as const] : []),
    [translate('prospect.email'), html`<bdi>${email}</bdi>`],
    ...(phone === undefined ? [] : [[translate('details.phone'), html`<bdi>${phone}</bdi>`] as const]),
  ];
  return html`!${company ? renderCompanyFacts(company, language, translate) : nothing} !${renderFactList(facts)}`;
}

function renderAddress(address: NonNullable<DetailsFacts['address']>, language: Language): Html {
  return html`<bdi>${address.street}</bdi><br />
    <bdi>${address.postCode} ${address.city}</bdi><br />
    ${formatCountry(address.country, language)}`;
}
