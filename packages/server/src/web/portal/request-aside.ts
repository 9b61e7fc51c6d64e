import { translatorFor } from '../../modules/texts/index.ts';
import { html } from '../../platform/markup/html.ts';
import { IDLE_DRAFT_DAYS } from '../../modules/self-service/invitations/index.ts';
import { renderSellerContact } from '../shared/seller-contact.ts';
import { renderRequestFacts } from './request-facts.ts';
import type { Html } from '../../platform/markup/html.ts';
import type { PageContext } from '../shared/page-model.ts';
import type { RequestSummary } from './request-summary.ts';

/** Who asks, for whom and until when, beside (on a phone: below) every step. */
export function renderRequestAside(request: RequestSummary, page: PageContext): Html {
  const translate = translatorFor(page.language);
  const note =
    request.isPublished === true ? translate('prospect.saved', { days: IDLE_DRAFT_DAYS }) : translate('request.saved');
  return html`<aside class="aside" aria-labelledby="request-heading">
    <h2 id="request-heading">${translate('request.heading')}</h2>
    !${renderRequestFacts(request, page)} !${renderSellerContact(request.seller, page.language)}
    <p class="aside-note">${note}</p>
  </aside>`;
}
