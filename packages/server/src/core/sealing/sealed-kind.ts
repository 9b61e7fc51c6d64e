/** What one step of a rewrap came to. */
export interface RewrapStep {
  /** Values sealed under the current key now. */
  readonly resealed: number;
  /** Where the values are that do not open under the key that they name. */
  readonly damaged: readonly string[];
  /** Somebody is at work on them; the next rewrap finds them free. */
  readonly busy: number;
  /** The key that each value names which no configured key opens. */
  readonly locked: readonly number[];
}

/** How many values are sealed under a master key, by its id. */
export type KeyCounts = ReadonlyMap<number, number>;

/** Values that a module keeps sealed under the master key: it declares them, so that a key can leave (docs/decisions/0025). */
export interface SealedKind<in Deps = never> {
  /** What the operator reads. Kept in the database: a kind cannot be renamed. */
  readonly kind: string;
  count(deps: Deps): Promise<KeyCounts>;
  /**
   * Seals under the current key what another one seals, a step at a time. Each value changes by itself and as a whole, and only
   * where it is still the one that was read: safe beside processes at work, beside another rewrap, and when killed. What is under
   * the current key already costs a look.
   */
  rewrap(deps: Deps): AsyncIterable<RewrapStep>;
}

/** Names the type of the declaration. */
export function defineSealed<Deps>(sealed: SealedKind<Deps>): SealedKind<Deps> {
  return sealed;
}

export const NOTHING_DONE: RewrapStep = { resealed: 0, damaged: [], busy: 0, locked: [] };

export function countedIn(counts: Map<number, number>, keyId: number, more = 1): void {
  counts.set(keyId, (counts.get(keyId) ?? 0) + more);
}
