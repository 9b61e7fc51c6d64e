import { entryOf } from '../declare/operation-entries.ts';
import { UsageError } from '../failure.ts';
import type { CsvFile, CsvLine } from './csv-file.ts';

/** Every column that there can be. */
const COLUMNS = [
  'recipientEmail',
  'buyerId',
  'vatNumber',
  'companyName',
  'street',
  'postCode',
  'city',
  'country',
  'kycMode',
  'label',
  'locale',
  'expiresInDays',
  'message',
  'requestedDocuments',
  'redirectUrl',
  'reminders',
] as const;
type Column = (typeof COLUMNS)[number];
export type Cells = Readonly<Partial<Record<Column, string>>>;

/** A line that is understood. */
export interface ImportRow {
  readonly line: number;
  readonly cells: Cells;
}

export interface Fault {
  readonly line: number;
  readonly column: string;
  readonly message: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const MAIL_ADDRESS = /^[^\s@]+@[^\s@]+$/;
const COMPANY: readonly Column[] = ['companyName', 'street', 'postCode', 'city', 'country', 'kycMode'];

/**
 * All lines that are right, and all that is wrong. The rest, such as whether a VAT number is one, the service says.
 * @throws UsageError where a column is there twice: nobody knows which is meant
 */
export function rowsOf({ columns, lines }: CsvFile): { readonly rows: ImportRow[]; readonly faults: Fault[] } {
  refuseTwins(columns);
  const names = new Map(COLUMNS.map((name) => [name.toLowerCase(), name]));
  const known = new Map(columns.map((column) => [column, names.get(column.toLowerCase())]));
  const faults: Fault[] = columns
    .filter((column) => known.get(column) === undefined)
    .map((column) => ({ line: 1, column, message: `is no column: there are ${COLUMNS.join(', ')}` }));
  const rows: ImportRow[] = [];
  for (const { line, cells } of lines) {
    const row = { line, cells: namedCells(cells, known) };
    const wrong = [...foreignCells({ line, cells }, known), ...faultsOf(row)];
    if (wrong.length === 0) rows.push(row);
    faults.push(...wrong);
  }
  return { rows, faults };
}

/** Columns without a head are no twins: other programs put delimiters behind the last one. */
function refuseTwins(columns: readonly string[]): void {
  const places = columns.map((name, n) => ({ name: name.toLowerCase(), text: `${name} (column ${n + 1})` }));
  const twins = places.filter(({ name }) => name !== '' && places.filter((other) => other.name === name).length > 1);
  if (twins.length === 0) return;
  throw new UsageError(`the same column more than once: ${twins.map(({ text }) => text).join(', ')}`);
}

function namedCells(cells: CsvLine['cells'], known: ReadonlyMap<string, Column | undefined>): Cells {
  const pairs = Object.entries(cells).map(([column, cell]) => [known.get(column), cell] as const);
  return Object.fromEntries(pairs.filter(([name, cell]) => name !== undefined && cell !== ''));
}

function foreignCells({ line, cells }: CsvLine, known: ReadonlyMap<string, Column | undefined>): Fault[] {
  return Object.keys(cells)
    .filter((column) => !known.has(column) && cells[column] !== '')
    .map((column) => ({ line, column, message: 'has no head: there are more cells than columns' }));
}

function faultsOf({ line, cells }: ImportRow): Fault[] {
  const faults: Fault[] = [];
  const hold = (column: Column, isGood: boolean, message: string): void => {
    if (!isGood) faults.push({ line, column, message });
  };
  const { recipientEmail = '', buyerId, vatNumber, expiresInDays, reminders, redirectUrl } = cells;
  hold('recipientEmail', MAIL_ADDRESS.test(recipientEmail) && recipientEmail.length <= 254, 'is no mail address');
  hold('buyerId', buyerId === undefined || UUID.test(buyerId), 'is no UUID');
  hold('buyerId', (buyerId === undefined) !== (vatNumber === undefined), 'is needed, or vatNumber; and not both');
  if (COMPANY.some((column) => cells[column] !== undefined)) {
    for (const column of COMPANY) hold(column, cells[column] !== undefined, 'is needed for a new buyer');
    hold('vatNumber', vatNumber !== undefined, 'is needed for a new buyer');
  }
  hold('kycMode', isOneOf(cells.kycMode, modes()), `is one of ${modes().join(', ')}`);
  hold('country', cells.country === undefined || /^[A-Z]{2}$/i.test(cells.country), 'is a code of two letters');
  hold('expiresInDays', expiresInDays === undefined || isDays(expiresInDays), 'is a number from 1 to 90');
  hold('reminders', reminders === undefined || /^(true|false)$/i.test(reminders), 'is true or false');
  hold('redirectUrl', redirectUrl === undefined || /^https:\/\//i.test(redirectUrl), 'is an https address');
  for (const type of documentsOf(cells)) hold('requestedDocuments', isOneOf(type, documentTypes()), `${type} is none`);
  return faults;
}

/** By blanks, commas or semicolons. */
export function documentsOf({ requestedDocuments = '' }: Cells): string[] {
  return requestedDocuments.split(/[\s,;]+/).filter((part) => part !== '');
}

function isDays(text: string): boolean {
  return /^\d{1,2}$/.test(text) && Number(text) >= 1 && Number(text) <= 90;
}

function isOneOf(value: string | undefined, values: readonly string[]): boolean {
  return value === undefined || values.includes(value.toUpperCase());
}

function modes(): readonly string[] {
  return (entryOf('upsertBuyer').params.find(({ name }) => name === 'kycMode')?.values ?? []).map(String);
}

function documentTypes(): readonly string[] {
  const param = entryOf('createInvitation').params.find(({ name }) => name === 'requestedDocuments');
  return (param?.items?.values ?? []).map(String);
}
