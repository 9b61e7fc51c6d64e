export type OnClose = (close: () => Promise<void> | void) => void;

/** Where a measurement works: a folder of its own that is removed at the end, and what is to be closed then. */
export interface Place {
  readonly folder: string;
  readonly onClose: OnClose;
  /** Only to see that it works: one short round, whose figures are worth nothing. */
  readonly isBrief: boolean;
}

/** One word after `npm run bench --`. */
export interface Measurement {
  /** Whether `npm run bench` without a word measures it too. All of those together take less than 12 minutes. */
  readonly usual: boolean;
  run(place: Place): Promise<void>;
}
