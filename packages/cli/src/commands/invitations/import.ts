import { ownCommand } from '../../declare/own-command.ts';
import { UsageError } from '../../failure.ts';

interface Options {
  readonly dryRun?: boolean;
  readonly skipInvalid?: boolean;
  readonly report?: string;
  readonly concurrency: number;
}

const MOST_AT_ONCE = 32;

export const importInvitations = ownCommand<Options>({
  verb: 'import',
  about: 'Invite the buyers of a CSV file, each line once however often it is run.',
  details: [
    'Columns: recipientEmail; the buyer by buyerId, or by vatNumber where he is known, or by vatNumber, companyName, street, postCode, city, country and kycMode, which creates him where he is not; and, as you like, label, locale, expiresInDays, message, requestedDocuments (by blanks or commas), redirectUrl, reminders (true or false). UTF-8; by commas, semicolons or tabs.',
    'What becomes of each line is written to a report beside the file. Run it again with the same report after whatever ended it: lines that are done are passed over, lines that failed are tried anew, and a line whose answer was not heard is repeated under its own key. A line that has been changed is a new one; an invitation that is ACTIVE for the same buyer and address is found, and not made again.',
  ].join('\n\n'),
  operations: ['createInvitation', 'upsertBuyer', 'listBuyers'],
  positionals: [{ usage: '<file>', about: 'the CSV file' }],
  options: [
    { flags: '--dry-run', about: 'only say what is wrong with which line, and what would be done' },
    { flags: '--skip-invalid', about: 'go on with the lines that are right; default: with none of them' },
    { flags: '--report <file>', about: 'default: the name of the file and .report.jsonl' },
    { flags: '--concurrency <n>', about: `lines at once, 1 to ${MOST_AT_ONCE}`, default: 8, parse: atOnce },
  ],
  examples: ['invitations import buyers.csv --dry-run', 'invitations import buyers.csv'],
  async run(context, [file = ''], options) {
    const { importFile } = await import('../../import/import-file.ts');
    await importFile(context, {
      file,
      report: options.report ?? `${file}.report.jsonl`,
      isDryRun: options.dryRun === true,
      isSkippingInvalid: options.skipInvalid === true,
      concurrency: options.concurrency,
    });
  },
});

function atOnce(text: string): number {
  const value = Number(text);
  const isGood = Number.isInteger(value) && value >= 1 && value <= MOST_AT_ONCE;
  if (!isGood) throw new UsageError(`--concurrency takes a number from 1 to ${MOST_AT_ONCE}`);
  return value;
}
