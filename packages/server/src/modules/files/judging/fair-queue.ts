export interface Place {
  /** Groups take turns, and within a group its lanes. */
  readonly group: string;
  readonly lane: string;
}

/** First come, first served within a lane only, and one of a lane at a time. */
export interface FairQueue<Item extends Place> {
  add(item: Item): void;
  /** False where it does not wait any more. */
  remove(item: Item): boolean;
  /** The next of a lane that has none at work; it counts as at work until `release`. */
  take(): Item | undefined;
  release(item: Item): void;
  waiting(place?: Partial<Place>): number;
}

export function createFairQueue<Item extends Place>(): FairQueue<Item> {
  // Both levels are rings: who was served goes to the end, and who has nothing left goes.
  const groups = new Map<string, Map<string, Item[]>>();
  const atWork = new Set<string>();

  function put({ group, lane }: Place, items: Item[]): void {
    const lanes = groups.get(group) ?? new Map<string, Item[]>();
    lanes.delete(lane);
    if (items.length > 0) lanes.set(lane, items);
    groups.delete(group);
    if (lanes.size > 0) groups.set(group, lanes);
  }

  function next(): Item | undefined {
    for (const lanes of groups.values()) {
      for (const [lane, [first]] of lanes) if (first && !atWork.has(lane)) return first;
    }
    return undefined;
  }

  const itemsOf = ({ group, lane }: Place): Item[] => groups.get(group)?.get(lane) ?? [];

  return {
    add(item) {
      const items = itemsOf(item);
      if (items.length > 0) items.push(item);
      else groups.set(item.group, (groups.get(item.group) ?? new Map<string, Item[]>()).set(item.lane, [item]));
    },
    remove(item) {
      const items = itemsOf(item);
      const at = items.indexOf(item);
      if (at < 0) return false;
      items.splice(at, 1);
      if (items.length === 0) put(item, items);
      return true;
    },
    take() {
      const item = next();
      if (!item) return undefined;
      put(item, itemsOf(item).slice(1));
      atWork.add(item.lane);
      return item;
    },
    release: ({ lane }) => void atWork.delete(lane),
    waiting({ group, lane } = {}) {
      let count = 0;
      for (const [eachGroup, lanes] of groups) {
        if (group !== undefined && eachGroup !== group) continue;
        for (const [each, items] of lanes) if (lane === undefined || each === lane) count += items.length;
      }
      return count;
    },
  };
}
