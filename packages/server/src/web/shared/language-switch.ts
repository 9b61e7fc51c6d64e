import { languageNames, translatorFor } from '../../modules/texts/index.ts';
import { html, nothing } from '../../platform/markup/html.ts';
import { icons } from './icons.ts';
import type { Html } from '../../platform/markup/html.ts';
import type { PageContext } from './page-model.ts';

/** A list that opens without script and pushes the page down, so that it never covers what has the focus. */
export function renderLanguageSwitch({ language, languagePath = '' }: PageContext): Html {
  const links = languageNames.map(
    ([code, name]) =>
      html`<li>
        <a
          href="${languagePath}?lang=${code}"
          hreflang="${code}"
          lang="${code}"
          !${code === language ? html`aria-current="true"` : nothing}
          >${name}</a
        >
      </li>`,
  );
  const label = translatorFor(language)('layout.language');
  const current = languageNames.find(([code]) => code === language)?.[1];
  return html`<nav class="language-switch" aria-label="${label}">
    <details>
      <summary>!${icons.globe}<span class="visually-hidden">${label}: </span>${current}</summary>
      <ul>
        !${links}
      </ul>
    </details>
  </nav>`;
}
