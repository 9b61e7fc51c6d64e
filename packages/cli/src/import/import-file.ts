import type { Context } from '../declare/context.ts';
import { EXIT, FailedError } from '../failure.ts';
import { plainText } from '../output/plain-text.ts';
import { note, show } from '../output/show.ts';
import { readCsv } from './csv-file.ts';
import { type Fault, type ImportRow, rowsOf } from './import-row.ts';
import { openReport, peekReport, type ReportedLines } from './report.ts';
import { keyed, type KeyedRow } from './row-keys.ts';
import { inviteAll, type Tally } from './invite-all.ts';

export interface ImportWish {
  readonly file: string;
  readonly report: string;
  readonly isDryRun: boolean;
  readonly isSkippingInvalid: boolean;
  readonly concurrency: number;
}

/** Reads, judges, and invites. @throws FailedError where lines are wrong; what ends the whole run */
export async function importFile(context: Context, wish: ImportWish): Promise<void> {
  const { rows, faults } = rowsOf(await readCsv(wish.file));
  if (wish.isDryRun) return preview({ rows, faults }, context, wish);
  const isHindered = faults.length > 0 && !wish.isSkippingInvalid;
  if (faults.length > 0) showFaults(faults, context.isJson && isHindered);
  if (isHindered) throw new FailedError('nothing was sent: mend the lines, or pass them over by --skip-invalid');
  await invite(rows, context, wish);
}

interface Judged {
  readonly rows: readonly ImportRow[];
  readonly faults: readonly Fault[];
}

async function preview({ rows, faults }: Judged, { isJson }: Context, { report }: ImportWish): Promise<void> {
  const known = await peekReport(report);
  const toDo = known === undefined ? rows : leftOf(rows, known);
  const done = rows.length - toDo.length;
  const lines = new Set(faults.map(({ line }) => line)).size;
  if (isJson) show({ toDo: toDo.length, done, faults }, { isJson, columns: [] });
  else {
    showFaults(faults, false);
    note(`${toDo.length} lines to do, ${done} done before, ${lines} with faults`);
  }
  if (faults.length > 0) process.exitCode = EXIT.failed;
}

function leftOf(rows: readonly ImportRow[], { importId, isDone }: ReportedLines): KeyedRow[] {
  return keyed(rows, importId).filter(({ key }) => !isDone(key));
}

function showFaults(faults: readonly Fault[], isJson: boolean): void {
  if (isJson) show(faults, { isJson, columns: [] });
  else for (const { line, column, message } of faults) note(`line ${line}: ${plainText(column)} ${plainText(message)}`);
}

async function invite(rows: readonly ImportRow[], context: Context, wish: ImportWish): Promise<void> {
  const session = await context.session();
  const sellerId = await session.seller();
  const report = await openReport(wish.report, { baseUrl: session.settings.baseUrl, sellerId });
  try {
    const toDo = leftOf(rows, report);
    const inviting = { client: session.client, sellerId, signal: context.signal };
    const tally = await inviteAll(toDo, {
      ...inviting,
      report,
      concurrency: wish.concurrency,
      isQuiet: context.isJson,
    });
    tellTally({ ...tally, doneBefore: rows.length - toDo.length }, context.isJson, wish);
  } finally {
    await report.close();
  }
}

function tellTally(tally: Tally & { readonly doneBefore: number }, isJson: boolean, { report }: ImportWish): void {
  const { created, exists, failed, doneBefore } = tally;
  if (isJson) show({ ...tally, report }, { isJson, columns: [] });
  else {
    note(`${created} invited, ${exists} had an active invitation, ${failed} failed, ${doneBefore} done before`);
    note(`report: ${plainText(report)}`);
  }
  if (failed > 0) process.exitCode = EXIT.failed;
}
