import type { Database } from '../../platform/db/database.ts';
import type { Keyring } from '../../platform/keyring.ts';
import { databaseNow, takeOut } from './master-key-repository.ts';
import { type KeyCounts, NOTHING_DONE, type RewrapStep, type SealedKind } from './sealed-kind.ts';

export interface RewrapOptions<Deps> {
  readonly deps: Deps;
  /** Hears of each kind when it is done, and every so often while it is long. */
  readonly tell: (kind: string, soFar: RewrapStep, isDone: boolean) => void;
  /** Let a key leave although values are left that do not open under it. */
  readonly isDespiteDamaged: boolean;
}

interface RewrapDeps {
  readonly db: Database;
  readonly keyring: Keyring;
}

const TELL_EVERY = 1_000;
const MAX_NAMED = 20;

/** Seals all of it under the current key, kind by kind, and writes down which other keys that leaves without use. */
export async function rewrapAll<Deps extends RewrapDeps>(
  kinds: readonly SealedKind<Deps>[],
  { deps, tell, isDespiteDamaged }: RewrapOptions<Deps>,
): Promise<void> {
  const { db, keyring } = deps;
  for (const sealed of kinds) {
    const since = await databaseNow(db);
    let total = NOTHING_DONE;
    let damagedCount = 0;
    for await (const step of sealed.rewrap(deps)) {
      const told = Math.floor(total.resealed / TELL_EVERY);
      damagedCount += step.damaged.length;
      total = together(total, step);
      if (Math.floor(total.resealed / TELL_EVERY) > told) tell(sealed.kind, total, false);
    }
    tell(sealed.kind, total, true);
    if (total.busy > 0 || (damagedCount > 0 && !isDespiteDamaged)) continue;
    await takeOut(db, { kind: sealed.kind, currentKeyId: keyring.currentKeyId, locked: total.locked, since });
  }
}

/** Of the damaged ones and the keys, no more than somebody reads. */
function together(one: RewrapStep, other: RewrapStep): RewrapStep {
  return {
    resealed: one.resealed + other.resealed,
    damaged: [...one.damaged, ...other.damaged].slice(0, MAX_NAMED),
    busy: one.busy + other.busy,
    locked: [...new Set([...one.locked, ...other.locked])],
  };
}

export interface KindCounts {
  readonly kind: string;
  readonly counts: KeyCounts;
}

/** What is sealed under which key, by a look at every value. */
export async function countAll<Deps>(kinds: readonly SealedKind<Deps>[], deps: Deps): Promise<KindCounts[]> {
  const counted = [];
  for (const sealed of kinds) counted.push({ kind: sealed.kind, counts: await sealed.count(deps) });
  return counted;
}
