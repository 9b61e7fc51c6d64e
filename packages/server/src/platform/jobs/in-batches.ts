/** Repeats while batches come back full, so that a pile of work does not wait for the next period. Ends after the signal. */
export async function inBatches(
  size: number,
  signal: AbortSignal,
  doBatch: (size: number) => Promise<number>,
): Promise<void> {
  let done = size;
  while (done >= size && !signal.aborted) done = await doBatch(size);
}
