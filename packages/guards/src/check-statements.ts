import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalogue } from './catalogue.ts';
import type { Breach } from './known-breaches.ts';
import { effectFinder } from './reads.ts';
import { parseStatement } from './statement.ts';
import { tenancyChecker } from './tenancy.ts';

/** A statement that the product sent, and by which verb. */
export interface SentStatement {
  readonly kind: 'read' | 'write' | 'list';
  readonly text: string;
}

export interface StatementsChecked {
  /** Each place once, whatever else the statements around it were assembled of. */
  readonly breaches: readonly Breach[];
  /** What the tenancy rule was told to let pass, and how many statements say so. */
  readonly exemptions: ReadonlyMap<string, number>;
}

const SHOWN_CHARACTERS = 90;

/** What the test processes wrote down, each statement once. */
export function readSent(folder: string): SentStatement[] {
  const lines = globSync(join(folder, '*.jsonl')).flatMap((file) => readFileSync(file, 'utf8').trim().split('\n'));
  return [...new Set(lines)].map((line) => JSON.parse(line) as SentStatement);
}

export function checkStatements(sent: readonly SentStatement[], catalogue: Catalogue): StatementsChecked {
  const findBreaches = tenancyChecker(catalogue);
  const findEffects = effectFinder(catalogue);
  const breaches = new Map<string, Breach>();
  const add = (breach: string, at: string): void => void breaches.set(breach + at, { breach, at });
  const exemptions = new Map<string, number>();
  for (const { kind, text } of sent) {
    const statement = parseStatement(text);
    for (const { words } of statement.exemptions) exemptions.set(words, (exemptions.get(words) ?? 0) + 1);
    for (const { table, location } of findBreaches(statement)) add(`tenancy: ${table}`, excerpt(text, location));
    const effects = kind === 'write' ? [] : findEffects(statement.tree);
    if (effects.length > 0) add(`read with effects: ${effects.join(', ')}`, excerpt(text, 0));
  }
  return { breaches: [...breaches.values()], exemptions };
}

/** From there on, without what differs between assembled statements. */
function excerpt(text: string, from: number): string {
  return text.slice(from).replace(/\s+/g, ' ').replace(/\$\d+/g, '$').slice(0, SHOWN_CHARACTERS).trim();
}
