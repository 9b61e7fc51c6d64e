import { formatCountry, formatInstant, type Language, translatorFor } from '../../modules/texts/index.ts';
import { html, nothing } from '../../platform/markup/html.ts';
import type { Html } from '../../platform/markup/html.ts';
import type { PageContext } from '../shared/page-model.ts';
import type { RequestSummary } from './request-summary.ts';

/** Who asks, through whom, for whom and until when. */
export function renderRequestFacts(request: RequestSummary, { language }: PageContext): Html {
  const translate = translatorFor(language);
  const { seller, organizationName, companyName } = request;
  return html`<dl class="facts facts-short">
    !${renderFact(translate('request.from'), html`<bdi>${seller.name}</bdi>, ${formatCountry(seller.country, language)}`)}
    !${organizationName === undefined ? nothing : renderFact(translate('request.via'), html`<bdi>${organizationName}</bdi>`)}
    !${companyName === undefined ? nothing : renderFact(translate('request.for'), html`<bdi>${companyName}</bdi>`)}
    !${renderUntil(request, language)}
  </dl>`;
}

/** Where who asks and for whom is said already. */
export function renderDeadline(request: RequestSummary, { language }: PageContext): Html {
  return html`<dl class="facts facts-short">!${renderUntil(request, language)}</dl>`;
}

function renderUntil({ expiresAt, companyCountry }: RequestSummary, language: Language): Html {
  return renderFact(
    translatorFor(language)('request.until'),
    html`<time datetime="${expiresAt.toISOString()}">${formatInstant(expiresAt, language, companyCountry)}</time>`,
  );
}

function renderFact(term: string, fact: Html): Html {
  return html`<div>
    <dt>${term}</dt>
    <dd>!${fact}</dd>
  </div>`;
}
