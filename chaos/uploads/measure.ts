import type { Size } from '../figure.ts';

export interface Measure {
  readonly kills: number;
  readonly uploadsAtOnce: number;
}

export const MEASURES: Readonly<Record<Size, Measure>> = {
  whole: { kills: 100, uploadsAtOnce: 50 },
  short: { kills: 4, uploadsAtOnce: 6 },
};
