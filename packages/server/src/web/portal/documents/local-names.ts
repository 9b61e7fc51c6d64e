import { html, nothing, when } from '../../../platform/markup/html.ts';
import { type DocumentType, localDocument, type LocalWords } from '../../../modules/kyc/documents/index.ts';
import { formatCountry, type Language, translatorFor } from '../../../modules/texts/index.ts';
import type { Html } from '../../../platform/markup/html.ts';
import type { DocumentsModel } from './documents-model.ts';

/** What a document is called in the company's country, and where one gets it. */
export function renderLocalName(type: DocumentType, model: DocumentsModel, language: Language): Html {
  const country = model.correctedCountry ?? model.request.companyCountry;
  const local = localDocument(country, type);
  if (local === undefined) return nothing;
  const translate = translatorFor(language);
  return html`<p class="hint" data-local-name>
    ${formatCountry(country, language)} – !${renderWords(local.names)}. ${translate('documents.localFrom')}
    !${renderWords(local.authorities)}!${when(
      local.url !== undefined,
      () => html`, !${renderLink(local.url ?? '', translate('documents.otherSite'))}`,
    )}
  </p>`;
}

function renderWords(words: readonly LocalWords[]): Html {
  return html`!${words.map(({ text, language }, index) => html`${index > 0 ? ' / ' : ''}<bdi lang="${language}">${text}</bdi>`)}`;
}

function renderLink(url: string, leadsTo: string): Html {
  return html`<a href="${url}" rel="noopener noreferrer">${new URL(url).host.replace(/^www\./, '')} (${leadsTo})</a>`;
}
