import { translatorFor } from '../../../modules/texts/index.ts';
import { html, type Html } from '../../../platform/markup/html.ts';
import { icons } from '../../shared/icons.ts';
import { renderLayout } from '../../shared/layout.ts';
import type { PageContext } from '../../shared/page-model.ts';

/** GET /kyc/signed-out: shown to whoever asks, so it names nobody. */
export function renderSignedOut(page: PageContext): Html {
  const translate = translatorFor(page.language);
  const title = translate('signedOut.title');
  const main = html`<div class="card dead-end">
    <span class="dead-end-mark">!${icons.check}</span>
    <h1>${title}</h1>
    <p class="lead">${translate('signedOut.text')}</p>
    <h2>${translate('errorPage.next')}</h2>
    <p>${translate('signedOut.next')}</p>
  </div>`;
  return renderLayout({ title, main }, page);
}
