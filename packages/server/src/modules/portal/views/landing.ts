import { formatCountry, formatInstant } from '../../texts/index.ts';
import { translatorFor } from '../../texts/index.ts';
import { contactUrl } from '../../../platform/markup/web-address.ts';
import { html, nothing, when } from '../../../platform/markup/html.ts';
import { icons } from './icons.ts';
import { renderLayout } from './layout.ts';
import { renderRequestAside } from './request-aside.ts';
import type { Translate } from '../../texts/index.ts';
import type { Html } from '../../../platform/markup/html.ts';
import type { LandingModel, PageContext } from './view-models.ts';

/** GET /i/{token}: who asks, for whom, why, what for and until when. Changes nothing; Start is a POST (contract section 3.6). */
export function renderLanding(model: LandingModel, page: PageContext): Html {
  const translate = translatorFor(page.language);
  const { request } = model;
  const names = { seller: request.seller.name, company: request.companyName };
  const main = html`<h1>${translate('landing.heading', names)}</h1>
    <p class="lead">
      ${translate('landing.lead', { ...names, country: formatCountry(request.seller.country, page.language) })}
      !${when(
        request.organizationName !== undefined,
        () => html`${translate('landing.onBehalf', { ...names, organization: request.organizationName ?? '' })}`,
      )}
    </p>
    !${renderMessage(model, translate)} !${renderNeeded(model, page, translate)}
    !${renderExplanations(model, translate)} !${renderDoubt(model, page, translate)}`;
  return renderLayout(
    {
      title: translate('landing.title'),
      sellerName: request.seller.name,
      organizationName: request.organizationName,
      main,
      aside: renderRequestAside(request, page),
    },
    page,
  );
}

function renderMessage({ message, request }: LandingModel, translate: Translate): Html {
  if (message === undefined || message.trim() === '') return nothing;
  return html`<figure class="message">
    <figcaption>${translate('landing.message', { seller: request.seller.name })}</figcaption>
    <blockquote class="plain-text">${message}</blockquote>
  </figure>`;
}

function renderNeeded(model: LandingModel, page: PageContext, translate: Translate): Html {
  const until = formatInstant(model.request.expiresAt, page.language);
  const items = model.requestedDocuments.map(
    (type) =>
      html`<li>
        !${icons.document}
        <div>
          <h3>${translate(`documentType.${type}`)}</h3>
          <p>${translate(`documentType.${type}.text`)}</p>
        </div>
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
    <form method="post" action="/i/${encodeURIComponent(model.token)}/start">
      <input type="hidden" name="lang" value="${page.language}" />
      <button class="button button-wide" type="submit">
        ${translate(model.isResumed ? 'action.resume' : 'action.start')}
      </button>
    </form>
    <p class="below-button">${translate('landing.until', { date: until })}</p>
  </section>`;
}

function renderExplanations({ request }: LandingModel, translate: Translate): Html {
  const names = { seller: request.seller.name, company: request.companyName };
  return html`<section>
      <h2>${translate('landing.why')}</h2>
      <p>${translate('landing.whyText', names)}</p>
    </section>
    <section>
      <h2>${translate('landing.how')}</h2>
      <ol class="how">
        <li>${translate('landing.howCompany', names)}</li>
        <li>${translate('landing.howDocuments')}</li>
        <li>${translate('landing.howReview')}</li>
      </ol>
    </section>
    <section>
      <h2>${translate('landing.know')}</h2>
      <ul class="bullets">
        <li>${translate('landing.pause', names)}</li>
        <li>${translate('landing.colleague', names)}</li>
        <li>${translate('landing.handling', names)}</li>
        <li>${translate('landing.password')}</li>
      </ul>
    </section>`;
}

function renderDoubt({ request }: LandingModel, page: PageContext, translate: Translate): Html {
  const url = contactUrl(page.abuseContact);
  return html`<p class="doubt">
    ${translate('landing.unexpected', { seller: request.seller.name })}
    !${when(url !== undefined, () => html`<a href="${url}">${translate('layout.abuse')}</a>`)}
  </p>`;
}
