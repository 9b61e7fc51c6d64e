import sql from 'sql-template-tag';
import { defineMail } from '../../../core/mail/index.ts';
import type { OperatorFacts } from '../../../core/operator-facts.ts';
import { instantOf } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/db/database.ts';
import { defaultColors, oneLine, type RenderedContent, renderMail } from '../../delivery/mail/index.ts';
import { type ExpiringDocument, isExpiring, listExpiring } from '../../kyc/documents/index.ts';
import { findSellerContact } from '../../parties/seller-contacts/index.ts';
import {
  FALLBACK_LANGUAGE,
  formatDay,
  type Language,
  languageOfCountry,
  type Translate,
  translatorFor,
} from '../../texts/index.ts';
import { findToldSeller, mayBeTold, type ToldSeller } from './repository.ts';

export interface ExpiryMailDeps {
  readonly db: Database;
  readonly operator: OperatorFacts;
}

interface Facts {
  readonly to: string;
  readonly seller: ToldSeller;
  readonly documents: readonly ExpiringDocument[];
}

const isStillToTell = sql`exists (
  select /* by id alone: the mail was queued for it */ from seller_facts s where s.id = m.subject_id::uuid
    and ${isExpiring(sql`s.id`, sql`m.id`)} and ${mayBeTold(sql`s.id`)})`;

export const expiryMail = defineMail<ExpiryMailDeps, Facts>({
  kind: 'EXPIRY',
  subjectKind: 'seller',
  texts: 'expiry',
  isWanted: isStillToTell,
  async load({ db }, { id, subjectId: sellerId }) {
    const [contact, seller, documents] = await Promise.all([
      findSellerContact(db, sellerId),
      findToldSeller(db, sellerId),
      listExpiring(db, sellerId, id),
    ]);
    if (contact?.email === undefined || !seller || documents.length === 0) return undefined;
    return { to: contact.email, seller, documents };
  },
  render: ({ to, seller, documents }, { operator }) => ({
    to,
    ...renderExpiryMail({
      language: languageOfCountry(seller.country) ?? FALLBACK_LANGUAGE,
      operatorName: operator.name,
      sellerName: seller.name,
      documents,
    }),
  }),
});

interface ExpiryMailModel {
  readonly language: Language;
  readonly operatorName: string;
  readonly sellerName: string;
  readonly documents: readonly ExpiringDocument[];
}

/** To the seller, in the language of his country: whose documents expire and when, and what that changes. */
export function renderExpiryMail({ language, documents, ...names }: ExpiryMailModel): RenderedContent {
  const translate = translatorFor(language);
  const operator = oneLine(names.operatorName);
  const seller = oneLine(names.sellerName);
  return renderMail({
    language,
    subject: translate('mail.expiry.subject', { seller }),
    heading: translate('mail.expiry.heading'),
    greeting: translate('mail.greeting'),
    blocks: [
      { kind: 'paragraph', text: translate('mail.expiry.text', { seller }) },
      {
        kind: 'list',
        heading: translate('mail.expiry.documents'),
        items: documents.map((document) => itemOf(document, language, translate)),
      },
      { kind: 'paragraph', text: translate('mail.expiry.next') },
    ],
    footer: translate('mail.expiry.footer', { operator }),
    footerLinks: [],
    brand: { name: operator, colors: defaultColors },
  });
}

function itemOf(
  { company_name: company, type, expires_on: day }: ExpiringDocument,
  language: Language,
  translate: Translate,
) {
  const date = formatDay(instantOf(day), language);
  return {
    title: oneLine(company),
    text: translate('mail.expiry.until', { document: translate(`documentType.${type}`), date }),
  };
}
