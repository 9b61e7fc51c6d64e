import type { TestEvent } from 'node:test/reporters';

/** Closes the suite's output with one line that machines and people read alike. */
export default async function* summary(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const event of source) {
    if (event.type !== 'test:summary' || event.data.file !== undefined) continue;
    const { passed, skipped, todo, tests } = event.data.counts;
    // What fails when a suite is closed is no test of its own, and is counted as one.
    const failed = Math.max(tests - passed - skipped - todo, event.data.success ? 0 : 1);
    yield `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`;
  }
}
