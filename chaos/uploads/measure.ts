import type { Size } from '../figure.ts';

export interface Measure {
  readonly kills: number;
  readonly uploadsAtOnce: number;
  /** The size of the disk that is filled, and how often a call is refused there before there is room again. */
  readonly diskMb: number;
  readonly refusals: number;
  /** Of one link, each sent again as long as others send. */
  readonly floods: number;
  readonly honestLinks: number;
  /** Each sent by a link of its own. */
  readonly bombs: number;
}

export const MEASURES: Readonly<Record<Size, Measure>> = {
  whole: { kills: 100, uploadsAtOnce: 50, diskMb: 48, refusals: 400, floods: 66, honestLinks: 20, bombs: 20 },
  short: { kills: 4, uploadsAtOnce: 6, diskMb: 10, refusals: 30, floods: 6, honestLinks: 3, bombs: 4 },
};
