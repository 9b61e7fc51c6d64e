/** One line of the table. */
export interface Figure {
  readonly what: string;
  readonly found: string;
  readonly goal: string;
  readonly met: boolean;
}

/** How much of it: the whole figures of `npm run chaos`, or the short form within the ordinary suite. */
export type Size = 'whole' | 'short';

/** Groups of figures by name, measured one after the other, so that none disturbs another. */
export type Topic = Readonly<Record<string, (size: Size) => Promise<Figure[]>>>;
