import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Tier, tierOf } from './tiers.ts';

/** Seconds of each file that has a process of its own, in the runs on this machine so far. */
const RECORD = 'node_modules/.cache/test-seconds.json';

/** Of a file that has not been seen yet. */
const USUAL_SECONDS: Readonly<Record<Tier, number>> = { storm: 20, browser: 15, quick: 1 };

const GROUPS_FOR_EACH = 2;

/** Test files that share a process. */
export type Group = readonly string[];

/**
 * The quick files in twice as many groups as run at once, of as many files each: in one of more than 300 s the tokens end that its files
 * were given at its beginning. How long each takes is not known: what they share is counted as the first one's. A file with a browser or a storm has a process of its own. The longest group comes first, so that none is
 * left for the end, when the other cores have nothing more to do.
 */
export function groupFiles(files: readonly string[], atOnce: number): Group[] {
  const seconds = readRecord();
  const secondsOf = (file: string): number =>
    (tierOf(file) === 'quick' ? undefined : seconds[file]) ?? USUAL_SECONDS[tierOf(file)];
  const lengthOf = (group: Group): number => group.reduce((sum, file) => sum + secondsOf(file), 0);
  const byLength = files.toSorted((one, other) => secondsOf(other) - secondsOf(one) || one.localeCompare(other));
  const shared: string[][] = Array.from({ length: GROUPS_FOR_EACH * atOnce }, () => []);
  for (const file of byLength.filter((one) => tierOf(one) === 'quick')) {
    const [shortest] = shared.toSorted((one, other) => lengthOf(one) - lengthOf(other));
    shortest?.push(file);
  }
  const alone = byLength.filter((one) => tierOf(one) !== 'quick').map((file) => [file]);
  return [...alone, ...shared].filter(({ length }) => length > 0).sort((one, other) => lengthOf(other) - lengthOf(one));
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
