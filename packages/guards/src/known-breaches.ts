import { readFileSync } from 'node:fs';

export interface Breach {
  /** The rule, and who breaks it; the same however the lines move about. */
  readonly breach: string;
  /** Where. */
  readonly at: string;
}

/** How often each breach was met when the rule came into force. Each is to be mended and then taken out. */
export type KnownBreaches = Readonly<Record<string, number>>;

export interface Compared {
  /** Those that are met more often than is known, with all their places. */
  readonly fresh: readonly Breach[];
  /** Known ones that are met less often, with what is left of them. */
  readonly mended: readonly string[];
}

export function readKnownBreaches(): Readonly<Record<'imports' | 'source' | 'statements', KnownBreaches>> {
  const text = readFileSync(new URL('../../../scripts/known-breaches.json', import.meta.url), 'utf8');
  return JSON.parse(text) as Readonly<Record<'imports' | 'source' | 'statements', KnownBreaches>>;
}

export function compareBreaches(found: readonly Breach[], known: KnownBreaches): Compared {
  const met = Map.groupBy(found, ({ breach }) => breach);
  const countOf = (breach: string): number => met.get(breach)?.length ?? 0;
  return {
    fresh: found.filter(({ breach }) => countOf(breach) > (known[breach] ?? 0)),
    mended: Object.entries(known).flatMap(([breach, count]) =>
      countOf(breach) < count ? [`${breach}: ${countOf(breach)} of ${count} are left`] : [],
    ),
  };
}

/** Prints what is to be done, if anything is; true when nothing is. */
export function tellBreaches({ fresh, mended }: Compared): boolean {
  for (const { breach, at } of fresh) console.error(`${breach}\n  ${at}`);
  for (const line of mended) console.error(`mended, to be taken out of scripts/known-breaches.json: ${line}`);
  return fresh.length + mended.length === 0;
}
