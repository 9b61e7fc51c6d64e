/** One line of the table. */
export interface Figure {
  readonly what: string;
  readonly found: string;
  readonly goal: string;
  readonly met: boolean;
}

/** How much of it: the whole figures of `npm run chaos`, or the short form within the ordinary suite. */
export interface Measure {
  readonly kills: number;
  readonly eventsUnderKills: number;
  readonly rebindings: number;
  readonly heldEvents: number;
  readonly eventsBesideHanging: number;
}

export const WHOLE: Measure = {
  kills: 200,
  eventsUnderKills: 5_000,
  rebindings: 1_000,
  heldEvents: 10_000,
  eventsBesideHanging: 2_000,
};
export const SHORT: Measure = {
  kills: 4,
  eventsUnderKills: 100,
  rebindings: 20,
  heldEvents: 200,
  eventsBesideHanging: 30,
};
