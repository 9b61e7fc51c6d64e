import type { Size } from '../figure.ts';

export interface Measure {
  readonly kills: number;
  readonly eventsUnderKills: number;
  readonly rebindings: number;
  readonly heldEvents: number;
  readonly eventsBesideHanging: number;
}

export const MEASURES: Readonly<Record<Size, Measure>> = {
  whole: { kills: 200, eventsUnderKills: 5_000, rebindings: 1_000, heldEvents: 10_000, eventsBesideHanging: 2_000 },
  short: { kills: 4, eventsUnderKills: 100, rebindings: 20, heldEvents: 200, eventsBesideHanging: 30 },
};
