interface UnderWay<Result> {
  readonly result: Promise<Result>;
  readonly gone: AbortController;
  asking: number;
}

/** Whose work it is, by key, and the signal of one who asks for it and may be gone before it is done. */
interface Asking {
  readonly key: string;
  readonly signal: AbortSignal;
}

export type JoinedWork<Result> = (asking: Asking, work: (signal: AbortSignal) => Promise<Result>) => Promise<Result>;

/** Work that is under way once, however many ask for it: all of them get what comes of it. Its own signal: all are gone. */
export function createJoinedWork<Result>(): JoinedWork<Result> {
  const underWay = new Map<string, UnderWay<Result>>();

  function begin(key: string, work: (signal: AbortSignal) => Promise<Result>): UnderWay<Result> {
    const gone = new AbortController();
    const begun = { result: work(gone.signal).finally(() => underWay.delete(key)), gone, asking: 0 };
    underWay.set(key, begun);
    return begun;
  }

  return async ({ key, signal }, work) => {
    const joined = underWay.get(key) ?? begin(key, work);
    joined.asking += 1;
    const leave = (): void => {
      joined.asking -= 1;
      if (joined.asking === 0) joined.gone.abort();
    };
    signal.addEventListener('abort', leave, { once: true });
    if (signal.aborted) leave();
    return joined.result.finally(() => signal.removeEventListener('abort', leave));
  };
}
