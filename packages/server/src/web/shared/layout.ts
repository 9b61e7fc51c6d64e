import { translatorFor } from '../../modules/texts/index.ts';
import { contactUrl } from '../../platform/markup/web-address.ts';
import { html, nothing } from '../../platform/markup/html.ts';
import { pageName, renderSiteHeader } from './site-header.ts';
import { renderSessionEnd } from './session-end.ts';
import type { Html } from '../../platform/markup/html.ts';
import type { PageContext } from './page-model.ts';

interface Layout {
  /** Says what the page is and in which state; shown in the tab, read out first. */
  readonly title: string;
  /** Whose page it is: the seller, or nobody on pages that may not name one. */
  readonly sellerName?: string | undefined;
  readonly organizationName?: string | undefined;
  readonly hasErrors?: boolean;
  /** Loads the page's script, which works without being waited for and may be missing. */
  readonly hasScript?: boolean;
  readonly main: Html;
  readonly aside?: Html;
}

/** The frame of every page: no inline script or style, nothing from elsewhere (contract section 3.5). */
export function renderLayout(layout: Layout, page: PageContext): Html {
  const translate = translatorFor(page.language);
  const name = pageName(layout, page);
  const styles = page.brand?.stylesheetUrl;
  const hasScript = layout.hasScript === true || page.sessionEnd !== undefined;
  const title = translate('layout.title', { title: layout.title, name });
  return html`<!doctype html>
    <html lang="${page.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${layout.hasErrors === true ? translate('layout.errorTitle', { title }) : title}</title>
        <meta name="robots" content="noindex" />
        <meta name="referrer" content="strict-origin" />
        <meta name="color-scheme" content="light dark" />
        <meta name="format-detection" content="telephone=no" />
        <link rel="icon" href="/assets/favicon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/portal.css" />
        !${hasScript ? html`<script src="/assets/portal.js" type="module"></script>` : nothing}
        !${styles === undefined ? nothing : html`<link rel="stylesheet" href="${styles}" />`}
      </head>
      <body>
        <a class="skip-link" href="#main">${translate('layout.skip')}</a>
        !${renderSiteHeader(layout, page)}
        <div class="${layout.aside === undefined ? 'page page-single' : 'page'}">
          <main id="main" tabindex="-1">!${layout.main} !${renderSessionEnd(page)}</main>
          !${layout.aside ?? nothing}
        </div>
        !${renderFooter(page)}
      </body>
    </html> `;
}

function renderFooter(page: PageContext): Html {
  const translate = translatorFor(page.language);
  const links = [
    { url: page.privacyUrl, text: translate('layout.privacy') },
    { url: page.imprintUrl, text: translate('layout.imprint') },
    { url: page.reportUrl ?? contactUrl(page.abuseContact), text: translate('layout.abuse') },
  ];
  const items = links.map(({ url, text }) =>
    url === undefined ? nothing : html`<li><a href="${url}">${text}</a></li>`,
  );
  return html`<footer class="site-footer">
    <div class="site-footer-inner">
      <p>${translate('layout.runBy', { operator: page.operatorName })}</p>
      <ul>
        !${items}
      </ul>
    </div>
  </footer>`;
}
