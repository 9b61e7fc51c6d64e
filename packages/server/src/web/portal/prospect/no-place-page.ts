import { translatorFor } from '../../../modules/texts/index.ts';
import { html } from '../../../platform/markup/html.ts';
import type { Html } from '../../../platform/markup/html.ts';
import { icons } from '../../shared/icons.ts';
import { renderLayout } from '../../shared/layout.ts';
import type { PageContext } from '../../shared/page-model.ts';
import { renderSellerContact } from '../../shared/seller-contact.ts';
import type { RequestSummary } from '../request-summary.ts';

/** For who has proved his address and finds no place left: before he has typed for ten minutes. */
export function renderNoPlace({ seller, organizationName }: RequestSummary, page: PageContext): Html {
  const translate = translatorFor(page.language);
  const title = translate('prospect.fullTitle');
  const main = html`<div class="card dead-end">
    <span class="dead-end-mark">!${icons.alert}</span>
    <h1>${title}</h1>
    <p class="lead">${translate('prospect.fullText', { seller: seller.name })}</p>
    <h2>${translate('errorPage.next')}</h2>
    <p>${translate('prospect.fullNext', { seller: seller.name })}</p>
    !${renderSellerContact(seller, page.language)}
  </div>`;
  // Nothing is left to be typed here.
  return renderLayout({ title, sellerName: seller.name, organizationName, main }, { ...page, sessionEnd: undefined });
}
