import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import sql, { raw, type Sql } from 'sql-template-tag';
import type { TestService } from './service.ts';

/** A row of docs/retention.md. */
interface Retention {
  /** As it stands there: a name, and which of its rows or files. */
  readonly what: string;
  readonly name: string;
  /** Milliseconds from its making; undefined where the clock ends nothing. */
  readonly period: number | undefined;
  readonly job: string | undefined;
}

interface RetentionPage {
  readonly tables: readonly Retention[];
  readonly folders: readonly Retention[];
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const UNITS: Readonly<Record<string, number>> = {
  minute: MINUTE_MS,
  hour: HOUR_MS,
  day: DAY_MS,
  year: 365.25 * DAY_MS,
};
/** Of the invitations of the test, whose drafts and links end. */
const LINK_LIFE_MS = DAY_MS;

export function readRetention(markdown: string): RetentionPage {
  const [, tables = '', folders = ''] = markdown.split(/^## .*$/m);
  return { tables: rowsOf(tables), folders: rowsOf(folders) };
}

function rowsOf(section: string): Retention[] {
  const rows = [...section.matchAll(/^\| (`([^`]+)`[^|]*?) \| ([^|]+) \| [^|]+ \| ([^|]+) \|$/gm)];
  return rows.map(([, what = '', name = '', time = '', end = '']) => {
    const job = /`([a-zA-Z]+\.[a-zA-Z]+)`/.exec(end)?.[1];
    return { what, name, period: periodOf(time), job };
  });
}

function periodOf(time: string): number | undefined {
  if (time.startsWith('no end')) return undefined;
  const [, count, unit = ''] = /^(\d+) (minute|hour|day|year)s?\b/.exec(time) ?? [];
  const unitMs = UNITS[unit];
  assert.ok(unitMs !== undefined, `docs/retention.md says a time that nobody can read: ${time}`);
  return Number(count) * unitMs + (time.includes('after the end of the link') ? LINK_LIFE_MS : 0);
}

/** Something that is kept for a time, as it stood at the beginning. */
export interface Kept {
  readonly what: string;
  /** Up to then all of it is there, and from the other on none. */
  readonly keptMs: number;
  readonly goneMs: number;
  left(): Promise<'all' | 'some' | 'none'>;
}

const EARLIER = 0.9;
const LATER = 1.002;

/** The document is one that is kept of an erased buyer. */
function isOfErased(documentId: Sql): Sql {
  return sql`exists (select from kyc_documents d where d.id = ${documentId} and d.keep_until is not null)`;
}

/** Of one that was sent; those of drafts are as any draft's. */
function isOfProspect(draftId: Sql): Sql {
  return sql`exists (select from prospects p where p.id = ${draftId} and p.status <> 'DRAFT')`;
}

const prospectIs = (status: string): Sql =>
  sql`exists (select from prospects p where p.id = t.id and p.status = ${status})`;

/** Which rows are meant, where not all of the table are: a condition on row `t`. */
const ROWS: Readonly<Record<string, Sql>> = {
  '`kyc_documents`': sql`t.keep_until is null`,
  '`kyc_documents` of erased buyers': sql`t.keep_until is not null`,
  '`kyc_files` of documents': sql`t.document_id is not null and not ${isOfErased(sql`t.document_id`)}`,
  '`kyc_files` of erased buyers': isOfErased(sql`t.document_id`),
  '`kyc_files` of drafts': sql`t.invitation_id is not null and not ${isOfProspect(sql`t.invitation_id`)}`,
  '`kyc_files` of prospects': isOfProspect(sql`t.invitation_id`),
  '`kyc_files` that were removed': sql`t.removed_at is not null`,
  '`declaration_answers` of documents': sql`exists (select from kyc_files f where f.id = t.file_id and f.document_id is not null)`,
  '`declaration_answers` of drafts': sql`exists (select from kyc_files f where f.id = t.file_id and f.invitation_id is not null)`,
  '`declaration_answers` that were removed': sql`exists (select from kyc_files f where f.id = t.file_id and f.removed_at is not null)`,
  '`kyc_not_supplied` of submissions': sql`exists (select from kyc_submissions s where s.invitation_id = t.invitation_id)`,
  '`kyc_not_supplied` of drafts': sql`not exists (select from kyc_submissions s where s.invitation_id = t.invitation_id)`,
  '`stored_files` of documents': sql`exists (select from kyc_files f
    where f.id = t.owner_id and f.document_id is not null and not ${isOfErased(sql`f.document_id`)})`,
  '`stored_files` of erased buyers': sql`exists (select from kyc_files f where f.id = t.owner_id and ${isOfErased(sql`f.document_id`)})`,
  '`stored_files` of drafts': sql`exists (select from kyc_files f
    where f.id = t.owner_id and f.invitation_id is not null and not ${isOfProspect(sql`f.invitation_id`)})`,
  '`stored_files` of prospects': sql`exists (select from kyc_files f where f.id = t.owner_id and ${isOfProspect(sql`f.invitation_id`)})`,
  '`stored_files` that were removed': sql`exists (select from kyc_files f where f.id = t.owner_id and f.removed_at is not null)`,
  ...Object.fromEntries(
    ['`link_places`', '`prospects`'].flatMap((table) => [
      [`${table} that became buyers`, prospectIs('CONVERTED')],
      [`${table} that wait`, prospectIs('SUBMITTED')],
      [`${table} that were declined`, prospectIs('DECLINED')],
      [`${table} of drafts`, prospectIs('DRAFT')],
    ]),
  ),
};
/** Not used by the service, or emptied within seconds: they may be empty. */
const UNUSED = new Set([
  'graphile_worker._private_job_queues',
  'graphile_worker._private_known_crontabs',
  'invitation_changes',
  'buyer_changes',
  'vies_breakers',
]);
/** Of the demo alone, or there for an instant. */
const OF_THE_DEMO = /^(demo\.json|postgres|\.probe-)/;

/** All that the page speaks of, each as it stands now, for a walk of the clock. @throws where there is nothing to walk with */
export async function keptThings(service: TestService, { tables, folders }: RetentionPage): Promise<Kept[]> {
  const things: Kept[] = [];
  for (const row of tables) {
    const read = await rowReader(service, row);
    const at = await read();
    assert.ok(at.length > 0 || UNUSED.has(row.name), `nothing in ${row.what}`);
    if (at.length > 0) things.push({ ...row, ...timesOf(row), left: async () => compare(at, await read()) });
  }
  for (const row of folders.filter(({ name }) => !OF_THE_DEMO.test(name))) {
    const at = await filesOf(service, row.what);
    assert.ok(at.length > 0, `nothing in ${row.what}`);
    things.push({
      ...row,
      ...timesOf(row),
      left: async () =>
        compare(
          at,
          at.filter((path) => existsSync(path)),
        ),
    });
  }
  return things;
}

function timesOf({ period }: Retention): Pick<Kept, 'keptMs' | 'goneMs'> {
  return period === undefined
    ? { keptMs: Infinity, goneMs: Infinity }
    : { keptMs: period * EARLIER, goneMs: period * LATER };
}

function compare(before: readonly string[], now: readonly string[]): 'all' | 'some' | 'none' {
  const there = before.filter((one) => now.includes(one)).length;
  return there === 0 ? 'none' : there === before.length ? 'all' : 'some';
}

/** Reads the primary keys of the rows. */
async function rowReader({ db }: TestService, { what, name }: Retention): Promise<() => Promise<string[]>> {
  const columns = await db.read<{ name: string }>(sql`select a.attname as name from pg_index x
    join pg_attribute a on a.attrelid = x.indrelid and a.attnum = any(x.indkey)
    where x.indisprimary and x.indrelid = ${name}::text::regclass order by a.attnum`);
  const key = columns.map((column) => `t.${column.name}`).join(', ');
  return async () => {
    const rows = await db.read<{ key: string }>(
      sql`select row(${raw(key)})::text as key from ${raw(name)} t where ${ROWS[what] ?? sql`true`}`,
    );
    return rows.map((row) => row.key);
  };
}

/** Paths of the files. */
async function filesOf({ db, config }: TestService, what: string): Promise<string[]> {
  const name = /^`([^`]+)`/.exec(what)?.[1] ?? '';
  const path = join(config.dataDir, name);
  if (name !== 'files') {
    const entries = await readdir(path).catch(() => undefined);
    return entries ? entries.map((entry) => join(path, entry)) : [path].filter((one) => existsSync(one));
  }
  const rows = await db.read<{ key: string; what: string }>(sql`select s.storage_key as key,
      case when f.removed_at is not null then '\`files\` that were removed' when ${isOfProspect(sql`f.invitation_id`)} then '\`files\` of prospects'
        when f.document_id is null then '\`files\` of drafts'
        when ${isOfErased(sql`f.document_id`)} then '\`files\` of erased buyers' else '\`files\` of documents' end as what
    from stored_files s join kyc_files f on f.id = s.owner_id`);
  const owners = new Map(rows.map((row) => [row.key, row.what]));
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && (owners.get(entry.name) ?? '`files` of nobody') === what)
    .map((entry) => join(entry.parentPath, entry.name));
}
