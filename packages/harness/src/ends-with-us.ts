/** Ends what a test has started, where this process ends before: a test that fails half-way, or is interrupted, leaves nothing behind. */
const ends = new Set<() => void>();
process.once('exit', () => ends.forEach((end) => end()));

// Without an `exit` else.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

/** @returns takes it back, once it has ended by itself */
export function endsWithUs(end: () => void): () => void {
  ends.add(end);
  return () => void ends.delete(end);
}
