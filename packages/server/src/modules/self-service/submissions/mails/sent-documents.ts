import { type MailBlock, oneLine } from '../../../delivery/mail/index.ts';
import type { BuyerMailModel, BuyerMailWords } from '../../invitations/index.ts';
import type { ReceiptFile } from '../../receipts/index.ts';

interface SentModel extends Pick<BuyerMailModel, 'operator'> {
  readonly files: readonly Pick<ReceiptFile, 'type' | 'fileName'>[];
}

/** The end of a receipt's mail: what came, that the receipt is attached, and whom to tell who did not send it. */
export function sentDocuments({ files, operator }: SentModel, { translate, values }: BuyerMailWords): MailBlock[] {
  const items = files.map(({ type, fileName }) => ({
    title: oneLine(fileName),
    text: translate(`documentType.${type}`),
  }));
  return [
    ...(items.length === 0 ? [] : [{ kind: 'list', heading: translate('mail.receipt.documents'), items } as const]),
    { kind: 'paragraph', text: translate('mail.receipt.attached') },
    { kind: 'contact', text: translate('mail.receipt.notYou', values), contact: oneLine(operator.abuseContact) },
  ];
}
