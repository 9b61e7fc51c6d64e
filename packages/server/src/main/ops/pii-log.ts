import { stringify } from 'csv-stringify/sync';
import { type ReadingRow, readingsBetween } from '../../core/pii-log/index.ts';
import { getSeller } from '../../modules/parties/organizations/index.ts';
import { toDayOrInstant } from './instants.ts';
import { type Noun, UsageError } from './verb.ts';

type Reading = Readonly<Record<(typeof COLUMNS)[number], string>>;

const COLUMNS = [
  'occurredAt',
  'organizationUuid',
  'clientId',
  'sellerUuid',
  'buyerUuid',
  'subjectKind',
  'subjectUuid',
  'purpose',
  'requestId',
] as const;

export const addPiiLog: Noun = (program, withContext) => {
  program
    .command('pii-log')
    .description('who read personal data, when and why; kept for 6 years')
    .command('export')
    .description('print the readings of a time, oldest first')
    .requiredOption(
      '--from <day>',
      'from its beginning (UTC) on, or from an instant such as 2026-12-01T09:30:00Z',
      toDayOrInstant,
    )
    .requiredOption('--to <day>', 'up to its beginning, which is left out, or up to an instant', toDayOrInstant)
    .option('--seller <uuid>', 'of its buyers alone')
    .option('--format <format>', 'csv (default) or jsonl, an object for each line', 'csv')
    .action(
      withContext(async ({ db, print }, { from, to, seller, format }) => {
        const written = WRITERS.get(format);
        if (!written) throw new UsageError(`--format is one of ${[...WRITERS.keys()].join(', ')}`);
        if (from >= to) throw new UsageError('--from must be before --to');
        const sellerId = seller === undefined ? undefined : (await getSeller(db, seller)).uuid;
        if (format === 'csv') print(COLUMNS.join());
        for await (const rows of readingsBetween(db, { from, to, sellerId })) print(written(rows.map(readingOf)));
      }),
    );
};

/** A page of lines, without the end of the last one. */
const WRITERS: ReadonlyMap<string, (readings: readonly Reading[]) => string> = new Map([
  // RFC 4180 but for the ends of lines. What a spreadsheet would take for a formula gets an apostrophe before it.
  ['csv', (readings) => stringify([...readings], { columns: [...COLUMNS], escape_formulas: true }).trimEnd()],
  ['jsonl', (readings) => readings.map((reading) => JSON.stringify(reading)).join('\n')],
]);

function readingOf(row: ReadingRow): Reading {
  return {
    occurredAt: row.occurred_at.toISOString(),
    organizationUuid: row.organization_id ?? '',
    clientId: row.client_id,
    sellerUuid: row.seller_id,
    buyerUuid: row.buyer_id ?? '',
    subjectKind: row.subject_kind,
    subjectUuid: row.subject_id,
    purpose: row.purpose ?? '',
    requestId: row.request_id,
  };
}
