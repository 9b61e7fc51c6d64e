import { availableParallelism } from 'node:os';
import { relative } from 'node:path';
import { finished } from 'node:stream/promises';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

export interface TestRun {
  readonly files: readonly string[];
  /** Beside this process's own variables. */
  readonly env: Readonly<Record<string, string>>;
  /** Modules that every test file's process loads first. */
  readonly preload: readonly string[];
  readonly signal: AbortSignal;
}

export interface Outcome {
  readonly isGood: boolean;
  /** `N passed, N failed[, N skipped]`. */
  readonly line: string;
  readonly seconds: Readonly<Record<string, number>>;
}

/** Tests wait now and then, for a pause or a time that must pass: one file more than cores leaves none without work. */
const AT_ONCE = availableParallelism() + 1;

/** Runs each file in a process of its own, in the order given, and prints what happens. */
export async function runTests({ files, env, preload, signal }: TestRun): Promise<Outcome> {
  const seconds: Record<string, number> = {};
  let outcome: Outcome = { isGood: false, line: '', seconds };
  const events = run({
    files: [...files],
    concurrency: AT_ONCE,
    execArgv: preload.flatMap((module) => ['--import', module]),
    env: { ...process.env, ...env },
    signal,
  });
  events.on('test:summary', ({ file, duration_ms: ms, counts, success }) => {
    if (file !== undefined) seconds[relative('.', file)] = Math.round(ms / 100) / 10;
    else outcome = { isGood: success, line: closingLine(counts, success), seconds };
  });
  const printed = events.compose(spec);
  printed.pipe(process.stdout, { end: false });
  await finished(printed);
  return outcome;
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
