import { makePdf, STYLES } from '../../../platform/pdf/index.ts';
import type { EndedSession } from './provider.ts';

/** In the place of what a provider tells of a person: that it is about nobody. The same facts give the same bytes. */
export function renderSandboxReport({ scanRef, outcome, aml, endedAt }: EndedSession): Promise<Buffer> {
  return makePdf(
    {
      locale: 'en',
      title: `Report of the verification sandbox ${scanRef}`,
      madeAt: endedAt,
      codesNote: 'Characters that this document cannot show are given in square brackets by their Unicode numbers.',
      footer: (page, pages) => ['Verification sandbox: nobody was verified', `${page} of ${pages}`],
    },
    (sheet, root) => {
      sheet.paragraph(root, 'Report of the verification sandbox', { tag: 'H1', style: STYLES.title, gap: 14 });
      sheet.paragraph(
        root,
        'Nobody was verified: this demo has a sandbox in the place of a provider. Whoever had the address of the session chose what is written here, and nothing of it is true of a person.',
        { gap: 14 },
      );
      sheet.table(root, [
        ['Session', scanRef],
        ['Outcome', outcome],
        ['Screening', aml],
        ['Ended', endedAt.toISOString()],
      ]);
    },
  );
}
