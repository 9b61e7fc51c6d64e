import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/**
 * How dear a test file is, told by its name: `*.browser.test.ts` opens a browser, `*.storm.test.ts` has processes beside it, kills, or
 * sends storms; all others are quick.
 */
export type Tier = 'quick' | 'browser' | 'storm';

export function tierOf(file: string): Tier {
  const [, tier] = /\.(browser|storm)\.test\.ts$/.exec(file) ?? [];
  return tier === 'browser' || tier === 'storm' ? tier : 'quick';
}

/** The product's own files may start what they like; this is about what a test and its harness do. */
const OWN = /^(?:packages\/(?:harness|guards)\/src|chaos|bench|scripts)\/|\.test(?:-support)?\.ts$/;

/** Clause and file of an import or a re-export of values. */
const IMPORTS = /^\s*(?:import|export)\s+(?!type\b)(?:([^;'"]*?)\s+from\s+)?'([^']+)'|\bimport\(\s*()'([^']+)'/gm;

/** Of a file that its name calls quick: which way leads to what is not. Undefined where there is none. */
export function whatIsDear(file: string): string | undefined {
  return tierOf(file) === 'quick' ? search([file], new Set()) : undefined;
}

function search(way: readonly string[], seen: Set<string>): string | undefined {
  const file = way.at(-1) ?? '';
  // Whether a file is there at all is for the compiler to say.
  if (seen.has(file) || !OWN.test(file) || !existsSync(file)) return undefined;
  seen.add(file);
  const text = readFileSync(file, 'utf8');
  const imports = [...text.matchAll(IMPORTS)].map(([, clause = '', from, , named]) => ({
    clause,
    name: from ?? named ?? '',
  }));
  const dear = /\bprocess\.kill\(/.test(text) ? 'kills' : imports.map(whatItDoes).find((what) => what !== undefined);
  if (dear !== undefined)
    return `${way.join(' -> ')} ${dear}: its name should end in .browser.test.ts or .storm.test.ts`;
  for (const { name } of imports.filter((one) => one.name.startsWith('.'))) {
    const found = search([...way, relative('.', join(dirname(file), name))], seen);
    if (found !== undefined) return found;
  }
  return undefined;
}

function whatItDoes({ clause, name }: { readonly clause: string; readonly name: string }): string | undefined {
  if (name === 'playwright-core') return 'opens a browser';
  // A command that is waited for is no process beside the test.
  const isBeside = /\b(?:spawn|fork|exec|execFile)\b|\*/.test(clause);
  return name === 'node:child_process' && isBeside ? 'has processes beside it' : undefined;
}
