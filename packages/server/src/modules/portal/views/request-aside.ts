import { formatCountry, formatInstant } from '../../texts/index.ts';
import { translatorFor } from '../../texts/index.ts';
import { html, when } from '../../../platform/markup/html.ts';
import type { Html } from '../../../platform/markup/html.ts';
import type { PageContext, RequestSummary } from './view-models.ts';

/** Who asks, for whom and until when, beside (on a phone: below) every step. */
export function renderRequestAside(request: RequestSummary, { language }: PageContext, note?: string): Html {
  const translate = translatorFor(language);
  return html`<aside class="aside" aria-labelledby="request-heading">
    <h2 id="request-heading">${translate('request.heading')}</h2>
    <dl class="facts">
      <div>
        <dt>${translate('request.from')}</dt>
        <dd><bdi>${request.seller.name}</bdi>, ${formatCountry(request.seller.country, language)}</dd>
      </div>
      !${when(
        request.organizationName !== undefined,
        () =>
          html`<div>
            <dt>${translate('request.via')}</dt>
            <dd><bdi>${request.organizationName}</bdi></dd>
          </div>`,
      )}
      <div>
        <dt>${translate('request.for')}</dt>
        <dd><bdi>${request.companyName}</bdi></dd>
      </div>
      <div>
        <dt>${translate('request.until')}</dt>
        <dd>
          <time datetime="${request.expiresAt.toISOString()}">${formatInstant(request.expiresAt, language)}</time>
        </dd>
      </div>
    </dl>
    !${when(note !== undefined, () => html`<p class="aside-note">${note}</p>`)}
  </aside>`;
}
