import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Tier, tierOf } from './tiers.ts';

/** Seconds of each file in the runs on this machine so far. */
const RECORD = 'node_modules/.cache/test-seconds.json';

/** Of a file that has not been seen yet. */
const USUAL_SECONDS: Readonly<Record<Tier, number>> = { storm: 20, browser: 15, quick: 3 };

/** The longest first, so that none is left for the end, when the other cores have nothing more to do. */
export function longestFirst(files: readonly string[]): string[] {
  const seconds = readRecord();
  const weight = (file: string): number => seconds[file] ?? USUAL_SECONDS[tierOf(file)];
  return [...files].sort((one, other) => weight(other) - weight(one) || one.localeCompare(other));
}

export function recordSeconds(measured: Readonly<Record<string, number>>): void {
  mkdirSync(dirname(RECORD), { recursive: true });
  writeFileSync(RECORD, JSON.stringify({ ...readRecord(), ...measured }, undefined, 1));
}

function readRecord(): Readonly<Record<string, number>> {
  try {
    return JSON.parse(readFileSync(RECORD, 'utf8')) as Record<string, number>;
  } catch {
    // Of the first run, or spoilt: only the order depends on it.
    return {};
  }
}
