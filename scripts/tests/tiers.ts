import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/**
 * How dear a test file is, told by its name: `*.browser.test.ts` opens a browser, `*.storm.test.ts` starts processes, kills, or sends
 * storms; all others are quick.
 */
export type Tier = 'quick' | 'browser' | 'storm';

export function tierOf(file: string): Tier {
  const [, tier] = /\.(browser|storm)\.test\.ts$/.exec(file) ?? [];
  return tier === 'browser' || tier === 'storm' ? tier : 'quick';
}

/** The product's own files may start what they like; this is about what a test and its harness do. */
const OWN = /^(?:packages\/harness\/src|chaos|bench|scripts)\/|\.test(?:-support)?\.ts$/;

/** What only the other tiers may load. */
const DEAR: Readonly<Record<string, string>> = {
  'playwright-core': 'opens a browser',
  'node:child_process': 'starts processes',
};

const IMPORTS =
  /^\s*(?:import|export)\b(?!\s+type\b)[^;]*?\bfrom\s+'([^']+)'|^\s*import\s+'([^']+)'|\bimport\(\s*'([^']+)'/gm;

/** Of a file that its name calls quick: which way leads to what is not. Undefined where there is none. */
export function whatIsDear(file: string): string | undefined {
  return tierOf(file) === 'quick' ? search([file], new Set()) : undefined;
}

function search(way: readonly string[], seen: Set<string>): string | undefined {
  const file = way.at(-1) ?? '';
  if (seen.has(file) || !OWN.test(file)) return undefined;
  seen.add(file);
  for (const [, from, bare, dynamic] of readFileSync(file, 'utf8').matchAll(IMPORTS)) {
    const name = from ?? bare ?? dynamic ?? '';
    const dear = DEAR[name];
    if (dear !== undefined)
      return `${way.join(' -> ')} ${dear}: its name should end in .browser.test.ts or .storm.test.ts`;
    const next = name.startsWith('.') ? relative('.', join(dirname(file), name)) : undefined;
    const found = next === undefined ? undefined : search([...way, next], seen);
    if (found !== undefined) return found;
  }
  return undefined;
}
