import { formatInstant, type TextKey, translatorFor } from '../../../modules/texts/index.ts';
import { html } from '../../../platform/markup/html.ts';
import { icons } from '../../shared/icons.ts';
import { renderSellerContact } from '../../shared/seller-contact.ts';
import { renderLayout } from '../../shared/layout.ts';
import type { Html } from '../../../platform/markup/html.ts';
import type { ErrorPageKind, ErrorPageModel, ExpiredLink } from './error-page-model.ts';
import type { PageContext } from '../../shared/page-model.ts';

/** The HTTP status of each dead end (contract sections 2.6 and 3.5). */
export const errorPageStatus = {
  unknown: 404,
  revoked: 410,
  replaced: 410,
  expired: 410,
  used: 410,
  closed: 410,
  blocked: 409,
  sessionEnded: 403,
  deviceLinkEnded: 403,
  tooManyRequests: 429,
  forbidden: 403,
  notFound: 404,
  unavailable: 503,
  failed: 500,
} as const satisfies Record<ErrorPageKind, number>;

/** What happened and what to do next, in plain words. The reason of a revocation is not in the model: the buyer never sees it. */
export function renderErrorPage(model: ErrorPageModel, page: PageContext): Html {
  const { kind, sellerName, expired } = model;
  if (expired?.asked) return renderAsked(expired.asked, model, page);
  const translate = translatorFor(page.language);
  const seller = sellerName ?? translate('errorPage.someone');
  const title = translate(`errorPage.${kind}.title`);
  const main = html`<div class="card dead-end">
    <span class="dead-end-mark">!${kind === 'used' ? icons.check : icons.alert}</span>
    <h1>${title}</h1>
    <p class="lead">${translate(`errorPage.${kind}.text`)}</p>
    <h2>${translate('errorPage.next')}</h2>
    !${expired ? renderAsking(expired, seller, page) : html`<p>${translate(nextKey(model), { seller })}</p>`}
    !${renderSellerContact({ name: seller, contact: model.contact }, page.language)}
  </div>`;
  return renderLayout({ title, sellerName, main }, page);
}

/** A published link that has expired is nobody's to be sent anew. */
function nextKey({ kind, isPublished = false }: ErrorPageModel): TextKey {
  return kind === 'expired' && isPublished ? 'errorPage.closed.next' : `errorPage.${kind}.next`;
}

function renderAsking({ askUrl }: ExpiredLink, seller: string, page: PageContext): Html {
  const translate = translatorFor(page.language);
  return html`<p>${translate('errorPage.expired.ask', { seller })}</p>
    <form method="post" action="${askUrl}">
      <input type="hidden" name="lang" value="${page.language}" />
      <button class="button" type="submit">${translate('action.askNewLink')}</button>
    </form>
    <p>${translate('errorPage.expired.forward')}</p>`;
}

/** Says only what was done: not everybody can be told by mail. */
function renderAsked(
  { at, country, isContactTold }: NonNullable<ExpiredLink['asked']>,
  { sellerName, contact }: ErrorPageModel,
  page: PageContext,
): Html {
  const translate = translatorFor(page.language);
  const seller = sellerName ?? translate('errorPage.someone');
  const title = translate('errorPage.expired.askedTitle');
  const main = html`<div class="card dead-end">
    <span class="dead-end-mark">!${icons.check}</span>
    <h1>${title}</h1>
    <p class="lead">${translate('errorPage.expired.asked', { date: formatInstant(at, page.language, country) })}</p>
    <h2>${translate('errorPage.expired.askedNext')}</h2>
    <p>${translate(isContactTold ? 'errorPage.expired.told' : 'errorPage.expired.noted', { seller })}</p>
    <p>${translate('errorPage.expired.forward')}</p>
    !${renderSellerContact({ name: seller, contact }, page.language)}
  </div>`;
  return renderLayout({ title, sellerName, main }, page);
}
