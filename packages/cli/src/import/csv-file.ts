import { readFile } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse/sync';
import { FailedError } from '../failure.ts';

/** A line of the file: where it begins, and what stands in its columns. */
export interface CsvLine {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

export interface CsvFile {
  /** As the first line has them. */
  readonly columns: readonly string[];
  readonly lines: readonly CsvLine[];
}

const DELIMITERS = [',', ';', '\t'] as const;

/** @throws FailedError where it cannot be read as CSV in UTF-8 */
export async function readCsv(path: string): Promise<CsvFile> {
  const text = textOf(await readFile(path));
  try {
    const records = parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as readonly { readonly record: readonly string[]; readonly info: { readonly lines: number } }[];
    const [head, ...rest] = records;
    if (!head) throw new FailedError('the file is empty');
    return { columns: head.record, lines: linesOf(head.record, rest) };
  } catch (error) {
    throw error instanceof CsvError ? new FailedError(`no CSV: ${error.message}`, { cause: error }) : error;
  }
}

/** Tables of other programs come in other codings; a name that is read wrong would be mailed wrong. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new FailedError('the file is not UTF-8: save it as "CSV UTF-8"');
  }
}

/** The one that is most in the first line. */
function delimiterOf(text: string): string {
  const first = text.split('\n', 1)[0] ?? '';
  const counts = DELIMITERS.map((delimiter) => first.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

function linesOf(
  columns: readonly string[],
  records: readonly { readonly record: readonly string[]; readonly info: { readonly lines: number } }[],
): CsvLine[] {
  return records
    .filter(({ record }) => record.some((cell) => cell !== ''))
    .map(({ record, info }) => ({
      // Of a record over several lines the parser tells the last one.
      line: info.lines - record.reduce((breaks, cell) => breaks + cell.split('\n').length - 1, 0),
      cells: Object.fromEntries(record.map((cell, n) => [columns[n] ?? `column ${n + 1}`, cell])),
    }));
}
