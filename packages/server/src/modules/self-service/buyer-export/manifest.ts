import type { ZippedFile } from '../../../platform/zip.ts';
import type { BuyerPath } from '../../parties/buyers/index.ts';

export const MANIFEST = 'manifest.json';

/** What is not in the archive, in plain words. */
const LEFT_OUT = [
  'The addresses of links, and whatever opens one: they let anybody in.',
  'Bytes of uploads that were never finished: they go within 24 hours; their names and sizes are in drafts.json.',
  'Copies and small pictures that were made of the files for reviewers.',
  'Answers stored for the repetition of calls: they go within 24 hours.',
  'What was told to others by webhooks: ids and instants, kept 30 days; of a failed check the VAT number, which is in vies-checks.json.',
  'Backups, logs, and the mailboxes of receivers.',
] as const;

interface ManifestFacts extends BuyerPath {
  readonly exportedAt: Date;
  readonly files: readonly (ZippedFile & { readonly description: string })[];
}

/** Says what each file of the archive is, and lets anybody check that it is whole. */
export function manifestOf({ sellerId, buyerId, exportedAt, files }: ManifestFacts): object {
  return {
    format: 'nt24-buyer-export',
    formatVersion: 1,
    about:
      'Everything that this service keeps of one buyer, for him: JSON in UTF-8 with times in UTC, and the files that he or others sent, as they were received.',
    exportedAt,
    sellerUuid: sellerId,
    buyerUuid: buyerId,
    files,
    leftOut: LEFT_OUT,
  };
}
