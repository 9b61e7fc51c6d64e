import { translatorFor } from '../../modules/texts/index.ts';
import { html, when } from '../../platform/markup/html.ts';
import { renderSellerContact } from '../shared/seller-contact.ts';
import { renderRequestFacts } from './request-facts.ts';
import type { Html } from '../../platform/markup/html.ts';
import type { PageContext } from '../shared/page-model.ts';
import type { RequestSummary } from './request-summary.ts';

/** Who asks, for whom and until when, beside (on a phone: below) every step. */
export function renderRequestAside(request: RequestSummary, page: PageContext, note?: string): Html {
  return html`<aside class="aside" aria-labelledby="request-heading">
    <h2 id="request-heading">${translatorFor(page.language)('request.heading')}</h2>
    !${renderRequestFacts(request, page)} !${renderSellerContact(request.seller, page.language)}
    !${when(note !== undefined, () => html`<p class="aside-note">${note}</p>`)}
  </aside>`;
}
