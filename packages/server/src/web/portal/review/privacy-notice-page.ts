import { DRAFT_GRACE_DAYS } from '../../../modules/self-service/submissions/index.ts';
import { translatorFor } from '../../../modules/texts/index.ts';
import { privacyValues } from '../prospect/privacy-facts.ts';
import { html, when } from '../../../platform/markup/html.ts';
import { renderSellerContact } from '../../shared/seller-contact.ts';
import { renderLayout } from '../../shared/layout.ts';
import type { Html } from '../../../platform/markup/html.ts';
import type { PageContext } from '../../shared/page-model.ts';
import type { PrivacyNoticeModel } from './review-model.ts';

/** GET /kyc/{ref}/privacy: the notice that the consent on the review page speaks of, by version. */
export function renderPrivacyNotice(model: PrivacyNoticeModel, page: PageContext): Html {
  const translate = translatorFor(page.language);
  const { seller, organizationName, isPublished = false } = model.request;
  const values = {
    seller: seller.name,
    organization: organizationName ?? '',
    operator: page.operatorName,
    ...(isPublished ? privacyValues(model.prospectDays) : { days: DRAFT_GRACE_DAYS }),
  };
  const sections = [
    ['privacy.controller', organizationName === undefined ? 'privacy.controllerText' : 'privacy.controllerViaText'],
    ['privacy.purpose', isPublished ? 'prospect.privacyPurpose' : 'privacy.purposeText'],
    ['privacy.basis', 'privacy.basisText'],
    ['privacy.data', isPublished ? 'prospect.privacyData' : 'privacy.dataText'],
    ['privacy.recipients', 'privacy.recipientsText'],
    ['privacy.retention', isPublished ? 'prospect.privacyRetention' : 'privacy.retentionText'],
    ['privacy.duty', 'privacy.dutyText'],
    ['privacy.cookies', 'privacy.cookiesText'],
    ['privacy.rights', 'privacy.rightsText'],
  ] as const;
  const main = html`<h1>${translate('privacy.title')}</h1>
    <p class="hint">${translate('privacy.version', { version: model.version })}</p>
    !${sections.map(
      ([heading, text]) =>
        html`<section>
          <h2>${translate(heading)}</h2>
          <p>${translate(text, values)}</p>
          !${when(heading === 'privacy.controller', () => renderSellerContact(seller, page.language))}
        </section>`,
    )}
    <div class="actions">
      <a class="button button-secondary" href="${model.backUrl}">${translate('privacy.back')}</a>
    </div>`;
  return renderLayout({ title: translate('privacy.title'), sellerName: seller.name, organizationName, main }, page);
}
