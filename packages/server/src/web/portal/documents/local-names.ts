import { html, nothing, when } from '../../../platform/markup/html.ts';
import {
  type DocumentType,
  localDocument,
  type LocalDocument,
  type LocalWords,
} from '../../../modules/kyc/documents/index.ts';
import { formatCountry, type Language, translatorFor } from '../../../modules/texts/index.ts';
import type { Html } from '../../../platform/markup/html.ts';
import type { DocumentsModel } from './documents-model.ts';

/** What a document is called in the company's country, and where one gets it. */
export function renderLocalName(type: DocumentType, model: DocumentsModel, language: Language): Html {
  const country = model.correctedCountry ?? model.request.companyCountry;
  const local = localDocument(country, type);
  const translate = translatorFor(language);
  if (local === undefined || isSaid(local, translate(`documentType.${type}`), language)) return nothing;
  return html`<p class="hint" data-local-name>
    ${formatCountry(country, language)}:
    !${renderWords(local.names)}!${when(
      local.authorities.length > 0,
      () => html` (!${renderWords(local.authorities)})`,
    )}!${when(local.url !== undefined, () => html`, !${renderLink(local.url ?? '', translate('documents.otherSite'))}`)}
  </p>`;
}

/** A name alone that the card bears already, for whoever reads the page in the language of the country. */
function isSaid({ names, authorities }: LocalDocument, title: string, language: Language): boolean {
  const said = title.toLocaleLowerCase(language);
  const isInTitle = (words: LocalWords): boolean => said.includes(words.text.toLocaleLowerCase(language));
  return authorities.length === 0 && names.some((words) => words.language === language && isInTitle(words));
}

function renderWords(words: readonly LocalWords[]): Html {
  return html`!${words.map(({ text, language }, index) => html`${index > 0 ? ' / ' : ''}<bdi lang="${language}">${text}</bdi>`)}`;
}

function renderLink(url: string, leadsTo: string): Html {
  return html`<a href="${url}" rel="noopener noreferrer">${new URL(url).host.replace(/^www\./, '')} (${leadsTo})</a>`;
}
