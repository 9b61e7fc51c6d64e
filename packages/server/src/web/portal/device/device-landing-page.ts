import { translatorFor } from '../../../modules/texts/index.ts';
import { html, type Html } from '../../../platform/markup/html.ts';
import { renderLayout } from '../../shared/layout.ts';
import type { PageContext } from '../../shared/page-model.ts';
import { renderRequestFacts } from '../request-facts.ts';
import type { RequestSummary } from '../request-summary.ts';

interface DeviceLanding {
  readonly request: RequestSummary;
  /** `/d/{token}` */
  readonly path: string;
}

/** GET /d/{token}: changes nothing, since a camera's preview fetches it too; the button is a POST. */
export function renderDeviceLanding({ request, path }: DeviceLanding, page: PageContext): Html {
  const translate = translatorFor(page.language);
  const main = html`<h1>${translate('device.landingTitle')}</h1>
    <p class="lead">${translate('device.landingText', { seller: request.seller.name })}</p>
    <form class="card start" method="post" action="${path}">
      !${renderRequestFacts(request, page)}
      <input type="hidden" name="lang" value="${page.language}" />
      <button class="button button-wide" type="submit">${translate('device.landingGo')}</button>
    </form>`;
  return renderLayout(
    {
      title: translate('device.landingTitle'),
      sellerName: request.seller.name,
      organizationName: request.organizationName,
      main,
    },
    page,
  );
}
