import type { Size } from '../figure.ts';

export interface Measure {
  readonly kills: number;
  readonly uploadsAtOnce: number;
  /** Of one link, each sent again as long as others send. */
  readonly floods: number;
  readonly honestLinks: number;
  /** Each sent by a link of its own. */
  readonly bombs: number;
}

export const MEASURES: Readonly<Record<Size, Measure>> = {
  whole: { kills: 100, uploadsAtOnce: 50, floods: 66, honestLinks: 20, bombs: 20 },
  short: { kills: 4, uploadsAtOnce: 6, floods: 6, honestLinks: 3, bombs: 4 },
};
