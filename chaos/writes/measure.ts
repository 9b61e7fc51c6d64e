import type { Size } from '../figure.ts';

export interface Measure {
  readonly kills: number;
  readonly endedBackends: number;
  readonly databaseKills: number;
}

export const MEASURES: Readonly<Record<Size, Measure>> = {
  whole: { kills: 200, endedBackends: 500, databaseKills: 20 },
  short: { kills: 50, endedBackends: 100, databaseKills: 2 },
};
