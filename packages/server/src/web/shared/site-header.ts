import { localeOf, translatorFor } from '../../modules/texts/index.ts';
import { html, nothing } from '../../platform/markup/html.ts';
import { renderLanguageSwitch } from './language-switch.ts';
import type { Html } from '../../platform/markup/html.ts';
import type { PageContext } from './page-model.ts';

interface Names {
  readonly sellerName?: string | undefined;
  readonly organizationName?: string | undefined;
}

/** The name that the page bears: of the brand, of the seller, or, where nobody may be named, of the operator. */
export function pageName({ sellerName }: Names, { brand, operatorName }: PageContext): string {
  return brand?.name ?? sellerName ?? operatorName;
}

/** Whose page it is, with a logo or with the name's first letter, and the languages. */
export function renderSiteHeader(names: Names, page: PageContext): Html {
  const name = pageName(names, page);
  const other = page.brand?.isSellers === false ? names.sellerName : names.organizationName;
  const second =
    other === undefined || other === name ? nothing : html`<span class="brand-via"><bdi>${other}</bdi></span>`;
  return html`<header class="site-header">
    <div class="site-header-inner">
      !${renderBrand(name, second, page)} !${renderSignOut(page)}
      !${page.hasOneLanguage === true ? nothing : renderLanguageSwitch(page)}
    </div>
  </header>`;
}

/** In the language of the page, which no session knows any more once it is ended. */
function renderSignOut({ signOutUrl, language }: PageContext): Html {
  if (signOutUrl === undefined) return nothing;
  return html`<form class="sign-out" method="post" action="${signOutUrl}">
    <input type="hidden" name="lang" value="${language}" />
    <button class="sign-out-button" type="submit">${translatorFor(language)('action.signOut')}</button>
  </form>`;
}

function renderBrand(name: string, second: Html, { brand, language }: PageContext): Html {
  const logo = brand?.logo;
  if (logo)
    return html`<p class="brand">
      <span class="brand-text">
        <img class="brand-logo" src="${logo.url}" alt="${name}" width="${logo.width}" height="${logo.height}" />
        !${second}
      </span>
    </p>`;
  const letter = (/[\p{L}\p{N}]/u.exec(name)?.[0] ?? '').toLocaleUpperCase(localeOf(language));
  return html`<p class="brand">
    <span class="brand-mark" aria-hidden="true">${letter}</span>
    <span class="brand-text">
      <span class="brand-name"><bdi>${name}</bdi></span>
      !${second}
    </span>
  </p>`;
}
