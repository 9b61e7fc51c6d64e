import { phoneUrl, type SellerContact } from '../../modules/parties/seller-contacts/index.ts';
import { type Language, translatorFor } from '../../modules/texts/index.ts';
import { html, nothing } from '../../platform/markup/html.ts';
import type { Html } from '../../platform/markup/html.ts';
import { contactUrl } from '../../platform/markup/web-address.ts';

export interface ReachableSeller {
  readonly name: string;
  /** Left out where none is set. */
  readonly contact?: SellerContact | undefined;
}

/** Whom the reader may ask, and how; nothing where the seller has no contact. */
export function renderSellerContact({ name, contact }: ReachableSeller, language: Language): Html {
  if (!contact) return nothing;
  const { email, phone, postalAddress } = contact;
  const items = [
    contact.name === undefined ? nothing : html`<li><bdi>${contact.name}</bdi></li>`,
    email === undefined
      ? nothing
      : html`<li>
          <a class="link-alone" href="${contactUrl(email) ?? ''}"><bdi>${email}</bdi></a>
        </li>`,
    phone === undefined
      ? nothing
      : html`<li>
          <a class="link-alone" href="${phoneUrl(phone)}"><bdi>${phone}</bdi></a>
        </li>`,
    postalAddress === undefined ? nothing : html`<li><bdi>${postalAddress}</bdi></li>`,
  ];
  return html`<div class="seller-contact">
    <p>${translatorFor(language)('contact.questions', { seller: name })}</p>
    <ul>
      !${items}
    </ul>
  </div>`;
}
