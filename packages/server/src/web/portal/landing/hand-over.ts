import { translatorFor } from '../../../modules/texts/index.ts';
import { html } from '../../../platform/markup/html.ts';
import { renderFold } from './fold.ts';
import type { Html } from '../../../platform/markup/html.ts';
import type { LandingModel } from './landing-model.ts';
import type { PageContext } from '../../shared/page-model.ts';

/** How somebody whose task it is not gives it to a colleague: the mail, or a new one from his own mail program with the link. */
export function renderHandOver({ request, url }: LandingModel, page: PageContext): Html {
  const translate = translatorFor(page.language);
  const names = { seller: request.seller.name, company: request.companyName ?? '' };
  const subject = encodeURIComponent(translate('landing.handOverSubject', names));
  const body = encodeURIComponent(translate('landing.handOverBody', { ...names, link: url }).replaceAll('\n', '\r\n'));
  const way = html`<p>${translate('landing.colleague')}</p>
    <p>
      <a class="link-alone" href="mailto:?subject=${subject}&amp;body=${body}">${translate('landing.handOverMail')}</a>
    </p>`;
  return renderFold(translate('landing.handOver'), way);
}
