import { formatInstant, translatorFor } from '../../../modules/texts/index.ts';
import { html } from '../../../platform/markup/html.ts';
import { icons } from './icons.ts';
import { renderLayout } from './layout.ts';
import type { Html } from '../../../platform/markup/html.ts';
import type { DeadEndKind, DeadEndModel, ExpiredLink, PageContext } from './view-models.ts';

/** The HTTP status of each dead end (contract sections 2.6 and 3.5). */
export const deadEndStatus = {
  unknown: 404,
  revoked: 410,
  replaced: 410,
  expired: 410,
  used: 410,
  blocked: 409,
  sessionEnded: 403,
  tooManyRequests: 429,
  forbidden: 403,
  notFound: 404,
  unavailable: 503,
  failed: 500,
} as const satisfies Record<DeadEndKind, number>;

/** What happened and what to do next, in plain words. The reason of a revocation is not in the model: the buyer never sees it. */
export function renderDeadEnd({ kind, sellerName, expired }: DeadEndModel, page: PageContext): Html {
  if (expired?.asked) return renderAsked(expired.asked, sellerName, page);
  const translate = translatorFor(page.language);
  const seller = sellerName ?? translate('deadEnd.someone');
  const title = translate(`deadEnd.${kind}.title`);
  const main = html`<div class="card dead-end">
    <span class="dead-end-mark">!${kind === 'used' ? icons.check : icons.alert}</span>
    <h1>${title}</h1>
    <p class="lead">${translate(`deadEnd.${kind}.text`)}</p>
    <h2>${translate('deadEnd.next')}</h2>
    !${expired ? renderAsking(expired, seller, page) : html`<p>${translate(`deadEnd.${kind}.next`, { seller })}</p>`}
  </div>`;
  return renderLayout({ title, sellerName, main }, page);
}

function renderAsking({ askUrl }: ExpiredLink, seller: string, page: PageContext): Html {
  const translate = translatorFor(page.language);
  return html`<p>${translate('deadEnd.expired.ask', { seller })}</p>
    <form method="post" action="${askUrl}">
      <input type="hidden" name="lang" value="${page.language}" />
      <button class="button" type="submit">${translate('action.askNewLink')}</button>
    </form>
    <p>${translate('deadEnd.expired.forward')}</p>`;
}

/** Says only what was done: not everybody can be told by mail. */
function renderAsked(
  { at, isContactTold }: NonNullable<ExpiredLink['asked']>,
  sellerName: string | undefined,
  page: PageContext,
): Html {
  const translate = translatorFor(page.language);
  const seller = sellerName ?? translate('deadEnd.someone');
  const title = translate('deadEnd.expired.askedTitle');
  const main = html`<div class="card dead-end">
    <span class="dead-end-mark">!${icons.check}</span>
    <h1>${title}</h1>
    <p class="lead">${translate('deadEnd.expired.asked', { date: formatInstant(at, page.language) })}</p>
    <h2>${translate('deadEnd.expired.askedNext')}</h2>
    <p>${translate(isContactTold ? 'deadEnd.expired.told' : 'deadEnd.expired.noted', { seller })}</p>
    <p>${translate('deadEnd.expired.forward')}</p>
  </div>`;
  return renderLayout({ title, sellerName, main }, page);
}
