import type { RenderedMail } from '../../../../core/mail/index.ts';
import type { OperatorFacts } from '../../../../core/operator-facts.ts';
import {
  type MailBlock,
  type MailBrand,
  type MailLink,
  oneLine,
  type RenderedContent,
  renderMail,
} from '../../../delivery/mail/index.ts';
import type { SellerContact } from '../../../parties/seller-contacts/index.ts';
import {
  FALLBACK_LANGUAGE,
  formatCountry,
  type Language,
  languageOf,
  type TextKey,
  type Translate,
  translatorFor,
} from '../../../texts/index.ts';
import { sellerAsSender, sellerInFooter } from './seller-in-mail.ts';
import { mailBrand } from './mail-brand.ts';
import type { MailedInvitation, MailedLink } from './mailed-invitation-repository.ts';

export interface BuyerMailModel {
  readonly language: Language;
  readonly seller: {
    readonly name: string;
    /** ISO 3166-1 alpha-2 */ readonly country: string;
    /** Left out where none is set. */ readonly contact?: SellerContact | undefined;
  };
  /** Left out where the seller asks by itself. */
  readonly organizationName?: string | undefined;
  readonly companyName: string;
  /** ISO 3166-1 alpha-2 */
  readonly companyCountry: string;
  readonly operator: OperatorFacts;
  readonly brand: MailBrand;
}

type PartWithSubject<Key> = Key extends `mail.${infer Part}.subject` ? Part : never;
/** Parts of the text files that hold a mail's words. */
type MailTexts = PartWithSubject<TextKey>;

const subjectMaxLength = 180;
const nameInSubjectMaxLength = 60;

export function buyerMailModel(invitation: MailedInvitation, operator: OperatorFacts): BuyerMailModel {
  return {
    ...visitorMailModel(invitation, operator),
    companyName: invitation.company_name,
    companyCountry: invitation.company_country,
  };
}

/** To a visitor of a published link, of whose company nothing is known; in the link's language unless he reads another. */
export function visitorMailModel(link: MailedLink, operator: OperatorFacts): BuyerMailModel {
  const { seller_name: seller, seller_country: country, organization_name: organization } = link;
  return {
    language: languageOf(link.locale) ?? FALLBACK_LANGUAGE,
    seller: { name: seller, country, contact: link.seller_contact ?? undefined },
    organizationName: organization === seller ? undefined : organization,
    companyName: '',
    companyCountry: country,
    operator,
    brand: mailBrand(link),
  };
}

/** A mail to the buyer in his language: who writes to him stands at its head, who runs the service at its foot. */
export function renderBuyerMail(
  model: BuyerMailModel,
  texts: MailTexts,
  blocks: readonly MailBlock[],
): RenderedContent & Pick<RenderedMail, 'senderName' | 'replyTo'> {
  const { translate, values } = wordsOf(model);
  const short = {
    seller: oneLine(values.seller, nameInSubjectMaxLength),
    company: oneLine(values.company, nameInSubjectMaxLength),
  };
  const content = renderMail({
    language: model.language,
    subject: oneLine(translate(`mail.${texts}.subject`, short), subjectMaxLength),
    heading: translate(`mail.${texts}.heading`, values),
    greeting: translate('mail.greeting'),
    blocks,
    contact: sellerInFooter(model),
    footer: translate('mail.footer', values),
    footerLinks: [
      ...footerLink(translate('layout.privacy'), model.operator.privacyUrl),
      ...footerLink(translate('layout.imprint'), model.operator.imprintUrl),
    ],
    brand: { ...model.brand, name: oneLine(model.brand.name) },
  });
  return { ...content, ...sellerAsSender(model) };
}

function footerLink(label: string, url: string | undefined): readonly MailLink[] {
  return url === undefined ? [] : [{ label, url }];
}

export interface BuyerMailWords {
  readonly translate: Translate;
  /** Names, each in one line. */
  readonly values: Readonly<Record<'seller' | 'country' | 'organization' | 'company' | 'operator', string>>;
}

export function wordsOf(model: BuyerMailModel): BuyerMailWords {
  return {
    translate: translatorFor(model.language),
    values: {
      seller: oneLine(model.seller.name),
      country: formatCountry(model.seller.country, model.language),
      organization: oneLine(model.organizationName ?? ''),
      company: oneLine(model.companyName),
      operator: oneLine(model.operator.name),
    },
  };
}
