import sql, { type Sql } from 'sql-template-tag';
import type { Database } from '../../platform/db/database.ts';
import type { Tables } from '../../schema/tables.ts';

/** A file of the store, and whose it is. The id is that of the owner's row, whatever table that is in. */
export interface FileOwner {
  /** One that a module declares in its `storedFiles`. */
  readonly kind: string;
  readonly id: string;
  /** Whose quota it counts for, an expression over what the statement has; nobody's without. */
  readonly organization?: Sql;
}

/** `REVIEW`, `PREVIEW`: made of the original, and of no use without it. */
export interface FileRow {
  readonly storageKey: string;
  readonly role: Tables['stored_files']['role'];
  readonly byteSize: number;
}

/** For a statement with a CTE named `effect`: does something only where that has a row. */
export function insertFiles(files: readonly FileRow[], owner: FileOwner): Sql {
  const keys = files.map(({ storageKey }) => storageKey);
  const roles = files.map(({ role }) => role);
  const sizes = files.map(({ byteSize }) => byteSize);
  return sql`insert into stored_files (storage_key, owner_kind, owner_id, role, byte_size, counted_for)
    select file.key, ${owner.kind}, ${owner.id}::uuid, file.role, file.size, ${owner.organization ?? sql`null::uuid`}
    from unnest(${keys}::text[], ${roles}::text[], ${sizes}::bigint[]) as file (key, role, size)
    where exists (select from effect)`;
}

/** `owners`: a select of the ids whose files go. */
export function deleteFiles(ownerKind: string, owners: Sql): Sql {
  return sql`delete from stored_files where owner_kind = ${ownerKind} and owner_id in (${owners})`;
}

/** Of all files that count for the organization. */
export async function findStoredBytes(db: Database, organizationId: string): Promise<number> {
  const row = await db.readFirst<{ bytes: number }>(
    sql`select stored_bytes_of(${organizationId}::uuid)::float8 as bytes`,
  );
  return row?.bytes ?? 0;
}

/** Those of the given keys that somebody owns. */
export async function findOwnedKeys(db: Database, keys: readonly string[]): Promise<Set<string>> {
  const rows = await db.read<Pick<Tables['stored_files'], 'storage_key'>>(
    sql`select storage_key from stored_files where storage_key = any(${keys}::text[])`,
  );
  return new Set(rows.map((row) => row.storage_key));
}

/** Of files that have been owned for a while. */
export async function countOwned(db: Database): Promise<number> {
  const row = await db.readFirst<{ count: number }>(
    sql`select count(*)::int as count from stored_files where created_at < now() - interval '1 minute'`,
  );
  return row?.count ?? 0;
}
