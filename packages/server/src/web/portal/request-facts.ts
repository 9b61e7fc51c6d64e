import { formatCountry, formatInstant, translatorFor } from '../../modules/texts/index.ts';
import { html, nothing } from '../../platform/markup/html.ts';
import type { Html } from '../../platform/markup/html.ts';
import type { PageContext } from '../shared/page-model.ts';
import type { RequestSummary } from './request-summary.ts';

/** Who asks, through whom, for whom and until when. */
export function renderRequestFacts(request: RequestSummary, { language }: PageContext): Html {
  const translate = translatorFor(language);
  const { seller, organizationName, companyName, companyCountry, expiresAt } = request;
  return html`<dl class="facts facts-short">
    !${renderFact(translate('request.from'), html`<bdi>${seller.name}</bdi>, ${formatCountry(seller.country, language)}`)}
    !${organizationName === undefined ? nothing : renderFact(translate('request.via'), html`<bdi>${organizationName}</bdi>`)}
    !${renderFact(translate('request.for'), html`<bdi>${companyName}</bdi>`)}
    !${renderFact(
      translate('request.until'),
      html`<time datetime="${expiresAt.toISOString()}">${formatInstant(expiresAt, language, companyCountry)}</time>`,
    )}
  </dl>`;
}

function renderFact(term: string, fact: Html): Html {
  return html`<div>
    <dt>${term}</dt>
    <dd>!${fact}</dd>
  </div>`;
}
