import { detailLines, tableLines } from './table.ts';
import { jsonText } from './plain-text.ts';

/** How answers are shown. */
export interface Showing {
  readonly isJson: boolean;
  /** Of a table. */
  readonly columns: readonly string[];
}

/** One object or one list, as it was answered, or for people. */
export function show(value: unknown, { isJson, columns }: Showing): void {
  if (isJson) return writeLine(jsonText(value, 2));
  if (Array.isArray(value)) return showTable(value, columns);
  if (typeof value === 'object' && value !== null) return detailLines(value).forEach(writeLine);
  writeLine(String(value ?? ''));
}

export function showTable(entries: readonly unknown[], columns: readonly string[]): void {
  tableLines(entries, columns).forEach(writeLine);
  if (entries.length === 0) note('nothing to show');
}

export function writeLine(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** For people alone: what is not the answer itself. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}
