import type { MailBlock, MailListItem } from '../../../delivery/mail/index.ts';
import type { DocumentType } from '../../../kyc/documents/index.ts';
import { formatInstant, type Translate } from '../../../texts/index.ts';
import { type BuyerMailWords, wordsOf } from './buyer-mail.ts';
import type { LinkMailModel } from './link-mail.ts';

/** Of a mail that asks for documents; in a reminder, for what is still missing. */
export interface AskingMailModel extends LinkMailModel {
  readonly documents: readonly DocumentType[];
}

export function onBehalf(model: LinkMailModel): readonly MailBlock[] {
  if (model.organizationName === undefined) return [];
  const { translate, values } = wordsOf(model);
  return [{ kind: 'paragraph', text: translate('mail.invitation.onBehalf', values) }];
}

/** How much it is, and the button: within the first screen of a phone, whatever the seller wrote. */
export function linkBlocks(model: AskingMailModel, { translate }: BuyerMailWords): readonly MailBlock[] {
  const date = formatInstant(model.expiresAt, model.language, model.companyCountry);
  const count = model.documents.length;
  const effort = [translate('landing.effort'), ...(count === 0 ? [] : [translate('landing.documentCount', { count })])];
  return [
    { kind: 'paragraph', text: effort.join(', ') },
    { kind: 'button', label: translate('mail.open'), url: model.link, hint: translate('mail.linkHint') },
    { kind: 'paragraph', text: translate('mail.until', { date }) },
  ];
}

export function documentList(
  heading: string,
  types: readonly DocumentType[],
  translate: Translate,
): readonly MailBlock[] {
  if (types.length === 0) return [];
  const items: MailListItem[] = types.map((type) => ({
    title: translate(`documentType.${type}`),
    text: translate(`documentType.${type}.text`),
  }));
  return [{ kind: 'list', heading, items }];
}

export function adviceBlocks(model: LinkMailModel, { translate, values }: BuyerMailWords): readonly MailBlock[] {
  return [
    { kind: 'paragraph', text: translate('mail.colleague') },
    { kind: 'paragraph', text: translate('mail.noPassword') },
    { kind: 'section', heading: translate('landing.data'), text: translate('landing.handling', values) },
    {
      kind: 'report',
      text: translate('mail.abuse', values),
      label: translate('layout.abuse'),
      url: `${model.link}/report`,
    },
  ];
}
