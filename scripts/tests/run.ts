import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { type Group, groupFiles } from './groups.ts';

export interface TestRun {
  readonly files: readonly string[];
  /** For what the run writes down. */
  readonly folder: string;
  /** Beside this process's own variables. */
  readonly env: Readonly<Record<string, string>>;
  /** Modules that every test file's process loads first. */
  readonly preload: readonly string[];
  readonly signal: AbortSignal;
  /** How many processes; default: {@link AT_ONCE}. */
  readonly atOnce?: number;
}

export interface Outcome {
  readonly isGood: boolean;
  /** `N passed, N failed[, N skipped]`. */
  readonly line: string;
  readonly seconds: Readonly<Record<string, number>>;
}

/** Tests wait now and then, for a pause or a time that must pass: one file more than cores leaves none without work. */
const AT_ONCE = availableParallelism() + 1;

/** Runs the files in their groups, each group in a process of its own, and prints what happens. */
export async function runTests({ files, folder, env, preload, signal, atOnce = AT_ONCE }: TestRun): Promise<Outcome> {
  const seconds: Record<string, number> = {};
  let outcome: Outcome = { isGood: false, line: '', seconds };
  const events = run({
    files: groupFiles(files, atOnce).map((group, n) => writeGroup(group, join(folder, `group-${n + 1}.mjs`))),
    concurrency: atOnce,
    execArgv: preload.flatMap((module) => ['--import', module]),
    env: { ...process.env, ...env },
    signal,
  });
  for (const event of ['test:pass', 'test:fail'] as const) {
    events.on(event, ({ name, nesting, details }) => {
      if (nesting === 0) seconds[name] = Math.round(details.duration_ms / 100) / 10;
    });
  }
  events.on('test:summary', ({ file, counts, success }) => {
    if (file === undefined) outcome = { isGood: success, line: closingLine(counts, success), seconds };
  });
  const printed = events.compose(spec);
  printed.pipe(process.stdout, { end: false });
  await finished(printed);
  return outcome;
}

/** The script that runs the group. */
function writeGroup(group: Group, path: string): string {
  const module = new URL('../../packages/harness/src/test-group.ts', import.meta.url).href;
  const files = JSON.stringify(group, undefined, 2);
  writeFileSync(path, `import { runGroup } from ${JSON.stringify(module)};\n\nrunGroup(${files});\n`);
  return path;
}

interface Counts {
  readonly tests: number;
  readonly passed: number;
  readonly skipped: number;
  readonly todo: number;
}

/** One line that machines and people read alike. */
function closingLine({ passed, skipped, todo, tests }: Counts, isGood: boolean): string {
  // What fails when a suite is closed is no test of its own, and is counted as one.
  const failed = Math.max(tests - passed - skipped - todo, isGood ? 0 : 1);
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
