import { formatCountry } from '../../../modules/texts/index.ts';
import { translatorFor } from '../../../modules/texts/index.ts';
import { DRAFT_GRACE_DAYS } from '../../../modules/self-service/submissions/index.ts';
import { contactUrl } from '../../../platform/markup/web-address.ts';
import { html, nothing, when } from '../../../platform/markup/html.ts';
import { renderHandOver } from './hand-over.ts';
import { renderFold } from './fold.ts';
import { icons } from '../../shared/icons.ts';
import { renderLayout } from '../../shared/layout.ts';
import { renderSellerContact } from '../../shared/seller-contact.ts';
import { renderDeadline } from '../request-facts.ts';
import type { Translate } from '../../../modules/texts/index.ts';
import type { Html } from '../../../platform/markup/html.ts';
import type { LandingModel } from './landing-model.ts';
import type { PageContext } from '../../shared/page-model.ts';

/**
 * GET /i/{token}: changes nothing; Start is a POST (contract section 3.6). Who asks, for whom, why, until when, how much it is and
 * Start stand on the first screen of a phone; all that explains them is folded below.
 */
export function renderLanding(model: LandingModel, page: PageContext): Html {
  const translate = translatorFor(page.language);
  const { request } = model;
  const names = { seller: request.seller.name, company: request.companyName ?? '' };
  const main = html`<h1>${translate('landing.heading', names)}</h1>
    <p class="lead">
      ${translate('landing.lead', { ...names, country: formatCountry(request.seller.country, page.language) })}
    </p>
    !${renderStart(model, page, translate)} !${renderMessage(model, translate)} !${renderNeeded(model, translate)}
    <div class="folds">
      !${renderExplanations(model, translate)} !${renderHandOver(model, page)} !${renderData(model, translate)}
    </div>
    !${renderDoubt(model, page, translate)} !${renderSellerContact(request.seller, page.language)}`;
  return renderLayout(
    {
      title: translate('landing.title'),
      sellerName: request.seller.name,
      organizationName: request.organizationName,
      main,
    },
    page,
  );
}

function renderStart(model: LandingModel, page: PageContext, translate: Translate): Html {
  const { request, token, isResumed, requestedDocuments } = model;
  const count = requestedDocuments.length;
  const effort = [translate('landing.effort'), ...(count === 0 ? [] : [translate('landing.documentCount', { count })])];
  return html`<form class="card start" method="post" action="/i/${encodeURIComponent(token)}/start">
    <p class="effort">${effort.join(', ')}</p>
    !${renderDeadline(request, page)}
    <input type="hidden" name="lang" value="${page.language}" />
    <button class="button button-wide" type="submit">${translate(isResumed ? 'action.resume' : 'action.start')}</button>
  </form>`;
}

function renderMessage({ message, messageLanguage, request }: LandingModel, translate: Translate): Html {
  if (message === undefined || message.trim() === '') return nothing;
  return html`<figure class="message">
    <figcaption>${translate('landing.message', { seller: request.seller.name })}</figcaption>
    <blockquote class="plain-text" lang="${messageLanguage ?? ''}">${message}</blockquote>
  </figure>`;
}

function renderNeeded({ requestedDocuments }: LandingModel, translate: Translate): Html {
  const items = requestedDocuments.map(
    (type) =>
      html`<li>
        !${icons.document}
        <details>
          <summary>${translate(`documentType.${type}`)}</summary>
          <p>${translate(`documentType.${type}.text`)}</p>
        </details>
      </li>`,
  );
  return html`<section class="card" aria-labelledby="needed-heading">
    <h2 id="needed-heading">${translate('landing.needed')}</h2>
    !${
      items.length === 0
        ? html`<p>${translate('landing.noDocuments')}</p>`
        : html`<ul class="document-list">
            !${items}
          </ul>`
    }
  </section>`;
}

function renderExplanations({ request }: LandingModel, translate: Translate): Html {
  const names = { seller: request.seller.name, company: request.companyName ?? '' };
  const why = html`<p>${translate('landing.whyText', names)}</p>
    !${when(
      request.organizationName !== undefined,
      () => html`<p>${translate('landing.onBehalf', { ...names, organization: request.organizationName ?? '' })}</p>`,
    )}`;
  const how = html`<ol class="how">
    <li>${translate('landing.howDocuments')}</li>
    <li>${translate('landing.howReview')}</li>
  </ol>`;
  const know = html`<ul class="bullets">
    <li>${translate('landing.pause', names)}</li>
    <li>${translate('landing.password')}</li>
  </ul>`;
  return html`!${renderFold(translate('landing.why'), why)} !${renderFold(translate('landing.how'), how)}
  !${renderFold(translate('landing.know'), know)}`;
}

/** In the words of the privacy notice, so that neither can promise what the other does not. */
function renderData({ request }: LandingModel, translate: Translate): Html {
  const data = html`<p>${translate('landing.handling', { seller: request.seller.name })}</p>
    <dl class="facts facts-prose">
      <div>
        <dt>${translate('privacy.purpose')}</dt>
        <dd>${translate('privacy.purposeText')}</dd>
      </div>
      <div>
        <dt>${translate('privacy.retention')}</dt>
        <dd>${translate('privacy.retentionText', { days: DRAFT_GRACE_DAYS })}</dd>
      </div>
    </dl>`;
  return renderFold(translate('landing.data'), data);
}

function renderDoubt({ request }: LandingModel, page: PageContext, translate: Translate): Html {
  const url = page.reportUrl ?? contactUrl(page.abuseContact);
  return html`<p class="doubt">
    ${translate('landing.unexpected', { seller: request.seller.name })}
    !${when(url !== undefined, () => html`<a href="${url}">${translate('layout.abuse')}</a>`)}
  </p>`;
}
