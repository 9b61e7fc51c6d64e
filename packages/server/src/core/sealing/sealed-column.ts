import type { Database } from '../../platform/db/database.ts';
import { type Keyring, keyIdOf } from '../../platform/keyring.ts';
import { countedIn, type KeyCounts, type RewrapStep, type SealedKind } from './sealed-kind.ts';

const BATCH = 500;

export interface SealingDeps {
  readonly db: Database;
  readonly keyring: Keyring;
}

export interface SealedRow {
  /** Its key, as text. */
  place: string;
  key_id: number;
  /** Null where it is sealed under the key that was asked to be left out. */
  sealed: Buffer | null;
}

export interface PageWish {
  /** Undefined: from the first one on. */
  readonly behind: string | undefined;
  readonly limit: number;
  /** Rows that this key seals are given out without their value; null: all are. */
  readonly without: number | null;
}

export interface ResealedRows {
  readonly places: readonly string[];
  readonly were: readonly Buffer[];
  readonly sealed: readonly Buffer[];
}

interface SealedFor {
  readonly purpose: string;
  readonly context: string;
}

/** A column of sealed values. Its table's owner writes both statements, each bounded by the batch. */
export interface SealedColumn<Deps, Row extends SealedRow = SealedRow> {
  readonly kind: string;
  /** In the order of the places. */
  page(db: Database, wish: PageWish): Promise<Row[]>;
  /** Replaces each value that is still the one it was. Returns a row for each that was replaced. */
  replace(db: Database, rows: ResealedRows): Promise<readonly unknown[]>;
  /** What the value was sealed for. Undefined: nobody here knows, and so nobody can open it. */
  sealedFor(row: Row, deps: Deps): SealedFor | undefined;
}

export function sealedColumn<Deps extends SealingDeps, Row extends SealedRow = SealedRow>(
  column: SealedColumn<Deps, Row>,
): SealedKind<Deps> {
  async function* pages({ db }: SealingDeps, without: number | null): AsyncGenerator<Row[]> {
    let behind: string | undefined;
    for (;;) {
      const rows = await column.page(db, { behind, limit: BATCH, without });
      if (rows.length > 0) yield rows;
      if (rows.length < BATCH) return;
      behind = rows.at(-1)?.place;
    }
  }

  return {
    kind: column.kind,
    async count(deps): Promise<KeyCounts> {
      const counts = new Map<number, number>();
      for await (const rows of pages(deps, null)) for (const row of rows) countedIn(counts, row.key_id);
      return counts;
    },
    async *rewrap(deps) {
      for await (const rows of pages(deps, deps.keyring.currentKeyId)) yield rewrapRows(column, deps, rows);
    },
  };
}

async function rewrapRows<Deps extends SealingDeps, Row extends SealedRow>(
  column: SealedColumn<Deps, Row>,
  deps: Deps,
  rows: readonly Row[],
): Promise<RewrapStep> {
  const damaged: string[] = [];
  const locked: number[] = [];
  const places: string[] = [];
  const were: Buffer[] = [];
  const sealed: Buffer[] = [];
  for (const row of rows) {
    if (!row.sealed) continue;
    const sealedFor = column.sealedFor(row, deps);
    const again = sealedFor ? reseal(deps.keyring, row.sealed, sealedFor) : 'damaged';
    if (again === 'damaged') damaged.push(row.place);
    else if (again === 'locked') locked.push(row.key_id);
    else {
      places.push(row.place);
      were.push(row.sealed);
      sealed.push(again);
    }
  }
  const replaced = places.length === 0 ? [] : await column.replace(deps.db, { places, were, sealed });
  return { resealed: replaced.length, damaged, busy: places.length - replaced.length, locked };
}

/** The same value under the current key. `locked`: its key is not configured. `damaged`: it does not open under that key. */
export function reseal(
  keyring: Keyring,
  sealed: Buffer,
  { purpose, context }: SealedFor,
): Buffer | 'locked' | 'damaged' {
  if (!keyring.keyIds.includes(keyIdOf(sealed))) return 'locked';
  try {
    return keyring.seal(purpose, context, keyring.open(purpose, context, sealed));
  } catch {
    return 'damaged';
  }
}
