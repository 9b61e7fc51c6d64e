import { prepareInvitations, pathOf } from './prepare.ts';
import type { Service } from './service.ts';

/** Invitations made in bulk. Whoever takes some has them for himself. */
export interface NumberedInvitations {
  /** Numbers `first` to `first + count - 1`. */
  take(count: number): Promise<{ first: number; count: number }>;
  pathOf(number: number): string;
}

/** They are made `atOnce` at a time, between turns. */
export function createNumberedInvitations({ databaseUrl, bench }: Service, atOnce: number): NumberedInvitations {
  let made = 0;
  let taken = 0;
  return {
    async take(count) {
      const first = taken;
      taken += count;
      while (made < taken) {
        await prepareInvitations(databaseUrl, bench, made, atOnce);
        made += atOnce;
      }
      return { first, count };
    },
    pathOf: (number) => pathOf(bench, number),
  };
}

export function numbersOf({ first, count }: { first: number; count: number }): number[] {
  return Array.from({ length: count }, (_, n) => first + n);
}
