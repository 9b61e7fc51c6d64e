import type { Size } from '../figure.ts';

export interface Measure {
  readonly kills: number;
  readonly endedBackends: number;
  readonly databaseKills: number;
  readonly queueKills: number;
  readonly queuedJobs: number;
}

export const MEASURES: Readonly<Record<Size, Measure>> = {
  whole: { kills: 200, endedBackends: 500, databaseKills: 20, queueKills: 20, queuedJobs: 2_000 },
  short: { kills: 50, endedBackends: 100, databaseKills: 2, queueKills: 3, queuedJobs: 200 },
};
