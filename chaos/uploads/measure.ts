import type { Size } from '../figure.ts';

export interface Measure {
  readonly kills: number;
  readonly uploadsAtOnce: number;
  /** The size of the disk that is filled, and how often a call is refused there before there is room again. */
  readonly diskMb: number;
  readonly refusals: number;
}

export const MEASURES: Readonly<Record<Size, Measure>> = {
  whole: { kills: 100, uploadsAtOnce: 50, diskMb: 48, refusals: 400 },
  short: { kills: 4, uploadsAtOnce: 6, diskMb: 10, refusals: 30 },
};
