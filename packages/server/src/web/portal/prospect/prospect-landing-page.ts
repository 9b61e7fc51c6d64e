import type { DocumentType } from '../../../modules/kyc/documents/index.ts';
import { formatCountry, type Translate, translatorFor } from '../../../modules/texts/index.ts';
import { html, nothing, when } from '../../../platform/markup/html.ts';
import type { Html } from '../../../platform/markup/html.ts';
import { contactUrl } from '../../../platform/markup/web-address.ts';
import { type FieldMessage, renderErrorSummary } from '../../shared/error-summary.ts';
import { icons } from '../../shared/icons.ts';
import { renderLayout } from '../../shared/layout.ts';
import type { PageContext } from '../../shared/page-model.ts';
import { renderTextField } from '../../shared/text-field.ts';
import { renderSellerContact } from '../../shared/seller-contact.ts';
import { renderFold } from '../landing/fold.ts';
import { renderDeadline } from '../request-facts.ts';
import type { RequestSummary } from '../request-summary.ts';
import { renderPrivacyFacts } from './privacy-facts.ts';
import type { ProspectType } from '../../../modules/self-service/invitations/index.ts';

export interface ProspectLandingModel {
  readonly request: RequestSummary;
  /** The token of the link, for the address of the form. */
  readonly token: string;
  /** Whole days, rounded down. */
  readonly daysLeft: number;
  readonly types: readonly ProspectType[];
  /** So long is kept what nobody decides about. */
  readonly prospectDays: number;
  readonly documentsOf: Readonly<Record<ProspectType, readonly DocumentType[]>>;
  /** Why nobody can begin just now; who has begun goes on. */
  readonly closedFor?: 'full' | 'paused' | undefined;
  /** As it was sent, where something is wrong with it. */
  readonly wrongEmail?: string | undefined;
}

const fieldId = 'email';

/** GET /i/{token} of a published link: changes nothing. Whose it is, how long it stays, and the address with which the visitor begins. */
export function renderProspectLanding(model: ProspectLandingModel, page: PageContext): Html {
  const translate = translatorFor(page.language);
  const { request, wrongEmail } = model;
  const messages = wrongEmail === undefined ? [] : [{ fieldId, text: translate('prospect.errorEmail') }];
  const seller = request.seller.name;
  const main = html`!${renderErrorSummary(messages, translate)}
    <h1>${translate('prospect.heading', { seller })}</h1>
    <p class="lead">
      ${translate('prospect.lead', { seller, country: formatCountry(request.seller.country, page.language) })}
    </p>
    !${renderClosed(model, translate)} !${renderStart(model, messages, page)} !${renderNeeded(model, translate)}
    <div class="folds">!${renderExplanations(model, translate)} !${renderData(model, page)}</div>
    !${renderDoubt(seller, page, translate)} !${renderSellerContact(request.seller, page.language)}`;
  return renderLayout(
    {
      title: translate('prospect.title'),
      sellerName: seller,
      organizationName: request.organizationName,
      hasErrors: messages.length > 0,
      main,
    },
    page,
  );
}

/** Before anybody has typed for ten minutes. */
function renderClosed({ closedFor, request }: ProspectLandingModel, translate: Translate): Html {
  if (closedFor === undefined) return nothing;
  const seller = request.seller.name;
  return html`<div class="warning">
    !${icons.alert}
    <div>
      <h2>${translate(closedFor === 'full' ? 'prospect.fullTitle' : 'prospect.pausedTitle')}</h2>
      <p>${translate(closedFor === 'full' ? 'prospect.fullText' : 'prospect.pausedText', { seller })}</p>
      !${when(closedFor === 'full', () => html`<p>${translate('prospect.fullNext', { seller })}</p>`)}
    </div>
  </div>`;
}

function renderStart(model: ProspectLandingModel, messages: readonly FieldMessage[], page: PageContext): Html {
  const translate = translatorFor(page.language);
  const { token, daysLeft, request, wrongEmail = '' } = model;
  return html`<form class="card start" method="post" action="/i/${encodeURIComponent(token)}/start" novalidate>
    <p class="effort">${translate('landing.effort')}</p>
    !${renderDeadline(request, page)}
    !${when(daysLeft > 0, () => html`<p class="hint">${translate('prospect.days', { count: daysLeft })}</p>`)}
    <input type="hidden" name="lang" value="${page.language}" />
    !${renderTextField(
      {
        id: fieldId,
        name: 'email',
        type: 'email',
        label: translate('prospect.email'),
        hint: translate('prospect.emailHint'),
        value: wrongEmail,
        autocomplete: 'email',
        dir: 'ltr',
      },
      messages,
    )}
    <button class="button button-wide" type="submit">${translate('prospect.sendCode')}</button>
  </form>`;
}

function renderNeeded({ types, documentsOf }: ProspectLandingModel, translate: Translate): Html {
  const ofType = (type: ProspectType): Html => {
    const items = documentsOf[type].map(
      (document) =>
        html`<li>
          !${icons.document}
          <details>
            <summary>${translate(`documentType.${document}`)}</summary>
            <p>${translate(`documentType.${document}.text`)}</p>
          </details>
        </li>`,
    );
    return html`<p>${translate(type === 'COMPANY' ? 'prospect.needCompany' : 'prospect.needConsumer')}</p>
      <ul class="document-list">
        !${items}
      </ul>`;
  };
  return html`<section class="card" aria-labelledby="needed-heading">
    <h2 id="needed-heading">${translate('landing.needed')}</h2>
    !${types.map(ofType)}
  </section>`;
}

function renderExplanations({ request }: ProspectLandingModel, translate: Translate): Html {
  const seller = request.seller.name;
  const { organizationName: organization } = request;
  const why = html`<p>${translate('prospect.whyText', { seller })}</p>
    !${organization === undefined ? nothing : html`<p>${translate('landing.onBehalf', { seller, organization })}</p>`}`;
  const how = html`<ol class="how">
    <li>${translate('prospect.howCode')}</li>
    <li>${translate('prospect.howDetails')}</li>
    <li>${translate('landing.howDocuments')}</li>
    <li>${translate('landing.howReview')}</li>
  </ol>`;
  const know = html`<ul class="bullets">
    <li>${translate('prospect.pause', { seller })}</li>
    <li>${translate('prospect.own')}</li>
    <li>${translate('landing.password')}</li>
  </ul>`;
  return html`!${renderFold(translate('landing.why'), why)} !${renderFold(translate('landing.how'), how)}
  !${renderFold(translate('landing.know'), know)}`;
}

/** In the words of the privacy notice, so that neither can promise what the other does not. */
function renderData({ request, prospectDays }: ProspectLandingModel, { language }: PageContext): Html {
  const translate = translatorFor(language);
  const data = html`<p>${translate('landing.handling', { seller: request.seller.name })}</p>
    !${renderPrivacyFacts(prospectDays, translate)}`;
  return renderFold(translate('landing.data'), data);
}

function renderDoubt(seller: string, page: PageContext, translate: Translate): Html {
  const url = page.reportUrl ?? contactUrl(page.abuseContact);
  return html`<p class="doubt">
    ${translate('landing.unexpected', { seller })}
    !${when(url !== undefined, () => html`<a href="${url}">${translate('layout.abuse')}</a>`)}
  </p>`;
}
