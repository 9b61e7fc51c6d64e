import type { RenderedMail } from '../../../../core/mail/index.ts';
import { contactUrl } from '../../../../platform/markup/web-address.ts';
import { type MailContact, oneLine } from '../../../delivery/mail/index.ts';
import { phoneUrl, type SellerContact } from '../../../parties/seller-contacts/index.ts';
import { type Language, translatorFor } from '../../../texts/index.ts';

interface SellerInMail {
  readonly language: Language;
  readonly seller: { readonly name: string; readonly contact?: SellerContact | undefined };
  /** Left out where the seller asks by itself. */
  readonly organizationName?: string | undefined;
}

/** Of each name in a header, in code points: mail programs show little more. */
const NAME_MAX_LENGTH = 60;

/** Who writes, as the reader knows him, and where his answer goes; the address stays the service's own, which its domain vouches for. */
export function sellerAsSender(model: SellerInMail): Pick<RenderedMail, 'senderName' | 'replyTo'> {
  const seller = oneLine(model.seller.name, NAME_MAX_LENGTH);
  const organization = oneLine(model.organizationName ?? '', NAME_MAX_LENGTH);
  const email = model.seller.contact?.email;
  return {
    senderName:
      organization === '' || organization === seller
        ? seller
        : translatorFor(model.language)('mail.from', { seller, by: organization }),
    ...(email !== undefined && { replyTo: email }),
  };
}

/** At the foot of the mail; undefined where the seller has no contact. */
export function sellerInFooter({ language, seller }: SellerInMail): MailContact | undefined {
  if (!seller.contact) return undefined;
  const { name, email, phone, postalAddress } = seller.contact;
  return {
    heading: translatorFor(language)('contact.questions', { seller: oneLine(seller.name) }),
    ways: [
      ...(name === undefined ? [] : [{ text: oneLine(name) }]),
      ...(email === undefined ? [] : [{ text: oneLine(email), url: contactUrl(email) }]),
      ...(phone === undefined ? [] : [{ text: oneLine(phone), url: phoneUrl(phone) }]),
      ...(postalAddress === undefined ? [] : [{ text: oneLine(postalAddress) }]),
    ],
  };
}
