import { resolve } from 'node:path';
import { after, before, describe } from 'node:test';
import { pathToFileURL } from 'node:url';
import { requireDeclaredAnswers } from './declared-answers.ts';

let current = '';

/** The test file whose tests run in this process just now. */
export function currentTestFile(): string {
  return current;
}

/**
 * Runs test files one after the other in this process, each as a suite with its path for a name: what they share, the server above all, is
 * loaded, stripped of its types and warmed up once.
 */
export function runGroup(files: readonly string[]): void {
  for (const file of files) {
    describe(file, async () => {
      before(() => void (current = file));
      await import(pathToFileURL(resolve(file)).href);
      // When all else of the file is done, so that nothing is left open on the way.
      after(requireDeclaredAnswers);
    });
  }
}
