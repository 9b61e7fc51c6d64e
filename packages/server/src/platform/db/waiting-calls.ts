import type { NamedStatement, Row } from './statement-batch.ts';

export interface CallStatement extends NamedStatement {
  /** Goes with all others of its name as one statement, whose values are lists of theirs. */
  readonly isShared: boolean;
}

export interface LaneCall {
  readonly statement: CallStatement;
  /** Who asks: whose turn it is goes round. */
  readonly group: string;
  /** Two calls with one of these never share a batch: in one transaction each would get it. */
  readonly locks?: readonly string[];
}

export interface WaitingCall extends LaneCall {
  resolve(rows: readonly Row[]): void;
  reject(error: unknown): void;
}

interface Place {
  readonly call: WaitingCall;
  readonly sinceMs: number;
}

/** Calls that wait for a batch: each group's in their order, the groups in turns, so that one that asks for much is before nobody. */
export class WaitingCalls {
  /** In the order of their next turn. */
  private readonly groups = new Map<string, Place[]>();
  private total = 0;
  private timer: NodeJS.Timeout | undefined;
  private readonly patienceMs: number;
  private readonly tooLong: () => Error;

  constructor(patienceMs: number, tooLong: () => Error) {
    this.patienceMs = patienceMs;
    this.tooLong = tooLong;
  }

  get count(): number {
    return this.total;
  }

  add(call: WaitingCall): void {
    const place = { call, sinceMs: performance.now() };
    const places = this.groups.get(call.group);
    if (places) places.push(place);
    else this.groups.set(call.group, [place]);
    this.total += 1;
    this.timer ??= setTimeout(() => this.refuseOld(), this.patienceMs);
  }

  /** The next ones, no two with one lock. */
  take(max: number): WaitingCall[] {
    const taken: WaitingCall[] = [];
    const locks = new Set<string>();
    for (let isMore = true; isMore && taken.length < max;) {
      isMore = false;
      for (const group of Array.from(this.groups.keys())) {
        const call = taken.length < max ? this.takeOf(group, locks) : undefined;
        if (!call) continue;
        taken.push(call);
        isMore = true;
      }
    }
    if (this.total === 0) this.stopTimer();
    return taken;
  }

  /** The first of the group whose locks are free; the group goes to the end of the line. */
  private takeOf(group: string, locks: Set<string>): WaitingCall | undefined {
    const places = this.groups.get(group) ?? [];
    const at = places.findIndex(({ call }) => !call.locks?.some((lock) => locks.has(lock)));
    const [place] = at < 0 ? [] : places.splice(at, 1);
    if (!place) return undefined;
    for (const lock of place.call.locks ?? []) locks.add(lock);
    this.total -= 1;
    this.groups.delete(group);
    if (places.length > 0) this.groups.set(group, places);
    return place.call;
  }

  private refuseOld(): void {
    this.timer = undefined;
    const before = performance.now() - this.patienceMs;
    let oldestMs = Number.POSITIVE_INFINITY;
    for (const [group, places] of this.groups) {
      const old = places.findIndex(({ sinceMs }) => sinceMs > before);
      const refused = places.splice(0, old < 0 ? places.length : old);
      for (const { call } of refused) call.reject(this.tooLong());
      this.total -= refused.length;
      if (places.length === 0) this.groups.delete(group);
      oldestMs = Math.min(oldestMs, places[0]?.sinceMs ?? oldestMs);
    }
    if (this.total > 0) this.timer = setTimeout(() => this.refuseOld(), oldestMs - before + 1);
  }

  private stopTimer(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
