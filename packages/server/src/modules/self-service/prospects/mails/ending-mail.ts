import sql from 'sql-template-tag';
import { defineMail } from '../../../../core/mail/index.ts';
import type { OperatorFacts } from '../../../../core/operator-facts.ts';
import { instantOf } from '../../../../platform/clock.ts';
import type { Database } from '../../../../platform/db/database.ts';
import { defaultColors, oneLine, type RenderedContent, renderMail } from '../../../delivery/mail/index.ts';
import { findSellerContact } from '../../../parties/seller-contacts/index.ts';
import {
  FALLBACK_LANGUAGE,
  formatDay,
  formatNumber,
  type Language,
  languageOfCountry,
  translatorFor,
} from '../../../texts/index.ts';
import { mayBeTold } from '../retention.ts';
import { type EndingDay, type EndingSeller, findEndingSeller, listEndingDays } from './mail-repository.ts';

export interface EndingMailDeps {
  readonly db: Database;
  readonly operator: OperatorFacts;
  readonly prospectRetentionDays: number;
}

interface Facts {
  readonly to: string;
  readonly seller: EndingSeller;
  readonly days: readonly EndingDay[];
}

const isStillToTell = sql`exists (
  select /* by id alone: the mail was queued for it */ from prospects p
  where p.seller_id = m.subject_id::uuid and p.status = 'SUBMITTED' and p.end_told_at = m.created_at and ${mayBeTold(sql`p.seller_id`)})`;

export const endingMail = defineMail<EndingMailDeps, Facts>({
  kind: 'PROSPECTS_ENDING',
  subjectKind: 'seller',
  texts: 'prospectsEnding',
  isWanted: isStillToTell,
  async load({ db, prospectRetentionDays }, { subjectId: sellerId, queuedAt: toldAt }) {
    const [contact, seller, days] = await Promise.all([
      findSellerContact(db, sellerId),
      findEndingSeller(db, sellerId),
      listEndingDays(db, { sellerId, toldAt }, { days: prospectRetentionDays }),
    ]);
    if (contact?.email === undefined || !seller || days.length === 0) return undefined;
    return { to: contact.email, seller, days };
  },
  render: ({ to, seller, days }, { operator }) => ({
    to,
    ...renderEndingMail({
      language: languageOfCountry(seller.country) ?? FALLBACK_LANGUAGE,
      operatorName: operator.name,
      sellerName: seller.name,
      days,
    }),
  }),
});

interface EndingMailModel {
  readonly language: Language;
  readonly operatorName: string;
  readonly sellerName: string;
  readonly days: readonly EndingDay[];
}

/** To the seller, in the language of his country: how many submissions go on which day. Of people it says nothing. */
export function renderEndingMail({ language, days, ...names }: EndingMailModel): RenderedContent {
  const translate = translatorFor(language);
  const operator = oneLine(names.operatorName);
  const seller = oneLine(names.sellerName);
  return renderMail({
    language,
    subject: translate('mail.prospectsEnding.subject', { seller }),
    heading: translate('mail.prospectsEnding.heading'),
    greeting: translate('mail.greeting'),
    blocks: [
      { kind: 'paragraph', text: translate('mail.prospectsEnding.text', { seller }) },
      {
        kind: 'list',
        heading: translate('mail.prospectsEnding.days'),
        items: days.map(({ day, count }) => ({
          title: formatDay(instantOf(day), language),
          text: translate('mail.prospectsEnding.count', { count: formatNumber(count, language) }),
        })),
      },
      { kind: 'paragraph', text: translate('mail.prospectsEnding.next') },
    ],
    footer: translate('mail.prospectsEnding.footer', { operator }),
    footerLinks: [],
    brand: { name: operator, colors: defaultColors },
  });
}
