import { styleText } from 'node:util';
import { cellOf, valueAt } from './cells.ts';

const GAP = '  ';
/** Of letters that take two places on a terminal (Unicode's East Asian Width: W and F), the blocks that names are written in. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** Lines of a table, its heads first; no lines where there are no entries. */
export function tableLines(entries: readonly unknown[], columns: readonly string[]): string[] {
  if (entries.length === 0) return [];
  const heads = columns.map((path) => path.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toUpperCase());
  const rows = entries.map((entry) => columns.map((path) => cellOf(valueAt(entry, path))));
  const widths = columns.map((_, n) => widest([heads, ...rows], (row) => widthOf(row[n] ?? '')));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, n) => cell + ' '.repeat((widths[n] ?? 0) - widthOf(cell)))
      .join(GAP)
      .trimEnd();
  return [bold(line(heads)), ...rows.map(line)];
}

/** `name  value` for each member; of objects in it, each of theirs. */
export function detailLines(entry: object): string[] {
  const members = flattened(entry, '');
  const width = widest(members, ([name]) => name.length);
  return members.map(([name, value]) => `${bold(name.padEnd(width))}${GAP}${cellOf(value)}`.trimEnd());
}

/** Of any number: as arguments of Math.max, rows of a long list would be too many. */
function widest<One>(all: readonly One[], width: (one: One) => number): number {
  return all.reduce((most, one) => Math.max(most, width(one)), 0);
}

function flattened(entry: object, before: string): (readonly [string, unknown])[] {
  return Object.entries(entry).flatMap(([name, value]: [string, unknown]) => {
    const path = before + name;
    if (Array.isArray(value) && value.some((one) => typeof one === 'object')) {
      return value.flatMap((one: unknown, n) => flattened({ [n]: one }, `${path}.`));
    }
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? flattened(value, `${path}.`) : [[path, value] as const];
  });
}

function widthOf(text: string): number {
  return [...text].reduce((width, letter) => width + (WIDE.test(letter) ? 2 : /\p{M}|\u200d/u.test(letter) ? 0 : 1), 0);
}

/** On a terminal that wants colours (NO_COLOR and FORCE_COLOR are heard). */
export function bold(text: string): string {
  const isPlain = (process.env['NO_COLOR'] ?? '') !== '' || process.stdout.isTTY !== true;
  return isPlain ? text : styleText('bold', text, { validateStream: false });
}
